using Eval.Core.Reports.Decisions;
using Eval.Core.Selection.Explanation;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Selection.Profiles;

public class DecisionTests
{
    [Fact]
    public async Task Of_WorkedExample_ChoosesAndExplainsAsTheOracleSays()
    {
        var decision = await WorkedProfile.DecideAsync();
        decision.MustHaves.Removed.ShouldHaveSingleItem().Candidate.ShouldBe("E");
        decision.Ranking!.Rows.Select(r => (r.Name, Math.Round(r.Score, 4))).ShouldBe([("B", 0.7050), ("A", 0.6590), ("C", 0.5843), ("D", 0.5594)]);
        decision.Why!.Gap.ShouldBe(0.0460, 0.00006);
        decision.Why.Rows.Single(r => r.Factor == "cost").Amount.ShouldBe(0.1234, 0.00006);
        decision.CriticalWeights.Single(c => c.Factor == "quality").Above!.Weight.ShouldBe(0.500, 0.0006);
        decision.CriticalWeights.Single(c => c.Factor == "cost").Below!.Weight.ShouldBe(0.136, 0.0006);
        decision.Required.Single(r => r.Factor == "cost").Raw!.Value.ShouldBe(4.57, 0.006);
        decision.Required.Single(r => r.Factor == "context").IsPossible.ShouldBeFalse();
        decision.Panel!.Dissenting.Select(r => (r.Method, r.Winner)).Order().ShouldBe([("linear-max", "D"), ("linear-sum", "D"), ("min-max", "A")]);
        DecisionWords.MustHaves(decision).ShouldHaveSingleItem().ShouldContain("context 8192 < 32000");
        DecisionWords.Sentence(decision).ShouldBe("Choose B: it is first in > 99.9 % of the draws.");
        DecisionWords.Doubt(decision)!.ShouldContain("Nothing in this decision is known to be unsure");
    }

    [Fact]
    public async Task Of_EveryPrintedCriticalWeight_ChangesTheWinnerJustBeyondItAndNotBefore()
    {
        var decision = await WorkedProfile.DecideAsync();
        var (winner, tried) = (decision.Ranking!.Winner.Name, 0);
        foreach (var critical in decision.CriticalWeights)
        {
            var factor = decision.Survivors!.FactorAt(critical.Factor);
            foreach (var (edge, sign) in new[] { (critical.Above, 1), (critical.Below, -1) })
            {
                if (edge is null)
                {
                    continue;
                }

                // As printed: four decimals. One step of the last to either side.
                var printed = double.Parse(DecisionWords.Weight(edge.Weight), System.Globalization.CultureInfo.InvariantCulture);
                async Task<string> WinnerAt(double weight) => (await WorkedProfile.DecideAsync(weights: decision.Weights.With(factor, weight))).Ranking!.Winner.Name;
                (await WinnerAt(printed + (sign * 0.0001))).ShouldBe(edge.Winner, $"{critical.Factor} {sign}");
                (await WinnerAt(printed - (sign * 0.0001))).ShouldBe(winner, $"{critical.Factor} {sign}");
                tried++;
            }
        }

        // The five of the oracle, at which A takes over, and two at which D does.
        tried.ShouldBe(7);
    }

