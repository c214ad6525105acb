using Eval.Core.Suites;

namespace Eval.Core.Prompts;

/// <summary>Chooses the examples that stand before a sample's question.</summary>
public abstract class FewShotSelector
{
    /// <summary>
    /// The examples of a sample, in order. The choice depends on the run's seed and the sample's id alone, never on the order of work; the
    /// sample itself is never among them.
    /// </summary>
    public abstract IReadOnlyList<Sample> Choose(Sample sample);
}
