using System.Runtime.CompilerServices;
using Eval.Core.Comparisons;
using Eval.Core.Judging.Agreement;
using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Service.Gating;

/// <summary>The results of steps that follow each other (<see cref="Core.Suites.SampleRange"/>) as those of one cell.</summary>
internal sealed class StepResults : ISampleSource
{
    private readonly IReadOnlyList<ComparedCell> _steps;

    private StepResults(IReadOnlyList<ComparedCell> steps) => _steps = steps;

    /// <summary>Joins steps; a single one stays what it is.</summary>
    public static ComparedCell Join(IReadOnlyList<ComparedCell> steps)
    {
        if (steps is [var only])
        {
            return only;
        }

        var last = steps[^1];
        var outcomes = steps.SelectMany(s => s.Cell.Outcomes).GroupBy(o => o.Key).ToDictionary(g => g.Key, g => g.Sum(o => o.Value));
        var cell = last.Cell with
        {
            DataHash = ContentHash.Of([.. steps.Select(s => s.Cell.DataHash)]),
            Planned = steps.Sum(s => s.Cell.Planned),
            Outcomes = outcomes,
            // Of the estimates only this holds for the whole: one step with a failed canary spoils them all.
            Estimates = [.. steps.Select(s => s.Cell.Estimates.FirstOrDefault(e => e.MetricId == JudgeTrust.CanaryMetric && e.Slice is null)).OfType<Estimate>()
                .OrderBy(e => e.Value ?? 0).Take(1)],
        };
        return last with { Cell = cell, Samples = new StepResults(steps), WasAskedInSteps = true };
    }

    public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
        {
            await foreach (var sample in step.Samples.ReadSamplesAsync(step.Cell.Id, texts, cancellationToken))
            {
                yield return sample;
            }
        }
    }
}
