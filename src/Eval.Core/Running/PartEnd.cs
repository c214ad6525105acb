namespace Eval.Core.Running;

/// <summary>How a part of a run ended: a cell, a candidate, all of it.</summary>
/// <param name="Status">The status that the part alone would give the run.</param>
/// <param name="Note">Why, or null.</param>
internal readonly record struct PartEnd(RunStatus Status, string? Note = null)
{
    public static PartEnd Finished => new(RunStatus.Finished);

    public static PartEnd Interrupted => new(RunStatus.Interrupted, "stopped by the user");

    /// <summary>The end of several parts: the gravest, with the first reason of its kind and then the other failures.</summary>
    public static PartEnd Of(IEnumerable<PartEnd> parts)
    {
        var all = parts.ToList();
        foreach (var status in (ReadOnlySpan<RunStatus>)[RunStatus.Interrupted, RunStatus.Stopped, RunStatus.Failed])
        {
            if (all.Exists(p => p.Status == status))
            {
                var notes = all.Where(p => p.Status == status || (status == RunStatus.Stopped && p.Status == RunStatus.Failed))
                    .OrderBy(p => p.Status == status ? 0 : 1).Select(p => p.Note).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
                return new PartEnd(status, notes.Count == 0 ? null : status == RunStatus.Stopped ? string.Join("; ", notes) : notes[0]);
            }
        }

        return Finished;
    }
}
