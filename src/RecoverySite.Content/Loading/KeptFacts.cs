using NodaTime;
using RecoverySite.Content.Markdown;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Loading;

/// <summary>A page that has been read, and the remarks on it, as bytes. They are for the very program that wrote them: another one reads the page anew.</summary>
internal static class KeptFacts
{
    public static byte[] Of(LoadedFile file, string context) => Written(to =>
    {
        to.Write(context);
        Write(to, file.Stamp);
        Write(to, (Article)file.Current.Value!);
        Write(to, file.Current.Pictures, picture =>
        {
            to.Write(picture.Path);
            Write(to, picture.Stamp);
            to.Write(picture.Size.Width);
            to.Write(picture.Size.Height);
        });
        Write(to, file.Current.MissingPictures, to.Write);
        to.Write((int?)file.Current.Withdrawn ?? -1);
    });

    /// <summary>Null when the facts were written in another context.</summary>
    /// <param name="facts">What <see cref="Of"/> made.</param>
    /// <param name="text">Where the bodies are.</param>
    public static (FileStamp Stamp, FileVersion Version)? Read(PackedBytes facts, string name, string context, PackedBytes text)
    {
        using var from = new BinaryReader(new MemoryStream(facts.Read()));
        if (from.ReadString() != context)
            return null;
        var stamp = ReadStamp(from);
        return (stamp, new FileVersion(ReadArticle(from, name, text))
        {
            Pictures = List(from, () => new PictureFile(from.ReadString(), ReadStamp(from), new PictureSize(from.ReadInt32(), from.ReadInt32()))),
            MissingPictures = List(from, from.ReadString),
            Withdrawn = from.ReadInt32() is var state and >= 0 ? (PublicState)state : null,
        });
    }

    public static byte[] OfRemarks(FileRemarks remarks, Article article) => Written(to => Write(to, remarks, article));

    /// <param name="remarks">What <see cref="OfRemarks"/> made.</param>
    public static FileRemarks ReadRemarks(PackedBytes remarks, string name, Article article)
    {
        using var from = new BinaryReader(new MemoryStream(remarks.Read()));
        return ReadRemarks(from, name, article);
    }

    public static byte[] OfHeadings(IReadOnlyList<Heading> headings, IReadOnlyList<string> ids) => Written(to =>
    {
        Write(to, headings, heading =>
        {
            to.Write(heading.Id);
            to.Write(heading.Text);
        });
        Write(to, ids, to.Write);
    });

