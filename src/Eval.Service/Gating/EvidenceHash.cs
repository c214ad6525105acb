using System.Globalization;
using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Running;

namespace Eval.Service.Gating;

/// <summary>A hash of everything that a gate decides from, so that the same decision taken again is known for what it is.</summary>
internal static class EvidenceHash
{
    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Of(GateEvidence evidence)
    {
        using var hash = new ContentHash();
        hash.Add("evidence-1");
        foreach (var (name, suite) in evidence.Suites.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            hash.Add(name).Add(suite.Problem).Add(suite.Looks is { } looks ? string.Join(' ', looks.Shared) + $" {looks.Planned} {looks.IsLast}" : null);
            if (suite.InformsOnly is { } informs)
            {
                hash.Add("informs").Add(informs);
            }

            if (suite.Scores is { } scores)
            {
                Add(hash, scores);
            }
        }

        Add(hash, evidence.Cost);
        Add(hash, evidence.Latency);
        foreach (var (fact, value) in evidence.Facts.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            hash.Add(fact).Add(value);
        }

        return hash.Add(evidence.ContextLength?.ToString(CultureInfo.InvariantCulture)).Finish();
    }

    private static void Add(ContentHash hash, PairedScores scores)
    {
        hash.Add(scores.MetricId).Add($"{scores.Planned} {scores.OldScored} {scores.NewScored} {scores.OldEpochs} {scores.NewEpochs}");
        for (var i = 0; i < scores.Count; i++)
        {
            hash.Add(scores.SampleIds[i]).Add(string.Create(
                CultureInfo.InvariantCulture, $"{scores.Old[i]:R} {scores.New[i]:R} {scores.Weights?[i]:R} {scores.Clusters?[i]}"));
        }
    }

    private static void Add(ContentHash hash, PairedAmounts? amounts)
    {
        hash.Add(amounts?.Old.Length.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < amounts?.Old.Length; i++)
        {
            hash.Add(string.Create(CultureInfo.InvariantCulture, $"{amounts.Old[i]:R} {amounts.New[i]:R}"));
        }
    }
}
