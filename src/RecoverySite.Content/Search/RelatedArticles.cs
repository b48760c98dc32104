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
    private readonly Dictionary<string, List<int>> byWord = new(StringComparer.Ordinal), byTopic = new(StringComparer.Ordinal), bySubstance = new(StringComparer.Ordinal);

    public RelatedArticles(IEnumerable<Article> all)
    {
        articles = [.. all.OrderBy(a => a.Path.Value, StringComparer.Ordinal)];
        for (var i = 0; i < articles.Length; i++)
        {
            places[articles[i]] = i;
            AddTo(byWord, articles[i].Subject, i);
            AddTo(byTopic, TopicsOf(articles[i]), i);
            AddTo(bySubstance, articles[i].Front.Substances.Distinct(), i);
        }
    }

    /// <summary>What an article is about, as stems, each once; thousands of articles share them.</summary>
    public static IReadOnlyList<string> SubjectOf(FrontMatter front, ArticleVersion version) =>
        [.. version.Headings.Select(h => h.Text).Concat(front.Questions).Append(version.Title).Append(version.Summary)
            .SelectMany(SearchWords.In).Select(w => w.Folded).Where(w => !SearchWords.IsCommon(w)).Select(PorterStemmer.Stem).Distinct(StringComparer.Ordinal).Select(string.Intern)];

    /// <summary>The nearest first.</summary>
    public IEnumerable<Article> To(Article article)
    {
        if (!places.TryGetValue(article, out var own))
            return [];
        var scores = new float[articles.Length];
        foreach (var those in article.Subject.Select(word => byWord[word]))
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
        foreach (var other in TopicsOf(article).SelectMany(topic => byTopic[topic]).Distinct())
            scores[other] += SameTopic;
        foreach (var substance in article.Front.Substances.Distinct())
            Add(SameSubstance, bySubstance[substance]);

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

    private static void AddTo(Dictionary<string, List<int>> all, IEnumerable<string> names, int article)
    {
        foreach (var name in names)
        {
            if (!all.TryGetValue(name, out var those))
                all[name] = those = [];
            those.Add(article);
        }
    }

    private static IEnumerable<string> TopicsOf(Article article) => article.Front.Topics.Select(t => t.Text).Prepend(article.Path.FirstSegment).Distinct();
}
