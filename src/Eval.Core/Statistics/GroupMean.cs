namespace Eval.Core.Statistics;

/// <summary>One member of a group of suites.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardError">Standard error of that mean.</param>
/// <param name="Size">Samples in it, 2 or more for the pooled form.</param>
public readonly record struct GroupMember(double Mean, double StandardError, int Size);

/// <summary>Means over independent suites, with the standard error that belongs to the mean chosen.</summary>
public static class GroupMean
{
    /// <summary>Σ n·m / Σ n.</summary>
    public static double Weighted(IReadOnlyList<GroupMember> members) =>
        members.Sum(m => m.Mean * m.Size) / members.Sum(m => (double)m.Size);

    /// <summary>Σ m / k: every suite counts the same.</summary>
    public static double Plain(IReadOnlyList<GroupMember> members) => members.Sum(m => m.Mean) / members.Count;

    /// <summary>Standard error of <see cref="Weighted"/> for fixed suites: √(Σ (n·se)²) / Σ n.</summary>
    public static double WeightedStandardError(IReadOnlyList<GroupMember> members) =>
        Math.Sqrt(members.Sum(m => Math.Pow(m.Size * m.StandardError, 2))) / members.Sum(m => (double)m.Size);

    /// <summary>Standard error of <see cref="Plain"/>: √(Σ se²) / k.</summary>
    public static double PlainStandardError(IReadOnlyList<GroupMember> members) =>
        Math.Sqrt(members.Sum(m => m.StandardError * m.StandardError)) / members.Count;

    /// <summary>
    /// The pooled form of lm-evaluation-harness, for comparison with its tables: √( Σ (n−1)·n·se² / (Σ n − k) / Σ n ). It leaves the spread
    /// between suites out.
    /// </summary>
    public static double PooledStandardError(IReadOnlyList<GroupMember> members)
    {
        var total = members.Sum(m => (double)m.Size);
        return Math.Sqrt(members.Sum(m => (m.Size - 1.0) * m.Size * m.StandardError * m.StandardError) / (total - members.Count) / total);
    }
}
