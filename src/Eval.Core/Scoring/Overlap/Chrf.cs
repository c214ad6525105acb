using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Overlap;

/// <summary>
/// chrF as sacrebleu computes it: F-score over runs of 1 to 6 characters (code points, white space left out) and, for chrF++, over 1 and 2 words;
/// scale 0 to 100.
/// </summary>
public static class Chrf
{
    /// <summary>Longest run of characters.</summary>
    public const int CharacterOrders = 6;

    /// <summary>Longest run of words, for chrF++.</summary>
    public const int WordOrders = 2;

    /// <summary>The counts of one segment against the reference that gives the largest score (the first of equals).</summary>
    public static ChrfSums Measure(string hypothesis, IEnumerable<string> references, ChrfOptions options)
    {
        var own = Counts(hypothesis, options);
        ChrfSums? best = null;
        var most = double.NegativeInfinity;
        foreach (var reference in references)
        {
            var sums = Compare(own, Counts(reference, options));
            var score = Score(sums, options);
            if (score > most)
            {
                (best, most) = (sums, score);
            }
        }

        return best ?? throw new ArgumentException("there is no reference", nameof(references));
    }

    /// <summary>The score of summed counts.</summary>
    public static double Score(ChrfSums sums, ChrfOptions options)
    {
        const double Tiny = 1e-16;
        var factor = options.Beta * options.Beta;
        double score = 0, precision = 0, recall = 0;
        var used = 0;
        for (var i = 0; i < sums.Matches.Count; i++)
        {
            var (own, other, common) = (sums.Hypothesis[i], sums.Reference[i], sums.Matches[i]);
            var p = own > 0 ? common / own : Tiny;
            var r = other > 0 ? common / other : Tiny;
            var denominator = (factor * p) + r;
            score += denominator > 0 ? (1 + factor) * p * r / denominator : Tiny;
            if (own > 0 && other > 0)
            {
                precision += p;
                recall += r;
                used++;
            }
        }

        if (options.EpsilonSmoothing)
        {
            return 100 * score / sums.Matches.Count;
        }

        if (used == 0)
        {
            return 0;
        }

        precision /= used;
        recall /= used;
        return precision + recall > 0 ? 100 * (1 + factor) * precision * recall / ((factor * precision) + recall) : 0;
    }

    private static ChrfSums Compare(List<Dictionary<string, int>> own, List<Dictionary<string, int>> other)
    {
        var (hypothesis, reference, matches) = (new double[own.Count], new double[own.Count], new double[own.Count]);
        for (var i = 0; i < own.Count; i++)
        {
            reference[i] = other[i].Values.Sum();
            hypothesis[i] = reference[i] > 0 ? own[i].Values.Sum() : 0;
            matches[i] = NGrams.Common(own[i], other[i]);
        }

        return new ChrfSums(hypothesis, reference, matches);
    }

    private static List<Dictionary<string, int>> Counts(string text, ChrfOptions options)
    {
        text = options.Lowercase ? PythonText.Lower(text) : text;
        var kept = options.KeepWhiteSpace ? text : string.Concat(PythonText.Split(text));
        List<string> characters = [.. kept.EnumerateRunes().Select(r => r.ToString())];
        var counts = Enumerable.Range(1, CharacterOrders).Select(n => NGrams.Count(characters, n)).ToList();
        if (options.Words)
        {
            var words = PythonText.Split(text).SelectMany(SplitOff).ToList();
            counts.AddRange(Enumerable.Range(1, WordOrders).Select(n => NGrams.Count(words, n)));
        }

        return counts;
    }

    // One punctuation mark at the end, or else at the start, is a word of its own.
    private static IEnumerable<string> SplitOff(string word) =>
        word.Length == 1 ? [word]
        : AsciiPunctuation.Contains(word[^1]) ? [word[..^1], word[^1..]]
        : AsciiPunctuation.Contains(word[0]) ? [word[..1], word[1..]]
        : [word];
}

/// <summary>What chrF sums over segments, by order: characters first, then words.</summary>
/// <param name="Hypothesis">N-grams of the answers, where the reference has any of that order.</param>
/// <param name="Reference">N-grams of the references.</param>
/// <param name="Matches">Common ones.</param>
public sealed record ChrfSums(IReadOnlyList<double> Hypothesis, IReadOnlyList<double> Reference, IReadOnlyList<double> Matches);

/// <summary>Rules of chrF.</summary>
/// <param name="Words">True for chrF++.</param>
/// <param name="Beta">Weight of recall. Default 2.</param>
/// <param name="Lowercase">True where case does not matter.</param>
/// <param name="KeepWhiteSpace">True where white space counts as characters.</param>
/// <param name="EpsilonSmoothing">True for the mean of the orders' own F-scores.</param>
public sealed record ChrfOptions(bool Words = false, double Beta = 2, bool Lowercase = false, bool KeepWhiteSpace = false, bool EpsilonSmoothing = false);
