namespace RecoverySite.Content.Search;

/// <summary>
/// Which articles go on where one ends: they belong to the same topic, are about the same substance, or say the same rare words in title,
/// summary, questions and headings. The same library always gives the same answer.
/// </summary>
internal sealed class RelatedArticles
{
    private const double SameTopic = 0.1, SameSubstance = 0.05;

    private readonly IReadOnlyList<(Article Article, IReadOnlyList<string> Words)> articles;
    private readonly Dictionary<string, List<int>> byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<Article, int> places = new(ReferenceEqualityComparer.Instance);

    public RelatedArticles(IEnumerable<Article> all)
    {
        articles = [.. all.Select(a => (a, a.Subject))];
        for (var i = 0; i < articles.Count; i++)
        {
            places[articles[i].Article] = i;
            foreach (var word in articles[i].Words)
            {
                if (!byWord.TryGetValue(word, out var those))
                    byWord[word] = those = [];
                those.Add(i);
            }
        }
    }

    /// <summary>What an article is about, as stems, each once; thousands of articles share them.</summary>
    public static IReadOnlyList<string> SubjectOf(FrontMatter front, ArticleVersion version) =>
        [.. version.Headings.Select(h => h.Text).Concat(front.Questions).Append(version.Title).Append(version.Summary)
            .SelectMany(SearchWords.In).Select(w => w.Folded).Where(w => !SearchWords.IsCommon(w)).Select(PorterStemmer.Stem).Distinct(StringComparer.Ordinal).Select(string.Intern)];

    /// <summary>The nearest first; of equally near ones by address.</summary>
    public IEnumerable<Article> To(Article article)
    {
        if (!places.TryGetValue(article, out var own))
            return [];
        var scores = new Dictionary<int, double>();
        foreach (var word in articles[own].Words)
        {
            var those = byWord[word];
            var rarity = Math.Log((double)articles.Count / those.Count);
            // What a third of all say says nothing of any.
            if (those.Count > Math.Max(2, articles.Count / 3))
                continue;
            foreach (var other in those.Where(o => o != own))
                scores[other] = scores.GetValueOrDefault(other) + rarity;
        }
        double Score(int other)
        {
            var (its, words) = articles[other];
            var alike = scores.GetValueOrDefault(other) / Math.Sqrt((double)articles[own].Words.Count * words.Count);
            return alike + (TopicsOf(its).Intersect(TopicsOf(article)).Any() ? SameTopic : 0) + (SameSubstance * its.Front.Substances.Intersect(article.Front.Substances).Count());
        }
        return Enumerable.Range(0, articles.Count).Where(o => o != own).Select(o => (Place: o, Score: Score(o)))
            .OrderByDescending(o => o.Score).ThenBy(o => articles[o.Place].Article.Path.Value, StringComparer.Ordinal)
            .Select(o => articles[o.Place].Article);
    }

    private static IEnumerable<string> TopicsOf(Article article) => article.Front.Topics.Select(t => t.Text).Prepend(article.Path.FirstSegment);
}
