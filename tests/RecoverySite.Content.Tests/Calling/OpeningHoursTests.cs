using NodaTime;
using NodaTime.Text;
using RecoverySite.Content.Calling;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Calling;

public sealed class OpeningHoursTests
{
    private static OpeningHours Hours(string week)
    {
        var yml = SampleContent.SiteYml;
        var from = yml.IndexOf("      monday:", StringComparison.Ordinal);
        var to = yml.IndexOf("crisis_lines:", StringComparison.Ordinal);
        using var folder = SampleContent.Folder(yml[..from] + string.Concat(week.Split(" | ").Select(line => $"      {line}\n")) + yml[to..]);
        var load = Checked.Load(folder.Path);
        Assert.Empty(load.Findings);
        return load.Library.Site.Phone.Hours;
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
}
