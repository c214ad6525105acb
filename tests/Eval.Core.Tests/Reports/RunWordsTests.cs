using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class RunWordsTests
{
    [Fact]
    public void Remarks_OfManyCandidates_CountsCandidates()
    {
        var run = ReportRuns.Of(["a", "b", "c", "d", "e"], 2, (_, i) => ReportRuns.Answer(i, 1, "x")).Run;
        var note = "the rows were cut";
        run = run with { Cells = [.. run.Cells.Select((c, i) => c with { Estimates = [.. c.Estimates.Select(e => e with { BoundLow = null, Note = i < 4 ? note : null })] })] };
        RunWords.Remarks(run, slices: false).ShouldContain($"facts (4 candidates) acc: {note}");
    }

    [Fact]
    public void Remarks_ReasonWithSemicolon_IsOneRemark()
    {
        var run = ReportRuns.Small().Run;
        run = run with { Cells = [.. run.Cells.Select(c => c with { Estimates = [], SkipReason = "no likelihoods; see doctor" })] };
        RunWords.Remarks(run, slices: false).ShouldBe(["facts: skipped: no likelihoods; see doctor"]);
    }
}
