using System.Text.RegularExpressions;

namespace Eval.Core.Scoring;

/// <summary>
/// Finds the answer in a reply, as the regex filter of lm-evaluation-harness does: the first or last match, its first group that is not empty
/// (or the whole match where it has no groups), without white space at both ends.
/// </summary>
/// <param name="Pattern">What is looked for.</param>
/// <param name="TakeLast">True for the last match; false, the default, for the first.</param>
public sealed record AnswerPattern(Regex Pattern, bool TakeLast = false)
{
    /// <summary>The answer, or null where nothing matches.</summary>
    public string? Find(string text)
    {
        Match? found = null;
        for (var match = Pattern.Match(text); match.Success; match = match.NextMatch())
        {
            found = match;
            if (!TakeLast)
            {
                break;
            }
        }

        if (found is null)
        {
            return null;
        }

        return found.Groups.Count == 1
            ? found.Value.Trim()
            : found.Groups.Values.Skip(1).Select(g => g.Value.Trim()).FirstOrDefault(g => g.Length > 0) ?? "";
    }
}
