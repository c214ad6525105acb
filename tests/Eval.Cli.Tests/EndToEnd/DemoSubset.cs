using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>A workspace in a temporary folder: two demo models on parts of the demo suites, cut into many small units; about three seconds of work.</summary>
internal sealed class DemoSubset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DemoSubset()
    {
        var suites = Path.Combine(SharedFolder.RepositoryRoot, "suites");
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: small
                local: { file: "{{suites}}/demo-models/tiny-small.gguf", context: 256, threads: 1 }
              - id: medium
                local: { file: "{{suites}}/demo-models/tiny-medium.gguf", context: 256, threads: 1 }
            suites: [ "*/suite.yaml" ]
            """);
        _folder.Write("facts/suite.yaml", $$$"""
            name: facts
            version: 1
            kind: multiple-choice
            dataset: { files: ["{{{suites}}}/demo-facts/facts.jsonl"] }
            prompt: "Question: {{question}}\nAnswer:"
            choices: choices
            answer: answer
            unitSize: 8
            limit: 160
            metrics: [acc, acc_norm_chars, brier]
            slices: [category]
            """);
        _folder.Write("texts/suite.yaml", $$"""
            name: texts
            version: 1
            kind: perplexity
            dataset: { files: ["{{suites}}/demo-perplexity/heldout.jsonl"] }
            limit: 24
            contextLength: 128
            windowsPerUnit: 1
            metrics: [bits_per_byte, ppl_word_rolling]
            """);
    }

    public string Root => _folder.Root;

    public string Database => _folder.PathOf("results/eval.db");

    public void Dispose() => _folder.Dispose();
}
