using Eval.Core.Imports;
using Eval.Core.Metrics;

namespace Eval.Core.Tests.Imports;

public class ImportedMetricTests
{
    [Theory]
    [InlineData("lm-eval:acc_norm,none", true, true)]
    [InlineData("lm-eval:word_perplexity,none", false, false)]
    [InlineData("lm-eval:my_loss:lower", false, false)]
    [InlineData("lm-eval:acc,none", true, true)]
    [InlineData("lm-eval:exact_match,strict-match", true, true)]
    [InlineData("lm-eval:mc2", true, true)]
    [InlineData("lm-eval:f1", false, true)]
    [InlineData("lm-eval:em", false, true)]
    [InlineData("lm-eval:bleu", false, true)]
    [InlineData("lm-eval:rouge1", false, true)]
    [InlineData("lm-eval:mcc", false, true)]
    [InlineData("lm-eval:perplexity", false, false)]
    [InlineData("lm-eval:ter", false, false)]
    [InlineData("lm-eval:exact_match:number", false, true)]
    [InlineData("lm-eval:acc:number:lower", false, false)]
    [InlineData("openai-evals:f1_score", false, true)]
    [InlineData("inspect:match/std", false, true)]
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

    [Theory]
    [InlineData("lm-eval:exact_match,none", 1.0, "lm-eval:exact_match,none")]
    [InlineData("lm-eval:exact_match,none", 72.3, "lm-eval:exact_match,none:number")]
    [InlineData("lm-eval:acc", -0.1, "lm-eval:acc:number")]
    [InlineData("lm-eval:acc:lower", 2.0, "lm-eval:acc:number:lower")]
    [InlineData("lm-eval:bleu", 30.1, "lm-eval:bleu")]
    [InlineData("lm-eval:acc:number", 30.1, "lm-eval:acc:number")]
    [InlineData("lm-eval:acc", null, "lm-eval:acc")]
    public void Fitting_ValueThatNoShareHas_MakesItANumber(string id, double? value, string expected) => ImportedMetric.Fitting(id, value).ShouldBe(expected);

    [Fact]
    public void AllFormats_AreOfKnownTools_AndEachTellsWhatItUnderstands()
    {
        ImportFormats.All.Select(f => f.Tool).ShouldBeUnique();
        ImportFormats.All.ShouldAllBe(f => f.Tool == ImportTools.Own || ImportTools.Foreign.Contains(f.Tool));
        ImportFormats.All.ShouldAllBe(f => f.Understands.Length > 0);
    }
}
