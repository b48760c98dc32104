using RecoverySite.Content.Loading;

namespace RecoverySite.Content.Search;

/// <summary>
/// Which articles go on where one ends: they belong to the same topic, are about the same substance, or say the same rare words in title,
/// summary, questions and headings. The same library always gives the same answer.
/// </summary>
internal sealed class RelatedArticles
{
    private const float SameTopic = 0.1f, SameSubstance = 0.05f;

    /// <summary>By address: of equally near ones the first comes first.</summary>
    private readonly Article[] articles;
    private readonly Dictionary<Article, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly Places byWord, byTopic, bySubstance;

    /// <param name="before">Of an earlier library: with the same addresses, only what has changed since is looked at.</param>
    public RelatedArticles(IEnumerable<Article> all, RelatedArticles? before = null)
    {
        articles = [.. all];
        Array.Sort(articles, (one, other) => string.CompareOrdinal(one.Path.Value, other.Path.Value));
        if (before is not null && !before.articles.Select(a => a.Path.Value).SequenceEqual(articles.Select(a => a.Path.Value)))
            before = null;
        (byWord, byTopic, bySubstance) = (new(before?.byWord), new(before?.byTopic), new(before?.bySubstance));
        for (var i = 0; i < articles.Length; i++)
        {
            places[articles[i]] = i;
            var (now, then) = (articles[i], before?.articles[i]);
            if (now == then)
                continue;
            byWord.Put(i, now.Subject, then?.Subject);
            byTopic.Put(i, TopicsOf(now), then is null ? null : TopicsOf(then));
            bySubstance.Put(i, now.Front.Substances, then?.Front.Substances);
        }
    }

    /// <summary>What an article is about, as stems, each once; thousands of articles share them.</summary>
    public static IReadOnlyList<string> SubjectOf(FrontMatter front, ArticleVersion version) =>
        [.. version.Headings.Select(h => h.Text).Concat(front.Questions).Append(version.Title).Append(version.Summary)
            .SelectMany(SearchWords.In).Select(w => w.Folded).Where(w => !SearchWords.IsCommon(w)).Select(PorterStemmer.Stem).Distinct(StringComparer.Ordinal).Select(SharedStrings.Of)];

    /// <summary>The nearest first.</summary>
    public IEnumerable<Article> To(Article article)
    {
        if (!places.TryGetValue(article, out var own))
            return [];
        var scores = new float[articles.Length];
        foreach (var those in article.Subject.Select(byWord.Of))
        {
            // What a third of all say says nothing of any.
            if (those.Count <= Math.Max(2, articles.Length / 3))
                Add(MathF.Log((float)articles.Length / those.Count), those);
        }
        for (var other = 0; other < scores.Length; other++)
        {
            if (scores[other] > 0)
                scores[other] /= MathF.Sqrt((float)article.Subject.Count * articles[other].Subject.Count);
        }
        foreach (var other in TopicsOf(article).SelectMany(byTopic.Of).Distinct())
            scores[other] += SameTopic;
        foreach (var substance in article.Front.Substances.Distinct())
            Add(SameSubstance, bySubstance.Of(substance));

        // Numbers to sort, the best first: what is not negative compares by its bits.
        var order = new ulong[scores.Length];
        for (var other = 0; other < order.Length; other++)
            order[other] = ((ulong)~BitConverter.SingleToUInt32Bits(scores[other]) << 32) | (uint)other;
        Array.Sort(order);
        return order.Select(place => (int)(uint)place).Where(other => other != own).Select(other => articles[other]);

        void Add(float worth, List<int> those)
        {
            foreach (var other in those)
                scores[other] += worth;
        }
    }

    private static IEnumerable<string> TopicsOf(Article article) => article.Front.Topics.Select(t => t.Text).Prepend(article.Path.FirstSegment);

    /// <summary>Which articles have a name: their places, in order. Lists are shared with the earlier library until one changes.</summary>
    private sealed class Places(Places? before)
    {
        private readonly Dictionary<string, List<int>> all = before is null ? new(StringComparer.Ordinal) : new(before.all, StringComparer.Ordinal);
        private readonly bool isShared = before is not null;

        public List<int> Of(string name) => all[name];

        /// <param name="then">The names that the article had in the earlier library; null when there is none.</param>
        public void Put(int place, IEnumerable<string> now, IEnumerable<string>? then)
        {
            foreach (var name in then is null ? now.Distinct() : now.Except(then))
            {
                if (!all.TryGetValue(name, out var those) || isShared)
                    all[name] = those = [.. those ?? []];
                those.Insert(those.Count > 0 && those[^1] > place ? ~those.BinarySearch(place) : those.Count, place);
            }
            foreach (var name in then?.Except(now) ?? [])
                all[name] = [.. all[name].Where(other => other != place)];
        }
    }
}
