using Microsoft.Data.Sqlite;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages.Staff.Notices;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>How the site is, in words, and what to do about what is not well.</summary>
public sealed class HealthModel(CurrentContent content, TimeProvider clock, ContactsStore store, Backups backups, StoreUpkeep upkeep, NoticeDelivery notices, Settings settings) : StaffPage(content, clock)
{
    /// <param name="State">As in <c>Good</c>.</param>
    /// <param name="Todo">What to do; null when there is nothing.</param>
    public sealed record Line(string Title, string State, string Words, string? Todo)
    {
        public string Class => Todo is null ? "" : "broken";
    }

    private const string Good = "Good", Look = "Look at this";
    private const long LeastFree = 500_000_000;

    private static readonly TimeSpan OldestBackup = TimeSpan.FromHours(2);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await store.ProveAsync(cancel);
        Lines =
        [
            Store(),
            Done("The store's file", upkeep.Check, "Restore the last backup: see the README."),
            Sqlite(),
            await KeysAsync(cancel),
            Backups(),
            Told(),
            Done("Deleting", upkeep.Purging, "It is tried again every minute.", await DueAsync(cancel)),
            Disk(),
        ];
    }

    private static Line Of(string title, string words, string? todo) => new(title, todo is null ? Good : Look, words, todo);

    private Line Done(string title, StoreUpkeep.Job job, string todo, string more = "") => job switch
    {
        { Failure: { } failure } => Of(title, $"{failure} {more}", todo),
        { LastDone: { } at } => Of(title, $"{job.Outcome} Last done: {Words.At(at)} {more}", null),
        _ => new Line(title, "Not yet", $"The site has just been started. {more}", null),
    };

    private Line Store()
    {
        var rows = store.UnreadableRows;
        return Of("Store", "It takes requests. Each is on the disk before it is confirmed.", rows == 0 ? null : $"{rows} of its rows cannot be opened: changed past this program, or sealed with a key that is not on the ring. The log names them, and the last backup may have them whole.");
    }

    private static Line Sqlite()
    {
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();
        var version = Version.Parse(memory.ServerVersion);
        // sqlite.org/wal.html: two connections that write and checkpoint at the same moment could damage a log.
        var isAffected = version < new Version(3, 51, 3);
        return Of("SQLite", $"Version {version}. {(isAffected ? "It has a known fault when two write at once. Here all writes pass one gate, which keeps clear of it." : "It has no fault that concerns this site.")}", null);
    }

    private async Task<Line> KeysAsync(CancellationToken cancel)
    {
        var left = await KeyRotation.CountLeftAsync(store, cancel);
        var current = store.Keys!.Current;
        var words = $"Names, numbers and notes are sealed with the key {current.Id}, made {Words.At(current.MadeAt)} {(left == 0 ? "" : $"{left} rows are still sealed with an earlier one.")} The ring is {settings.KeyRingFile}.";
        return Of("Key ring", words, settings.KeysLieBesideTheData ? "The keys lie in the data folder: whoever copies it can read everything. Set Keys:Folder to a folder elsewhere, and keep a copy of the ring where nobody else can read it." : null);
    }

    private Line Backups()
    {
        var last = backups.All().Count == 0 ? null : backups.All()[0];
        var words = last is null ? "There is none yet. The first is made a minute after the start." : $"The last one was made and verified {Words.Since(last.MadeAt)} ago, and holds {last.Bytes / 1024:N0} KB. {(backups.All().Count == 1 ? "It is" : $"{backups.All().Count} are")} kept in {backups.Folder}.";
        var todo = upkeep.Backing.Failure
            ?? (last is null || last.MadeAt > Now - OldestBackup ? null : "The last backup is older than two hours.")
            ?? (settings.BackupsLieBesideTheData ? "They lie in the data folder and are lost with it. Set Backup:Folder to another disk." : null);
        return last is null && todo is null ? new Line("Backups", "Not yet", words, null) : Of("Backups", words, todo);
    }

    private async Task<string> DueAsync(CancellationToken cancel)
    {
        var due = await Purge.CountDueAsync(store, Now, cancel);
        return $"Closed requests go after {Purge.ClosedRequests.Days} days, held ones {Purge.HeldRequests.Days} days after somebody looked. {(due == 0 ? "None is due now." : due == 1 ? "One is due now." : $"{due} are due now.")}";
    }

    private Line Told()
    {
        var lines = string.Join(' ', notices.Lines(Words, Now, keepsWatch: true));
        return Of("Telling staff", lines.Length == 0 ? "Whoever is to be told of new requests by e-mail has been." : lines, lines.Length == 0 ? null : "The README says how e-mail is set.");
    }

    private Line Disk()
    {
        var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
        return Of("Disk", $"{free / 1_000_000_000.0:N1} GB are free where the data folder lies.", free > LeastFree ? null : "Make room. With a full disk nobody can ask for a call.");
    }
}
