using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>A workspace in a temporary folder: two of the demo models and a small suite written for it.</summary>
internal sealed class TinyWorkspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyWorkspace(int samples = 10)
    {
        var models = Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-models");
        Write("eval.yaml", $"""
            candidates:
              - id: small
                local: {Local(models, "tiny-small")}
              - id: medium
                local: {Local(models, "tiny-medium")}
            suites: [ "*/suite.yaml" ]
            """);
        Write("sums/suite.yaml", """
            name: sums
            version: 1
            kind: multiple-choice
            mode: auto
            dataset: { files: [sums.jsonl] }
            prompt: "Question: {{question}}\nAnswer:"
            generatedPrompt: "Question: {{question}}\n{{choiceLines}}\nAnswer:"
            choices: choices
            answer: answer
            metrics: [acc, acc_generated]
            slices: [parity]
            """);
        Write("sums/sums.jsonl", string.Join('\n', Enumerable.Range(0, samples).Select(i =>
            $$"""{"id": "sum-{{i}}", "question": "What is {{i % 30}} plus {{i / 30}}?", "choices": ["{{(i % 30) + (i / 30)}}", "{{i + 1000}}"], "answer": 0, "parity": "{{(i % 2 == 0 ? "even" : "odd")}}"}""")));
    }

    public string Root => _folder.Root;

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    private static string Local(string models, string name) => $$"""{ file: "{{models}}/{{name}}.gguf", context: 256 }""";
}
