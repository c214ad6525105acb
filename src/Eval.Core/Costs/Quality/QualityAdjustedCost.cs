namespace Eval.Core.Costs.Quality;

/// <summary>Money for answers that are of use, not for answers.</summary>
public static class QualityAdjustedCost
{
    /// <summary>
    /// What an answer of use costs: <c>cost / share</c>. The same where a wrong answer is noticed for nothing and asked again until it is right.
    /// </summary>
    /// <param name="cost">What an answer costs.</param>
    /// <param name="share">Share of answers that are of use, 0 to 1: correct, or correct and within the latency objective.</param>
    /// <returns>The cost, or null where no answer is of use.</returns>
    public static Money? PerGood(Money cost, double share)
    {
        CheckShare(share);
        return share > 0 ? cost * (1 / (decimal)share) : null;
    }

    /// <summary>What an answer costs in the end where a wrong one does harm: <c>cost + (1 − share) × loss</c>.</summary>
    /// <param name="cost">What an answer costs.</param>
    /// <param name="share">Share of answers that are correct, 0 to 1.</param>
    /// <param name="loss">What a wrong answer costs whoever uses it.</param>
    public static Money WithLoss(Money cost, double share, Money loss)
    {
        CheckShare(share);
        return cost + (loss * (1 - (decimal)share));
    }

    /// <summary>
    /// What one more correct answer costs by taking the better model: <c>(cost₂ − cost₁) / (share₂ − share₁)</c>. It is also the loss for a wrong answer at
    /// which both are equally good: above it the better one wins, below it the cheaper one.
    /// </summary>
    /// <param name="cost">What an answer of one model costs.</param>
    /// <param name="share">Its share of correct answers, 0 to 1.</param>
    /// <param name="otherCost">What an answer of the other costs.</param>
    /// <param name="otherShare">Its share of correct answers, 0 to 1.</param>
    /// <returns>The cost; negative where one model is both cheaper and better, null where both are equally good.</returns>
    public static Money? OfOneMoreCorrect(Money cost, double share, Money otherCost, double otherShare)
    {
        CheckShare(share);
        CheckShare(otherShare);
        var difference = (decimal)otherShare - (decimal)share;
        return difference == 0 ? null : (otherCost - cost) * (1 / difference);
    }

    /// <summary>
    /// What a cheap model costs whose answers go to a dear one where they are not accepted: <c>cost₁ + check + (1 − accepted) × cost₂</c>.
    /// </summary>
    /// <param name="weak">What the first answer costs.</param>
    /// <param name="strong">What the second costs.</param>
    /// <param name="accepted">Share of first answers that are accepted, 0 to 1.</param>
    /// <param name="check">What deciding that costs for each answer.</param>
    public static Money OfCascade(Money weak, Money strong, double accepted, Money check = default)
    {
        CheckShare(accepted);
        return weak + check + (strong * (1 - (decimal)accepted));
    }

    /// <summary>What asking again until an answer is right costs, at most so many times, where a wrong one is noticed for nothing.</summary>
    /// <param name="cost">What an answer costs.</param>
    /// <param name="share">Share of answers that are correct, 0 to 1, each try anew.</param>
    /// <param name="tries">Tries at most, 1 or more.</param>
    /// <returns>The money expected for a question, and the share of questions that end right.</returns>
    public static (Money Expected, double Solved) OfRetries(Money cost, double share, int tries)
    {
        CheckShare(share);
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        var solved = 1 - Math.Pow(1 - share, tries);
        return (share > 0 ? cost * (decimal)(solved / share) : cost * tries, solved);
    }

    private static void CheckShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
    }
}
