using NodaTime;
using NodaTime.Text;
using RecoverySite.Content.Calling;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Calling;

public sealed class OpeningHoursTests
{
    private static OpeningHours Hours(string week)
    {
        var load = Load(week);
        Assert.DoesNotContain(load.Findings, f => f.Severity == Severity.Error);
        return load.Library.Site.Phone.Hours;
    }

    private static IReadOnlyList<Finding> Findings(string week) => Load(week).Findings;

    private static Checked Load(string week)
    {
        var yml = SampleContent.SiteYml;
        var from = yml.IndexOf("      monday:", StringComparison.Ordinal);
        var to = yml.IndexOf("crisis_lines:", StringComparison.Ordinal);
        using var folder = SampleContent.Folder(yml[..from] + string.Concat(week.Split(" | ").Select(line => $"      {line}\n")) + yml[to..]);
        return Checked.Load(folder.Path);
    }

    private static Instant At(string utc) => InstantPattern.General.Parse(utc).Value;

    [Theory]
    [InlineData("2026-11-24T12:59:59Z", false, "2026-11-24T13:00:00Z")]
    [InlineData("2026-11-24T13:00:00Z", true, "2026-11-25T02:00:00Z")]
    [InlineData("2026-11-25T01:59:59Z", true, "2026-11-25T02:00:00Z")]
    [InlineData("2026-11-25T02:00:00Z", false, "2026-11-25T13:00:00Z")]
    [InlineData("2026-11-28T07:00:00Z", false, "2026-11-30T13:00:00Z")]
    public void Weekdays_from_eight_to_nine_open_and_close_on_the_second(string now, bool isOpen, string nextChange) =>
        Assert.Equal(new CallingState(isOpen, At(nextChange)), Hours("monday: [\"08:00-21:00\"] | tuesday: [\"08:00-21:00\"] | wednesday: [\"08:00-21:00\"] | thursday: [\"08:00-21:00\"] | friday: [\"08:00-21:00\"]").At(At(now)));

    [Fact]
    public void An_overnight_range_runs_into_the_next_day()
    {
        var hours = Hours("friday: [\"20:00-02:00\"]");

        Assert.Equal(new CallingState(true, At("2026-11-28T07:00:00Z")), hours.At(At("2026-11-28T06:59:59Z")));
        Assert.False(hours.At(At("2026-11-28T07:00:00Z")).IsOpen);
    }

    [Fact]
    public void Adjoining_ranges_are_one_so_that_the_next_change_is_a_real_one()
    {
        var hours = Hours("monday: [\"09:00-24:00\"] | tuesday: [\"00:00-03:00\"]");

        Assert.Equal(At("2026-11-24T08:00:00Z"), hours.At(At("2026-11-23T15:00:00Z")).NextChange);
    }

    [Fact]
    public void A_line_that_never_closes_has_no_next_change()
    {
        var hours = Hours(string.Join(" | ", "monday tuesday wednesday thursday friday saturday sunday".Split(' ').Select(d => $"{d}: [\"00:00-24:00\"]")));

        Assert.Equal(new CallingState(true, null), hours.At(At("2026-11-24T08:00:00Z")));
        Assert.Equal("Open 24 hours, every day", CallingWords.Status(hours, At("2026-11-24T08:00:00Z")));
        Assert.Equal("Every day, 24 hours ET", CallingWords.Week(hours));
    }

    [Fact]
    public void Several_ranges_a_day_leave_a_pause()
    {
        var hours = Hours("tuesday: [\"08:00-12:00\", \"13:00-17:00\"]");

        Assert.Equal(new CallingState(false, At("2026-11-24T18:00:00Z")), hours.At(At("2026-11-24T17:30:00Z")));
        Assert.Equal("Tuesday, 8:00 a.m. to noon and 1:00 p.m. to 5:00 p.m. ET", CallingWords.Week(hours));
    }

