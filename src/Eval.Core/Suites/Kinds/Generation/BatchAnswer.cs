using System.Text.RegularExpressions;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>The answer to several questions that were asked in one prompt.</summary>
internal static partial class BatchAnswer
{
    /// <summary>The parts by the number of their question, from 1; a number that comes twice keeps its first part.</summary>
    public static Dictionary<int, string> Split(string answer)
    {
        var parts = new Dictionary<int, string>();
        var marks = Mark().Matches(answer);
        for (var i = 0; i < marks.Count; i++)
        {
            var end = i + 1 < marks.Count ? marks[i + 1].Index : answer.Length;
            if (int.TryParse(marks[i].Groups["number"].Value, out var number))
            {
                parts.TryAdd(number, answer[(marks[i].Index + marks[i].Length)..end].Trim());
            }
        }

        return parts;
    }

    /// <summary>One sample's share of what the call took; the parts sum to the whole.</summary>
    public static SampleResult Share(SampleResult whole, int index, int count)
    {
        return whole with
        {
            InputTokens = (int)Part(whole.InputTokens),
            OutputTokens = (int)Part(whole.OutputTokens),
            CostMicroUsd = whole.CostMicroUsd is { } cost ? Part(cost) : null,
            DurationMs = whole.DurationMs / count,
        };

        long Part(long total) => (total * (index + 1) / count) - (total * index / count);
    }

    [GeneratedRegex(@"^[ \t*#]*A\s?\[(?<number>[0-9]{1,4})\][ \t]*\**[ \t]*:?[ \t]*\**", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
