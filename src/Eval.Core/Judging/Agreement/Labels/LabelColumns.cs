using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Agreement.Labels;

/// <summary>Which fields of a file of labels hold what; names or paths (<c>results.[0].winner</c>). Null for a guess by the usual names.</summary>
public sealed record LabelColumns
{
    /// <summary>What was asked.</summary>
    public string? Question { get; init; }

    /// <summary>The judged answer, or the first of two.</summary>
    public string? Answer { get; init; }

    /// <summary>The second of two answers.</summary>
    public string? Other { get; init; }

    /// <summary>A right answer.</summary>
    public string? Reference { get; init; }

    /// <summary>The text that the answer must be grounded in.</summary>
    public string? Context { get; init; }

    /// <summary>People's labels, one column for each person; empty for a guess.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Stored verdicts; never guessed.</summary>
    public string? Verdict { get; init; }

    /// <summary>Stored verdicts where the second answer was shown first; never guessed.</summary>
    public string? VerdictSwapped { get; init; }

    /// <summary>True where a stored verdict names the place in which an answer was shown; false (the default) where it names the file's answer.</summary>
    public bool VerdictsNamePlaces { get; init; }

    /// <summary>What groups dependent items; null for none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The model of the (first) answer.</summary>
    public string? Model { get; init; }

    /// <summary>The model of the second answer.</summary>
    public string? OtherModel { get; init; }

    private static readonly string[] Questions = ["question", "input", "prompt", "instruction", "query"];
    private static readonly string[] Answers = ["answer", "output_1", "output1", "answer_1", "answer_a", "response_1", "response_a", "output", "response", "completion"];
    private static readonly string[] Others = ["other", "output_2", "output2", "answer_2", "answer_b", "response_2", "response_b"];
    private static readonly string[] References = ["reference", "target", "ideal", "gold_answer", "expected"];
    private static readonly string[] Contexts = ["context", "document", "source", "passage"];
    private static readonly string[] Golds = ["label", "human_label", "gold", "human", "human_score", "rating", "score", "winner", "preference"];
    private static readonly string[] Models = ["model", "model_1", "model_a"];
    private static readonly string[] OtherModels = ["model_2", "model_b"];

    /// <summary>The columns with guesses where none are named.</summary>
    /// <param name="rows">The rows of a file; one or more. A field need not be in each.</param>
    /// <exception cref="EvalConfigurationException">There is no column of labels, or a name is no field.</exception>
    internal ResolvedColumns Resolve(IReadOnlyList<Row> rows)
    {
        var names = rows.SelectMany(r => r.Fields.Select(f => f.Key)).Distinct(StringComparer.Ordinal).ToList();
        IReadOnlyList<string> labels = Labels.Count > 0 ? Labels : Guess(Golds) is { } gold ? [gold] : throw new EvalConfigurationException(
            rows[0].Source, "has no field that looks like a label", $"name it with --label; the fields are: {string.Join(", ", names.Take(20))}");
        return new ResolvedColumns(
            Path("--question", Question, Questions), Path("--answer", Answer, Answers), Path("--other", Other, Others), Path("--reference", Reference, References),
            Path("--context", Context, Contexts), [.. labels.Select(l => Parse("--label", l))], Path("--verdict", Verdict, []),
            Path("--verdict-swapped", VerdictSwapped, []), Path("--cluster", Cluster, []), Path("--model", Model, Models), Path("--other-model", OtherModel, OtherModels));

        string? Guess(string[] usual) => usual.Select(u => names.Find(n => n.Equals(u, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(n => n is not null);
        FieldPath? Path(string option, string? given, string[] usual) => given is not null ? Parse(option, given) : Guess(usual) is { } found ? Parse(option, found) : null;
        FieldPath Parse(string option, string text)
        {
            // A column may have any name; a path is what is no name.
            var path = names.Contains(text) && FieldPath.TryParse($"[{text}]", out var exact) ? exact : FieldPath.TryParse(text, out var way) ? way : null;
            return path is not null && rows.Any(r => path.TryFind(r.Fields, out _)) ? path : throw new EvalConfigurationException(
                rows[0].Source, $"has no field \"{text}\" ({option})", NearestName.Hint(text, names));
        }
    }
}

/// <summary>Where each part of an item stands; null where the file has none.</summary>
internal sealed record ResolvedColumns(
    FieldPath? Question, FieldPath? Answer, FieldPath? Other, FieldPath? Reference, FieldPath? Context, IReadOnlyList<FieldPath> Labels, FieldPath? Verdict,
    FieldPath? VerdictSwapped, FieldPath? Cluster, FieldPath? Model, FieldPath? OtherModel);
