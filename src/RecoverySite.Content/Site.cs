using NodaTime;
using RecoverySite.Content.Calling;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <summary><c>site.yml</c>: what is said once and shown everywhere.</summary>
public sealed record Site
{
    public required string Name { get; init; }

    /// <summary>The public address, without a trailing slash; the only source of absolute links.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The provider, as a name or a placeholder.</summary>
    public required string Organisation { get; init; }

    /// <summary>False until the provider has confirmed everything in <see cref="Unconfirmed"/>; each page says so.</summary>
    public required bool Launched { get; init; }

    /// <summary>The first is the one that the banner shows.</summary>
    public required IReadOnlyList<PhoneLine> PhoneLines { get; init; }

    public required IReadOnlyList<CrisisLine> CrisisLines { get; init; }
    public required ConsentWording Consent { get; init; }
    public required QuickExit QuickExit { get; init; }
    public required IReadOnlyList<MenuItem> Menu { get; init; }

    /// <summary>Changes with the file.</summary>
    internal string TextHash { get; init; } = "";

    /// <summary>What only the provider can supply or confirm.</summary>
    internal IReadOnlyList<PlacedText> Unconfirmed { get; init; } = [];

    /// <summary>Stands in for a <c>site.yml</c> that cannot be used, so that a check still reads the articles. It is never shown.</summary>
    internal static Site Placeholder { get; } = Read(
        """
        name: Placeholder
        base_url: https://placeholder.invalid
        organisation: Placeholder
        phone_lines:
          - { id: none, e164: "+12000000000", display: "200-000-0000", answered_by: Nobody., cost: None., hours: { time_zone: UTC, zone_name: UTC } }
        crisis_lines:
          - { name: None, call: "000", when: Never, about: None., urgent: true }
        consent: { version: none, text: None., button: None }
        menu:
          - { label: None, url: / }
        """,
        new Report("placeholder"))!;

    public PhoneLine Phone => PhoneLines[0];

    /// <summary>The line that answers for what a page is about; the first one where none is named for its topic.</summary>
    public PhoneLine PhoneFor(Article? page) =>
        page is null ? Phone : PhoneLines.FirstOrDefault(line => line.Topics.Any(topic => topic == page.Path.FirstSegment || page.Front.Topics.Any(t => t.Text == topic))) ?? Phone;

    /// <summary>The zone in which dates in front matter are read.</summary>
    public DateTimeZone Zone => Phone.Hours.Zone;

    /// <summary>Reads <c>site.yml</c>. Null, with <paramref name="report"/> filled, when anything in it is wrong.</summary>
    internal static Site? Read(string text, Report report)
    {
        if (YamlMap.Parse(text, lineOffset: 0, report) is not { } yaml)
            return null;

        var name = yaml.Text("name", required: true, max: 40);
        var baseText = yaml.Text("base_url", required: true);
        if (!Uri.TryCreate(baseText, UriKind.Absolute, out var baseUrl) || baseUrl.Scheme is not ("https" or "http") || baseUrl.PathAndQuery != "/")
        {
            if (baseText is not null)
                yaml.Error("base_url", $"\"{baseText}\" is not the address of a site. Write it like https://www.example.org, without a path.");
            baseUrl = null;
        }
        var organisation = yaml.Text("organisation", required: true);
        var launched = yaml.Flag("launched", otherwise: false);
        var lines = yaml.Maps("phone_lines", required: true).Select(PhoneLine.Read).OfType<PhoneLine>().ToList();
        if (lines.Count == 0 && report.Findings.Count == 0)
            yaml.Error("phone_lines", "At least one phone line is needed.");
        var crisis = yaml.Maps("crisis_lines", required: true).Select(CrisisLine.Read).OfType<CrisisLine>().ToList();
        if (!crisis.Exists(line => line.Urgent) && report.Findings.Count == 0)
            yaml.Error("crisis_lines", "At least one line needs \"urgent: true\": it stands at the top of every page.");
        var consent = yaml.Map("consent", required: true) is { } c ? ConsentWording.Read(c) : null;
        var quickExit = QuickExit.Read(yaml.Map("quick_exit"));
        var menu = yaml.Maps("menu", required: true).Select(MenuItem.Read).OfType<MenuItem>().ToList();
        var unconfirmed = yaml.PlacedTexts("unconfirmed");
        if (launched && unconfirmed.Count > 0)
            yaml.Error("launched", $"The site cannot be launched while \"unconfirmed\" lists {unconfirmed.Count} details. Confirm each, correct it, and take it off the list.");
        yaml.RefuseUnknownKeys();

        if (report.HoldsPage)
            return null;
        return new Site
        {
            Name = name!,
            BaseUrl = baseUrl!,
            Organisation = organisation!,
            Launched = launched,
            PhoneLines = lines,
            CrisisLines = crisis,
            Consent = consent!,
            QuickExit = quickExit,
            Menu = menu,
            Unconfirmed = unconfirmed,
        };
    }

