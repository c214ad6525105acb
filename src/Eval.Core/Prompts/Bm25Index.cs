using Eval.Core.Scoring.Texts;

namespace Eval.Core.Prompts;

/// <summary>
/// Ranks texts by their likeness to a query with Okapi BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75, and ln(1 + (N − n + ½)/(n + ½)) as a
/// word's weight, which is never negative). Words are lower-case runs of letters and digits; no model is needed.
/// </summary>
internal sealed class Bm25Index
{
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    private readonly Dictionary<string, List<(int Text, int Count)>> _places = new(StringComparer.Ordinal);
    private readonly int[] _lengths;
    private readonly double _meanLength;

    public Bm25Index(IReadOnlyList<string> texts)
    {
        _lengths = new int[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            var words = WordsOf(texts[i]);
            _lengths[i] = words.Count;
            foreach (var group in words.GroupBy(w => w, StringComparer.Ordinal))
            {
                if (!_places.TryGetValue(group.Key, out var places))
                {
                    _places[group.Key] = places = [];
                }

                places.Add((i, group.Count()));
            }
        }

        _meanLength = Math.Max(1, _lengths.DefaultIfEmpty(0).Average());
    }

    /// <summary>The words of a text, as they are compared.</summary>
    public static List<string> WordsOf(string text) => PythonText.Words(PythonText.Lower(text));

    /// <summary>Indices of all texts, the most alike first; of equally alike ones, the first.</summary>
    public IReadOnlyList<int> Rank(string query)
    {
        var scores = new double[_lengths.Length];
        foreach (var word in WordsOf(query).Distinct(StringComparer.Ordinal))
        {
            if (!_places.TryGetValue(word, out var places))
            {
                continue;
            }

            var weight = Math.Log(1 + ((_lengths.Length - places.Count + 0.5) / (places.Count + 0.5)));
            foreach (var (text, count) in places)
            {
                var norm = Saturation * (1 - LengthWeight + (LengthWeight * _lengths[text] / _meanLength));
                scores[text] += weight * count * (Saturation + 1) / (count + norm);
            }
        }

        var order = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort(order, (a, b) => scores[b].CompareTo(scores[a]) is var c and not 0 ? c : a.CompareTo(b));
        return order;
    }
}
