using Eval.Core.Imports;
using Eval.Core.Metrics;

namespace Eval.Core.Tests.Imports;

public class ImportedMetricTests
{
    [Theory]
    [InlineData("lm-eval:acc_norm,none", true, true)]
    [InlineData("lm-eval:word_perplexity,none", false, false)]
    [InlineData("lm-eval:my_loss:lower", false, false)]
    [InlineData("promptfoo:pass", true, true)]
    [InlineData("promptfoo:score", false, true)]
    [InlineData("inspect:match/accuracy", true, true)]
    [InlineData("openai-evals:accuracy", true, true)]
    public void Find_IdOfATool_HasTheTraitsOfItsName(string id, bool isShare, bool higherIsBetter)
    {
        var metric = BuiltInMetrics.Find(id).ShouldBeOfType<ImportedMetric>();
        metric.Id.ShouldBe(id);
        metric.Format.ShouldBe(isShare ? MetricFormat.Share : MetricFormat.Number);
        metric.HigherIsBetter.ShouldBe(higherIsBetter);
        metric.Largest.ShouldBe(isShare ? 1 : double.PositiveInfinity);
    }

    [Theory]
    [InlineData("acc")]
    [InlineData("eval:acc")]
    [InlineData("other:acc")]
    [InlineData("promptfoo:")]
    [InlineData("promptfoo")]
    public void Find_AnythingElse_IsNoImportedMetric(string id) => ImportedMetric.Find(id).ShouldBeNull();

    [Theory]
    [InlineData("lm-eval", "acc", true, "lm-eval:acc")]
    [InlineData("lm-eval", "bits_per_byte", false, "lm-eval:bits_per_byte")]
    [InlineData("lm-eval", "my_loss", false, "lm-eval:my_loss:lower")]
    [InlineData("promptfoo", "named/a:b\n", null, "promptfoo:named/a_b_")]
    public void IdOf_Name_TellsTheDirectionWhereTheNameDoesNot(string tool, string name, bool? higher, string id) =>
        ImportedMetric.IdOf(tool, name, higher).ShouldBe(id);

    [Fact]
    public void AllFormats_AreOfKnownTools_AndEachTellsWhatItUnderstands()
    {
        ImportFormats.All.Select(f => f.Tool).ShouldBeUnique();
        ImportFormats.All.ShouldAllBe(f => f.Tool == ImportTools.Own || ImportTools.Foreign.Contains(f.Tool));
        ImportFormats.All.ShouldAllBe(f => f.Understands.Length > 0);
    }
}
