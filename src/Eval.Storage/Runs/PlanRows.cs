using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Runs;

/// <summary>Turns a plan into rows. Candidates and suites that are stored as they stand now are shared between runs.</summary>
internal sealed class PlanRows(EvalContext context, DateTimeOffset now)
{
    private static readonly string Program = typeof(PlanRows).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly Dictionary<string, CandidateRow> _candidates = [];
    private readonly Dictionary<string, SuiteRow> _suites = [];

    public async Task<RunRow> AddAsync(RunPlan plan)
    {
        var run = new RunRow
        {
            PlanHash = plan.Hash,
            Name = plan.Name,
            Comment = plan.Comment,
            Trigger = plan.Trigger,
            Status = RunStatus.Running,
            Seed = plan.Seed,
            Confidence = plan.Confidence,
            WorkspaceFile = plan.WorkspaceFile,
            EstimatedMicroUsd = plan.EstimatedMicroUsd,
            Program = Program,
            Machine = Environment.MachineName,
            CreatedAt = now,
        };
        run.Tags.AddRange(plan.Tags.Select(t => new RunTagRow { Key = t.Key, Value = t.Value }));
        foreach (var cell in plan.Cells)
        {
            run.Cells.Add(new CellRow
            {
                Position = run.Cells.Count,
                Candidate = await CandidateAsync(cell),
                Suite = await SuiteAsync(cell),
                DataHash = cell.DataHash,
                Planned = cell.Samples,
                Epochs = cell.Epochs,
                Limit = cell.Limit,
                Filter = cell.Filter,
                SkipReason = cell.SkipReason,
                EstimatedCalls = cell.EstimatedCalls,
                EstimatedTokens = cell.OwnTokens,
            });
        }

        context.Runs.Add(run);
        await context.SaveChangesAsync(CancellationToken.None);
        return run;
    }

    private async Task<CandidateRow> CandidateAsync(RunCell cell)
    {
        var identity = cell.Model.Identity;
        var snapshot = JsonSerializer.Serialize(new
        {
            local = cell.Candidate.Local is { } local ? local with { Url = WithoutSecrets(local.Url) } : null,
            hosted = cell.Candidate.Hosted is { } hosted ? hosted with { Endpoint = WithoutSecrets(hosted.Endpoint) } : null,
            exact = cell.Candidate.Exact,
            price = cell.Candidate.Price,
            facts = cell.Candidate.Facts,
            tags = cell.Candidate.Tags,
            model = cell.Model.Facts,
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', cell.Candidate.Id, identity.Canonical, snapshot))));
        if (!_candidates.TryGetValue(hash, out var row))
        {
            row = await context.Candidates.SingleOrDefaultAsync(c => c.SnapshotHash == hash) ?? new CandidateRow
            {
                Name = cell.Candidate.Id,
                SnapshotHash = hash,
                Kind = identity.Kind,
                Weights = identity.Weights,
                Engine = identity.Engine,
                Settings = identity.Settings,
                Identity = identity.Canonical,
                Snapshot = snapshot,
                FirstSeenAt = now,
            };
            _candidates.Add(hash, row);
        }

        return row;
    }

    private async Task<SuiteRow> SuiteAsync(RunCell cell)
    {
        var suite = cell.Suite;
        var key = $"{suite.Name}\n{suite.Version}\n{suite.DefinitionHash}";
        if (!_suites.TryGetValue(key, out var row))
        {
            row = await context.Suites.SingleOrDefaultAsync(
                s => s.Name == suite.Name && s.Version == suite.Version && s.DefinitionHash == suite.DefinitionHash) ?? new SuiteRow
                {
                    Name = suite.Name,
                    Version = suite.Version,
                    Kind = suite.Kind,
                    Description = suite.Description,
                    DefinitionHash = suite.DefinitionHash,
                    DefinitionText = suite.DefinitionText,
                    Metrics = StorageText.Write(suite.Metrics),
                    FirstSeenAt = now,
                };
            _suites.Add(key, row);
        }

        return row;
    }

    /// <summary>An address without user, password and query, where people put keys.</summary>
    private static string? WithoutSecrets(string? address) => address is null ? null : ShownAddress.Of(address);
}
