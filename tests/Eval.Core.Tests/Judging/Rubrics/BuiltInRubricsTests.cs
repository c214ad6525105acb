using Eval.Core.Judging.Rubrics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Rubrics;

public class BuiltInRubricsTests
{
    private static readonly string[] Fillers = ["good", "excellent", "poor", "great", "bad", "average", "adequate", "mediocre"];

    public static TheoryData<string> Names => [.. RubricLoader.BuiltInNames];

    [Fact]
    public void BuiltInNames_AreTheFilesOfTheRepository()
    {
        RubricLoader.BuiltInNames.ShouldBe(
        [
            "code-review", "factual-correctness", "groundedness", "helpfulness", "instruction-following", "safety-refusal", "style", "summary-quality",
        ]);
        Directory.GetFiles(Path.Combine(SharedFolder.RepositoryRoot, "rubrics")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(RubricLoader.BuiltInNames.Select(n => n + ".yaml"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltIn_IsTheFileOfTheRepository(string name)
    {
        var file = RubricLoader.Load(Path.Combine(SharedFolder.RepositoryRoot, "rubrics", name + ".yaml"));
        var embedded = RubricLoader.BuiltIn(name)!;
        (embedded.Name, embedded.Hash, embedded.File).ShouldBe((name, file.Hash, null));
        RubricLoader.BuiltInText(name).ShouldBe(File.ReadAllText(file.File!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltIn_EveryCriterion_HasADifferentDescriptorForEachOfFiveScores(string name)
    {
        var rubric = RubricLoader.BuiltIn(name)!;
        rubric.Scale.ShouldBe(new RubricScale(1, 5, PassFrom: 4));
        rubric.Description.ShouldNotBeNullOrEmpty();
        foreach (var criterion in rubric.Criteria)
        {
            criterion.Descriptors.Keys.ShouldBe([1, 2, 3, 4, 5], criterion.Name);
            criterion.Descriptors.Values.Distinct().Count().ShouldBe(5, criterion.Name);
            criterion.Question.ShouldContain("?");
            foreach (var descriptor in criterion.Descriptors.Values)
            {
                // A judge cannot point at "good" in a text.
                descriptor.ToLowerInvariant().Split(' ', ',', '.', ';').Intersect(Fillers).ShouldBeEmpty(descriptor);
                descriptor.Length.ShouldBeInRange(40, 360, descriptor);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltIn_Examples_AreTwoThatFailAndPass(string name)
    {
        var rubric = RubricLoader.BuiltIn(name)!;
        rubric.Examples.Count.ShouldBe(2);
        rubric.Examples.Count(e => e.Score >= rubric.Scale.PassFrom).ShouldBe(1);
        rubric.Examples.ShouldAllBe(e => rubric.Scale.Holds(e.Score) && e.Answer.Length > 0 && e.Why.Length > 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltIn_ExampleOfSeveralCriteria_GivesTheWeightedMeanOfWhatItGivesEach(string name)
    {
        var rubric = RubricLoader.BuiltIn(name)!;
        foreach (var example in rubric.Examples.Where(_ => rubric.Criteria.Count > 1))
        {
            var scores = rubric.Criteria.Select(c => (c.Weight, Score: ScoreIn(example.Why, c.Name))).ToList();
            Math.Round(scores.Sum(s => s.Weight * s.Score) / scores.Sum(s => s.Weight)).ShouldBe(example.Score, example.Why);
        }
    }

    [Theory]
    [InlineData("factual-correctness", Presence.Required, Presence.None)]
    [InlineData("groundedness", Presence.None, Presence.Required)]
    [InlineData("summary-quality", Presence.Optional, Presence.Required)]
    [InlineData("code-review", Presence.Optional, Presence.Optional)]
    public void BuiltIn_WhatTheJudgeIsShown_FitsWhatItAsks(string name, Presence reference, Presence context)
    {
        var rubric = RubricLoader.BuiltIn(name)!;
        (rubric.Reference, rubric.Context).ShouldBe((reference, context));
    }

    [Fact]
    public void BuiltIn_UnknownName_IsNull()
    {
        RubricLoader.BuiltIn("helpful").ShouldBeNull();
        RubricLoader.BuiltInText("../eval").ShouldBeNull();
    }

    // "faithfulness 1: …", or "readability 5 and scope 5: …".
    private static int ScoreIn(string why, string criterion) =>
        int.Parse(System.Text.RegularExpressions.Regex.Match(why, $@"\b{criterion} (\d)\b").Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
}
