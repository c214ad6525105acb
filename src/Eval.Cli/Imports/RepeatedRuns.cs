using Eval.Core.Imports;

namespace Eval.Cli.Imports;

/// <summary>Finds results that one source holds more than once, by the content that they were read from (<see cref="ImportOrigin.Sha256"/>).</summary>
internal static class RepeatedRuns
{
    /// <summary>The content with each run once; the repetitions are told as not taken.</summary>
    public static ImportedContent Once(ImportedContent content)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var runs = new List<ImportedRun>();
        var repeated = new List<NotTaken>();
        foreach (var run in content.Runs)
        {
            if (first.TryAdd(KeyOf(run), run.Origin.File))
            {
                runs.Add(run);
            }
            else
            {
                repeated.Add(new NotTaken(null, run.Origin.File, $"the same results as in {first[KeyOf(run)]}, byte for byte: taken once"));
            }
        }

        return content with { Runs = runs, NotTaken = [.. content.NotTaken, .. repeated] };
    }

    // Two models may have given the very same answers: some tools name the model only in the folder.
    private static string KeyOf(ImportedRun run) =>
        string.Join('\n', run.Cells.Select(c => $"{c.Candidate}\t{c.Suite}").Order(StringComparer.Ordinal).Prepend(run.Origin.Sha256));
}
