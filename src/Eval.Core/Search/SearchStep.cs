namespace Eval.Core.Search;

/// <summary>A configuration to try.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Budget">What to give it: samples, for example; 1 or more.</param>
public sealed record Proposal(Configuration Configuration, int Budget);

/// <summary>Why a search has nothing more to try.</summary>
public enum SearchEnd
{
    /// <summary>Everything asked for was done.</summary>
    Finished,

    /// <summary>Every configuration of the space was tried.</summary>
    SpaceExhausted,

    /// <summary>Nothing that could go on has succeeded.</summary>
    NothingSucceeded,
}

/// <summary>What to do next.</summary>
/// <param name="Proposals">What to try, in this order; empty at the end.</param>
/// <param name="End">Why there is nothing more, or null where there is.</param>
public sealed record SearchStep(IReadOnlyList<Proposal> Proposals, SearchEnd? End)
{
    internal static SearchStep Ended(SearchEnd end) => new([], end);
}
