using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>An assertion as it stands in the column <c>__expected</c> of a table: <c>type: value</c>, <c>type(threshold): value</c>, or the right answer itself.</summary>
internal static partial class PromptfooExpected
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["fn"] = "javascript",
        ["eval"] = "javascript",
        ["grade"] = "llm-rubric",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "equals", "contains", "icontains", "contains-any", "contains-all", "icontains-any", "icontains-all", "starts-with", "regex", "is-json", "contains-json",
        "javascript", "python", "similar", "llm-rubric", "model-graded-closedqa", "factuality", "cost", "latency", "levenshtein", "rouge-n", "bleu", "webhook",
    };

    public static PromptfooAssertion Parse(string text)
    {
        var match = Form().Match(text);
        var type = match.Success ? match.Groups["type"].Value : "";
        type = Aliases.GetValueOrDefault(type, type);
        var isNot = type.StartsWith("not-", StringComparison.Ordinal);
        return match.Success && Types.Contains(isNot ? type[4..] : type)
            ? new PromptfooAssertion(type, match.Groups["value"].Success ? JsonValue.Create(match.Groups["value"].Value) : null, match.Groups["t"].Success ? ["threshold"] : [])
            : new PromptfooAssertion("equals", JsonValue.Create(text), []);
    }

    [GeneratedRegex(@"^\s*(?<type>[a-z]+(?:-[a-z]+)*)(?:\((?<t>[0-9.]+)\))?\s*(?::\s*(?<value>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Form();
}
