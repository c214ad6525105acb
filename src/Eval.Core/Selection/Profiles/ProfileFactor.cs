using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>A factor of a profile: what it is worth, and where its values come from.</summary>
/// <param name="Factor">Anchors and scale.</param>
/// <param name="Input">Where its values come from.</param>
/// <param name="At">Where the user wrote it.</param>
public sealed record ProfileFactor(Factor Factor, FactorInput Input, SourcePosition At);
