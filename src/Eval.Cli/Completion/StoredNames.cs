using System.Text.RegularExpressions;
using Eval.Core.Workspaces;
using Eval.Storage.Queries;

namespace Eval.Cli.Completion;

/// <summary>
/// Names of the workspace and the database. A shell waits for them at every press of a key: nothing is checked, nothing is loaded that is not
/// needed, and what is broken or missing offers nothing.
/// </summary>
internal sealed partial class StoredNames(string? workspaceFile, string databaseFile) : INames
{
    private const int MostRuns = 50;
    private const int MostLines = 40;

    private readonly Lazy<Workspace?> _workspace = new(() => Try(() => workspaceFile is null ? null : WorkspaceLoader.Load(workspaceFile)));

    public IEnumerable<Offer> Candidates() => _workspace.Value?.Candidates.Select(c => new Offer(c.Id, c.Hosted?.Model ?? Path.GetFileName(c.Local?.File) ?? "")) ?? [];

    public IEnumerable<Offer> Gates() => _workspace.Value?.Gates.Keys.Select(g => new Offer(g, "gate")) ?? [];

    // Reading a suite means reading its templates and scorers; its name stands in one of the first lines.
    public IEnumerable<Offer> Suites() => Try(() => _workspace.Value?.SuiteFiles
        .Select(f => File.ReadLines(f).Take(MostLines).Select(l => NameLine().Match(l)).FirstOrDefault(m => m.Success)?.Groups["name"].Value)
        .OfType<string>().Order(StringComparer.Ordinal).Select(n => new Offer(n, "suite")).ToList()) ?? [];

    public IEnumerable<Offer> Runs() => Try(() => File.Exists(databaseFile) ? RunNames.Read(databaseFile, MostRuns) : null)?
        .SelectMany(r => new[] { new Offer($"{r.Id}", r.Name ?? "run") }.Concat(r.Name is null ? [] : [new Offer(r.Name, $"run {r.Id}")])) ?? [];

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("""^name:\s*(?<quote>["']?)(?<name>[^"'#\s]+)\k<quote>""")]
    private static partial Regex NameLine();
}