    public static (IReadOnlyList<Heading> Headings, IReadOnlyList<string> Ids) ReadHeadings(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes));
        return (List(from, () => new Heading(from.ReadString(), from.ReadString())), List(from, from.ReadString));
    }

    private static byte[] Written(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        write(to);
        to.Flush();
        return bytes.ToArray();
    }

    private static void Write(BinaryWriter to, Article article)
    {
        to.Write((int)article.Kind);
        Write(to, article.Front);
        Write(to, article.Own);
        Maybe(to, article.ForFamily, version => Write(to, version));
        to.Write(article.TextHash);
        Write(to, article.Subject, to.Write);
    }

    private static Article ReadArticle(BinaryReader from, string name, PackedBytes packed)
    {
        var kind = (ArticleKind)from.ReadInt32();
        var front = ReadFront(from);
        var own = ReadVersion(from, packed, front.Title, front.Summary);
        var forFamily = Maybe(from, () => ReadVersion(from, packed, front.Family!.Title, front.Family.Summary));
        return new(ArticlePath.FromFile(name, out _)!, kind, name, front, own, forFamily, from.ReadString()) { Subject = List(from, () => SharedStrings.Of(from.ReadString())) };
    }

    private static void Write(BinaryWriter to, ArticleVersion version)
    {
        to.Write(version.Url);
        var at = version.Body.At!.Value;
        to.Write(at.Start);
        to.Write(at.OpeningLength);
        to.Write(at.SectionsLength);
        to.Write(at.HeadingsLength);
    }

    private static ArticleVersion ReadVersion(BinaryReader from, PackedBytes packed, string title, string summary) =>
        new(from.ReadString(), title, summary, new ArticleBody(packed, new PackedBody(from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32())));

    private static void Write(BinaryWriter to, FrontMatter front)
    {
        to.Write(front.Title);
        to.Write(front.Summary);
        Write(to, front.Published);
        to.Write(front.PublicFrom.ToUnixTimeTicks());
        Maybe(to, front.PublicUntil, until => to.Write(until.ToUnixTimeTicks()));
        Maybe(to, front.Updated, day => Write(to, day));
        to.Write(front.Draft);
        to.Write(front.Gone);
        Write(to, front.Aliases, text => Write(to, text));
        Write(to, front.Substances, to.Write);
        Write(to, front.Topics, text => Write(to, text));
        Maybe(to, front.Family, family =>
        {
            to.Write(family.Title);
            to.Write(family.Summary);
            Write(to, family.Places);
        });
        Write(to, front.Unconfirmed, text => Write(to, text));
        Write(to, front.Questions, to.Write);
        Maybe(to, front.Audience, to.Write);
        Maybe(to, front.Author, to.Write);
        Maybe(to, front.Review, review =>
        {
            Write(to, review.On);
            to.Write(review.By);
            Write(to, review.Due);
            Maybe(to, review.Hash, to.Write);
        });
        Write(to, front.Sources, source =>
        {
            to.Write(source.Title);
            Maybe(to, source.Publisher, to.Write);
            Maybe(to, source.Year, to.Write);
            Maybe(to, source.Url?.OriginalString, to.Write);
        });
        Maybe(to, front.Image, picture => Write(to, picture));
        Maybe(to, front.ShareImage, picture => Write(to, picture));
        to.Write(front.Sensitive);
        to.Write(front.Emergency);
        Maybe(to, front.Canonical?.OriginalString, to.Write);
        Write(to, front.Places);
    }

    private static FrontMatter ReadFront(BinaryReader from) => new()
    {
        Title = from.ReadString(),
        Summary = from.ReadString(),
        Published = ReadDay(from),
        PublicFrom = Instant.FromUnixTimeTicks(from.ReadInt64()),
        PublicUntil = from.ReadBoolean() ? Instant.FromUnixTimeTicks(from.ReadInt64()) : null,
        Updated = from.ReadBoolean() ? ReadDay(from) : null,
        Draft = from.ReadBoolean(),
        Gone = from.ReadBoolean(),
        Aliases = List(from, () => ReadPlaced(from)),
        Substances = List(from, () => SharedStrings.Of(from.ReadString())),
        Topics = List(from, () => ReadPlaced(from)),
        Family = Maybe(from, () => new FamilyWords(from.ReadString(), from.ReadString()) { Places = ReadPlaces(from) }),
        Unconfirmed = List(from, () => ReadPlaced(from)),
        Questions = List(from, from.ReadString),
        Audience = Maybe(from, () => SharedStrings.Of(from.ReadString())),
        Author = Maybe(from, () => SharedStrings.Of(from.ReadString())),
        Review = Maybe(from, () => new Review(ReadDay(from), SharedStrings.Of(from.ReadString()), ReadDay(from), Maybe(from, from.ReadString))),
        Sources = List(from, () => new Source(from.ReadString(), Maybe(from, from.ReadString), from.ReadBoolean() ? from.ReadInt32() : null, ReadUri(from))),
        Image = Maybe(from, () => ReadPicture(from)),
        ShareImage = Maybe(from, () => ReadPicture(from)),
        Sensitive = from.ReadBoolean(),
        Emergency = from.ReadBoolean(),
        Canonical = ReadUri(from),
        Places = ReadPlaces(from),
    };

    private static void Write(BinaryWriter to, FileRemarks remarks, Article article)
    {
        Write(to, remarks.Findings, finding =>
        {
            to.Write(finding.Line);
            to.Write(finding.Column);
            to.Write(finding.Rule.Id);
            to.Write((int)finding.Severity);
            to.Write(finding.Message);
        });
        var own = article.Own.Ids;
        Write(to, remarks.Links, link =>
        {
            to.Write(link.Url);
            to.Write(link.Line);
            to.Write(link.Column);
            to.Write(link.OwnIds.SequenceEqual(own));
        });
        Write(to, remarks.Suppressions, one =>
        {
            to.Write(one.RuleId);
            to.Write(one.Line);
            to.Write(one.Column);
            to.Write(one.FirstLine);
            to.Write(one.LastLine);
        });
        Write(to, remarks.Placeholders, text => Write(to, text));
    }

    private static FileRemarks ReadRemarks(BinaryReader from, string name, Article article)
    {
        var findings = List(from, () => new Finding(name, from.ReadInt32(), from.ReadInt32(), Rules.All[from.ReadString()], (Severity)from.ReadInt32(), from.ReadString()));
        var (own, forFamily) = (new Lazy<IReadOnlyList<string>>(() => article.Own.Ids), new Lazy<IReadOnlyList<string>>(() => article.ForFamily!.Ids));
        return new(findings)
        {
            Links = List(from, () => new InnerLink(from.ReadString(), from.ReadInt32(), from.ReadInt32(), (from.ReadBoolean() ? own : forFamily).Value)),
            Suppressions = List(from, () => new Suppression(from.ReadString(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32())),
            Placeholders = List(from, () => ReadPlaced(from)),
        };
    }

    private static void Write(BinaryWriter to, FileStamp stamp)
    {
        to.Write(stamp.Length);
        to.Write(stamp.Modified);
    }

    private static FileStamp ReadStamp(BinaryReader from) => new(from.ReadInt64(), from.ReadInt64());

    private static void Write(BinaryWriter to, LocalDate day)
    {
        to.Write(day.Year);
        to.Write((byte)day.Month);
        to.Write((byte)day.Day);
    }

    private static LocalDate ReadDay(BinaryReader from) => new(from.ReadInt32(), from.ReadByte(), from.ReadByte());

    private static void Write(BinaryWriter to, PlacedText text)
    {
        to.Write(text.Text);
        to.Write(text.Line);
        to.Write(text.Column);
    }

    private static PlacedText ReadPlaced(BinaryReader from) => new(from.ReadString(), from.ReadInt32(), from.ReadInt32());

    private static void Write(BinaryWriter to, Picture picture)
    {
        to.Write(picture.Src);
        to.Write(picture.Alt);
        to.Write(picture.Width);
        to.Write(picture.Height);
    }

    private static Picture ReadPicture(BinaryReader from) => new(from.ReadString(), from.ReadString()) { Width = from.ReadInt32(), Height = from.ReadInt32() };

    private static Uri? ReadUri(BinaryReader from) => from.ReadBoolean() ? new Uri(from.ReadString()) : null;

    private static void Write(BinaryWriter to, IReadOnlyDictionary<string, (int Line, int Column)> places)
    {
        to.Write(places.Count);
        foreach (var (key, (line, column)) in places)
        {
            to.Write(key);
            to.Write(line);
            to.Write(column);
        }
    }

    private static Dictionary<string, (int Line, int Column)> ReadPlaces(BinaryReader from)
    {
        var count = ReadCount(from);
        var places = new Dictionary<string, (int, int)>(count);
        for (; count > 0; count--)
            places[SharedStrings.Of(from.ReadString())] = (from.ReadInt32(), from.ReadInt32());
        return places;
    }

    private static void Write<T>(BinaryWriter to, IReadOnlyList<T> all, Action<T> write)
    {
        to.Write(all.Count);
        foreach (var one in all)
            write(one);
    }

    private static T[] List<T>(BinaryReader from, Func<T> read)
    {
        var all = new T[ReadCount(from)];
        for (var i = 0; i < all.Length; i++)
            all[i] = read();
        return all;
    }

    private static int ReadCount(BinaryReader from) =>
        from.ReadInt32() is var count && count >= 0 && count <= from.BaseStream.Length - from.BaseStream.Position ? count : throw new InvalidDataException("The facts are not what was written.");

    private static void Maybe<T>(BinaryWriter to, T? value, Action<T> write) where T : class
    {
        to.Write(value is not null);
        if (value is not null)
            write(value);
    }

    private static void Maybe<T>(BinaryWriter to, T? value, Action<T> write) where T : struct
    {
        to.Write(value is not null);
        if (value is { } known)
            write(known);
    }

    private static T? Maybe<T>(BinaryReader from, Func<T> read) where T : class => from.ReadBoolean() ? read() : null;
}
