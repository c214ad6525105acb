using Eval.Core.Selection.Stakeholders;
using Eval.Core.Selection.Weights;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Stakeholders;

public class StakeholderViewTests
{
    [SharedFact]
    public void Of_ThreeSets_HasTheOraclesWinnersAndRegrets()
    {
        var (matrix, expected) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Expected("stakeholders", "three"));
        WeightSet[] sets = [.. SelectionOracle.Inputs("stakeholders", "three").GetProperty("weight_sets").EnumerateObject()
            .Select(s => WeightSet.Of(matrix.Factors, SelectionOracle.Dictionary(s.Value), s.Name))];

        var view = StakeholderView.Of(matrix, sets);

        for (var s = 0; s < sets.Length; s++)
        {
            view.Rankings[s].Rows.Select(r => (r.Name, r.Score)).ShouldMatch(expected.GetProperty("scores").GetProperty(sets[s].Name));
            view.Rankings[s].Winner.Name.ShouldBe(expected.GetProperty("winners").GetProperty(sets[s].Name).GetString());
            view.Regrets[matrix.CandidateAt(view.Rankings[s].Winner.Name)][s].ShouldBe(0);
        }

        matrix.Candidates.Zip(view.MaximumRegrets).ShouldMatch(expected.GetProperty("max_regret"));
        view.Consensus.ShouldBe(expected.GetProperty("consensus").GetString());
        view.Agree.ShouldBeFalse();
        StakeholderView.Of(matrix, sets[..2]).Agree.ShouldBeTrue();
    }
}
