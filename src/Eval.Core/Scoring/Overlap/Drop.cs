using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Scoring.Texts;
using Eval.Core.Statistics;

namespace Eval.Core.Scoring.Overlap;

/// <summary>
/// Exact match and F1 of DROP as lm-evaluation-harness computes them (task version 3): answers are lists of spans, each span a set of words in which
/// numbers are compared by value.
/// </summary>
public static class Drop
{
    /// <summary>A span as it is compared: words without articles and punctuation, numbers in one form.</summary>
    public static string Normalize(string text) => string.Join(' ', text.Split(' ', '-').Select(Token).Where(t => t.Length > 0));

    /// <summary>Both measures of an answer against one reference; F1 rounded to two decimals.</summary>
    public static (double Exact, double F1) Compare(IReadOnlyList<string> answer, IReadOnlyList<string> reference)
    {
        var own = answer.Select(Normalize).ToList();
        var other = reference.Select(Normalize).ToList();
        var exact = own.Count == other.Count && own.ToHashSet(StringComparer.Ordinal).SetEquals(other) ? 1.0 : 0;
        var (ownBags, otherBags) = (own.ConvertAll(Bag), other.ConvertAll(Bag));
        var gains = new double[otherBags.Count, ownBags.Count];
        for (var i = 0; i < otherBags.Count; i++)
        {
            for (var j = 0; j < ownBags.Count; j++)
            {
                gains[i, j] = F1(ownBags[j], otherBags[i]);
            }
        }

        var mean = Assignment.LargestTotal(gains) / Math.Max(own.Count, other.Count);
        return (exact, Math.Round(100 * mean, MidpointRounding.ToEven) / 100);
    }

    /// <summary>The best of several references, separately for each measure; a reference whose first span is blank is passed over.</summary>
    public static (double Exact, double F1) Best(IReadOnlyList<string> answer, IEnumerable<IReadOnlyList<string>> references)
    {
        var best = (Exact: 0.0, F1: 0.0);
        foreach (var reference in references.Where(r => r.Count > 0 && PythonText.Trim(r[0]).Length > 0))
        {
            var (exact, f1) = Compare(answer, reference);
            best = (Math.Max(best.Exact, exact), Math.Max(best.F1, f1));
        }

        return best;
    }

    /// <summary>The spans of an answer in the data's own form (<c>number</c>, <c>date</c>, <c>spans</c>), of a list, or of a single text.</summary>
    public static IReadOnlyList<string> Spans(JsonNode? answer)
    {
        switch (answer)
        {
            case JsonArray list:
                return [.. list.Select(Text)];
            case JsonObject map when Text(map["number"]) is { Length: > 0 } number:
                return [number];
            case JsonObject map when map["spans"] is JsonArray { Count: > 0 } spans:
                return [.. spans.Select(Text)];
            case JsonObject map when map["date"] is JsonObject date:
                return [PythonText.Trim($"{Text(date["day"])} {Text(date["month"])} {Text(date["year"])}")];
            default:
                return [Text(answer)];
        }

        static string Text(JsonNode? node) => FieldPath.TextOf(node) ?? "";
    }

    private static string Token(string token)
    {
        token = PythonText.Lower(token);
        if (Number(token) is null)
        {
            token = AsciiPunctuation.Remove(token);
        }

        return string.Join(' ', PythonText.Split(Squad.WithoutArticles(Number(token) is { } value ? Shortest(value) : token)));
    }

    private static HashSet<string> Bag(string span) => new(PythonText.Split(span), StringComparer.Ordinal);

    // An empty bag has full precision (or recall): nothing of it is wrong.
    private static double F1(HashSet<string> own, HashSet<string> other)
    {
        var numbers = other.Where(t => Number(t) is not null).ToList();
        if (numbers.Count > 0 && !numbers.Exists(own.Contains))
        {
            return 0;
        }

        double common = own.Count(other.Contains);
        return OverlapScore.Harmonic(own.Count == 0 ? 1 : common / own.Count, other.Count == 0 ? 1 : common / other.Count);
    }

    /// <summary>What Python's <c>float</c> reads: any decimal digits, exponents, underscores between digits, nan and infinity.</summary>
    private static double? Number(string token)
    {
        var text = new StringBuilder();
        foreach (var rune in PythonText.Trim(token).EnumerateRunes())
        {
            text.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
                : rune.ToString());
        }

        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '_' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))
            {
                text.Remove(i, 1);
            }
        }

        var plain = text.ToString();
        return plain.TrimStart('+', '-').ToLowerInvariant() switch
        {
            _ when plain.Length - plain.TrimStart('+', '-').Length > 1 => null,
            "nan" => double.NaN,
            "inf" or "infinity" => plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            _ => double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
                ? value
                : null,
        };
    }

    /// <summary>Python's <c>repr</c> of a float: shortest digits that read back, exponents below 1e-4 and from 1e16 on.</summary>
    private static string Shortest(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // The shortest digits, whichever form .NET writes them in, and the power of ten of the first.
        var written = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = written[0].IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : written[0].Length;
        var all = written[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var exponent = point - 1 - (all.Length - digits.Length) + (written.Length > 1 ? int.Parse(written[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        var sign = double.IsNegative(value) ? "-" : "";
        return digits.Length == 0 ? sign + "0.0"
            : exponent is < -4 or >= 16 ? $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits.PadRight(exponent + 1, '0')[..(exponent + 1)]}.{(digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0")}";
    }
}
