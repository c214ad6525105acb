using Eval.Core.Judging.Rubrics;
using Eval.Core.Prompts;

namespace Eval.Core.Tests.Judging;

/// <summary>Small rubrics.</summary>
internal static class TestRubrics
{
    public static Rubric One(int min = 1, int max = 5, IReadOnlyList<string>? labels = null) => Of(new RubricScale(min, max, labels), true, ("help", 1));

    public static Rubric Of(RubricScale scale, bool joint, params (string Name, double Weight)[] criteria) => new()
    {
        Name = "test",
        Version = "1",
        Scale = scale,
        IsJoint = joint,
        Context = Presence.Optional,
        Criteria = [.. criteria.Select(c => new RubricCriterion(
            c.Name, $"Is the answer good in {c.Name}?", c.Weight, scale.Scores.ToDictionary(s => s, s => $"worth {scale.WordOf(s)} in {c.Name}")))],
        DefinitionText = "test",
        Hash = "test",
    };

    public static Rubric WithPrompt(this Rubric rubric, string template) => rubric with { Prompt = PromptTemplate.Parse(template) };
}