    // 8 March 2026: clocks in New York go from 02:00 to 03:00 at 07:00 UTC.
    [Fact]
    public void An_opening_that_the_clock_skips_in_spring_moves_to_the_first_instant_that_exists()
    {
        var hours = Hours("sunday: [\"02:30-05:00\"]");

        Assert.False(hours.At(At("2026-03-08T06:59:59Z")).IsOpen);
        Assert.True(hours.At(At("2026-03-08T07:00:00Z")).IsOpen);
    }

    // 1 November 2026: 01:30 in New York comes twice, at 05:30 and at 06:30 UTC.
    [Fact]
    public void In_the_hour_that_comes_twice_a_range_opens_at_the_first_and_closes_at_the_second()
    {
        var opening = Hours("sunday: [\"01:30-05:00\"]");
        var closing = Hours("sunday: [\"00:00-01:30\"]");

        Assert.Equal(new CallingState(false, At("2026-11-01T05:30:00Z")), opening.At(At("2026-11-01T05:29:59Z")));
        Assert.True(opening.At(At("2026-11-01T05:30:00Z")).IsOpen);
        Assert.True(closing.At(At("2026-11-01T06:29:59Z")).IsOpen);
        Assert.False(closing.At(At("2026-11-01T06:30:00Z")).IsOpen);
    }

    [Theory]
    [InlineData("2026-11-24T15:00:00Z", "Open until 9:00 p.m. ET")]
    [InlineData("2026-11-24T12:00:00Z", "Closed now. Opens today at 8:00 a.m. ET")]
    [InlineData("2026-11-25T03:00:00Z", "Closed now. Opens tomorrow at 8:00 a.m. ET")]
    [InlineData("2026-11-28T07:00:00Z", "Closed now. Opens Monday at 8:00 a.m. ET")]
    public void The_status_is_said_in_plain_words(string now, string words) =>
        Assert.Equal(words, CallingWords.Status(Hours("monday: [\"08:00-21:00\"] | tuesday: [\"08:00-21:00\"] | wednesday: [\"08:00-21:00\"] | friday: [\"12:00-24:00\"]"), At(now)));

    [Theory]
    [InlineData("2026-11-28T23:00:00Z", "Open until Monday at midnight ET")]
    [InlineData("2026-11-30T15:00:00Z", "Open until midnight ET")]
    public void An_opening_of_several_days_names_the_day_of_its_end(string now, string words) =>
        Assert.Equal(words, CallingWords.Status(Hours("saturday: [\"00:00-24:00\"] | sunday: [\"00:00-24:00\"] | monday: [\"00:00-24:00\"]"), At(now)));

    [Fact]
    public void A_week_away_the_day_has_its_date() =>
        Assert.Equal("Closed now. Opens Tuesday, December 1, at noon ET", CallingWords.Status(Hours("tuesday: [\"12:00-13:00\"]"), At("2026-11-24T19:00:00Z")));

    [Theory]
    [InlineData("fourth Thursday of November", "2026-11-26", "2027-11-25")]
    [InlineData("last Monday of May", "2026-05-25", "2027-05-31")]
    [InlineData("first Monday of September", "2026-09-07", "2027-09-06")]
    [InlineData("last Sunday of February", "2026-02-22", "2028-02-27")]
    [InlineData("12-25", "2026-12-25", "2027-12-25")]
    [InlineData("02-29", "2027-02-28", "2028-02-29")]
    public void A_day_that_moves_is_found_in_every_year(string days, string one, string other)
    {
        var hours = Hours($"always_open: true | exceptions: [{{ days: {days}, reason: a holiday }}]");

        foreach (var date in new[] { one, other }.Select(d => LocalDatePattern.Iso.Parse(d).Value))
        {
            Assert.NotNull(hours.ExceptionOn(date));
            Assert.Equal(1, Enumerable.Range(1, 365).Count(day => hours.ExceptionOn(new LocalDate(date.Year, 1, 1).PlusDays(day)) is not null));
        }
    }

