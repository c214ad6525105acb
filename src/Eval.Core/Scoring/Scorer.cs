using Eval.Core.Metrics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>A scorer that computes its numbers from the text alone.</summary>
public abstract class Scorer : IScorer
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<IMetric> Metrics { get; }

    /// <inheritdoc/>
    public virtual string? Correct => null;

    /// <inheritdoc/>
    public virtual bool Extracts => false;

    /// <inheritdoc/>
    public virtual bool NeedsReference => true;

    /// <inheritdoc/>
    public virtual object? Read(ConfigMap options) => null;

    /// <inheritdoc/>
    public virtual void Check(object? options, Sample sample, SampleContext context)
    {
    }

    /// <inheritdoc/>
    public ValueTask<Score> ScoreAsync(ScoringInput input, object? options, CancellationToken cancellationToken) => ValueTask.FromResult(Score(input, options));

    /// <summary>Scores an answer.</summary>
    protected abstract Score Score(ScoringInput input, object? options);
}
