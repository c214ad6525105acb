using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Core.Imports;
using Eval.Core.Running;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Imports;

/// <summary>Turns an imported run into rows; its samples follow. Candidates and suites that are stored as they stand are shared between runs.</summary>
internal sealed class ImportRows(EvalContext context, DateTimeOffset now)
{
    private readonly Dictionary<string, CandidateRow> _candidates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SuiteRow> _suites = new(StringComparer.Ordinal);

    /// <summary>Adds the run, marked as being worked on: what is not whole must never look finished.</summary>
    public async Task<RunRow> AddAsync(ImportedRun imported)
    {
        var origin = imported.Origin;
        var run = new RunRow
        {
            PlanHash = imported.PlanHash ?? origin.Sha256,
            Name = StorageText.Clean(imported.Name),
            Trigger = "import",
            Status = RunStatus.Running,
            Comment = StorageText.Clean(imported.Note),
            Seed = imported.Seed,
            Confidence = imported.Confidence,
            WorkspaceFile = "",
            Program = imported.Program ?? origin.ToolName,
            Machine = imported.Machine,
            CreatedAt = imported.CreatedAt ?? now,
            Import = new RunImportRow
            {
                Tool = origin.Tool,
                ToolVersion = origin.ToolVersion,
                File = origin.File,
                Sha256 = origin.Sha256,
                OriginalId = StorageText.Clean(origin.OriginalId),
                ImportedAt = now,
            },
        };
        run.Tags.AddRange(imported.Tags.Select(t => new RunTagRow { Key = StorageText.Clean(t.Key), Value = StorageText.Clean(t.Value) }));
        foreach (var cell in imported.Cells)
        {
            run.Cells.Add(new CellRow
            {
                Position = run.Cells.Count,
                Candidate = await CandidateAsync(cell),
                Suite = await SuiteAsync(cell, origin.Tool),
                DataHash = cell.DataHash ?? "",
                Planned = cell.Planned ?? 0,
                Epochs = cell.Epochs,
                Limit = cell.Limit,
                Filter = StorageText.Clean(cell.Filter),
                SkipReason = StorageText.Clean(cell.SkipReason),
            });
        }

        context.Runs.Add(run);
        await context.SaveChangesAsync(CancellationToken.None);
        return run;
    }

    private async Task<CandidateRow> CandidateAsync(ImportedCell cell)
    {
        var (name, model) = (StorageText.Clean(cell.Candidate), cell.Model);
        const string Snapshot = """{"imported":true}""";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', name, model.Canonical, Snapshot))));
        if (!_candidates.TryGetValue(hash, out var row))
        {
            row = await context.Candidates.SingleOrDefaultAsync(c => c.SnapshotHash == hash) ?? new CandidateRow
            {
                Name = name,
                SnapshotHash = hash,
                Kind = model.Kind,
                Weights = StorageText.Clean(model.Weights),
                Engine = StorageText.Clean(model.Engine),
                Settings = StorageText.Clean(model.Settings),
                Identity = StorageText.Clean(model.Canonical),
                Snapshot = Snapshot,
                FirstSeenAt = now,
            };
            _candidates.Add(hash, row);
        }

        return row;
    }

    private async Task<SuiteRow> SuiteAsync(ImportedCell cell, string tool)
    {
        var (name, version) = (StorageText.Clean(cell.Suite), StorageText.Clean(cell.SuiteVersion));

        // One definition of a tool may stand behind other metrics in another run: they are part of the row, so they are part of its key.
        var metrics = JsonSerializer.Serialize(cell.Metrics.Order(StringComparer.Ordinal));
        var definition = cell.DefinitionHash ?? ContentHash.Of(tool, name, cell.DefinitionText, metrics);
        var key = $"{name}\n{version}\n{definition}";
        if (!_suites.TryGetValue(key, out var row))
        {
            row = await context.Suites.SingleOrDefaultAsync(s => s.Name == name && s.Version == version && s.DefinitionHash == definition) ?? new SuiteRow
            {
                Name = name,
                Version = version,
                Kind = cell.SuiteKind ?? tool,
                DefinitionHash = definition,
                DefinitionText = StorageText.Clean(cell.DefinitionText),
                Metrics = StorageText.Write(cell.Metrics),
                FirstSeenAt = now,
            };
            _suites.Add(key, row);
        }

        return row;
    }
}
