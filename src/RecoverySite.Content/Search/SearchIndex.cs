using NodaTime;

namespace RecoverySite.Content.Search;

/// <summary>A page that was found.</summary>
/// <param name="Version">Whichever of its versions answers best.</param>
public sealed record SearchHit(Article Page, ArticleVersion Version);

/// <summary>What a search came to.</summary>
/// <param name="Query">As it was read: trimmed, at most <see cref="SearchIndex.LongestQuery"/> characters.</param>
/// <param name="Corrected">The query in the site's own spelling, when some of its words were found nowhere; null when it was taken as it is.</param>
/// <param name="Hits">The best first.</param>
/// <param name="Crisis">Shown above all; the most urgent first.</param>
/// <param name="Words">Stems by which pages were found, for <see cref="Excerpt"/>.</param>
public sealed record SearchAnswer(string Query, string? Corrected, IReadOnlyList<SearchHit> Hits, IReadOnlyList<CrisisCard> Crisis, IReadOnlySet<string> Words);

/// <summary>
/// An inverted index over a library, whole and unchanging like the library itself; safe for many readers at once. Pages are ranked by
/// BM25 (Robertson and Zaragoza, "The probabilistic relevance framework", 2009) of their text, plus a fixed worth for each other place where
/// a word stands: adding those up before they level off, as BM25F does, lets a word said thirty times outdo the title.
/// </summary>
public sealed class SearchIndex
{
    public const int LongestQuery = 200;

    private const int MostWords = 16;

    private const float InTitle = 3, InQuestions = 1.5f, InSummary = 1.5f, InHeadings = 1, InSubjects = 1;

    /// <summary>What it is worth that two words stand side by side in a title or a heading, as they do in the query.</summary>
    private const float SideBySide = 1;

    /// <summary>By how much the version for families must be better than the page itself, to be shown in its place.</summary>
    private const float ForOneself = 1.15f;

    /// <summary>What a word counts that means the same as the one searched for.</summary>
    private const float SameMeaning = 0.9f;

    private readonly List<(Article Page, ArticleVersion Version)> documents = [];
    private readonly Postings postings;
    private readonly KnownWords vocabulary = new();
    private readonly ILookup<string, (string[] Member, string[][] Others)> synonyms;
    private readonly IReadOnlyList<(CrisisCard Card, string[][] Phrases)> crisis;

    /// <summary>What it is an index of.</summary>
    public ContentLibrary Library { get; }

    /// <summary>Reads every page, public or not: what is public when, the search decides. Seconds for ten thousand.</summary>
    /// <exception cref="OperationCanceledException"/>
    public SearchIndex(ContentLibrary library, CancellationToken cancel)
    {
        Library = library;
        var mentions = new Mentions();
        var stems = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var page in library.Pages.Where(p => p.Kind != ArticleKind.Home).OrderBy(p => p.Path.Value, StringComparer.Ordinal))
        {
            foreach (var version in page.Versions)
            {
                cancel.ThrowIfCancellationRequested();
                mentions.EndDocument(Count(page, version, mentions, stems));
                documents.Add((page, version));
            }
        }
        postings = mentions.ToPostings();

