using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace RecoverySite.Failure.Tests;

/// <summary>What a power loss could have taken, read from a trace of everything that the program wrote, synced and sent.</summary>
internal static partial class Durability
{
    private const string Log = "-wal";
    private const int FrameHeaderLength = 24;

    /// <summary>The receipts that were sent, each with the reason why it was not safe on the disk by then, or null.</summary>
    /// <param name="kept">What the store writes of a receipt.</param>
    public static IReadOnlyList<(string Receipt, string? Risk)> Receipts(IReadOnlyList<SystemCall> calls, Func<string, string> kept)
    {
        var transactions = Transactions(calls);
        return
        [
            .. from call in calls
               where call.Name is "sendto" or "sendmsg" or "writev"
               let acknowledgement = Acknowledgement().Match(call.Arguments)
               where acknowledgement.Success
               let receipt = acknowledgement.Groups["receipt"].Value
               select (receipt, Risk(kept(receipt), call.Began)),
        ];

        string? Risk(string text, int sent)
        {
            var holding = transactions.Find(t => t.Pages.Exists(page => page.Contains(text, StringComparison.Ordinal)));
            if (holding is null || holding.Written > sent)
                return "It was sent before it was written.";
            if (!calls.Any(call => IsSync(call, holding.File) && call.Began > holding.Written && call.Ended < sent))
                return "It was sent before the log was synced.";
            // A synced file whose name is not in its folder yet is lost all the same.
            if (!calls.Any(call => IsSync(call, Path.GetDirectoryName(holding.File)!) && call.Began > holding.Made && call.Ended < sent))
                return "It was sent before the name of the log was synced.";
            return null;
        }
    }

    public static bool IsSyncOfLog(SystemCall call) => call.File.EndsWith(Log, StringComparison.Ordinal) && IsSync(call, call.File);

    private static bool IsSync(SystemCall call, string file) => call.Name is "fsync" or "fdatasync" && call.File == file && call.HasSucceeded;

    /// <summary>
    /// The frames of the write-ahead log, each a header and then a page. A header names the size of the database if its
    /// frame ends a transaction, and nought if more are to come.
    /// </summary>
    private static List<Transaction> Transactions(IReadOnlyList<SystemCall> calls)
    {
        var transactions = new List<Transaction>();
        var pages = new List<string>();
        var (isLast, isGone, made) = (false, true, -1);
        foreach (var call in calls)
        {
            if (call.Name == "unlink" && call.Arguments.Contains(Log + "\"", StringComparison.Ordinal))
                isGone = true;
            else if (isGone && call.Name == "openat" && call.HasSucceeded && call.Arguments.Contains(Log + "\", O_RDWR|O_CREAT", StringComparison.Ordinal))
                (isGone, made) = (false, call.Ended);
            if (call.Name != "pwrite64" || !call.File.EndsWith(Log, StringComparison.Ordinal))
                continue;

            if (Length().Match(call.Arguments).Groups["length"].Value == FrameHeaderLength.ToString())
            {
                isLast = BinaryPrimitives.ReadUInt32BigEndian(call.Bytes(8).AsSpan(4)) != 0;
                continue;
            }
            pages.Add(call.Arguments);
            if (isLast)
            {
                transactions.Add(new Transaction(call.File, pages, made, call.Ended));
                (pages, isLast) = ([], false);
            }
        }
        return transactions;
    }

    /// <param name="Made">When the log came to be.</param>
    /// <param name="Written">When its last page was handed to the system.</param>
    private sealed record Transaction(string File, List<string> Pages, int Made, int Written);

    [GeneratedRegex("HTTP/1\\.1 303 .*Location: /request-a-call/received/(?<receipt>[A-Za-z0-9_-]+)\\\\r")]
    private static partial Regex Acknowledgement();

    [GeneratedRegex(@", (?<length>\d+), \d+(?:\)| <)")]
    private static partial Regex Length();
}
