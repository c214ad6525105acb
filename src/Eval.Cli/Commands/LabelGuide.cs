using Eval.Cli.CommandLine;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>What people who label a sheet must know: the rubric by which the judge scored the same answers.</summary>
internal static class LabelGuide
{
    /// <summary>The scale with what earns each score, or why it cannot be shown; a line each.</summary>
    /// <param name="context">Knows the workspace; without one, a rubric that ships with the program is found.</param>
    /// <param name="judge">Who judged, by what.</param>
    /// <param name="form">What labels say.</param>
    public static IEnumerable<string> Of(CommandContext context, JudgedBy judge, LabelForm form)
    {
        if (Find(context, judge.RubricName) is not { } rubric || rubric.Hash != judge.RubricHash)
        {
            return [$"label by the rubric {judge.RubricName} as the judge had it: it is not in the workspace now, or has changed since"];
        }

        var scale = rubric.Scale;
        return
        [
            $"the rubric {rubric.Name}: from {scale.WordOf(scale.Min)} (worst) to {scale.WordOf(scale.Max)} (best)"
                + (scale.PassFrom is { } pass ? $"; {scale.WordOf(pass)} passes" : "")
                + (form == LabelForm.Score && scale.Labels is not null ? "; write the numbers" : ""),
            .. rubric.Criteria.SelectMany(c => Criterion(c, scale)),
        ];
    }

    private static IEnumerable<string> Criterion(RubricCriterion criterion, RubricScale scale) =>
        scale.Scores.Where(criterion.Descriptors.ContainsKey)
            .Select(score => $"    {score}{(scale.Labels is null ? "" : $" ({scale.WordOf(score)})")}: {criterion.Descriptors[score]}")
            .Prepend($"  {criterion.Name}: {criterion.Question}");

    private static Rubric? Find(CommandContext context, string name)
    {
        try
        {
            return RubricLoader.Find(name, Path.GetDirectoryName(context.WorkspaceFilePath)!);
        }
        catch (EvalConfigurationException)
        {
            return RubricLoader.BuiltIn(name);
        }
    }
}
