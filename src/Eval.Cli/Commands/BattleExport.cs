using System.Text;
using Eval.Cli.CommandLine;
using Eval.Cli.Rendering;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Running.Tournaments;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>Writes the battles of a run to a file: tables for whoever rates them elsewhere, JSON lines with everything that is stored.</summary>
internal sealed class BattleExport(CommandContext context, ArenaRun arena, VerdictTable table)
{
    /// <summary>Writes it. Returns how the file is rated as the run was.</summary>
    /// <exception cref="EvalConfigurationException">The file has another ending, or exists.</exception>
    public async Task<string> WriteAsync(
        string given, IReadOnlyList<BattleResult> judged, IReadOnlyList<BattleResult> voted, RateMethods methods, BattleFileOptions options, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(given, context.Surroundings.CurrentDirectory);
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".csv" or ".tsv" or ".jsonl"))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "battles are written as .csv, .tsv or .jsonl", "name the file so");
        }

        if (File.Exists(path))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "exists already", "name another file, or move this one away");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var undecided = 0;
        await using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            if (ending == ".jsonl")
            {
                undecided = await WriteLinesAsync(stream, judged, voted, cancellationToken) - table.Count;
            }
            else
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                table.Write(writer, ending == ".tsv" ? "\t" : ",", isInert: true);
            }
        }

        var name = ShortPath.Of(path, context.Surroundings.CurrentDirectory);
        var others = undecided > 0 ? $" and {Figures.Count(undecided)} undecided {(undecided == 1 ? "battle" : "battles")}" : "";
        return $"{Figures.Count(table.Count)} verdicts{others} are in {name}: {context.Command($"rate {Invocation.Quote(name)}{Likewise(ending == ".jsonl", methods, options)}")}";
    }

    // What judges wrote is read battle by battle: all of it may be more than fits in memory.
    private async Task<int> WriteLinesAsync(Stream stream, IReadOnlyList<BattleResult> judged, IReadOnlyList<BattleResult> voted, CancellationToken cancellationToken)
    {
        var lines = new VerdictLines(table);
        var written = 0;
        var rated = judged.ToDictionary(b => b.Plan.Ordinal);
        if (rated.Count > 0)
        {
            await foreach (var told in arena.ToldAsync(cancellationToken))
            {
                written += rated.TryGetValue(told.Plan.Ordinal, out var battle) ? await lines.WriteAsync(stream, battle, told.DetailJson, cancellationToken) : 0;
            }
        }

        foreach (var vote in voted)
        {
            written += await lines.WriteAsync(stream, vote, detail: null, cancellationToken);
        }

        return written;
    }

    // The options with which the file has the run's ratings.
    private string Likewise(bool isLines, RateMethods methods, BattleFileOptions options)
    {
        var groups = methods.IsOrdered ? [] : options.Clusterings is { Count: 3 } two ? [.. two.Take(2).Select(c => c[0])] : table.HasClusters ? [table.ClusterColumn] : (string[])[];
        return string.Concat(
            methods.Name == "bt" ? "" : $" --method {methods.Name}",
            methods.Likelihood.Position ? " --position" : "",
            methods.Likelihood.BothBad == BothBadRule.Leave ? " --both-bad leave" : "",
            table.HasWeights && !methods.IsOrdered ? $" --weights {VerdictTable.Weight}" : "",
            groups.Length == 0 ? "" : $" --cluster {string.Join(',', groups.Select(g => isLines && g == "prompt" ? "promptId" : g))}");
    }
}