        var help = library.SearchHelp;
        synonyms = help.Synonyms.Select(group => group.Select(KeyWords).Where(m => m.Length > 0).ToList())
            .SelectMany(group => group.Select(member => (Member: member, Others: group.Where(m => m != member).ToArray())))
            .ToLookup(s => s.Member[0]);
        crisis = [.. help.Crisis.OrderBy(c => !c.IsEmergency).Select(card => (card, card.Phrases.Select(KeyWords).ToArray()))];
        foreach (var word in help.Synonyms.SelectMany(g => g).Concat(help.Crisis.SelectMany(c => c.Phrases)).SelectMany(SearchWords.In))
            vocabulary.Add(word.Folded);
    }

    /// <param name="asTyped">True to leave the spelling alone.</param>
    /// <param name="now">What is not public then is not found.</param>
    public SearchAnswer Search(string query, Instant now, bool asTyped = false)
    {
        query = query.Trim() is { Length: > LongestQuery } tooLong ? tooLong[..LongestQuery] : query.Trim();
        var typed = SearchWords.In(query).Take(MostWords).ToList();
        var corrected = asTyped ? null : Correct(query, typed);
        var words = (corrected is null ? typed : SearchWords.In(corrected)).Select(w => (w.Folded, Stem: PorterStemmer.Stem(w.Folded))).ToList();
        var all = words.Select(w => w.Stem).ToList();
        var terms = words.Where(w => !SearchWords.IsCommon(w.Folded) && !SearchWords.IsNegation(w.Folded)).Select(w => w.Stem).Distinct().ToList();
        // Whoever asks "who are you" wants an answer too.
        if (terms.Count == 0)
            terms = [.. all.Distinct()];
        var alternatives = terms.ConvertAll(t => new List<string[]> { new[] { t } });
        foreach (var (member, others) in terms.SelectMany(t => synonyms[t]).Where(s => s.Member.All(terms.Contains)))
        {
            foreach (var word in member)
                alternatives[terms.IndexOf(word)].AddRange(others);
        }
        return new SearchAnswer(query, corrected, Rank(alternatives, now), CrisisOf(all), alternatives.SelectMany(a => a).SelectMany(w => w).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The stems of what tells a phrase apart; of one that has nothing such, all of them.</summary>
    private static string[] KeyWords(string phrase)
    {
        var words = SearchWords.In(phrase).Select(w => w.Folded).ToList();
        var telling = words.Where(w => !SearchWords.IsCommon(w)).ToList();
        return [.. (telling.Count > 0 ? telling : words).Select(PorterStemmer.Stem).Distinct()];
    }

    /// <returns>How many words the body has.</returns>
    private int Count(Article page, ArticleVersion version, Mentions mentions, Dictionary<string, string> stems)
    {
        // Of a title that is short the words say more.
        var title = Stems(version.Title, telling: true).ToList();
        AddAll([version.Title], InTitle * (0.8f + (0.6f / Math.Max(1, title.Count))));
        mentions.Add(Whole(title), InTitle, 0);
        AddAll(page.Front.Questions, InQuestions);
        AddAll([version.Summary], InSummary);
        AddAll(version.Headings.Select(h => h.Text), InHeadings);
        AddAll(page.Front.Substances.Append(page.Path.FirstSegment), InSubjects);
        var length = 0;
        foreach (var stem in Stems(SearchWords.TextOf(version.Html), telling: false))
        {
            mentions.Add(stem, 0, 1);
            length++;
        }
        return length;

        void AddAll(IEnumerable<string> texts, float worth)
        {
            var all = texts.Select(t => Stems(t, telling: true).ToList()).ToList();
            foreach (var stem in all.SelectMany(t => t).Distinct())
                mentions.Add(stem, worth, 0);
            foreach (var pair in all.SelectMany(t => t.Zip(t.Skip(1), Pair)).Distinct())
                mentions.Add(pair, worth, 0);
        }

        IEnumerable<string> Stems(string text, bool telling)
        {
            foreach (var word in SearchWords.In(text).Where(w => !telling || !SearchWords.IsCommon(w.Folded)))
            {
                vocabulary.Add(word.Folded);
                if (!stems.TryGetValue(word.Folded, out var stem))
                    stems[word.Folded] = stem = PorterStemmer.Stem(word.Folded);
                yield return stem;
            }
        }
    }

    private bool IsKnown(string word) => vocabulary.Has(word) || postings.Of(PorterStemmer.Stem(word)).Count > 0;

    /// <summary>The query with each unknown word as the site spells the nearest one; null when there is none to correct.</summary>
    private string? Correct(string query, List<SearchWord> typed)
    {
        var corrected = query;
        foreach (var word in Enumerable.Reverse(typed).Where(w => !IsKnown(w.Folded)))
        {
            if (vocabulary.Nearest(word.Folded) is { } nearest)
                corrected = string.Concat(corrected.AsSpan(0, word.Start), nearest, corrected.AsSpan(word.Start + word.Length));
        }
        return corrected == query ? null : corrected;
    }

    private IReadOnlyList<CrisisCard> CrisisOf(IReadOnlyCollection<string> stems) =>
        [.. crisis.Where(c => c.Phrases.Any(phrase => phrase.Length > 0 && phrase.All(stems.Contains))).Select(c => c.Card)];

    /// <summary>Terms of their own in the index: a title as a whole, and two words side by side. No word has a blank or a colon in it.</summary>
    private static string Whole(IEnumerable<string> title) => ":" + string.Join(' ', title);

    private static string Pair(string first, string second) => $"{first} {second}";

    private float Rarity(string stem) => postings.Of(stem) is { Count: > 0 } found ? MathF.Log(1 + ((documents.Count - found.Count + 0.5f) / (found.Count + 0.5f))) : float.MaxValue;

    /// <param name="terms">Each word of the query, followed by what means the same: all words of any of these are enough.</param>
    private SearchHit[] Rank(List<List<string[]>> terms, Instant now)
    {
        // One place for each document: a common word stands in thousands.
        var scores = new float[documents.Count];
        var matched = new byte[documents.Count];
        var best = new float[documents.Count];
        foreach (var term in terms)
        {
            // A rare word of the same meaning is worth no more than the word that was asked for.
            var most = Rarity(term[0][0]);
            Array.Clear(best);
            foreach (var (document, weight) in postings.Of(term[0][0]))
                best[document] = weight * most;
            foreach (var other in term.Skip(1))
                Raise(best, other, most);
            for (var document = 0; document < best.Length; document++)
            {
                if (best[document] > 0)
                {
                    scores[document] += best[document];
                    matched[document]++;
                }
            }
        }
        var asked = terms.ConvertAll(t => t[0][0]);
        foreach (var together in asked.Zip(asked.Skip(1), Pair).Append(Whole(asked)))
        {
            foreach (var (document, weight) in postings.Of(together))
            {
                if (matched[document] > 0)
                    scores[document] += weight * SideBySide;
            }
        }
        return InOrder(scores, matched, terms.Count, now);
    }

    /// <summary>What a word of the same meaning adds: of several words those pages that have all of them, each by its weakest.</summary>
    private void Raise(float[] best, string[] stems, float most)
    {
        var rest = Array.ConvertAll(stems, s => (Found: postings.Of(s), At: 0, Worth: SameMeaning * Math.Min(most, Rarity(s))));
        foreach (var (document, weight) in rest[0].Found)
        {
            var score = weight * rest[0].Worth;
            for (var i = 1; i < rest.Length && score > 0; i++)
            {
                // Both stand in the order of the documents.
                ref var other = ref rest[i];
                while (other.At < other.Found.Count && other.Found[other.At].Document < document)
                    other.At++;
                score = other.At < other.Found.Count && other.Found[other.At].Document == document ? Math.Min(score, other.Found[other.At].Weight * other.Worth) : 0;
            }
            best[document] = Math.Max(best[document], score);
        }
    }

    private SearchHit[] InOrder(float[] scores, byte[] matched, int terms, Instant now)
    {
        var mostMatched = matched.Length == 0 ? 0 : matched.Max();
        var hits = new List<(float Score, int Document)>();
        // The versions of a page stand side by side, the page itself first.
        for (var document = 0; document < documents.Count; document++)
        {
            // Of a long question a page may miss a word or two; one that has a word of it by chance answers nothing.
            if (matched[document] == 0 || matched[document] * 2 < mostMatched || !documents[document].Page.IsPublic(now))
                continue;
            var share = (float)matched[document] / terms;
            // What is written for families goes to whoever asks for somebody else.
            var score = scores[document] * share * share * (IsOwn(document) ? ForOneself : 1);
            if (hits.Count == 0 || !ReferenceEquals(documents[hits[^1].Document].Page, documents[document].Page))
                hits.Add((score, document));
            else if (score > hits[^1].Score)
                hits[^1] = (score, document);
        }
        // Numbers to sort, the best first: what is positive compares by its bits. A page whose own version is the better one is compared by
        // that, without what it was ahead by.
        var order = new ulong[hits.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = ((ulong)~BitConverter.SingleToUInt32Bits(IsOwn(hits[i].Document) ? hits[i].Score / ForOneself : hits[i].Score) << 32) | (uint)hits[i].Document;
        Array.Sort(order);
        return Array.ConvertAll(order, place =>
        {
            var (page, version) = documents[(int)(uint)place];
            return new SearchHit(page, version);
        });
    }

    private bool IsOwn(int document) => ReferenceEquals(documents[document].Version, documents[document].Page.Own);
}
