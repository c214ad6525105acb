using System.Text;

namespace Eval.Cli.Initialization;

/// <summary>What a new workspace is made of.</summary>
/// <param name="Demo">True for the demo models and suites, false for the starter suites.</param>
/// <param name="Models">Candidates of the user's own.</param>
/// <param name="Gate">Whether a gate stands in it.</param>
/// <param name="Schedule">Whether a schedule stands in it; else it is there as a comment.</param>
internal sealed record InitialWorkspace(bool Demo, IReadOnlyList<InitialModel> Models, bool Gate, bool Schedule)
{
    private static readonly string[] DemoSuites = ["demo-arena", "demo-facts", "demo-perplexity", "demo-stories"];

    /// <summary>Ids of the demo models.</summary>
    public static IReadOnlyList<string> DemoModels { get; } = ["tiny-small", "tiny-medium", "tiny-large"];

    /// <summary>Where the demo's models and suites lie beside the program.</summary>
    private static string DemoFolder => Path.Combine(AppContext.BaseDirectory, "demo");

    /// <summary>The candidates' ids.</summary>
    public IReadOnlyList<string> Candidates => [.. Demo ? DemoModels : [], .. Models.Select(m => m.Id)];

    /// <summary>The suites' names.</summary>
    public IReadOnlyList<string> Suites => Demo ? DemoSuites : ["first-questions", "first-sums"];

    /// <summary>Its files by their path in the workspace, with what writes them.</summary>
    public IEnumerable<(string Path, Func<byte[]> Content)> Files()
    {
        yield return ("eval.yaml", () => Utf8(new WorkspaceText(this).ToString()));
        yield return (".env.example", () => Utf8(WorkspaceText.EnvironmentExample));
        if (!Demo)
        {
            yield return ("suites/first-questions/suite.yaml", () => Utf8(Questions()));
            yield return ("suites/first-questions/questions.jsonl", () => Starter("questions.jsonl"));
            yield return ("suites/first-sums/suite.yaml", () => Starter("sums.yaml"));
            yield return ("suites/first-sums/sums.jsonl", () => Starter("sums.jsonl"));
            yield break;
        }

        var files = DemoModels.Select(m => $"demo-models/{m}.gguf").Append("demo-models/MODEL_CARD.md")
            .Concat(DemoSuites.SelectMany(s => Directory.EnumerateFiles(Path.Combine(DemoFolder, s)).Order(StringComparer.Ordinal).Select(f => $"{s}/{Path.GetFileName(f)}")));
        foreach (var file in files)
        {
            yield return ($"suites/{file}", () => File.ReadAllBytes(Path.Combine(DemoFolder, file)));
        }
    }

    // Local models tell likelihoods, most hosted ones only letters: nobody should begin with a table of dashes.
    private string Questions()
    {
        var (mode, metrics) = (Models.Any(m => m.IsLocal), Models.Any(m => !m.IsLocal)) switch
        {
            (true, false) => ("likelihood", "acc, acc_norm_chars"),
            (false, true) => ("generated", "acc_generated"),
            _ => ("auto", "acc, acc_norm_chars, acc_generated"),
        };
        var text = Encoding.UTF8.GetString(Starter("questions.yaml")).Replace("MODE", mode, StringComparison.Ordinal).Replace("METRICS", metrics, StringComparison.Ordinal);
        return mode == "likelihood" ? text.Replace("\ngeneratedPrompt:", "\n# generatedPrompt:", StringComparison.Ordinal) : text;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Starter(string name)
    {
        using var stream = typeof(InitialWorkspace).Assembly.GetManifestResourceStream($"starter.{name}")
            ?? throw new InvalidOperationException($"no file {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
