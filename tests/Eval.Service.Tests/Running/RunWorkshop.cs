using System.Globalization;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Service.Tests.Running;

/// <summary>A workspace in a temporary folder with two suites, fake models and a real database.</summary>
internal sealed class RunWorkshop : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunWorkshop(int questions = 200)
    {
        _folder.Write("eval.yaml", """
            candidates:
              - { id: one, local: { file: one.gguf } }
              - { id: two, local: { file: two.gguf } }
            suites: [ "suites/*/suite.yaml" ]
            """);
        _folder.Write("suites/quiz/suite.yaml", """
            name: quiz
            version: 1
            kind: multiple-choice
            dataset: { files: [quiz.jsonl] }
            prompt: "Question: {{question}}\nAnswer:"
            choices: choices
            answer: answer
            metrics: [acc, acc_norm_chars]
            slices: [topic]
            unitSize: 16
            """);
        _folder.Write("suites/quiz/quiz.jsonl", string.Join('\n', Enumerable.Range(0, questions).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"q{{i}}","question":"What is {{i}}?","choices":["red","green apple","blue","a long answer {{i}}"],"answer":{{i % 4}},"topic":"t{{i % 3}}"}"""))));
        _folder.Write("suites/text/suite.yaml", """
            name: text
            version: 1
            kind: perplexity
            dataset: { files: [text.jsonl] }
            text: text
            metrics: [ppl_word_rolling, bits_per_byte]
            """);
        _folder.Write("suites/text/text.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(i =>
            $$"""{"id":"d{{i}}","text":"{{string.Join(' ', Enumerable.Range(0, 300 + (40 * i)).Select(w => "word" + w))}}"}""")));
    }

    /// <summary>Makes the model of a candidate.</summary>
    public Func<Candidate, FakeLikelihoodModel> Models { get; set; } = c => new FakeLikelihoodModel { Seed = c.Id.Length + c.Id[0] };

    public string DatabasePath => _folder.PathOf("results/eval.db");

    public string PathOf(string name) => _folder.PathOf(name);

    public void Write(string name, string text) => _folder.Write(name, text);

    public RunService Service(FakeModelProvider? provider = null) => new(
        DatabasePath, [provider ?? new FakeModelProvider(c => Models(c))], new SuiteData(new DataSources()), TimeProvider.System);

    public RunRequest Request() => new() { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")) };

    public async Task<RunOutcome> RunAsync(RunOptions? options = null, RunRequest? request = null, CancellationToken cancellationToken = default)
    {
        var service = Service();
        var plan = await service.PlanAsync(request ?? Request(), CancellationToken.None);
        return await service.RunAsync(plan, options ?? new RunOptions(), new Progress<RunProgress>(), cancellationToken);
    }

    /// <summary>Everything stored of a run that a number can depend on, as text.</summary>
    public async Task<IReadOnlyList<string>> StoredAsync(long runId)
    {
        await using var database = await EvalDatabase.OpenAsync(DatabasePath, OpenMode.ReadOnly, CancellationToken.None);
        var lines = new List<string>();
        foreach (var cell in (await database.Runs.GetRunAsync(runId, CancellationToken.None))!.Cells)
        {
            await foreach (var s in database.Runs.ReadSamplesAsync(cell.Id, texts: false, CancellationToken.None))
            {
                var measures = string.Join(',', s.Measures.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value:R}"));
                lines.Add($"{cell.CandidateId}/{cell.SuiteName} {s.Epoch}.{s.Ordinal} {s.SampleId} {s.Outcome} {measures}");
            }

            lines.AddRange(cell.Estimates.Select(e => $"{cell.CandidateId}/{cell.SuiteName} {e.MetricId} {e.Slice} {e.Value:R} [{e.Low:R}, {e.High:R}] {e.N}/{e.Planned}"));
        }

        return lines;
    }

    public void Dispose() => _folder.Dispose();
}
