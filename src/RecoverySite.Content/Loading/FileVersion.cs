using RecoverySite.Content.Checks;
using RecoverySite.Content.Markdown;
using RecoverySite.Content.Search;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Loading;

/// <summary>What one reading of a file came to, as far as pages need it.</summary>
/// <param name="Value">An <see cref="Article"/>, a <see cref="Person"/>, a <see cref="Site"/>, the videos, what helps the search or the ledger; null when the file cannot be shown.</param>
internal sealed record FileVersion(object? Value)
{
    public IReadOnlyList<PictureFile> Pictures { get; init; } = [];

    /// <summary>Paths of pictures that the page names and that do not exist: when they come, the page is read again.</summary>
    public IReadOnlyList<string> MissingPictures { get; init; } = [];

    /// <summary>Draft or gone when the file says so, whatever else is wrong with it.</summary>
    public PublicState? Withdrawn { get; init; }
}

/// <summary>What there is to say of a file, and what the checks of the whole library need of it.</summary>
/// <param name="Findings">All that can be said of the file by itself.</param>
internal sealed record FileRemarks(IReadOnlyList<Finding> Findings)
{
    public IReadOnlyList<InnerLink> Links { get; init; } = [];
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>What stands in square brackets because only the provider can say it.</summary>
    public IReadOnlyList<PlacedText> Placeholders { get; init; } = [];
}

/// <summary>Reads one file's text by what kind of file it is.</summary>
internal sealed class FileReader(Site site, PictureFiles pictures)
{
    public const string SiteFile = "site.yml";
    public const string VideosFile = "videos.yml";
    public const string SearchFile = "search.yml";
    public const string LedgerFile = ".urls";
    private const string People = "people/";

    private readonly ArticleMarkdown markdown = new(site, pictures);

    /// <summary>True for a file that something is made of; pictures and papers are not.</summary>
    public static bool IsRead(string file) =>
        file is SiteFile or VideosFile or SearchFile or LedgerFile || (file.EndsWith(".md", StringComparison.Ordinal) && Path.GetFileName(file) != "README.md");

    /// <summary>Reads a file as far as pages need it.</summary>
    public FileVersion Read(string file, string text, Report report) => Read(file, text, report, isChecked: false).Version;

    /// <summary>Looks at a file with everything that can be said of it.</summary>
    public FileRemarks Check(string file, string text, Report report) => Read(file, text, report, isChecked: true).Remarks;

    private static Person? ReadPerson(string file, string text, Report report)
    {
        var person = FrontMatterText.Split(text, report) is var (yaml, body) && YamlMap.Parse(yaml.Text, lineOffset: 1, report) is { } map
            ? Person.Read(Path.GetFileNameWithoutExtension(file), map)
            : null;
        return report.HoldsPage ? null : person;
    }

    private (FileVersion Version, FileRemarks Remarks) Read(string file, string text, Report report, bool isChecked)
    {
        return file switch
        {
            SiteFile => Of(Site.Read(text, report) is { } read ? read with { TextHash = FrontMatterText.Hash(text) } : null, Dates.Placeholders(text)),
            VideosFile => Of(VideoList.Read(text, report)),
            SearchFile => Of(SearchHelp.Read(text, report)),
            LedgerFile => Of(Ledger.Read(text, report)),
            _ when file.StartsWith(People, StringComparison.Ordinal) => Of(ReadPerson(file, text, report)),
            _ => ReadPage(file, text, report, isChecked),
        };

        (FileVersion, FileRemarks) Of(object? value, IReadOnlyList<PlacedText>? placeholders = null) =>
            (new FileVersion(value), new FileRemarks(report.Findings) { Placeholders = placeholders ?? [] });
    }

    private static ArticleVersion Version(string url, string title, string summary, RenderedBody body) =>
        new(url, title, summary, new ArticleBody(body.Opening, body.Sections, body.Headings, body.Ids));

