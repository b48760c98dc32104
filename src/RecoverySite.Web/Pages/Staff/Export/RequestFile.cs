using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Content;

namespace RecoverySite.Web.Pages.Staff.Export;

/// <summary>Requests as a file, some hundred at a time: however many there are, no more of them are in memory, and no reader of the store is open while the browser takes them.</summary>
public sealed class RequestFile(ContactsStore store, Site site, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now, string name) : IActionResult
{
    private const int AtOnce = 500;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var cancel = context.HttpContext.RequestAborted;
        var response = context.HttpContext.Response;
        // Read before anything is sent: a store that does not answer is still said as one.
        var batch = await ReadAsync(null, cancel);
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        // Without it spreadsheets take UTF-8 for something else.
        await response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancel);
        await response.WriteAsync(Csv.Line(ExportRow.Header), cancel);
        while (batch.Last is { } last)
        {
            await response.WriteAsync(batch.Lines, cancel);
            batch = await ReadAsync(last, cancel);
        }
    }

    /// <param name="after">The last request of the batch before.</param>
    private Task<(string Lines, CallRequest? Last)> ReadAsync(CallRequest? after, CancellationToken cancel) =>
        store.ReadAsync(
            async db =>
            {
                var rest = db.CallRequests.AskedBetween(start, end);
                if (after is { OpenedAt: var at, Id: var id })
                    rest = rest.Where(r => r.OpenedAt > at || (r.OpenedAt == at && r.Id > id));
                var requests = await rest.OrderBy(r => r.OpenedAt).ThenBy(r => r.Id).Take(AtOnce).Include(r => r.Submissions).Include(r => r.Attempts).AsSplitQuery().ToListAsync(cancel);
                var ids = requests.Select(r => r.Id).ToList();
                var notes = (await db.StaffNotes.Where(n => ids.Contains(n.CallRequestId)).ToListAsync(cancel)).ToLookup(n => n.CallRequestId);
                var names = await StaffNames.ReadAsync(db, cancel);
                return (string.Concat(requests.Select(r => Csv.Line(new ExportRow(r, notes[r.Id], names, site, now).Cells))), requests.LastOrDefault());
            },
            cancel);
}
