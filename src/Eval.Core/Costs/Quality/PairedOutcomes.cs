namespace Eval.Core.Costs.Quality;

/// <summary>
/// How two models did on the same items: what a portfolio of both could reach. The gap between the strong model and a perfect router is what choosing the
/// model for each item could be worth; a table of single models does not show it.
/// </summary>
/// <param name="Both">Items that both got right.</param>
/// <param name="WeakOnly">Items that only the weak model got right.</param>
/// <param name="StrongOnly">Items that only the strong model got right.</param>
/// <param name="Neither">Items that both got wrong.</param>
public readonly record struct PairedOutcomes(long Both, long WeakOnly, long StrongOnly, long Neither)
{
    /// <summary>Items.</summary>
    public long Items => Both + WeakOnly + StrongOnly + Neither;

    /// <summary>Accuracy of the weak model alone.</summary>
    public double WeakAccuracy => (double)(Both + WeakOnly) / Items;

    /// <summary>Accuracy of the strong model alone.</summary>
    public double StrongAccuracy => (double)(Both + StrongOnly) / Items;

    /// <summary>Accuracy of a router that always knows which model will be right: the ceiling of any.</summary>
    public double PerfectRouterAccuracy => (double)(Items - Neither) / Items;

    /// <summary>Share of items that such a router sends to the strong model: those that only it gets right.</summary>
    public double PerfectRouterStrongShare => (double)StrongOnly / Items;

    /// <summary>Share of items that a cascade with a perfect checker sends on: all that the weak model got wrong, also those that the strong one gets wrong too.</summary>
    public double PerfectCheckerStrongShare => (double)(StrongOnly + Neither) / Items;

    /// <summary>Counts items.</summary>
    /// <param name="items">For each item whether the weak and whether the strong model got it right.</param>
    public static PairedOutcomes Of(IEnumerable<(bool Weak, bool Strong)> items)
    {
        var (both, weak, strong, neither) = (0L, 0L, 0L, 0L);
        foreach (var item in items)
        {
            _ = item switch { (true, true) => both++, (true, false) => weak++, (false, true) => strong++, _ => neither++ };
        }

        return new PairedOutcomes(both, weak, strong, neither);
    }

    /// <summary>Accuracy where a share of the items, drawn at random, goes to the strong model: what a router must beat.</summary>
    /// <param name="strongShare">The share, 0 to 1.</param>
    public double RandomAccuracy(double strongShare) => WeakAccuracy + ((StrongAccuracy - WeakAccuracy) * strongShare);

    /// <summary>What a cascade does: the weak model answers, and what the checker rejects is asked of the strong model.</summary>
    /// <param name="checker">How good the checker is; taken to judge only by whether the weak model's answer is right.</param>
    /// <returns>Its accuracy, and the share of items that the strong model is asked.</returns>
    public (double Accuracy, double StrongShare) Cascade(AnswerChecker checker)
    {
        var (right, wrong) = (Both + WeakOnly, StrongOnly + Neither);
        var correct = (right * checker.AcceptsCorrect) + (Both * (1 - checker.AcceptsCorrect)) + (StrongOnly * checker.RejectsWrong);
        var asked = (right * (1 - checker.AcceptsCorrect)) + (wrong * checker.RejectsWrong);
        return (correct / Items, asked / Items);
    }

    /// <summary>
    /// Share of wrong answers that a checker must reject for a cascade to reach an accuracy; null where no checker could.
    /// </summary>
    /// <param name="accuracy">The accuracy to reach, such as the strong model's.</param>
    /// <param name="acceptsCorrect">Share of correct answers that it lets stand, 0 to 1.</param>
    public double? NeededRejection(double accuracy, double acceptsCorrect)
    {
        var missing = (accuracy * Items) - ((Both + WeakOnly) * acceptsCorrect) - (Both * (1 - acceptsCorrect));
        return missing <= 0 ? 0 : missing <= StrongOnly ? missing / StrongOnly : null;
    }
}
