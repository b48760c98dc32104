using NodaTime;
using RecoverySite.Content.Calling;
using RecoverySite.Content.Loading;

namespace RecoverySite.Content.Checks;

/// <summary>VID: a film without captions or transcript shuts out those who cannot hear or play it.</summary>
internal static class Films
{
    public static void Check(ContentLibrary library, Instant now, bool isLaunch, List<Finding> findings)
    {
        var today = now.InZone(library.Site.Zone).Date;
        foreach (var video in library.Videos)
        {
            if (video.File is not null)
            {
                Missing(video, "file", video.File, ".mp4", ".webm");
                Needed(video, "captions", video.Captions, "the words as WebVTT");
                Needed(video, "transcript", video.Transcript, "a page with all that is said and shown");
            }
            if (video.Captions is not null)
                Missing(video, "captions", video.Captions, ".vtt");
            if (video.Poster is not null)
                Missing(video, "poster", video.Poster, [.. Markdown.SafeLinks.PictureKinds]);
            if (video.Transcript is not null && library.Find(video.Transcript.TrimStart('/'), now) is null)
                Add(video, "transcript", Rules.NoVideo, $"There is no public page at {video.Transcript}.");
            if (video.ReviewDue < today)
                Add(video, "review_due", Rules.ReviewOverdue, $"The review was due on {CallingWords.DateWithYear(video.ReviewDue.Value)}.", isLaunch ? Severity.Error : null);
        }

        void Needed(Video video, string key, string? value, string what)
        {
            if (value is null)
                Add(video, "title", Rules.NoCaptions, $"The video has no {key}. Add \"{key}\": {what}.");
        }

        void Missing(Video video, string key, string path, params string[] kinds)
        {
            if (!path.StartsWith('/') || !library.Media.ContainsKey(path[1..]) || !kinds.Contains(Path.GetExtension(path)))
                Add(video, key, Rules.NoVideo, $"{path} is not a file of the kind {string.Join(", ", kinds)} in the content folder. Write its path with a leading slash.");
        }

        void Add(Video video, string key, Rule rule, string message, Severity? severity = null)
        {
            var (line, column) = video.Places.GetValueOrDefault(key, (1, 1));
            findings.Add(new Finding(FileReader.VideosFile, line, column, rule, severity ?? rule.Severity, message));
        }
    }
}
