using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Overlap;

/// <summary>
/// BLEU as sacrebleu computes it (tokenizer 13a, up to four words, exponential smoothing, scale 0 to 100): a function of sums over segments.
/// </summary>
public static class Bleu
{
    /// <summary>Longest n-gram.</summary>
    public const int Orders = 4;

    /// <summary>The counts of one segment.</summary>
    /// <param name="hypothesis">The answer.</param>
    /// <param name="references">The references; at least one.</param>
    /// <param name="options">Rules other than the default ones, or null.</param>
    public static BleuSums Measure(string hypothesis, IEnumerable<string> references, BleuOptions? options = null)
    {
        options ??= BleuOptions.Default;
        var tokens = Tokens(hypothesis);
        var others = references.Select(Tokens).ToList();
        var matches = new double[options.Orders];
        var totals = new double[options.Orders];
        for (var n = 1; n <= options.Orders; n++)
        {
            var counts = NGrams.Count(tokens, n);
            var most = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (key, count) in others.SelectMany(o => NGrams.Count(o, n)))
            {
                most[key] = Math.Max(most.GetValueOrDefault(key), count);
            }

            matches[n - 1] = NGrams.Common(counts, most);
            totals[n - 1] = Math.Max(0, tokens.Count - n + 1);
        }

        // The reference whose length is closest; the shorter of two equally close.
        var length = others.Select(o => o.Count).OrderBy(c => Math.Abs(c - tokens.Count)).ThenBy(c => c).First();
        return new BleuSums(matches, totals, tokens.Count, length);

        List<string> Tokens(string text)
        {
            text = PythonText.TrimEnd(text);
            return BleuTokenizer.Tokens(options.Lowercase ? PythonText.Lower(text) : text);
        }
    }

    /// <summary>The score of summed counts.</summary>
    public static BleuScore Score(BleuSums sums, BleuOptions? options = null)
    {
        options ??= BleuOptions.Default;
        var (matches, totals) = (sums.Matches.ToArray(), sums.Totals.ToArray());
        var precisions = new double[matches.Length];
        var penalty = sums.HypothesisLength >= sums.ReferenceLength ? 1
            : sums.HypothesisLength > 0 ? Math.Exp(1 - (sums.ReferenceLength / sums.HypothesisLength)) : 0;
        if (Array.TrueForAll(matches, m => m == 0))
        {
            return new BleuScore(0, precisions, matches, totals, penalty);
        }

        var (used, halves) = (matches.Length, 1.0);
        for (var n = 0; n < matches.Length; n++)
        {
            if (options.Smoothing == BleuSmoothing.AddK && n > 0)
            {
                matches[n] += options.SmoothingValue ?? 1;
                totals[n] += options.SmoothingValue ?? 1;
            }

            if (totals[n] == 0)
            {
                break;
            }

            used = options.EffectiveOrder ? n + 1 : used;
            precisions[n] = 100 * matches[n] / totals[n];
            if (matches[n] == 0)
            {
                precisions[n] = options.Smoothing switch
                {
                    BleuSmoothing.Exponential => 100 / ((halves *= 2) * totals[n]),
                    BleuSmoothing.Floor => 100 * (options.SmoothingValue ?? 0.1) / totals[n],
                    _ => 0,
                };
            }
        }

        var logs = precisions.Take(used).Sum(p => p > 0 ? Math.Log(p) : -9999999999);
        return new BleuScore(penalty * Math.Exp(logs / used), precisions, matches, totals, penalty);
    }
}

/// <summary>What BLEU sums over segments.</summary>
/// <param name="Matches">Clipped matches of 1 to N words.</param>
/// <param name="Totals">N-grams of the answers.</param>
/// <param name="HypothesisLength">Tokens of the answers.</param>
/// <param name="ReferenceLength">Tokens of the closest references.</param>
public sealed record BleuSums(IReadOnlyList<double> Matches, IReadOnlyList<double> Totals, double HypothesisLength, double ReferenceLength);

/// <summary>A BLEU score with what it is made of.</summary>
/// <param name="Value">0 to 100.</param>
/// <param name="Precisions">Per cent, by order.</param>
/// <param name="Matches">As used, smoothing included.</param>
/// <param name="Totals">As used, smoothing included.</param>
/// <param name="BrevityPenalty">0 to 1.</param>
public sealed record BleuScore(
    double Value, IReadOnlyList<double> Precisions, IReadOnlyList<double> Matches, IReadOnlyList<double> Totals, double BrevityPenalty);