    [Theory]
    [InlineData("fifth Friday of June")]
    [InlineData("fourth Thursday of Novembre")]
    [InlineData("fourth Turkeyday of November")]
    [InlineData("Thanksgiving")]
    public void A_day_that_nobody_knows_is_refused(string days) =>
        Assert.Contains(Findings($"always_open: true | exceptions: [{{ days: {days}, reason: a holiday }}]"), f => f.Message.StartsWith($"\"{days}\" are no days. Write \"2026-11-26\"", StringComparison.Ordinal));

    [Fact]
    public void The_next_seven_days_stand_with_the_hours_that_begin_on_each_and_with_what_differs()
    {
        var hours = Hours("wednesday: [\"20:00-02:00\"] | thursday: [\"08:00-12:00\", \"13:00-21:00\"] | friday: [\"08:00-21:00\"] | exceptions: [{ days: 2026-11-26, reason: Thanksgiving, ends_the_night_before: true }, { days: 2026-11-27, reason: the day after, hours: [\"10:00-14:00\"] }]");

        Assert.Equal(
            ["Tuesday, November 24: closed", "Wednesday, November 25: 8:00 p.m. to midnight", "Thursday, November 26: closed (Thanksgiving)", "Friday, November 27: 10:00 a.m. to 2:00 p.m. (the day after)", "Saturday, November 28: closed", "Sunday, November 29: closed", "Monday, November 30: closed"],
            CallingWords.NextDays(hours, At("2026-11-24T15:00:00Z")).Select(day => $"{CallingWords.Day(day.Date)}: {day.Times}{(day.Reason is null ? "" : $" ({day.Reason})")}"));
    }

    [Fact]
    public void A_line_without_hours_is_closed()
    {
        var yml = SampleContent.SiteYml;
        var from = yml.IndexOf("      monday:", StringComparison.Ordinal);
        using var folder = SampleContent.Folder(yml[..from] + yml[yml.IndexOf("crisis_lines:", StringComparison.Ordinal)..]);
        var hours = Checked.Load(folder.Path).Library.Site.Phone.Hours;

        Assert.Equal("Closed now", CallingWords.Status(hours, At("2026-11-24T15:00:00Z")));
        Assert.Equal("Closed", CallingWords.Week(hours));
        Assert.Empty(CallSlots.Next(hours, At("2026-11-24T15:00:00Z"), days: 3));
    }

    [Fact]
    public void Slots_are_the_rest_of_today_and_the_next_days_with_half_an_hour_of_lead()
    {
        var hours = Hours("tuesday: [\"08:00-21:00\"] | wednesday: [\"08:00-14:00\"]");

        var slots = CallSlots.Next(hours, At("2026-11-24T16:20:00Z"), days: 2).Select(s => CallingWords.Slot(hours, s));

        Assert.Equal(
            [
                "Tuesday, November 24, noon to 5:00 p.m. ET",
                "Tuesday, November 24, 5:00 p.m. to 9:00 p.m. ET",
                "Wednesday, November 25, 8:00 a.m. to noon ET",
                "Wednesday, November 25, noon to 2:00 p.m. ET",
            ],
            slots);
    }

    [Fact]
    public void A_slot_that_has_begun_starts_half_an_hour_from_now_on_the_half_hour()
    {
        var hours = Hours("tuesday: [\"08:00-21:00\"]");

        var first = CallSlots.Next(hours, At("2026-11-24T18:10:00Z"), days: 1)[0];

        Assert.Equal("Tuesday, November 24, 2:00 p.m. to 5:00 p.m. ET", CallingWords.Slot(hours, first));
    }

    private const string Weekdays = "monday: [\"08:00-21:00\"] | tuesday: [\"08:00-21:00\"] | wednesday: [\"08:00-21:00\"] | thursday: [\"08:00-21:00\"] | friday: [\"08:00-21:00\"]";

