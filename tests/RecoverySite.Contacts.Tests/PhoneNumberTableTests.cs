using System.Text.Json;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests;

/// <summary>
/// Two hundred things that people type, read by us and by libphonenumber-js 1.13.16 (its full metadata, country US, valid numbers alone).
/// Where we read something else on purpose the table says what, and why. Columns, apart by tabs: what was typed as a JSON string, what
/// libphonenumber-js reads as E.164 with the extension after a semicolon or nothing, what we read if that is different, and the reason.
/// </summary>
public sealed class PhoneNumberTableTests
{
    private static readonly string[][] Rows = [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/RecoverySite.Contacts.Tests/PhoneNumberTable.tsv")).Select(line => line.Split('\t'))];

    private static string Read(string json)
    {
        var number = PhoneNumber.Parse(JsonSerializer.Deserialize<string>(json)!);
        return number is null ? "none" : number.Extension is null ? number.E164 : $"{number.E164};{number.Extension}";
    }

    [Fact]
    public void Two_hundred_inputs_are_read_as_a_public_implementation_reads_them_or_otherwise_for_a_reason()
    {
        Assert.Equal(200, Rows.Select(r => r[0]).Distinct().Count());
        var wrong = Rows
            .Where(row => Read(row[0]) != (row[3].Length > 0 ? row[2] : row[1].Length > 0 ? row[1] : "none"))
            .Select(row => $"{row[0]}: they read \"{row[1]}\", we read {Read(row[0])}, the table says \"{row[2]}\" {row[3]}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(Rows.Where(r => r[3].Length > 0), row => Assert.NotEqual(row[1].Length > 0 ? row[1] : "none", row[2]));
    }
}
