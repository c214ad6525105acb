using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Running;
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
