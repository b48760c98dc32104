using System.Runtime.InteropServices;

namespace RecoverySite.Content.Search;

/// <summary>A term in a document, and what its mentions there are worth. In one number, because a large site has millions.</summary>
internal readonly struct Posting
{
    public const int MostDocuments = 1 << DocumentBits;

    private const int DocumentBits = 20;

    /// <summary>No worth comes near 16; its steps are finer than what tells two pages apart.</summary>
    private const float Steps = 256;

    private readonly uint both;

    public Posting(int document, float weight) => both = ((uint)Math.Min((weight * Steps) + 0.5f, (1 << (32 - DocumentBits)) - 1) << DocumentBits) | (uint)document;

    public int Document => (int)(both & (MostDocuments - 1));

    public float Weight => (both >> DocumentBits) / Steps;

    public void Deconstruct(out int document, out float weight) => (document, weight) = (Document, Weight);
}

/// <summary>The postings of each term, in the order of the documents.</summary>
internal sealed class Postings(Dictionary<string, int> terms, int[] starts, Posting[] all)
{
    /// <summary>None for a term that is in no document.</summary>
    public ArraySegment<Posting> Of(string term) =>
        terms.TryGetValue(term, out var id) ? new ArraySegment<Posting>(all, starts[id], starts[id + 1] - starts[id]) : ArraySegment<Posting>.Empty;
}

/// <summary>Takes in one document after another. What is one large array in the end never was as many small ones as there are terms.</summary>
internal sealed class Mentions
{
    /// <summary>The usual values of BM25: how soon further mentions stop counting, and how much a long page is held back.</summary>
    private const float Saturation = 1.2f, LengthPenalty = 0.6f;

    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private readonly List<int> documentsWith = [];
    private readonly Dictionary<int, (float Fixed, int Body)> inDocument = [];
    private readonly List<Mention[]> documents = [];
    private readonly List<int> lengths = [];

    /// <param name="worth">Of mentions in title, summary and the like.</param>
    /// <param name="body">How often it stands in the text.</param>
    public void Add(string term, float worth, int body)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(terms, term, out var isKnown);
        if (!isKnown)
        {
            id = documentsWith.Count;
            documentsWith.Add(0);
        }
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(inDocument, id, out isKnown);
        if (!isKnown)
            documentsWith[id]++;
        sum = (sum.Fixed + worth, sum.Body + body);
    }

    /// <param name="length">Of the document's text, in words.</param>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public void EndDocument(int length)
    {
        if (documents.Count == Posting.MostDocuments)
            throw new InvalidOperationException($"The search holds at most {Posting.MostDocuments} pages.");
        documents.Add([.. inDocument.Select(m => new Mention(m.Key, (Half)m.Value.Fixed, (ushort)Math.Min(m.Value.Body, ushort.MaxValue)))]);
        lengths.Add(length);
        inDocument.Clear();
    }

    public Postings ToPostings()
    {
        var starts = new int[documentsWith.Count + 1];
        for (var term = 0; term < documentsWith.Count; term++)
            starts[term + 1] = starts[term] + documentsWith[term];
        var next = starts.AsSpan(0, documentsWith.Count).ToArray();
        var all = new Posting[starts[^1]];
        var average = Math.Max(1, lengths.DefaultIfEmpty().Average());
        for (var document = 0; document < documents.Count; document++)
        {
            var length = (float)(1 - LengthPenalty + (LengthPenalty * lengths[document] / average));
            foreach (var mention in documents[document])
                all[next[mention.Term]++] = new Posting(document, (float)mention.Fixed + (mention.Body * (Saturation + 1) / (mention.Body + (Saturation * length))));
        }
        terms.TrimExcess();
        return new Postings(terms, starts, all);
    }

    private readonly record struct Mention(int Term, Half Fixed, ushort Body);
}
