using Eval.Core.Gates;
using Eval.Storage.Gates;

namespace Eval.Cli.Documents;

/// <summary>Stored decisions, newest first: written by <c>gate list</c>.</summary>
internal sealed record GateListDocument(int Schema, string Database, IReadOnlyList<GateListEntry> Decisions)
{
    public static GateListDocument Of(IEnumerable<GateRecord> records, string database, DateTimeOffset now) =>
        new(1, database, [.. records.Select(r => GateListEntry.Of(r, now))]);
}

/// <summary>One decision in a list.</summary>
internal sealed record GateListEntry(
    long Id, string Gate, string Baseline, string Candidate, string Verdict, int ExitCode, int Attempt, DateTimeOffset DecidedAt, string DecidedBy,
    GateWaiverEntry? Waiver)
{
    public static GateListEntry Of(GateRecord record, DateTimeOffset now) => new(
        record.Id, record.Gate, record.BaselineName, record.CandidateName, record.Verdict.Word(), record.ExitCode, record.Attempt, record.DecidedAt,
        record.DecidedBy, record.WaiverAt(now) is { } waiver ? GateWaiverEntry.Of(record, waiver) : null);
}
