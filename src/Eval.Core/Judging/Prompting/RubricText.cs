using System.Globalization;
using System.Text;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Prompting;

/// <summary>A rubric as a judge reads it. The same for all tasks, so that endpoints and engines keep it evaluated.</summary>
internal static class RubricText
{
    /// <summary>Criteria with what earns each score.</summary>
    public static string Scored(IReadOnlyList<RubricCriterion> criteria, RubricScale scale)
    {
        var text = new StringBuilder("Rubric\n");
        foreach (var criterion in criteria)
        {
            text.Append(CultureInfo.InvariantCulture, $"{criterion.Name}: {criterion.Question}\n");
            foreach (var score in scale.Scores)
            {
                if (criterion.Descriptors.TryGetValue(score, out var descriptor))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  Score {scale.WordOf(score)}: {descriptor}\n");
                }
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Criteria without their scores, where answers are compared or each criterion is a yes or no.</summary>
    public static string Listed(IReadOnlyList<RubricCriterion> criteria) =>
        "Rubric\n" + string.Join('\n', criteria.Select(c => $"{c.Name}: {c.Question}"));

    /// <summary>The worked examples, or nothing. They are the author's own words, but what they quote is shown without force all the same.</summary>
    public static string Examples(Rubric rubric)
    {
        if (!rubric.ShowsExamples || rubric.Examples.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("Worked examples\n");
        foreach (var example in rubric.Examples)
        {
            Add("Question", example.Question);
            Add("Context", example.Context);
            Add("Reference", example.Reference);
            Add("Answer", example.Answer);
            Add("Judgement", example.Why);
            Add("It deserves", rubric.Scale.WordOf(example.Score));
            text.Append('\n');
        }

        return text.ToString().TrimEnd();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}: {Neutraliser.Neutralise(value.Trim())}\n");
            }
        }
    }
}
