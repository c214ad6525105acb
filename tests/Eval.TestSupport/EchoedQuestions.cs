using System.Globalization;

namespace Eval.TestSupport;

/// <summary>
/// A workspace with one hosted candidate and a suite whose right answer is the question: an endpoint that repeats what it is told is right only
/// where it answers this very sample.
/// </summary>
public static class EchoedQuestions
{
    /// <summary>Writes eval.yaml, suite.yaml and the data.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="endpoint">The base address of the endpoint.</param>
    /// <param name="samples">How many questions.</param>
    /// <param name="candidate">More keys of the candidate's <c>hosted:</c>.</param>
    /// <param name="provider">Whose wire format it speaks.</param>
    public static void Write(TemporaryFolder folder, string endpoint, int samples, string candidate, string provider = "openai-compatible")
    {
        folder.Write("eval.yaml", $$"""
            candidates:
              - id: hosted
                hosted: { provider: {{provider}}, endpoint: "{{endpoint}}", model: m, {{candidate}} }
            suites: [suite.yaml]
            """);
        folder.Write("suite.yaml", """
            name: questions
            version: 1
            kind: generation
            dataset: { files: [data.jsonl] }
            prompt: "{{question}}"
            target: question
            scoring: exact_match
            metrics: [exact_match]
            """);
        folder.Write("data.jsonl", string.Join('\n', Enumerable.Range(0, samples).Select(i => $$"""{"id":"q{{i}}","question":"{{Question(i)}}"}""")));
    }

    /// <summary>The question of a sample.</summary>
    public static string Question(int i) => string.Create(CultureInfo.InvariantCulture, $"What is the meaning of number {i}?");
}
