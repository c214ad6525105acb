using Eval.Core.Comparisons;
using Eval.Core.Gates;

namespace Eval.Core.Tests.Gates;

/// <summary>Builds policies and evidence for tests.</summary>
internal static class GateEvidences
{
    public static GatePolicy Policy(string yaml) => GatePolicyFile.Parse(yaml, "gate");

    public static PairedScores Scores(double[] old, double[] @new, int[]? clusters = null, int? planned = null, string metric = "acc", bool higherIsBetter = true) => new()
    {
        SuiteName = "s",
        MetricId = metric,
        HigherIsBetter = higherIsBetter,
        Old = old,
        New = @new,
        Clusters = clusters,
        SampleIds = [.. Enumerable.Range(0, old.Length).Select(i => $"q{i}")],
        Planned = planned ?? old.Length,
        OldScored = old.Length,
        NewScored = old.Length,
    };

    /// <summary>Right and wrong answers by their counts.</summary>
    public static PairedScores Answers(int n, int onlyOld, int onlyNew, int bothRight = 0, int? planned = null)
    {
        var (old, @new) = (new double[n], new double[n]);
        for (var i = 0; i < onlyOld + onlyNew + bothRight; i++)
        {
            (old[i], @new[i]) = i < onlyOld ? (1, 0) : i < onlyOld + onlyNew ? (0, 1) : (1, 1);
        }

        return Scores(old, @new, planned: planned);
    }

    public static GateEvidence Evidence(params (string Suite, PairedScores Scores)[] suites) => new()
    {
        Baseline = "old",
        Candidate = "new",
        Suites = suites.ToDictionary(s => s.Suite, s => new SuiteEvidence { Scores = s.Scores }),
    };
}