    [Theory]
    [InlineData("2026-11-26T04:30:00Z", "Closed now. Opens Friday at 8:00 a.m. ET")]
    [InlineData("2026-11-26T15:00:00Z", "Closed today for Thanksgiving. Opens tomorrow at 8:00 a.m. ET")]
    [InlineData("2026-11-27T15:00:00Z", "Open until 9:00 p.m. ET")]
    [InlineData("2027-12-24T15:00:00Z", "Open until 2:00 p.m. ET")]
    [InlineData("2027-12-24T20:00:00Z", "Closed now. Opens Monday at 8:00 a.m. ET")]
    [InlineData("2026-12-24T15:00:00Z", "Closed today for the holidays. Opens Monday, January 4, at 8:00 a.m. ET")]
    public void A_day_with_hours_of_its_own_replaces_the_usual_ones(string now, string words)
    {
        var hours = Hours(Weekdays + " | exceptions: | - { days: 2026-11-26, reason: Thanksgiving } | - { days: 12-24, reason: Christmas Eve, hours: [\"08:00-14:00\"] } | - { days: 2026-12-24 to 2027-01-03, reason: the holidays }");

        Assert.Equal(words, CallingWords.Status(hours, At(now)));
    }

    [Theory]
    [InlineData(false, "2026-11-26T07:00:00Z")]
    [InlineData(true, "2026-11-26T05:00:00Z")]
    public void The_night_before_a_day_with_other_hours_runs_on_unless_that_day_says_otherwise(bool ends, string closes)
    {
        var hours = Hours($"wednesday: [\"20:00-02:00\"] | exceptions: | - {{ days: 2026-11-26, reason: Thanksgiving, ends_the_night_before: {(ends ? "true" : "false")} }}");

        Assert.Equal(new CallingState(true, At(closes)), hours.At(At("2026-11-26T03:00:00Z")));
    }

    [Fact]
    public void A_closed_day_that_ran_past_midnight_before_does_not_close_the_next()
    {
        var hours = Hours("thursday: [\"20:00-02:00\"] | friday: [\"09:00-17:00\"] | exceptions: | - { days: 2026-11-26, reason: Thanksgiving }");

        Assert.False(hours.At(At("2026-11-27T06:00:00Z")).IsOpen);
        Assert.True(hours.At(At("2026-11-27T14:00:00Z")).IsOpen);
    }

    [Fact]
    public void A_line_closed_for_months_says_when_it_opens()
    {
        var hours = Hours(Weekdays + " | exceptions: | - { days: 2026-12-01 to 2027-03-31, reason: renovation }");

        Assert.Equal("Closed today for renovation. Opens Thursday, April 1, at 8:00 a.m. ET", CallingWords.Status(hours, At("2026-12-05T15:00:00Z")));
    }

    [Fact]
    public void An_opening_before_a_long_closing_still_closes()
    {
        var hours = Hours(Weekdays + " | exceptions: | - { days: 2026-12-01 to 2027-03-31, reason: renovation }");

        Assert.Equal(new CallingState(true, At("2026-12-01T02:00:00Z")), hours.At(At("2026-11-30T15:00:00Z")));
    }

    [Fact]
    public void A_line_that_is_always_open_is_said_so_in_one_line_and_may_close_on_a_day()
    {
        var hours = Hours("always_open: true | exceptions: | - { days: 12-25, reason: Christmas Day }");

        Assert.Equal("Open 24 hours, every day", CallingWords.Status(hours, At("2026-11-24T08:00:00Z")));
        Assert.Equal("Open until Thursday at midnight ET", CallingWords.Status(hours, At("2026-12-22T08:00:00Z")));
        Assert.Equal("Closed today for Christmas Day. Opens tomorrow at midnight ET", CallingWords.Status(hours, At("2026-12-25T15:00:00Z")));
    }

