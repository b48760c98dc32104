using System.Globalization;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace RecoverySite.Content.Yaml;

/// <summary>
/// A YAML mapping read strictly: each value has a type, each fault a place, and a key that nobody asked for is a fault.
/// Anchors, aliases and tags are refused: they hide text from the editor who reads the file.
/// </summary>
internal sealed class YamlMap
{
    /// <summary>The parser goes down by recursion; nothing that we read is a quarter as deep.</summary>
    private const int Deepest = 32;

    private static readonly LocalDateTimePattern LocalTimeForm = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private readonly int lineOffset;
    private readonly Report report;
    private readonly YamlMappingNode node;
    private readonly SortedSet<string> known = new(StringComparer.Ordinal);

    private YamlMap(Report report, int lineOffset, YamlMappingNode node) =>
        (this.report, this.lineOffset, this.node) = (report, lineOffset, node);

    /// <summary>Parses <paramref name="text"/>, which starts <paramref name="lineOffset"/> lines into its file. Null when it is no mapping at all.</summary>
    public static YamlMap? Parse(string text, int lineOffset, Report report)
    {
        void Problem(Mark at, string message) => report.Add(Rules.NoFrontMatter, (int)at.Line + lineOffset, (int)at.Column, message);

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            if (lines[i][..indent].IndexOf('\t') is >= 0 and var tab)
            {
                report.Add(Rules.NoFrontMatter, i + 1 + lineOffset, tab + 1, "A tab stands where YAML allows only spaces. Indent with spaces.");
                return null;
            }
        }

