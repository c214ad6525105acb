using System.Text.RegularExpressions;
using Eval.Core.Judging.Rubrics;
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

    private readonly Lazy<WorkspaceOutline?> _outline = new(() => Try(() => workspaceFile is null ? null : WorkspaceOutline.Of(File.ReadLines(workspaceFile))));
    private readonly Lazy<Workspace?> _workspace = new(() => Try(() => workspaceFile is null ? null : WorkspaceLoader.Load(workspaceFile)));

    public IEnumerable<Offer> Candidates() => Names(o => o.Candidates, w => w.Candidates.Select(c => c.Id), "candidate");

    public IEnumerable<Offer> Gates() => Names(o => o.Gates, w => w.Gates.Keys, "gate");

    public IEnumerable<Offer> Rubrics() => Own().Concat(RubricLoader.BuiltInNames).Distinct(StringComparer.Ordinal).Select(n => new Offer(n, "rubric"));

    // Reading a suite means reading its templates and scorers; its name stands in one of the first lines.
    public IEnumerable<Offer> Suites() => Try(() => SuiteFiles()
        .Select(f => File.ReadLines(f).Take(MostLines).Select(l => NameLine().Match(l)).FirstOrDefault(m => m.Success)?.Groups["name"].Value)
        .OfType<string>().Order(StringComparer.Ordinal).Select(n => new Offer(n, "suite")).ToList()) ?? [];

    public IEnumerable<Offer> Runs() => Try(() => File.Exists(databaseFile) ? RunNames.Read(databaseFile, MostRuns) : null)?
        .SelectMany(r => new[] { new Offer($"{r.Id}", r.Name ?? "run") }.Concat(r.Name is null ? [] : [new Offer(r.Name, $"run {r.Id}")])) ?? [];

    private IEnumerable<string> Own() => Try(() => workspaceFile is null ? null
        : PathGlob.Files(Path.GetDirectoryName(workspaceFile)!, "rubrics/*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).ToList()) ?? [];

    private IEnumerable<string> SuiteFiles() =>
        _outline.Value?.Suites.SelectMany(p => PathGlob.Files(Path.GetDirectoryName(workspaceFile)!, p)).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } files
            ? files
            : _workspace.Value?.SuiteFiles ?? [];

    private IEnumerable<Offer> Names(Func<WorkspaceOutline, List<string>> inOutline, Func<Workspace, IEnumerable<string>> inWorkspace, string what) =>
        ((_outline.Value is { } outline && inOutline(outline) is { Count: > 0 } found ? found : _workspace.Value is { } workspace ? inWorkspace(workspace) : []))
        .Select(n => new Offer(n, what));

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
