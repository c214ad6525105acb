using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>
/// A verdict behind Prometheus's sentinel, anchored at the end of the reply: <c>[RESULT] 4</c>, or a line <c>[RESULT] name: 4</c> for each of
/// several fields. Their first reader was not anchored, found the example in a prompt that the judge repeated, and gave 5 to everything.
/// </summary>
internal static partial class ResultVerdict
{
    /// <summary>The sentinel.</summary>
    public const string Sentinel = "[RESULT]";

    /// <summary>Reads all fields.</summary>
    public static VerdictReading Read(string reply, IReadOnlyList<VerdictField> fields)
    {
        var end = reply.TrimEnd();
        var values = new double?[fields.Count];
        for (var left = fields.Count; left > 0; left--)
        {
            var match = LastLine().Match(end);
            if (!match.Success)
            {
                return VerdictReading.None(left == fields.Count ? $"it does not end with a {Sentinel} line" : $"{Sentinel} is missing for {string.Join(", ", Missing())}");
            }

            var said = match.Groups["said"].Value;
            var index = fields.Count == 1 ? 0 : IndexOf(fields, said);
            if (index < 0)
            {
                return VerdictReading.None($"\"{Short(said)}\" behind {Sentinel} names nothing that was asked for");
            }

            if (values[index] is not null)
            {
                return VerdictReading.None($"{fields[index].Name} has two verdicts");
            }

            values[index] = fields[index].ValueOf(Bare(WithoutName(said, fields[index].Name)));
            if (values[index] is null)
            {
                return VerdictReading.None($"\"{Short(said)}\" behind {Sentinel} is not on the scale");
            }

            end = WithoutListMark(end[..match.Index]).TrimEnd();
        }

        return VerdictReading.Of([.. values.Select(v => v!.Value)], FeedbackOf(end));

        IEnumerable<string> Missing() => fields.Where((_, i) => values[i] is null).Select(f => f.Name);
    }

    // "2. [RESULT] …" leaves "2. " behind.
    private static string WithoutListMark(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        return text.AsSpan(line).Trim(" \t-*•.)0123456789").IsEmpty ? text[..line] : text;
    }

    private static int IndexOf(IReadOnlyList<VerdictField> fields, string said)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (WithoutName(said, fields[i].Name).Length < said.Length)
            {
                return i;
            }
        }

        return -1;
    }

    // "name: 4" gives "4"; what does not begin with the name stays as it is.
    private static string WithoutName(string said, string name)
    {
        var text = said.AsSpan().Trim(" \t*_`\"");
        if (!text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return said;
        }

        var rest = text[name.Length..].TrimStart(" \t*_`\"");
        return rest is [':' or '=', ..] ? rest[1..].ToString() : said;
    }

    private static string Bare(string word) => word.Trim(' ', '\t', '*', '_', '`', '"', '(', ')', '[', ']').TrimEnd('.').Trim();

    private static string Short(string said) => said.Length <= 40 ? said.Trim() : said[..40].Trim() + "…";

    private static string FeedbackOf(string before)
    {
        var text = before.Trim();
        return text.StartsWith("Feedback:", StringComparison.OrdinalIgnoreCase) ? text["Feedback:".Length..] : text;
    }

    // The number may stand on the line below, as fine-tuned judges like to write it.
    [GeneratedRegex(@"\[RESULT\][ \t:*_]*\n?[ \t]*(?<said>[^\n\[]{1,200}|\[[^\n\[\]]{1,100}\])$", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex LastLine();
}
