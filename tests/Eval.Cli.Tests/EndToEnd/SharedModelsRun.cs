using System.Text.Json.Nodes;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>One run of Workspaces/shared-models, for all tests that look at it: three real models on five public data sets.</summary>
public sealed class SharedModelsRun : IDisposable
{
    public const int Limit = 12;
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<(JsonNode Document, string Error)>> _run;
    private readonly Lazy<Task<IReadOnlyList<JsonNode>>> _samples;

    public SharedModelsRun()
    {
        _run = new(RunAsync);
        _samples = new(ReadSamplesAsync);
    }

    private string Database => _folder.PathOf("eval.db");

    /// <summary>The document on standard output, and standard error.</summary>
    public Task<(JsonNode Document, string Error)> ResultAsync() => _run.Value;

    /// <summary>The samples of a candidate on a suite, as <c>samples --jsonl</c> gives them.</summary>
    public async Task<IReadOnlyList<JsonNode>> SamplesAsync(string candidate, string suite) =>
        [.. (await _samples.Value).Where(s => s["candidate"]!.GetValue<string>() == candidate && s["suite"]!.GetValue<string>() == suite)];

    public void Dispose() => _folder.Dispose();

    private async Task<(JsonNode Document, string Error)> RunAsync()
    {
        var workspace = Path.Combine(SharedFolder.RepositoryRoot, "tests", "Eval.Cli.Tests", "Workspaces", "shared-models");
        var data = new Dictionary<string, string> { ["EVAL_DATASETS"] = SharedFolder.PathOf("datasets") };
        using var run = await ProgramRun.ToEndAsync(
            _folder.Root, data, ["run", "-c", workspace, "--db", Database, "--limit", $"{Limit}", "--json", "--quiet"]);
        SchemaFiles.Validate("run", run.Out).ShouldBeEmpty(run.Error);
        return (JsonNode.Parse(run.Out)!, run.Error);
    }

    private async Task<IReadOnlyList<JsonNode>> ReadSamplesAsync()
    {
        await ResultAsync();
        using var samples = await ProgramRun.ToEndAsync(_folder.Root, "samples", "1", "--db", Database, "--jsonl");
        samples.ExitCode.ShouldBe(0, samples.Error);
        return [.. samples.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }
}
