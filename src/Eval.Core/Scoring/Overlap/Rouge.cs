using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Overlap;

/// <summary>ROUGE as google-research's rouge_score computes it.</summary>
public static class Rouge
{
    /// <summary>Lower-case runs of ASCII letters and digits; stemmed where asked.</summary>
    public static List<string> Tokens(string text, bool stem)
    {
        var tokens = new List<string>();
        var lower = PythonText.Lower(text);
        for (var at = 0; at < lower.Length;)
        {
            var start = at;
            while (at < lower.Length && (char.IsAsciiLetterLower(lower[at]) || char.IsAsciiDigit(lower[at])))
            {
                at++;
            }

            if (at > start)
            {
                var token = lower[start..at];
                tokens.Add(stem && token.Length > 3 ? PorterStemmer.Stem(token) : token);
            }
            else
            {
                at++;
            }
        }

        return tokens;
    }

    /// <summary>ROUGE-n: common n-grams, each as often as in both.</summary>
    public static OverlapScore N(IReadOnlyList<string> prediction, IReadOnlyList<string> reference, int n)
    {
        var (own, other) = (NGrams.Count(prediction, n), NGrams.Count(reference, n));
        return OverlapScore.Of(NGrams.Common(own, other), Math.Max(1, own.Values.Sum()), Math.Max(1, other.Values.Sum()));
    }

    /// <summary>ROUGE-L: the longest common subsequence of the two texts.</summary>
    public static OverlapScore L(IReadOnlyList<string> prediction, IReadOnlyList<string> reference) =>
        OverlapScore.Of(Table(reference, prediction)[reference.Count, prediction.Count], prediction.Count, reference.Count);

    /// <summary>ROUGE-Lsum: the union of longest common subsequences, sentence by sentence.</summary>
    public static OverlapScore Lsum(IReadOnlyList<IReadOnlyList<string>> prediction, IReadOnlyList<IReadOnlyList<string>> reference)
    {
        var (left, right) = (Supply(prediction), Supply(reference));
        var hits = 0;
        foreach (var sentence in reference)
        {
            foreach (var position in prediction.SelectMany(p => Common(sentence, p)).Distinct().Order())
            {
                var token = sentence[position];
                if (left.GetValueOrDefault(token) > 0 && right.GetValueOrDefault(token) > 0)
                {
                    hits++;
                    left[token]--;
                    right[token]--;
                }
            }
        }

        return OverlapScore.Of(hits, prediction.Sum(p => p.Count), reference.Sum(r => r.Count));
    }

    /// <summary>The sentences of a text for <see cref="Lsum"/>: its lines that are not empty.</summary>
    public static List<IReadOnlyList<string>> Lines(string text, bool stem) =>
        [.. text.Split('\n').Where(l => l.Length > 0).Select(l => (IReadOnlyList<string>)Tokens(l, stem))];

    private static Dictionary<string, int> Supply(IReadOnlyList<IReadOnlyList<string>> sentences) =>
        sentences.SelectMany(s => s).GroupBy(t => t, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    private static int[,] Table(IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        var table = new int[rows.Count + 1, columns.Count + 1];
        for (var i = 1; i <= rows.Count; i++)
        {
            for (var j = 1; j <= columns.Count; j++)
            {
                table[i, j] = string.Equals(rows[i - 1], columns[j - 1], StringComparison.Ordinal)
                    ? table[i - 1, j - 1] + 1
                    : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table;
    }

    /// <summary>The positions in the reference of one longest common subsequence, traced back from the end.</summary>
    private static List<int> Common(IReadOnlyList<string> reference, IReadOnlyList<string> prediction)
    {
        var table = Table(reference, prediction);
        var positions = new List<int>();
        for (var (i, j) = (reference.Count, prediction.Count); i > 0 && j > 0;)
        {
            if (string.Equals(reference[i - 1], prediction[j - 1], StringComparison.Ordinal))
            {
                positions.Add(i - 1);
                (i, j) = (i - 1, j - 1);
            }
            else if (table[i, j - 1] > table[i - 1, j])
            {
                j--;
            }
            else
            {
                i--;
            }
        }

        return positions;
    }
}
