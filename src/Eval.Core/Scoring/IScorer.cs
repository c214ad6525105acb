using Eval.Core.Metrics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Turns an answer into numbers. Scorers hold no state and are listed in <see cref="Scorers"/>; a suite names those it wants under
/// <c>scoring:</c>. Each brings the metrics that fold its numbers.
/// </summary>
public interface IScorer
{
    /// <summary>The word under <c>scoring:</c>.</summary>
    string Name { get; }

    /// <summary>The metrics that it feeds; all are reported where a suite names none.</summary>
    IReadOnlyList<IMetric> Metrics { get; }

    /// <summary>The measure that is 1 for a right answer and 0 for a wrong one, or null where there is no right and wrong.</summary>
    string? Correct { get; }

    /// <summary>
    /// True where it first has to find the answer in what the model wrote, and may fail to. The share that was found is then reported
    /// beside the score (<see cref="ExtractionRate"/>).
    /// </summary>
    bool Extracts { get; }

    /// <summary>True where it compares with reference answers, so that a row without one is a mistake.</summary>
    bool NeedsReference { get; }

    /// <summary>Reads its options; what it returns is handed to <see cref="ScoreAsync"/>.</summary>
    /// <param name="options">The map after its name; empty where it was only named.</param>
    object? Read(ConfigMap options);

    /// <summary>Checks a row while a run is planned. Throws <see cref="EvalConfigurationException"/>.</summary>
    void Check(object? options, Sample sample, SampleContext context);

    /// <summary>
    /// Scores an answer; an empty one where the model refused or wrote nothing. Hostile text must neither throw nor take long. Throws
    /// <see cref="ScorerException"/> where the scorer itself fails: that is no wrong answer.
    /// </summary>
    ValueTask<Score> ScoreAsync(ScoringInput input, object? options, CancellationToken cancellationToken);
}
