using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Running;
using Eval.FakeEndpoint;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Imports;

/// <summary>A folder with a database that a test imports into.</summary>
internal sealed class ImportWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.Root;

    public string Database => _folder.PathOf("eval.db");

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public JsonNode Json => JsonNode.Parse(Out)!;

    public static string PathOf(string file) =>
        Path.Combine(SharedFolder.RepositoryRoot, "tests", "Eval.Cli.Tests", "Imports", "files", file);

    public string Write(string name, string text)
    {
        var path = _folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<int> RunAsync(params string[] arguments)
    {
        var world = new TestWorld(Root) { Width = 160 };
        var code = await world.RunAsync([.. arguments, "--db", Database]);
        (Out, Error) = (world.Out, world.Error);
        return code;
    }

    /// <summary>Checks a workspace that was written, with one candidate that answers in the place of those that nobody can reach here.</summary>
    public async Task<int> CheckAsync(string folder)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Models = new Dictionary<string, ModelProfile> { ["right"] = new() } });
        var file = Path.Combine(Root, folder, "eval.yaml");
        var candidate = $"candidates:\n  - {{ id: right, hosted: {{ provider: openai-compatible, endpoint: \"{endpoint.OpenAiAddress}\", model: right, likelihoods: none }} }}\n";
        File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), "candidates:\n(  - .*\n)+", _ => candidate));
        return await RunAsync("check", "-c", folder);
    }

    public async Task<StoredRun> ReadAsync(long id = 1)
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
        return (await database.RunQueries.GetAsync(id, CancellationToken.None))!;
    }

    public async Task<List<SampleResult>> SamplesAsync(StoredCell cell)
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
        var samples = new List<SampleResult>();
        await foreach (var sample in database.Runs.ReadSamplesAsync(cell.Id, texts: true, CancellationToken.None))
        {
            samples.Add(sample);
        }

        return samples;
    }

    public void Dispose() => _folder.Dispose();
}
