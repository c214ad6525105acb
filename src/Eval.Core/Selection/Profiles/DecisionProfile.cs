using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Weights;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>One entry of <c>selection:</c>: everything a decision is made by, but the results.</summary>
public sealed record DecisionProfile
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The question in the user's words, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What is weighed, 1 or more.</summary>
    public required IReadOnlyList<ProfileFactor> Factors { get; init; }

    /// <summary>How much each counts, in the factors' order.</summary>
    public required WeightSet Weights { get; init; }

    /// <summary>How sure the weights are. Default: as they stand.</summary>
    public required WeightBelief Belief { get; init; }

    /// <summary>Other people's weights, kept apart.</summary>
    public IReadOnlyList<WeightSet> Stakeholders { get; init; } = [];

    /// <summary>Rules that come before all weighing.</summary>
    public IReadOnlyList<MustHaveRule> MustHaves { get; init; } = [];

    /// <summary>Candidates that are compared: ids or patterns; empty for all of the workspace.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Key of the method: <c>weighted-sum</c> (the default) or <c>weighted-product</c>.</summary>
    public string Method { get; init; } = "weighted-sum";

    /// <summary>The candidate in use now, or null.</summary>
    public string? Baseline { get; init; }

    /// <summary>The day on which the decision is to be looked at again, or null.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }
}
