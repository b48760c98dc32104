using RecoverySite.Content.Checks;
using RecoverySite.Content.Markdown;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Loading;

/// <summary>What one reading of a file came to.</summary>
/// <param name="Value">An <see cref="Article"/>, a <see cref="Person"/>, a <see cref="Site"/>, the videos or the ledger; null when the file cannot be shown.</param>
/// <param name="Findings">All that can be said of the file by itself.</param>
internal sealed record FileVersion(object? Value, IReadOnlyList<Finding> Findings)
{
    public IReadOnlySet<string> Ids { get; init; } = new HashSet<string>();
    public IReadOnlyList<InnerLink> Links { get; init; } = [];
    public IReadOnlyList<PictureFile> Pictures { get; init; } = [];

    /// <summary>Paths of pictures that the page names and that do not exist: when they come, the page is read again.</summary>
    public IReadOnlyList<string> MissingPictures { get; init; } = [];
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>Draft or gone when the file says so, whatever else is wrong with it.</summary>
    public PublicState? Withdrawn { get; init; }

    /// <summary>What stands in square brackets because only the provider can say it.</summary>
    public IReadOnlyList<PlacedText> Placeholders { get; init; } = [];
}

/// <summary>A file as it is now, and the version of it that is shown.</summary>
/// <param name="Shown">The same, an earlier one that was whole, or null when there never was one.</param>
internal sealed record LoadedFile(string File, FileStamp Stamp, FileVersion Current, FileVersion? Shown)
{
    public bool IsLastGood => Shown is not null && Shown != Current;
}

/// <summary>Reads one file's text by what kind of file it is.</summary>
internal sealed class FileReader(Site site, PictureFiles pictures)
{
    public const string SiteFile = "site.yml";
    public const string VideosFile = "videos.yml";
    public const string LedgerFile = ".urls";
    private const string People = "people/";

    private readonly ArticleMarkdown markdown = new(site, pictures);

    /// <summary>True for a file that something is made of; pictures and papers are not.</summary>
    public static bool IsRead(string file) =>
        file is SiteFile or VideosFile or LedgerFile || (file.EndsWith(".md", StringComparison.Ordinal) && Path.GetFileName(file) != "README.md");

    public static FileVersion ReadSite(string? text, Report report) =>
        new(text is null ? null : Site.Read(text, report), report.Findings) { Placeholders = text is null ? [] : Dates.Placeholders(text) };

    /// <param name="text">Null when the file cannot be read; <paramref name="report"/> says why.</param>
    public FileVersion Read(string file, string? text, Report report)
    {
        if (text is null)
            return new FileVersion(null, report.Findings);
        return file switch
        {
            VideosFile => new FileVersion(VideoList.Read(text, report), report.Findings),
            LedgerFile => new FileVersion(Ledger.Read(text, report), report.Findings),
            _ when file.StartsWith(People, StringComparison.Ordinal) => ReadPerson(file, text, report),
            _ => ReadPage(file, text, report),
        };
    }

    private static FileVersion ReadPerson(string file, string text, Report report)
    {
        var person = FrontMatterText.Split(text, report) is var (yaml, body) && YamlMap.Parse(yaml.Text, lineOffset: 1, report) is { } map
            ? Person.Read(Path.GetFileNameWithoutExtension(file), map)
            : null;
        return new FileVersion(report.HoldsPage ? null : person, report.Findings);
    }

    private FileVersion ReadPage(string file, string text, Report report)
    {
        var path = ArticlePath.FromFile(file, out var whyNot);
        if (path is null)
            report.Add(Rules.NoAddress, 1, 1, $"This file {whyNot}");
        if (FrontMatterText.Split(text, report) is not var (yaml, source))
            return new FileVersion(null, report.Findings);

        var map = YamlMap.Parse(yaml.Text, lineOffset: 1, report);
        var front = map is null ? null : FrontMatter.Read(map, site.Zone, report);
        var leadPath = front?.Image is null ? null : PictureFiles.PathOf(front.Image.Src, file);
        var lead = leadPath is null ? null : pictures.Find(leadPath);
        if (front?.Image is { } image)
        {
            if (lead is null)
                report.Add(Rules.NoPicture, front.Places["image"].Line, front.Places["image"].Column, $"{image.Src} is not a picture in the content folder. It is left out.");
            front = front with { Image = lead is null ? null : image with { Src = lead.Url, Width = lead.Size.Width, Height = lead.Size.Height } };
        }
        var body = markdown.Render(source, front?.Review, report);
        PageChecks.Run(new CheckedPage(path, front, body, source, site), report);

        var kind = path?.Depth switch
        {
            0 => ArticleKind.Home,
            2 => ArticleKind.Article,
            _ => file.EndsWith("/index.md", StringComparison.Ordinal) ? ArticleKind.Topic : ArticleKind.Page,
        };
        return new FileVersion(
            report.HoldsPage || front is null || path is null ? null : new Article(path, kind, file, front, body.Html, body.Headings, FrontMatterText.Hash(source.Text)),
            report.Findings)
        {
            Withdrawn = map?.IsTrue("draft") == true ? PublicState.Draft : map?.IsTrue("gone") == true ? PublicState.Gone : null,
            Ids = body.Ids,
            Links = body.Links,
            Pictures = lead is null ? body.Pictures : [lead, .. body.Pictures],
            MissingPictures = leadPath is not null && lead is null ? [leadPath, .. body.MissingPictures] : body.MissingPictures,
            Suppressions = body.Suppressions,
            Placeholders = body.Passages.SelectMany(Dates.Placeholders).ToList(),
        };
    }
}