    [Fact]
    public void What_differs_in_the_next_two_weeks_is_listed()
    {
        var hours = Hours(Weekdays + " | exceptions: | - { days: 2026-11-26, reason: Thanksgiving } | - { days: 2026-11-27, reason: the day after, hours: [\"10:00-12:00\"] } | - { days: 2026-12-24 to 2027-01-03, reason: the holidays }");

        Assert.Equal(
            ["Thursday, November 26: closed for Thanksgiving", "Friday, November 27: 10:00 a.m. to noon ET, for the day after"],
            CallingWords.Exceptions(hours, At("2026-11-24T15:00:00Z")));
        Assert.Equal(["Saturday, December 26, through Sunday, January 3: closed for the holidays"], CallingWords.Exceptions(hours, At("2026-12-26T15:00:00Z")));
        Assert.Empty(CallingWords.Exceptions(hours, At("2026-10-20T15:00:00Z")));
    }

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z")]
    [InlineData("2026-11-24T13:00:00Z", "2026-11-25T01:00:00Z")]
    [InlineData("2026-11-25T01:00:00Z", "2026-11-25T02:00:00Z")]
    [InlineData("2026-11-25T02:00:00Z", "2026-11-25T05:00:00Z")]
    public void The_words_change_at_an_opening_an_hour_before_a_closing_at_a_closing_and_at_midnight(string now, string next)
    {
        var hours = Hours(Weekdays);

        Assert.Equal(At(next), CallingWords.NextChange(hours, At(now)));
        for (var then = At(now); then < At(next); then += Duration.FromMinutes(1))
            Assert.Equal(CallingWords.Status(hours, At(now)), CallingWords.Status(hours, then));
    }

    [Fact]
    public void A_closing_more_than_a_day_away_is_said_with_its_day_until_a_day_before()
    {
        var hours = Hours("saturday: [\"10:00-24:00\"] | sunday: [\"00:00-18:00\"]");
        var (now, next) = (At("2026-11-28T16:00:00Z"), At("2026-11-28T23:00:00Z"));

        Assert.Equal(next, CallingWords.NextChange(hours, now));
        Assert.Equal("Open until Sunday at 6:00 p.m. ET", CallingWords.Status(hours, next - Duration.FromMinutes(1)));
        Assert.Equal("Open until 6:00 p.m. ET", CallingWords.Status(hours, next));
    }

    [Theory]
    [InlineData("monday: [\"20:00-02:00\"] | tuesday: [\"01:00-05:00\"]", "The last range of Monday runs into the first of Tuesday")]
    [InlineData("sunday: [\"20:00-02:00\"] | monday: [\"01:00-05:00\"]", "The last range of Sunday runs into the first of Monday")]
    [InlineData("always_open: true | monday: [\"01:00-05:00\"]", "has no hours of single days")]
    [InlineData("exceptions: | - { days: Thanksgiving, reason: Thanksgiving }", "\"Thanksgiving\" are no days")]
    [InlineData("exceptions: | - { days: 2026-12-26 to 2026-12-24, reason: the holidays }", "are no days")]
    [InlineData("exceptions: | - { days: 2026-12-24 to 2026-12-26, reason: the holidays } | - { days: 2026-12-25, reason: Christmas Day }", "has other hours already, for the holidays")]
    [InlineData("exceptions: | - { days: 12-25, reason: Christmas Day } | - { days: 12-25, reason: Christmas }", "has other hours already, for Christmas Day")]
    [InlineData("exceptions: | - { days: 12-25 }", "\"reason\" is missing")]
    [InlineData("exceptions: | - { days: 12-25, reason: Christmas Day, hours: [\"8-12\"] }", "is not a range of hours")]
    public void Hours_that_make_no_sense_are_refused_where_they_stand(string week, string message)
    {
        var finding = Findings(week)[0];

        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.InRange(finding.Line, 12, 22);
    }
}
