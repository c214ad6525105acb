namespace Eval.Core.Judging.Methods;

/// <summary>The ways of judging that ship with the program. A new one is one file in this folder and one line here.</summary>
public static class JudgeMethods
{
    /// <summary>All methods, by the order in which help lists them.</summary>
    public static IReadOnlyList<IJudgeMethod> BuiltIn { get; } = [
        new ScoreMethod(), new MtBenchMethod(), new PairwiseMethod(), new FourLabelMethod(), new FiveLabelMethod(), new GEvalMethod(), new LikelihoodMethod(), new ChecklistMethod(),
    ];

    /// <summary>The method of a name, or null.</summary>
    public static IJudgeMethod? Find(string name) => BuiltIn.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal));
}
