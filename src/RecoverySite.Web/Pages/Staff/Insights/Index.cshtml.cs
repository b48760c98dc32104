using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>How soon people were called, what led them to us, and when they asked. Times and counts; nothing sealed is opened for it.</summary>
[Authorize(Policy = StaffAccess.Supervisor)]
public sealed class InsightsModel(CurrentContent content, TimeProvider clock, ContactsStore store, Waits waits) : StaffPage(content, clock)
{
    /// <summary>How many days the page can look back over, today included.</summary>
    public static readonly IReadOnlyList<int> Spans = [7, 30, 90];

    private const int Usual = 30, MostBars = 8;

    [FromQuery(Name = "days")]
    public string? Chosen { get; set; }

    public int Span => int.TryParse(Chosen, out var days) && Spans.Contains(days) ? days : Usual;

    public Figures Figures { get; private set; } = null!;

    public DateOnly Today => Days.Of(Site, Now);

    public DateOnly First => Today.AddDays(1 - Span);

    public Chart PagesChart => new(
        Figures.Pages is [{ Requests: > 0 } page, ..] ? $"Most requests came from {PageName(page.Key)}: {page.Requests:N0}." : "No page stands out by its requests.",
        "taps on our number",
        "requests",
        [.. Figures.Pages.Take(MostBars).Select(r => new ChartRow(PageName(r.Key), Mark.Of(r.Taps), new Mark(r.Requests)))]);

    public Chart DaysChart
    {
        get
        {
            var byDay = Figures.Days.ToDictionary(r => r.Key);
            var most = Figures.Days.Where(r => r.Requests > 0).MaxBy(r => r.Requests);
            return new(
                most is null ? "No day stands out by its requests." : $"Most people asked on {DayName(most.Key)}: {most.Requests:N0}.",
                "taps on our number",
                "requests",
                [.. Enumerable.Range(0, Span).Select(First.AddDays).Select(day => byDay.TryGetValue(day, out var row) ? new ChartRow(DayName(day), Mark.Of(row.Taps), new Mark(row.Requests)) : new ChartRow(DayName(day), default, default))]);
        }
    }

    public Chart HoursChart
    {
        get
        {
            var byHour = Figures.Hours.ToDictionary(r => r.Hour);
            var slowest = byHour.Values.Where(r => r.Called.Half is not null).MaxBy(r => r.Called.Half);
            return new(
                slowest is null ? "Too few people were called to compare the hours." : $"The longest wait was that of people who asked between {slowest.Name} and {HourName(slowest.Hour + 1)}: half of them were called within {Spread.Words(slowest.Called.Half)}.",
                "half were called within",
                "nine of ten were",
                [.. Enumerable.Range(0, 24).Select(hour => new ChartRow(HourName(hour), MarkOf(byHour.GetValueOrDefault(hour)?.Called.Half), MarkOf(byHour.GetValueOrDefault(hour)?.Called.NineOfTen)))]);
        }
    }

    public Task OnGetAsync(CancellationToken cancel) =>
        store.ReadAsync(
            async db =>
            {
                var (first, start) = (First, Days.Begin(Site, First));
                var open = new OpenTime(Site.Phone.Hours, Instant.FromDateTimeOffset(start), Instant.FromDateTimeOffset(Now));
                var tally = new Tally();
                // Counted as they are read: there may be a million.
                await foreach (var r in db.CallRequests.Counted().Where(r => r.OpenedAt >= start).Select(r => new { r.OpenedAt, r.WaitingSince, r.FromPage, r.FirstCalledAt, r.FirstReachedAt }).AsAsyncEnumerable().WithCancellation(cancel))
                    tally.Add(waits.Of(r.OpenedAt, r.WaitingSince, r.FromPage, r.FirstCalledAt, r.FirstReachedAt, open), isThere: true);
                await foreach (var gone in db.PastRequests.Where(p => p.Day >= first).AsAsyncEnumerable().WithCancellation(cancel))
                    tally.Add(gone, isThere: false);
                Figures = new Figures(tally, await db.CallTaps.Where(t => t.Day >= first).ToListAsync(cancel), showSmall: IsAdministrator);
                return true;
            },
            cancel);

    /// <summary>The requests behind a row. Page and days are in the address; nothing of anybody is.</summary>
    public string RequestsOf(string page) => $"/staff/requests?page={page}&from={Days.Write(First)}&to={Days.Write(Today)}";

    /// <inheritdoc cref="RequestsOf(string)"/>
    public static string RequestsOf(DateOnly day) => $"/staff/requests?from={Days.Write(day)}&to={Days.Write(day)}";

    public static string PageName(string page) => page switch { "" => "no article", "other" => "other pages", _ => page };

    public static string DayName(DateOnly day) => CallingWords.Date(LocalDate.FromDateOnly(day));

    private static string HourName(int hour) => CallingWords.Time(new LocalTime(hour % 24, 0));

    private static Mark MarkOf(int? minutes) => new(minutes is { } known ? Math.Max(known, 1) : 0);
}
