using System.Security.Cryptography;
using System.Text;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Inspect;

/// <summary>Makes a run of the logs of one evaluation set, or of one log.</summary>
internal static class InspectRun
{
    public static async Task<ImportedRun> MakeAsync(
        IReadOnlyList<(IInspectLog Log, string Sha256)> logs, ImportSource source, List<NotTaken> notTaken, CancellationToken cancellationToken)
    {
        var taken = Newest(logs, notTaken);
        var headers = taken.ConvertAll(l => l.Log.Header);
        var origin = new ImportOrigin(
            ImportTools.Inspect,
            headers.Select(h => h.ToolVersion).FirstOrDefault(v => v is not null),
            taken.Count == 1 ? Path.GetFileName(taken[0].Log.File) : source.Name,
            taken.Count == 1 ? taken[0].Sha256 : HashOf(taken.Select(l => l.Sha256)),
            headers[0].SetId ?? headers[0].EvalId);
        var cells = new List<ImportedCell>();
        foreach (var (log, _) in taken)
        {
            cells.Add(await new InspectCell(log, origin).MakeAsync(cancellationToken));
        }

        var ends = headers.Select(h => h.CompletedAt).ToList();
        return new ImportedRun
        {
            Origin = origin,
            Status = headers.TrueForAll(h => h.Status == "success") ? RunStatus.Finished
                : headers.Exists(h => h.Status == "error") ? RunStatus.Failed
                : RunStatus.Interrupted,
            Note = Note(headers),
            Tags = headers.SelectMany(h => h.Eval.ItemsOf("tags")).Select(t => ForeignSecrets.TextOrNull(t.Label())).OfType<string>().Distinct(StringComparer.Ordinal)
                .ToDictionary(t => t, _ => "", StringComparer.Ordinal),
            CreatedAt = headers.Min(h => h.CreatedAt),
            FinishedAt = ends.Contains(null) ? null : ends.Max(),
            Cells = Named(cells, headers),
        };
    }

    // A set that was run again holds the logs of the tries; the tool goes on with the newest, a finished one before all.
    private static List<(IInspectLog Log, string Sha256)> Newest(IReadOnlyList<(IInspectLog Log, string Sha256)> logs, List<NotTaken> notTaken)
    {
        var taken = new List<(IInspectLog Log, string Sha256)>();
        foreach (var tries in logs.GroupBy(l => (l.Log.Header.Eval.TextOf("task_id") ?? l.Log.File, l.Log.Header.Model)))
        {
            var ordered = tries.OrderByDescending(l => l.Log.Header.Status == "success").ThenByDescending(l => l.Log.Header.CreatedAt).ToList();
            taken.Add(ordered[0]);
            notTaken.AddRange(ordered.Skip(1).Select(l => new NotTaken(
                new SourcePosition(l.Log.File, 0, 0), l.Log.Header.Task, $"another try of the same task, {l.Log.Header.Status}: {Path.GetFileName(ordered[0].Log.File)} stands for it")));
        }

        return taken;
    }

    private static string? Note(List<InspectHeader> headers)
    {
        var notes = headers.Where(h => h.Status != "success").Select(h =>
            $"{h.Task} {(h.Status == "started" ? "was not finished" : h.Status)}{(h.Error?.TextOf("message") is { } message ? $": {message}" : "")}");
        return string.Join("; ", notes) is { Length: > 0 } note ? ForeignSecrets.Text(note) : null;
    }

    // One task with several arguments (the subjects of a benchmark, say) makes cells that only the arguments tell apart.
    private static List<ImportedCell> Named(List<ImportedCell> cells, List<InspectHeader> headers)
    {
        var seen = new HashSet<(string, string)>();
        var named = new List<ImportedCell>();
        var shared = cells.GroupBy(c => (c.Candidate, c.Suite)).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        foreach (var (cell, header) in cells.Zip(headers))
        {
            var name = shared.Contains((cell.Candidate, cell.Suite)) && Arguments(header) is { Length: > 0 } arguments ? $"{cell.Suite}[{arguments}]" : cell.Suite;
            var unique = name;
            for (var i = 2; !seen.Add((cell.Candidate, unique)); i++)
            {
                unique = $"{name}#{i}";
            }

            named.Add(cell with { Suite = unique });
        }

        return named;
    }

    private static string Arguments(InspectHeader header) => string.Join(',',
        header.Eval.MembersOf(header.Eval.Member("task_args_passed") is null ? "task_args" : "task_args_passed")
            .Where(a => !ForeignSecrets.IsSecret(a.Name)).Select(a => $"{a.Name}={ForeignSecrets.Setting(a.Name, a.Value) ?? "null"}"));

    private static string HashOf(IEnumerable<string> hashes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', hashes.Order(StringComparer.Ordinal)))));
}