    [Fact]
    public async Task Of_UncertainWeights_SaysSoAndTriedOnesStand()
    {
        var decision = await WorkedProfile.DecideAsync(WorkedProfile.Default + "\nweightsMayVary: freely");
        decision.Simulation!.Ranks.First(decision.Survivors!.CandidateAt("B")).ShouldBe(0.675, 0.06);
        decision.Recommendation!.Kind.ShouldNotBe(RecommendationKind.Probable);
        DecisionWords.Doubt(decision)!.ShouldContain("the weights 100 %");
        var tried = await WorkedProfile.DecideAsync(WorkedProfile.Default + "\nweightsMayVary: freely", decision.Weights.With(0, 0.6));
        tried.Simulation!.Ranks.First(tried.Survivors!.CandidateAt("A")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_MissingValue_IsAnIntervalAndSaysWhetherItMatters()
    {
        var decision = await WorkedProfile.DecideAsync(WorkedProfile.Default.Replace("C: 0.93, ", "", StringComparison.Ordinal));
        var c = decision.Scores.Single(s => s.Candidate == "C");
        (c.Low, c.High).ShouldSatisfyAllConditions(s => s.Low.ShouldBe(0.478, 0.0006), s => s.High.ShouldBe(0.678, 0.0006));
        DecisionWords.Missing(decision).ShouldHaveSingleItem().ShouldEndWith("finding it out cannot change who wins.");
        decision.Panel!.LeftOut.ShouldBe(["C"]);
    }

    [Fact]
    public async Task Of_NobodyLeft_NamesTheNearestAndChoosesNobody()
    {
        var decision = await WorkedProfile.DecideAsync(WorkedProfile.Default.Replace("min: 32000", "min: 250000", StringComparison.Ordinal) + "\n  - { factor: quality, min: 0.85 }");
        (decision.Survivors, decision.Ranking, decision.Recommendation).ShouldBe((null, null, null));
        DecisionWords.Sentence(decision).ShouldBe("No candidate is left: each fails a must-have.");
        DecisionWords.MustHaves(decision).Last().ShouldBe("nearest: A");
    }

    [Fact]
    public async Task Of_FactsAsFactorAndMustHave_AreRead()
    {
        var decision = await WorkedProfile.DecideAsync("""
            factors:
              - { id: where, fact: region, words: { eu: 1, us: 0 }, worst: 0, best: 1 }
              - { id: price, values: { A: 1, B: 2, C: 3, D: 4, E: 5 }, worst: 6, best: 0 }
            weights: { where: 1, price: 1 }
            mustHaves: [ { fact: region, is: eu }, { fact: kind, is: hosted } ]
            """);
        decision.MustHaves.Removed.ShouldHaveSingleItem().Candidate.ShouldBe("A");
        decision.Ranking!.Names.ShouldBe(["B", "C", "D", "E"]);
        DecisionWords.Sources(decision).ShouldBe(["where (declared): A: region: us; B, C, D and E: region: eu", "price (declared)"]);
    }

    [Fact]
    public async Task Read_UnknownFactOrSuite_IsRefusedWithItsPlace()
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => WorkedProfile.DecideAsync("""
            factors:
              - { id: where, fact: regoin, worst: 0, best: 1 }
              - { id: right, suite: facts, worst: 0, best: 1 }
            weights: { where: 1, right: 1 }
            """));
        e.Problems.Select(p => p.ToString()).ShouldBe(
        [
            Problem(10, "factor where: no candidate states the fact \"regoin\" (did you mean \"region\"?)"),
            Problem(11, "factor right: no result of the suite \"facts\" is stored for any of A, B, C, D, E (run facts)"),
        ]);

        string Problem(int line, string words) => $"{e.Problems[0].At!.File}:{line}:9: {words}";
    }

    [Fact]
    public async Task Of_StatedInterval_IsDoubtThatNoItemsSettle()
    {
        var decision = await WorkedProfile.DecideAsync(WorkedProfile.Default.Replace("B: 0.82,", "B: { value: 0.82, low: 0.6, high: 0.99 },", StringComparison.Ordinal));
        DecisionWords.Doubt(decision)!.ShouldContain("stated figures 100 %");
        DecisionWords.Doubt(decision)!.ShouldNotContain("items");
        decision.Simulation!.Ranks.First(decision.Survivors!.CandidateAt("B")).ShouldBeLessThan(0.9);
    }

    [Fact]
    public async Task Of_NothingKnownOfOneCandidate_KeepsItAsAnInterval()
    {
        var decision = await WorkedProfile.DecideAsync("""
            factors: [ { id: q, worst: 0, best: 1, values: { A: 0.9, B: 0.5, C: 0.4, D: 0.3 } } ]
            weights: { q: 1 }
            """);
        decision.Survivors!.Candidates.ShouldContain("E");
        decision.Simulation!.Ranks.First(decision.Survivors.CandidateAt("E")).ShouldBe(0.1, 0.04);
        DecisionWords.Missing(decision).ShouldHaveSingleItem().ShouldStartWith("E has no q: its score lies between 0.000 and 1.000");
    }

    [Theory]
    [InlineData("mustHaves: [ { fact: regoin, is: eu } ]", "must-have regoin is \"eu\": no candidate states the fact \"regoin\" (did you mean \"region\"?)")]
    [InlineData("mustHaves: [ { fact: contextLenth, min: 5 } ]", "no candidate states the fact \"contextLenth\"")]
    public async Task Read_MustHaveOfAFactThatNobodyStates_IsRefused(string mustHaves, string message)
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => WorkedProfile.DecideAsync($"factors: [ {{ id: q, worst: 0, best: 1, values: {{ A: 1 }} }} ]\nweights: {{ q: 1 }}\n{mustHaves}"));
        e.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Of_FactorAndFactOfOneName_AreToldApart()
    {
        var decision = await WorkedProfile.DecideAsync("""
            factors: [ { id: kind, worst: 0, best: 1, values: { A: 0.9, B: 0.5, C: 0.4, D: 0.3, E: 0.2 } } ]
            weights: { kind: 1 }
            mustHaves: [ { factor: kind, min: 0.35 } ]
            """);
        decision.MustHaves.Kept.ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public async Task Markdown_HostileTexts_StayTexts()
    {
        var decision = await WorkedProfile.DecideAsync(WorkedProfile.Default.Replace("Which one?", "'<img src=x onerror=alert(1)> | **x** `y`'", StringComparison.Ordinal));
        var text = DecisionMarkdown.Of(decision);
        text.ShouldNotContain("<img");
        text.ShouldContain("| 1 | B | 0.705 |");
        text.ShouldContain("**What would change it**");
    }
}
