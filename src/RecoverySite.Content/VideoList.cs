using NodaTime;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <summary><c>videos.yml</c>: the films that the site shows.</summary>
internal sealed record VideoList(IReadOnlyList<Video> Videos)
{
    public static VideoList? Read(string text, Report report)
    {
        if (YamlMap.Parse(text, lineOffset: 0, report) is not { } yaml)
            return null;
        var videos = yaml.Maps("videos").Select(Video.Read).OfType<Video>().ToList();
        yaml.RefuseUnknownKeys();
        return report.HoldsPage ? null : new VideoList(videos);
    }
}

/// <summary>A film: a file in the content folder, or a link that says where it leads. Nothing is embedded.</summary>
/// <param name="File">Path of the film, as in <c>/videos/first-call.mp4</c>; null when it is a link.</param>
/// <param name="Link">Where the film is shown by others; null when it is a file.</param>
/// <param name="Length">As in <c>2 minutes</c>.</param>
/// <param name="Captions">Path of a WebVTT file.</param>
/// <param name="Transcript">Path of a page with everything that is said and shown.</param>
/// <param name="Poster">Path of a still picture, or null.</param>
public sealed record Video(string Title, string? File, Uri? Link, string Length, string? Captions, string? Transcript, string? Poster, LocalDate? Reviewed, LocalDate? ReviewDue)
{
    internal IReadOnlyDictionary<string, (int Line, int Column)> Places { get; init; } = new Dictionary<string, (int, int)>();

    internal static Video? Read(YamlMap yaml)
    {
        var title = yaml.Text("title", required: true, max: 65);
        var file = yaml.Text("file");
        var link = yaml.Address("link");
        if (file is null == link is null)
            yaml.Error("title", "A video is either a \"file\" in the content folder or a \"link\" to where others show it.");
        var length = yaml.Text("length", required: true);
        var video = new Video(title ?? "", file, link, length ?? "", yaml.Text("captions"), yaml.Text("transcript"), yaml.Text("poster"), yaml.Date("reviewed"), yaml.Date("review_due"))
        {
            Places = yaml.Places(),
        };
        yaml.RefuseUnknownKeys();
        return title is null || length is null ? null : video;
    }
}
