using Eval.Cli.Tests.Progress;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Tests.Commands;

/// <summary>A database with runs to compare, written through the real store.</summary>
internal static class CompareDatabase
{
    /// <summary>
    /// Run 1: alpha (60 of 100 right) and beta (80: 30 fixed, 10 broken) on the suites facts and words. Run 2, "later": beta on facts, 3 answers
    /// missing. Run 3, "changed": beta on facts with another prompt. Run 4, "broken": beta on facts, every request failed.
    /// </summary>
    public static async Task WriteAsync(string path)
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadWrite, CancellationToken.None);
        var facts = """{"kind":"multiple-choice","name":"facts","prompt":"Q: {{q}}","version":"1"}""";
        await StoreAsync(database, null, [Cell("alpha", "facts", facts), Cell("beta", "facts", facts), Cell("alpha", "words", "{}"), Cell("beta", "words", "{}")], 0);
        await StoreAsync(database, "later", [Cell("beta", "facts", facts)], 3);
        await StoreAsync(database, "changed", [Cell("beta", "facts", facts.Replace("Q:", "Question:"))], 0);
        await StoreAsync(database, "broken", [Cell("beta", "facts", facts)], 100);
    }

    private static RunCell Cell(string candidate, string suite, string definition)
    {
        var cell = TestPlans.Cell(candidate, suite, 100);
        return cell with { Suite = cell.Suite with { DefinitionText = definition, DefinitionHash = ContentHash.Of(definition), Metrics = ["acc"], Slices = ["topic"] } };
    }

    private static async Task StoreAsync(EvalDatabase database, string? name, IReadOnlyList<RunCell> cells, int failed)
    {
        var run = await database.Runs.CreateAsync(TestPlans.Of([.. cells]) with { Name = name, Hash = $"plan {name}" }, CancellationToken.None);
        foreach (var cell in cells)
        {
            var isNew = cell.Candidate.Id == "beta";
            await database.Runs.AppendAsync(
                [.. Enumerable.Range(0, 100).Select(i => new CellResult(run.CellIds[cell.Key], Sample(i, isNew, i >= 100 - failed)))], CancellationToken.None);
        }

        await database.Runs.FinishAsync(run.Id, RunStatus.Finished, null, CancellationToken.None);
    }

    private static SampleResult Sample(int i, bool isNew, bool failed)
    {
        var right = isNew ? i is >= 10 and < 90 : i < 60;
        return new()
        {
            Ordinal = i,
            SampleId = $"fact-{i}",
            Outcome = failed ? SampleOutcome.ProviderError : SampleOutcome.Completed,
            Reason = failed ? "HTTP 500" : null,
            Measures = failed ? new Dictionary<string, double>() : new Dictionary<string, double> { ["acc"] = right ? 1 : 0 },
            Prompt = $"Q: {i}",
            Answer = failed ? null : i == 0 ? TestDatabase.HostileAnswer + " | `x` @team <b>" : right ? "yes" : "no",
            Target = "yes",
            Slices = new Dictionary<string, string> { ["topic"] = i % 2 == 0 ? "even|x" : "odd" },
        };
    }
}
