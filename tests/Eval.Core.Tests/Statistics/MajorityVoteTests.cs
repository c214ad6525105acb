using Eval.Core.Statistics;
using Eval.Core.Tests.Scoring;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class MajorityVoteTests
{
    [SharedFact]
    public void Of_OracleProblem_IsExactAndRefusesTooLargeK() => TextOracle.Check("pass_at_k_problem", c =>
    {
        var (attempts, k) = ((int)c.Number("samples"), (int)c.Number("k"));
        if (k > attempts)
        {
            // The program gives 1 there, even with nothing right.
            Should.Throw<ArgumentOutOfRangeException>(() => PassAtK.Of(attempts, (int)c.Number("correct"), k));
        }
        else
        {
            PassAtK.Of(attempts, (int)c.Number("correct"), k).ShouldBe(c.Number("expected"), 1e-10);
        }
    });

    [SharedFact]
    public void Winner_OracleReplies_IsTheHarnesses() => TextOracle.Check("majority_first_k", c =>
    {
        const string Scoring = "{ exact_match: { extract: 'The answer is (-?[0-9.,]*[0-9])' } }";
        var votes = c.Texts("responses").Take((int)c.Number("k")).Select(r => ScorerTesting.Score(Scoring, r, c.Text("reference")).Reading ?? "[invalid]").ToList();
        votes.ShouldBe(c["expected"]!.Texts("votes"));
        var winner = MajorityVote.Winner(votes);
        winner.ShouldBe(c["expected"]!.Text("winner"));
        (winner == c.Text("reference")).ShouldBe(c["expected"]!["correct"]!.GetValue<bool>());
    });

    [SharedFact]
    public void Expected_Oracle_IsThatOfFullEnumeration() => TextOracle.Check("majority_expected", c =>
    {
        var (answers, k, reference) = (c.Texts("answers"), (int)c.Number("k"), c.Text("reference"));
        var groups = answers.GroupBy(a => a).ToList();
        MajorityVote.Expected([.. groups.Select(g => g.Count())], groups.FindIndex(g => g.Key == reference), k)
            .ShouldBe(c["expected"]!.Number("random_ties"), 1e-12);
        Subsets(answers, k).Average(s => MajorityVote.Winner(s) == reference ? 1.0 : 0).ShouldBe(c["expected"]!.Number("first_seen_ties"), 1e-12);
        (MajorityVote.Winner([.. answers.Take(k)]) == reference ? 1.0 : 0).ShouldBe(c["expected"]!.Number("first_k_only"));
    });

    [Fact]
    public void Expected_ManyVotes_StaysInRange()
    {
        MajorityVote.Expected([600, 400], 0, 1000).ShouldBe(1, 1e-12);
        var share = MajorityVote.Expected([510, 490], 0, 501);
        share.ShouldBeInRange(0.5, 1);
        (share + MajorityVote.Expected([510, 490], 1, 501)).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Expected_AllAnswers_SumToOne()
    {
        int[] counts = [5, 3, 3, 1, 1];
        for (var k = 1; k <= 13; k++)
        {
            Enumerable.Range(0, counts.Length).Sum(i => MajorityVote.Expected(counts, i, k)).ShouldBe(1, 1e-12);
        }
    }

    private static IEnumerable<List<T>> Subsets<T>(List<T> items, int k, int from = 0)
    {
        if (k == 0)
        {
            return [[]];
        }

        return Enumerable.Range(from, Math.Max(0, items.Count - k + 1 - from)).SelectMany(i => Subsets(items, k - 1, i + 1).Select(s => s.Prepend(items[i]).ToList()));
    }
}
