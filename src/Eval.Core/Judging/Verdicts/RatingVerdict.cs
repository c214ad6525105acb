using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>
/// A rating as MT-Bench asks for it: <c>[[7]]</c>. The last one counts (theirs takes the first, so that a judge which quotes a rating has given
/// it); a single bracket counts only where the reply ends with it, because elsewhere it is a footnote or a piece of code.
/// </summary>
internal static partial class RatingVerdict
{
    /// <summary>The rating, or null: none, one off the scale, or a fraction where only whole numbers are taken.</summary>
    public static double? Read(string reply, double min, double max, bool takesFractions)
    {
        var match = Double().Match(reply) is { Success: true } twice ? twice : Single().Match(reply);
        return match.Success
            && double.TryParse(match.Groups["n"].ValueSpan, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rating)
            && rating >= min && rating <= max && (takesFractions || double.IsInteger(rating))
            ? rating
            : null;
    }

    [GeneratedRegex(@"\[\[[ \t]*(?<n>-?\d{1,6}(?:\.\d{1,6})?)[ \t]*\]\]", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Double();

    [GeneratedRegex("""(?<![\w)\]"'`])\[[ \t]*(?<n>-?\d{1,6}(?:\.\d{1,6})?)[ \t]*\]{1,2}[\s*_.]*$""", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Single();
}
