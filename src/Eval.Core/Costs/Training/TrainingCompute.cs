using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Training;

/// <summary>How much computing a training takes, and how long it takes on GPUs.</summary>
public readonly record struct TrainingCompute
{
    private TrainingCompute(double operations) => Operations = operations;

    /// <summary>Floating-point operations.</summary>
    public double Operations { get; }

    /// <summary>So many floating-point operations.</summary>
    public static TrainingCompute FromOperations(double operations) => new(operations);

    /// <summary>What suits a model of a size, from the scaling law <c>N = C^α</c>: <c>C = N^(1/α)</c>.</summary>
    /// <param name="parameters">Parameters N.</param>
    /// <param name="exponent">The exponent α. Default 0.46, of Hoffmann et al. (2022), third approach.</param>
    public static TrainingCompute ForSize(double parameters, double exponent = 0.46) => new(Math.Pow(parameters, 1 / exponent));

    /// <summary>Reading tokens forward and backward through a model: <c>6·N·D</c>.</summary>
    /// <param name="parameters">Parameters N; of a mixture of experts the active ones.</param>
    /// <param name="tokens">Tokens D.</param>
    public static TrainingCompute Of(double parameters, double tokens) => new(6 * parameters * tokens);

    /// <summary>How long it takes.</summary>
    /// <param name="gpus">GPUs.</param>
    /// <param name="operationsPerSecond">Operations of one GPU in a second as they are reached, about a third to a half of its peak.</param>
    public Duration TimeOn(double gpus, double operationsPerSecond) => Duration.FromSeconds(Operations / (gpus * operationsPerSecond));

    /// <summary>GPUs that finish it in a time; round up.</summary>
    /// <param name="time">The time.</param>
    /// <param name="operationsPerSecond">Operations of one GPU in a second as they are reached.</param>
    public double GpusFor(Duration time, double operationsPerSecond) => Operations / (time.Seconds * operationsPerSecond);

    /// <summary>Operations in a second that GPUs must reach to finish it in a time.</summary>
    /// <param name="time">The time.</param>
    public double OperationsPerSecond(Duration time) => Operations / time.Seconds;
}
