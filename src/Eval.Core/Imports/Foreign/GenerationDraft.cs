using System.Text.Json.Nodes;

namespace Eval.Core.Imports.Foreign;

/// <summary>A generation suite to be written from what another tool had.</summary>
internal sealed record GenerationDraft
{
    /// <summary>A valid name; see <see cref="NameOf"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it came from, as a comment.</summary>
    public required string Comment { get; init; }

    public string? Description { get; init; }

    public string? System { get; init; }

    public required string Prompt { get; init; }

    /// <summary>The field of the right answers; null where the scorer needs none.</summary>
    public string? Target { get; init; }

    /// <summary>Scorers with their options.</summary>
    public required IReadOnlyDictionary<string, object?> Scoring { get; init; }

    public int? MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>The data, a row each.</summary>
    public required IReadOnlyList<JsonObject> Rows { get; init; }

    /// <summary>Letters, digits and hyphens of a text; <paramref name="otherwise"/> where it has none.</summary>
    public static string NameOf(string text, string otherwise)
    {
        var name = string.Join('-', string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? char.ToLowerInvariant(c) : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim('.', '_', '-');
        return name.Length == 0 ? otherwise : name.Length <= 60 ? name : name[..60].TrimEnd('.', '_', '-');
    }

    /// <summary>A candidate to be replaced, where the source names none that can be taken: a workspace needs one.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Placeholder { get; } =
    [
        new Dictionary<string, object?>
        {
            ["id"] = "my-model",
            ["hosted"] = new Dictionary<string, object?> { ["provider"] = "openai", ["model"] = "gpt-4o-mini", ["apiKeyEnv"] = "OPENAI_API_KEY" },
        },
    ];

    /// <summary>A name that is not taken yet.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
        {
            unique = $"{name}-{i}";
        }

        return unique;
    }

    /// <summary>Its files, in a folder of its own.</summary>
    public IEnumerable<ImportedFile> Files()
    {
        yield return ImportedFile.Of($"suites/{Name}/suite.yaml", Yaml());
        yield return ImportedFile.Of($"suites/{Name}/{Name}.jsonl", async (writer, token) =>
        {
            foreach (var row in Rows)
            {
                token.ThrowIfCancellationRequested();
                await writer.WriteAsync(ForeignText.Json(row) + "\n");
            }
        });
    }

    private string Yaml()
    {
        var target = Target is null ? null : Target.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? Target : $"[{Target}]";
        return new YamlText()
            .Comment(Comment)
            .Key("name", Name)
            .Key("version", 1)
            .Key("kind", "generation")
            .Key("description", Description is null ? null : ForeignText.Cut(Description, 200))
            .Key("dataset", new Dictionary<string, object?> { ["files"] = new[] { $"{Name}.jsonl" } })
            .Key("system", System)
            .Key("prompt", Prompt)
            .Key("target", target)
            .Key("scoring", Scoring)
            .Key("maxTokens", MaxTokens)
            .Key("temperature", Temperature)
            .Key("slices", Slices.Count == 0 ? null : Slices)
            .ToString();
    }
}
