using System.Text.RegularExpressions;

namespace RecoverySite.Failure.Tests;

/// <summary>
/// One system call of a trace. Times are line numbers: a thread stands still until the tracer has noted where its call
/// begins and where it ends, so the order of the lines is an order in which everything can have happened.
/// </summary>
/// <param name="File">What the descriptor in front is open on; empty without one.</param>
/// <param name="Arguments">As strace prints them, behind the descriptor.</param>
/// <param name="Ended">Later than everything when the trace does not show the end.</param>
/// <param name="HasSucceeded">False also for a result that the tracer made up.</param>
internal sealed partial record SystemCall(string Name, string File, string Arguments, int Began, int Ended, bool HasSucceeded)
{
    /// <summary>The bytes of the first string among the arguments.</summary>
    public byte[] Bytes(int most)
    {
        var bytes = new List<byte>();
        var escaped = Text().Match(Arguments).Groups["text"].Value;
        for (var i = 0; i < escaped.Length && bytes.Count < most; i++)
        {
            if (escaped[i] != '\\')
            {
                bytes.Add((byte)escaped[i]);
                continue;
            }
            var octal = Octal().Match(escaped, i + 1);
            bytes.Add(octal.Success ? Convert.ToByte(octal.Value, 8) : Letter(escaped[i + 1]));
            i += octal.Success ? octal.Length : 1;
        }
        return [.. bytes];
    }

    /// <summary>Reads what <c>strace -f -y</c> has written.</summary>
    public static IReadOnlyList<SystemCall> Read(IEnumerable<string> lines)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<string, int>();
        foreach (var (number, line) in lines.Index())
        {
            if (Resumed().Match(line) is { Success: true } resumed)
            {
                if (unfinished.Remove(resumed.Groups["thread"].Value, out var index))
                    calls[index] = calls[index] with { Ended = number, HasSucceeded = Succeeds(line) };
            }
            else if (Call().Match(line) is { Success: true } call)
            {
                var isWhole = !line.EndsWith("<unfinished ...>", StringComparison.Ordinal);
                if (!isWhole)
                    unfinished[call.Groups["thread"].Value] = calls.Count;
                calls.Add(new SystemCall(
                    call.Groups["name"].Value, call.Groups["file"].Value, call.Groups["arguments"].Value,
                    number, isWhole ? number : int.MaxValue, isWhole && Succeeds(line)));
            }
        }
        return calls;
    }

    private static bool Succeeds(string line) =>
        Result().Match(line) is { Success: true } result
        && !result.Groups["value"].Value.StartsWith('-')
        && !result.Groups["remark"].Value.Contains("INJECTED", StringComparison.Ordinal);

    private static byte Letter(char c) => (byte)(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'v' => '\v', 'f' => '\f', _ => c });

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?:(?:AT_FDCWD|\d+)<(?<file>[^>]*)>)?(?<arguments>.*)$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"\) += (?<value>-?\d+)(?<remark>[^""]*)$")]
    private static partial Regex Result();

    [GeneratedRegex(@"""(?<text>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\G[0-7]{1,3}")]
    private static partial Regex Octal();
}