    /// <summary>True when <paramref name="number"/> (what stands after <c>tel:</c> or <c>sms:</c>) is one that this file names.</summary>
    internal bool Knows(string number) => ReferenceEquals(this, Placeholder) || Numbers.Contains(number);

    /// <summary>Every number that may be dialed, as it stands after <c>tel:</c> or <c>sms:</c>.</summary>
    internal IEnumerable<string> Numbers =>
        PhoneLines.SelectMany(l => new[] { l.E164, l.Extension is null ? null : $"{l.E164},{l.Extension}", l.Sms, l.Tty }).Concat(CrisisLines.SelectMany(l => new[] { l.Call, l.Text })).OfType<string>();
}

/// <summary>What a visitor agrees to by pressing the button: both texts are kept with the request, exactly as shown.</summary>
/// <param name="Version">The editor's name for this wording, such as a date.</param>
/// <param name="TextMessages">What a box of its own, never ticked beforehand, agrees to; null where no text messages are sent.</param>
public sealed record ConsentWording(string Version, string Text, string Button, string? TextMessages)
{
    internal static ConsentWording? Read(YamlMap yaml)
    {
        var version = yaml.Text("version", required: true, max: 40);
        var text = yaml.Text("text", required: true);
        var button = yaml.Text("button", required: true, max: 60);
        var textMessages = yaml.Text("text_messages");
        yaml.RefuseUnknownKeys();
        return version is null || text is null || button is null ? null : new ConsentWording(version, text, button, textMessages);
    }
}

/// <summary>The link with which a reader leaves at once, for a page that looks like any other.</summary>
/// <param name="Url">Elsewhere; shows nothing about its visitor.</param>
/// <param name="IsEverywhere">True when it stands on every page, not on the form and on pages marked sensitive alone.</param>
public sealed record QuickExit(Uri Url, bool IsEverywhere)
{
    private static readonly Uri Weather = new("https://www.weather.gov/");

    internal static QuickExit Read(YamlMap? yaml)
    {
        if (yaml is null)
            return new QuickExit(Weather, IsEverywhere: false);
        var exit = new QuickExit(yaml.Address("url") ?? Weather, yaml.Flag("everywhere", otherwise: false));
        yaml.RefuseUnknownKeys();
        return exit;
    }
}

public sealed record MenuItem(string Label, string Url)
{
    /// <summary>Where the address stands in <c>site.yml</c>.</summary>
    internal (int Line, int Column) Place { get; init; }

    internal static MenuItem? Read(YamlMap yaml)
    {
        var label = yaml.Text("label", required: true, max: 40);
        var url = yaml.Text("url", required: true);
        if (url is not null && (!url.StartsWith('/') || url.StartsWith("//", StringComparison.Ordinal)))
            yaml.Error("url", "A menu item leads to a page of this site. Its address starts with a single slash.");
        yaml.RefuseUnknownKeys();
        return label is null || url is null ? null : new MenuItem(label, url) { Place = yaml.Places()["url"] };
    }
}
