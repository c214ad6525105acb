namespace Eval.Core.Ratings.Stopping;

/// <summary>What a tournament is to find out; it may end as soon as that is known.</summary>
public enum StoppingTarget
{
    /// <summary>Which of two named models is better.</summary>
    Contrast,

    /// <summary>Which model is the best: the leader's difference to every other one.</summary>
    Leader,

    /// <summary>The order of all models: every difference of neighbours in the table.</summary>
    Ranking,
}