        try
        {
            var events = new Parser(new StringReader(text));
            var depth = 0;
            while (events.MoveNext())
            {
                depth += events.Current!.NestingIncrease;
                if (depth > Deepest)
                {
                    Problem(events.Current.Start, "Lists or maps lie in each other too deep. Front matter is flat: key: value.");
                    return null;
                }
                if (events.Current is AnchorAlias || events.Current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
                {
                    Problem(events.Current.Start, "Anchors (&), aliases (*) and tags (!) are not used here. Write the value out; put text that starts with one of these in quotes.");
                    return null;
                }
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode map }])
                return new YamlMap(report, lineOffset, map);
            report.Add(Rules.NoFrontMatter, 1 + lineOffset, 1, "Expected lines of the form \"key: value\".");
        }
        catch (YamlException e)
        {
            Problem(e.Start, Plain(e.InnerException?.Message ?? e.Message));
        }
        return null;
    }

    public bool IsTrue(string key) => Value(key) is YamlScalarNode { Value: "true" };

    public bool Has(string key) => Value(key) is not null;

    public string? Text(string key, bool required = false, int max = int.MaxValue)
    {
        if (Value(key) is not { } value)
        {
            if (required)
                Missing(key);
            return null;
        }
        if (value is not YamlScalarNode { Value: { } text } || string.IsNullOrWhiteSpace(text))
        {
            Error(key, $"\"{key}\" needs a text after the colon.");
            return null;
        }
        text = text.Trim();
        if (text.Length > max)
            Error(key, $"\"{key}\" has {text.Length} characters. At most {max} fit.");
        return text;
    }

    public bool Flag(string key, bool otherwise)
    {
        switch (Value(key))
        {
            case null:
                return otherwise;
            case YamlScalarNode { Value: "true" }:
                return true;
            case YamlScalarNode { Value: "false" }:
                return false;
            default:
                Error(key, $"\"{key}\" is either true or false.");
                return otherwise;
        }
    }

    public int? Number(string key, int min, int max)
    {
        if (Text(key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Error(key, $"\"{key}\" is a whole number from {min} to {max}, not \"{text}\".");
        return null;
    }

    /// <summary>A whole web address.</summary>
    public Uri? Address(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http"))
            return address;
        Error(key, $"\"{text}\" is not a web address. It starts with https://.");
        return null;
    }

    public LocalDate? Date(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
            return date;
        Error(key, $"\"{key}\" is a date such as 2026-11-20, not \"{text}\".");
        return null;
    }

    /// <summary>A day (its first instant in <paramref name="zone"/>), a time of day there, or an RFC 3339 time with its offset.</summary>
    public (LocalDate Day, Instant From)? DayOrInstant(string key, DateTimeZone zone, bool required = false)
    {
        if (Text(key, required) is not { } text)
            return null;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
            return (date, zone.AtStartOfDay(date).ToInstant());
        if (OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var time))
            return (time.Date, time.ToInstant());
        if (!LocalTimeForm.Parse(text).TryGetValue(default, out var local))
        {
            Error(key, $"\"{key}\" is a day such as 2026-11-20, or a time such as 2026-11-20T08:00, not \"{text}\".");
            return null;
        }
        var mapping = zone.MapLocal(local);
        switch (mapping.Count)
        {
            case 1:
                return (local.Date, mapping.Single().ToInstant());
            case 0:
                Error(key, $"On that day the clocks in {zone.Id} go forward, and {text} does not exist. Choose a time an hour later or earlier.");
                return null;
            default:
                Error(key, $"On that day the clocks in {zone.Id} go back, and {text} comes twice. Add the offset: {text}{Offset(mapping.First())} for the first, {text}{Offset(mapping.Last())} for the second.");
                return null;
        }
    }

    public YamlMap? Map(string key, bool required = false)
    {
        switch (Value(key))
        {
            case null:
                if (required)
                    Missing(key);
                return null;
            case YamlMappingNode map:
                return new YamlMap(report, lineOffset, map);
            default:
                Error(key, $"\"{key}\" holds further \"key: value\" lines, indented below it.");
                return null;
        }
    }

    public IReadOnlyList<YamlMap> Maps(string key, bool required = false)
    {
        var maps = new List<YamlMap>();
        foreach (var item in Items(key, required))
        {
            if (item is YamlMappingNode map)
                maps.Add(new YamlMap(report, lineOffset, map));
            else
                Add(Rules.WrongValue, item.Start, $"Each item of \"{key}\" holds \"key: value\" lines after its dash.");
        }
        return maps;
    }

    public IReadOnlyList<string> Texts(string key) => PlacedTexts(key).Select(t => t.Text).ToList();

    public IReadOnlyList<string> Choices(string key, IReadOnlyCollection<string> choices)
    {
        var texts = PlacedTexts(key);
        foreach (var text in texts.Where(t => !choices.Contains(t.Text)))
            report.Add(Rules.WrongValue, text.Line, text.Column, $"\"{text.Text}\" is not known here. {Spelling.Advice(text.Text, choices)}");
        return texts.Select(t => t.Text).ToList();
    }

    public IReadOnlyList<PlacedText> PlacedTexts(string key)
    {
        var texts = new List<PlacedText>();
        foreach (var item in Items(key, required: false))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } text })
                texts.Add(new PlacedText(text.Trim(), (int)item.Start.Line + lineOffset, (int)item.Start.Column));
            else
                Add(Rules.WrongValue, item.Start, $"Each item of \"{key}\" is a text after a dash. A text with a colon needs quotes.");
        }
        return texts;
    }

    /// <summary>One of <paramref name="choices"/>, or null when the key is absent or its value is none of them.</summary>
    public string? Choice(string key, IReadOnlyCollection<string> choices)
    {
        if (Text(key) is not { } text || choices.Contains(text))
            return Text(key);
        Error(key, $"\"{text}\" is not known here. {Spelling.Advice(text, choices)}");
        return null;
    }

    /// <summary>1-based line and column of the key's value, or of the mapping when the key is absent.</summary>
    public (int Line, int Column) PlaceOf(string key)
    {
        var start = Value(key)?.Start ?? node.Start;
        return ((int)start.Line + lineOffset, (int)start.Column);
    }

    /// <summary>Reports a fault at the key's value, or at the start of the mapping when the key is absent.</summary>
    public void Error(string key, string message, Rule? rule = null) =>
        Add(rule ?? Rules.WrongValue, Value(key) is { } value ? value.Start : node.Start, message);

    /// <summary>Where each value begins: 1-based line in the file and column, behind an opening quotation mark.</summary>
    public IReadOnlyDictionary<string, (int Line, int Column)> Places() =>
        node.Children.Where(pair => pair.Key is YamlScalarNode { Value: not null }).ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!,
            pair => ((int)pair.Value.Start.Line + lineOffset, (int)pair.Value.Start.Column + (pair.Value is YamlScalarNode { Style: ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted } ? 1 : 0)),
            StringComparer.Ordinal);

    /// <summary>Call last: whatever is left was asked for by nobody, so it is misspelt or meant for something that does not exist.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is YamlScalarNode { Value: { } name } && known.Contains(name))
                continue;
            var written = (key as YamlScalarNode)?.Value ?? "";
            Add(Rules.UnknownKey, key.Start, $"\"{written}\" is not a known key. {Spelling.Advice(written, known)}");
        }
    }

    /// <summary>What the parser's commonest complaints mean to somebody who writes articles.</summary>
    private static string Plain(string complaint) => complaint switch
    {
        _ when complaint.StartsWith("Duplicate key ", StringComparison.Ordinal) => $"\"{complaint["Duplicate key ".Length..]}\" stands here a second time. Keep one of the two.",
        _ when complaint.Contains("quoted scalar", StringComparison.Ordinal) => "The quotation mark that opens here is not closed. Close it at the end of the text.",
        _ when complaint.Contains("invalid mapping", StringComparison.Ordinal) || complaint.Contains("mapping values", StringComparison.Ordinal) => "The text holds a colon with a space after it, and needs quotes around it: title: \"One: two\"",
        _ => $"This is not valid YAML: {complaint.TrimEnd('.')}. Text that contains a colon or starts with a special character needs quotes around it.",
    };

    private static string Offset(ZonedDateTime time) => OffsetPattern.CreateWithInvariantCulture("+HH:mm").Format(time.Offset);

    private IEnumerable<YamlNode> Items(string key, bool required)
    {
        switch (Value(key))
        {
            case null:
                if (required)
                    Missing(key);
                return [];
            case YamlSequenceNode list:
                return list.Children;
            default:
                Error(key, $"\"{key}\" is a list: [one, two], or a line for each item, indented, with a dash in front.");
                return [];
        }
    }

    private YamlNode? Value(string key)
    {
        known.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private void Missing(string key) => Add(Rules.MissingKey, node.Start, $"\"{key}\" is missing. Add a line \"{key}: ...\".");

    private void Add(Rule rule, Mark at, string message) => report.Add(rule, (int)at.Line + lineOffset, (int)at.Column, message);
}

/// <summary>A text in a file, with its 1-based line and column.</summary>
internal sealed record PlacedText(string Text, int Line, int Column);
