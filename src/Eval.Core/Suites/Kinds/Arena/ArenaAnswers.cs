using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>Whether answers that an arena's candidates gave before are those that it would ask for now.</summary>
public static class ArenaAnswers
{
    // Who meets whom, who decides and what is shown of it: no candidate is asked another thing for them.
    private static readonly string[] Unasked =
    [
        "version", "metrics", "slices", "cluster", "stratify", "limit", "decide", "scoreBy", "tieWithin", "pairing", "baseline", "contrast", "battles", "roundSize", "until", "rating",
        "judge", "judges", "judging", "rubric", "rubricName", "rubricHash", "passFrom", "method", "methodVersion", "aggregate", "question", "context", "canaries",
    ];

    /// <summary>True where everything that decides an answer and its own scores is the same in both definitions.</summary>
    /// <param name="stored">The stored definition; see <see cref="Running.StoredCell.DefinitionText"/>.</param>
    /// <param name="current">The suite's; see <see cref="Suite.DefinitionText"/>.</param>
    public static bool AreSame(string? stored, string? current) => Asked(stored) is { } then && Asked(current) is { } now && JsonNode.DeepEquals(then, now);

    /// <summary>How long a candidate's answers are kept, as in the cache; null for ever: what runs on this machine does not change behind its name.</summary>
    public static TimeSpan? KeptFor(Candidate candidate) => candidate.Hosted is { } hosted ? PipelineSettings.Of(hosted).AnswersKeptFor : null;

    private static JsonObject? Asked(string? definition)
    {
        try
        {
            if (string.IsNullOrEmpty(definition) || JsonNode.Parse(definition) is not JsonObject node)
            {
                return null;
            }

            foreach (var key in Unasked)
            {
                node.Remove(key);
            }

            return node;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
