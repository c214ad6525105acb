using System.Reflection;
using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Gates;

/// <summary>Stored decisions of gates, with who overrode them. Nothing here is ever changed or deleted; waivers are added.</summary>
public sealed class GateStore
{
    private static readonly string Program = typeof(GateStore).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly EvalDatabase _database;

    internal GateStore(EvalDatabase database) => _database = database;

    /// <summary>
    /// Stores a decision and gives it back with its number, time, machine and attempt. Attempts are counted over the same policy, baseline and
    /// candidate; a decision from the very evidence of an earlier one is that attempt again and adds none.
    /// </summary>
    public Task<GateRecord> AddAsync(GateRecord record, CancellationToken cancellationToken) => _database.WriteAsync(async context =>
    {
        var row = ToRow(record);
        var earlier = await context.GateDecisions.AsNoTracking().Where(d => d.AttemptKey == row.AttemptKey)
            .Select(d => new { d.Attempt, d.EvidenceHash }).ToListAsync(CancellationToken.None);
        row.Attempt = earlier.Find(e => e.EvidenceHash == row.EvidenceHash)?.Attempt ?? earlier.Select(e => e.Attempt).DefaultIfEmpty().Max() + 1;
        row.DecidedAt = _database.Time.GetUtcNow();
        context.GateDecisions.Add(row);
        await context.SaveChangesAsync(CancellationToken.None);
        return ToRecord(row);
    }, cancellationToken);

    /// <summary>A decision, or null where there is none of that number.</summary>
    public Task<GateRecord?> GetAsync(long id, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        await Whole(context).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is { } row ? ToRecord(row) : null);

    /// <summary>Decisions, the newest first.</summary>
    /// <param name="gate">Only those of this gate, or null for all.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<GateRecord>> ListAsync(string? gate, int skip, int take, CancellationToken cancellationToken) =>
        _database.ReadAsync(async context => (IReadOnlyList<GateRecord>)[.. (await Whole(context)
            .Where(d => gate == null || d.Gate == gate).OrderByDescending(d => d.Id).Skip(skip).Take(take)
            .ToListAsync(cancellationToken)).Select(ToRecord)]);

    /// <summary>All decisions about the same policy, baseline and candidate as a record, the oldest first; it need not be stored itself.</summary>
    public Task<IReadOnlyList<GateRecord>> AttemptsAsync(GateRecord record, CancellationToken cancellationToken)
    {
        var key = AttemptKey(record);
        return _database.ReadAsync(async context => (IReadOnlyList<GateRecord>)[.. (await Whole(context)
            .Where(d => d.AttemptKey == key).OrderBy(d => d.Id).ToListAsync(cancellationToken)).Select(ToRecord)]);
    }

    /// <summary>The newest decision of a gate that was a pass, or null.</summary>
    /// <param name="gate">The gate's name.</param>
    /// <param name="policyHash">The policy that it passed under, or null for any: another file of the same name may ask for much less.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<GateRecord?> LastPassedAsync(string gate, string? policyHash, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
        await Whole(context).Where(d => d.Gate == gate && d.Verdict == GateVerdict.Pass && (policyHash == null || d.PolicyHash == policyHash)).OrderByDescending(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken) is { } row ? ToRecord(row) : null);

    /// <summary>Adds a waiver to a decision and gives the decision back, or null where there is none of that number.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who takes the responsibility.</param>
    /// <param name="until">The first moment at which it no longer holds, or null.</param>
    /// <param name="cancellationToken">Cancels the write before it begins.</param>
    public Task<GateRecord?> WaiveAsync(long id, string reason, string by, DateTimeOffset? until, CancellationToken cancellationToken) =>
        _database.WriteAsync(async context =>
        {
            if (!await context.GateDecisions.AnyAsync(d => d.Id == id, CancellationToken.None))
            {
                return null;
            }

            context.GateWaivers.Add(new GateWaiverRow
            {
                DecisionId = id,
                Reason = StorageText.Clean(reason),
                WaivedBy = StorageText.Clean(by),
                WaivedAt = _database.Time.GetUtcNow(),
                Until = until,
            });
            await context.SaveChangesAsync(CancellationToken.None);
            return ToRecord(await Whole(context).SingleAsync(d => d.Id == id, CancellationToken.None));
        }, cancellationToken);

    private static IQueryable<GateDecisionRow> Whole(EvalContext context) =>
        context.GateDecisions.AsNoTracking().AsSplitQuery().Include(d => d.Evidence).Include(d => d.Waivers);

    private static string AttemptKey(GateRecord record) =>
        ContentHash.Of("gate-1", record.PolicyHash, record.BaselineIdentity, record.CandidateIdentity);

    private static GateDecisionRow ToRow(GateRecord record)
    {
        var row = new GateDecisionRow
        {
            AttemptKey = AttemptKey(record),
            Gate = record.Gate,
            PolicyHash = record.PolicyHash,
            PolicyText = StorageText.Clean(record.PolicyText),
            Baseline = StorageText.Clean(record.Baseline),
            BaselineName = record.BaselineName,
            BaselineIdentity = record.BaselineIdentity,
            CandidateName = record.CandidateName,
            CandidateIdentity = record.CandidateIdentity,
            Verdict = record.Verdict,
            ExitCode = record.ExitCode,
            EvidenceHash = record.EvidenceHash,
            Decision = StorageText.Clean(record.Decision),
            WorkspaceFile = record.WorkspaceFile,
            Program = Program,
            Machine = Environment.MachineName,
            DecidedBy = StorageText.Clean(record.DecidedBy),
        };
        row.Evidence.AddRange(record.Evidence.Select((source, i) => new GateEvidenceRow
        {
            Position = i,
            Side = source.Side,
            Suite = source.Suite,
            RunId = source.RunId,
            CellId = source.CellId,
            ArchiveFile = StorageText.Clean(source.ArchiveFile),
            ArchiveHash = source.ArchiveHash,
            DefinitionHash = source.DefinitionHash,
            DataHash = source.DataHash,
            Samples = source.Samples,
            Epochs = source.Epochs,
            Seed = source.Seed,
        }));
        return row;
    }

    private static GateRecord ToRecord(GateDecisionRow row) => new()
    {
        Id = row.Id,
        Gate = row.Gate,
        PolicyHash = row.PolicyHash,
        PolicyText = row.PolicyText,
        Baseline = row.Baseline,
        BaselineName = row.BaselineName,
        BaselineIdentity = row.BaselineIdentity,
        CandidateName = row.CandidateName,
        CandidateIdentity = row.CandidateIdentity,
        Verdict = row.Verdict,
        ExitCode = row.ExitCode,
        EvidenceHash = row.EvidenceHash,
        Decision = row.Decision,
        WorkspaceFile = row.WorkspaceFile,
        Program = row.Program,
        Machine = row.Machine,
        DecidedBy = row.DecidedBy,
        DecidedAt = row.DecidedAt,
        Attempt = row.Attempt,
        Evidence = [.. row.Evidence.OrderBy(e => e.Position).Select(e => new GateSource
        {
            Side = e.Side,
            Suite = e.Suite,
            RunId = e.RunId,
            CellId = e.CellId,
            ArchiveFile = e.ArchiveFile,
            ArchiveHash = e.ArchiveHash,
            DefinitionHash = e.DefinitionHash,
            DataHash = e.DataHash,
            Samples = e.Samples,
            Epochs = e.Epochs,
            Seed = e.Seed,
        })],
        Waivers = [.. row.Waivers.OrderByDescending(w => w.Id).Select(w => new GateWaiver(w.Reason, w.WaivedBy, w.WaivedAt, w.Until))],
    };
}