    private (FileVersion, FileRemarks) ReadPage(string file, string text, Report report, bool isChecked)
    {
        var path = ArticlePath.FromFile(file, out var whyNot);
        if (path is null)
            report.Add(Rules.NoAddress, 1, 1, $"This file {whyNot}");
        if (FrontMatterText.Split(text, report) is not var (yaml, source))
            return (new FileVersion(null), new FileRemarks(report.Findings));

        var map = YamlMap.Parse(yaml.Text, lineOffset: 1, report);
        var front = map is null ? null : FrontMatter.Read(map, site.Zone, report);
        var leads = new List<PictureFile>();
        var missing = new List<string>();
        if (front?.Image is { } image)
            front = front with { Image = Lead(image, "image") };
        if (front?.ShareImage is { } share)
        {
            front = front with { ShareImage = Lead(share, "share_image") };
            if (front.ShareImage is { } found && !(found is { Width: 1200, Height: 630 } && Path.GetExtension(found.Src) is ".png" or ".jpg"))
                report.Add(Rules.ShareImage, front.Places["share_image"].Line, front.Places["share_image"].Column, $"{found.Src} has {found.Width} by {found.Height} pixels. A share image is a png or jpg of 1200 by 630: other sites show no other kind whole.");
        }
        if (front?.Family is not null && (path?.Depth != 2 || front.Audience == "family"))
        {
            report.Add(Rules.FamilyVersion, front.Places["family"].Line, front.Places["family"].Column, path?.Depth != 2
                ? "Only an article, topic/article.md, has a version for families."
                : "The article is for families already: take \"audience: family\" out, or the version for families.");
        }
        // A page that cannot be shown for want of a good title is still looked at in both versions.
        var (own, forFamily) = map?.Has("family") == true && path?.Depth == 2 ? markdown.Split(source, report) : (source, null);
        if (forFamily is not null && front?.Family is not null && forFamily.Text == own.Text)
            report.Add(Rules.FamilyVersion, front.Places["family"].Line, front.Places["family"].Column, "The version for families says nothing of its own. Write at least its first words in a ::: family block.");
        var body = Render(own, front);
        var familyBody = forFamily is null ? null : Render(forFamily, front is { Family: { } words } ? front with { Title = words.Title, Summary = words.Summary, Places = new Dictionary<string, (int, int)>(front.Places) { ["title"] = words.Places["title"], ["summary"] = words.Places["summary"] } } : front);
        RenderedBody[] bodies = familyBody is null ? [body] : [body, familyBody];

        var kind = path?.Depth switch
        {
            0 => ArticleKind.Home,
            2 => ArticleKind.Article,
            _ => file.EndsWith("/index.md", StringComparison.Ordinal) ? ArticleKind.Topic : ArticleKind.Page,
        };
        var article = report.HoldsPage || front is null || path is null ? null : new Article(
            path,
            kind,
            file,
            front,
            Version(path.Url, front.Title, front.Summary, body),
            front.Family is { } family && familyBody is not null ? Version(path.Url + Article.FamilyEnding, family.Title, family.Summary, familyBody) : null,
            FrontMatterText.Hash(source.Text));
        var version = new FileVersion(article is null ? null : article with { Subject = RelatedArticles.SubjectOf(article.Front, article.Own) })
        {
            Pictures = [.. leads, .. bodies.SelectMany(b => b.Pictures).Distinct()],
            MissingPictures = [.. missing, .. bodies.SelectMany(b => b.MissingPictures).Distinct()],
            Withdrawn = map?.IsTrue("draft") == true ? PublicState.Draft : map?.IsTrue("gone") == true ? PublicState.Gone : null,
        };
        return (version, new FileRemarks(report.Findings)
        {
            Links = bodies.SelectMany(b => b.Links).ToList(),
            Suppressions = bodies.SelectMany(b => b.Suppressions).Distinct().ToList(),
            Placeholders = bodies.SelectMany(b => b.Passages).SelectMany(Dates.Placeholders).Distinct().ToList(),
        });

        RenderedBody Render(SourceText text, FrontMatter? its)
        {
            var rendered = markdown.Render(text, its?.Review, report, isChecked);
            if (isChecked)
                PageChecks.Run(new CheckedPage(path, its, rendered, text, site), report);
            return rendered;
        }

        Picture? Lead(Picture picture, string key)
        {
            var at = PictureFiles.PathOf(picture.Src, file);
            if (pictures.Find(at) is { } lead)
            {
                leads.Add(lead);
                if (Pictures.WhyHeavy(lead) is { } heavy)
                    report.Add(Rules.HeavyPicture, front!.Places[key].Line, front.Places[key].Column, heavy);
                return picture with { Src = lead.Url, Width = lead.Size.Width, Height = lead.Size.Height };
            }
            missing.Add(at);
            report.Add(Rules.NoPicture, front!.Places[key].Line, front.Places[key].Column, $"{picture.Src} is not a picture in the content folder. It is left out.");
            return null;
        }
    }
}
