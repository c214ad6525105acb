using System.Globalization;
using Eval.Core.Models;

namespace Eval.Core.Judging.Verdicts;

/// <summary>How probable each word of a scale is as a judge's verdict.</summary>
/// <param name="Field">The scale.</param>
/// <param name="Probabilities">Of each word, in its order; together at most 1.</param>
internal sealed record ScaleDistribution(VerdictField Field, IReadOnlyList<double> Probabilities)
{
    /// <summary>Probability on the scale.</summary>
    public double Mass { get; } = Math.Min(1, Probabilities.Sum());

    /// <summary>Σ p·s / Σ p (G-Eval's score, over the mass that lies on the scale); NaN without mass.</summary>
    public double Mean => Probabilities.Zip(Field.Words, (p, w) => p * w.Value).Sum() / Probabilities.Sum();

    /// <summary>From the log-probabilities of a reply that should hold nothing but the word: its first token that is more than a sign decides.</summary>
    /// <remarks>
    /// Tokens that differ in case or white space count together. A label counts by a token that begins it and no other label. A number counts by a
    /// token that is all of it: where a vocabulary splits 10 into digits, a reply that gives 10 is refused, because 1 and 10 cannot be told apart.
    /// </remarks>
    public static ScaleDistribution? Of(VerdictField field, IReadOnlyList<TokenLogProbability> tokens, out string? problem)
    {
        problem = null;
        var at = 0;
        while (at < tokens.Count && Bare(tokens[at].Token).Length == 0)
        {
            at++;
        }

        if (at == tokens.Count)
        {
            problem = "it is empty";
            return null;
        }

        if (field.IsNumeric && at + 1 < tokens.Count && field.ValueOf(Bare(tokens[at].Token)) is not null
            && tokens[at + 1].Token.Length > 0 && char.IsAsciiDigit(tokens[at + 1].Token[0]))
        {
            problem = "this judge writes numbers digit by digit, so that the probabilities of a scale with longer numbers cannot be read: use a scale of one digit, or labels";
            return null;
        }

        var probabilities = new double[field.Words.Count];
        foreach (var alternative in tokens[at].Top.Append(new TokenAlternative(tokens[at].Token, tokens[at].LogProbability)).DistinctBy(t => t.Token, StringComparer.Ordinal))
        {
            if (IndexOf(field, Bare(alternative.Token)) is var index and >= 0 && double.IsFinite(alternative.LogProbability))
            {
                probabilities[index] += Math.Exp(Math.Min(0, alternative.LogProbability));
            }
        }

        return new ScaleDistribution(field, probabilities);
    }

    /// <summary>From the log-likelihood of each word after the same context.</summary>
    /// <remarks>
    /// A word that begins a longer one (1 and 10) and has fewer tokens holds the probability of the longer one too; it is taken off.
    /// </remarks>
    public static ScaleDistribution Of(VerdictField field, IReadOnlyList<ContinuationScore> scores)
    {
        var raw = scores.Select(s => Math.Exp(s.LogLikelihood)).ToArray();
        var own = (double[])raw.Clone();
        for (var i = 0; i < own.Length; i++)
        {
            for (var j = 0; j < own.Length; j++)
            {
                if (Extends(i, j) && scores[j].TokenCount > scores[i].TokenCount && !Enumerable.Range(0, own.Length).Any(k => Extends(i, k) && Extends(k, j)))
                {
                    own[i] = Math.Max(0, own[i] - raw[j]);
                }
            }
        }

        return new ScaleDistribution(field, own);

        bool Extends(int shorter, int longer) => shorter != longer && field.Words[longer].Text.Length > field.Words[shorter].Text.Length
            && field.Words[longer].Text.StartsWith(field.Words[shorter].Text, StringComparison.Ordinal);
    }

    /// <summary>The words with their probabilities, for people.</summary>
    public string Describe() => string.Join(", ", Field.Words.Zip(Probabilities, (w, p) => string.Create(CultureInfo.InvariantCulture, $"{w.Text}: {p:0.####}")));

    private static int IndexOf(VerdictField field, string token)
    {
        if (token.Length == 0)
        {
            return -1;
        }

        var (found, count) = (-1, 0);
        for (var i = 0; i < field.Words.Count; i++)
        {
            if (string.Equals(field.Words[i].Text, token, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }

            if (!field.IsNumeric && field.Words[i].Text.StartsWith(token, StringComparison.OrdinalIgnoreCase))
            {
                (found, count) = (i, count + 1);
            }
        }

        return count == 1 ? found : -1;
    }

    // Vocabularies mark a space in the token by one of these.
    private static string Bare(string token) => token.Trim(' ', '\n', '\t', '\r', '\u2581', '\u0120', '*', '"', '\'', '`', '(', '[');
}
