using Eval.Core.Gates;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Gates;

public class GatePolicyReaderTests
{
    /// <summary>A policy file with every key.</summary>
    public const string Everything = """
        baseline: "@last-passed"
        margin: { facts: 0.05, sums: 0.02 }
        metric: { facts: acc_norm_chars }
        confidence: 0.975
        minCoverage: 0.9
        power: 0.9
        slices:
          facts:
            subject: { maxLoss: 0.1, minSamples: 20 }
            subject=law: { floor: 0.6 }
        maxCostIncrease: 0.1
        maxLatencyIncrease: 0.25
        maxP95LatencyMs: 2000
        mustHaves:
          facts: { license: [MIT, Apache-2.0], dataStaysOnPremises: true }
          contextLength: 32000
          floor: { sums: 0.4 }
        earlyStopping: { looks: 4, spending: pocock, futility: 0.2 }
        """;

    [Fact]
    public void Load_EveryKey_IsRead()
    {
        using var folder = new TemporaryFolder();
        var policy = GatePolicyFile.Load(folder.Write("release.yaml", Everything));

        policy.Name.ShouldBe("release");
        policy.Baseline.ShouldBe("@last-passed");
        policy.Suites.Select(s => (s.Name, s.Margin, s.MetricId)).ShouldBe([("facts", 0.05, "acc_norm_chars"), ("sums", 0.02, null)]);
        policy.Suites[0].DefinedAt!.Line.ShouldBe(2);
        policy.Suites[0].Slices.Select(s => (s.Slice, s.MaxLoss, s.Floor, s.MinSamples)).ShouldBe([("subject", 0.1, null, 20), ("subject=law", null, 0.6, 0)]);
        policy.Suites[1].Slices.ShouldBeEmpty();
        (policy.Confidence, policy.MinCoverage, policy.Power).ShouldBe((0.975, 0.9, 0.9));
        (policy.MaxCostIncrease, policy.MaxLatencyIncrease, policy.MaxP95LatencyMs).ShouldBe((0.1, 0.25, 2000));
        policy.MustHaves.Facts["license"].ShouldBe(["MIT", "Apache-2.0"]);
        policy.MustHaves.Facts["dataStaysOnPremises"].ShouldBe(["true"]);
        policy.MustHaves.ContextLength.ShouldBe(32000);
        policy.MustHaves.Floors["sums"].ShouldBe(0.4);
        policy.EarlyStopping.ShouldBe(new EarlyStopping { Looks = 4, Spending = SpendingType.Pocock, Futility = 0.2 });
    }

    [Fact]
    public void Parse_MarginOnly_HasTheDefaults()
    {
        var policy = GatePolicyFile.Parse("margin: { facts: 0.05 }", "p");

        (policy.Confidence, policy.MinCoverage, policy.Power).ShouldBe((0.95, 0.98, 0.8));
        policy.EarlyStopping.ShouldBeNull();
        policy.Baseline.ShouldBeNull();
        policy.MaxCostIncrease.ShouldBeNull();
        policy.MustHaves.ContextLength.ShouldBeNull();
        GatePolicyFile.Parse("margin: { facts: 0.05 }\nearlyStopping: {}", "p").EarlyStopping
            .ShouldBe(new EarlyStopping { Looks = 5, Spending = SpendingType.OBrienFleming, Futility = 0.1 });
    }

    [Theory]
    [InlineData("margin: { s: -0.1 }", "p:1:14: \"s\" must be above 0")]
    [InlineData("margin: { s: 5% }", "p:1:14: \"s\" must be a number")]
    [InlineData("margn: { s: 0.1 }", "gate \"p\" needs \"margin\"")]
    [InlineData("margin: {}", "names no suite")]
    [InlineData("margin: { s: 0.1 }\nmaxCostIncreas: 0.1", "p:2:1: unknown key \"maxCostIncreas\" in p (did you mean \"maxCostIncrease\"?)")]
    [InlineData("margin: { facts: 0.1 }\nmetric: { fact: acc }", "p:2:17: \"metric\" speaks of \"fact\", which \"margin\" does not guard (did you mean \"facts\"?)")]
    [InlineData("margin: { facts: 0.1 }\nslices: { fcats: { a: { maxLoss: 0.1 } } }", "did you mean \"facts\"?")]
    [InlineData("margin: { facts: 0.1 }\nmustHaves: { floor: { sums: 0.4 } }", "which \"margin\" does not guard")]
    [InlineData("margin: { s: 0.1 }\nslices: { s: { f: { minSamples: 3 } } }", "needs \"maxLoss\"")]
    [InlineData("margin: { s: 0.1 }\nslices: { s: { f: { minLoss: 3 } } }", "did you mean \"maxLoss\"?")]
    [InlineData("margin: { s: 0.1 }\npower: 0.5", "\"power\" must be above 0.5 and below 1")]
    [InlineData("margin: { s: 0.1 }\nconfidence: 95", "\"confidence\" must be above 0.5 and below 1")]
    [InlineData("margin: { s: 0.1 }\nmaxP95LatencyMs: 0", "must be above 0")]
    [InlineData("margin: { s: 0.1 }\nearlyStopping: { looks: 1 }", "a whole number from 2 to 20")]
    [InlineData("margin: { s: 0.1 }\nearlyStopping: { spending: obrienfleming }", "did you mean \"obrien-fleming\"?")]
    [InlineData("margin: { s: 0.1 }\nmustHaves: { facts: { license: [] } }", "accepts no value")]
    [InlineData("margin: { s: 0.1 }\nbaseline: \"\"", "\"baseline\" is empty")]
    public void Parse_Mistake_IsToldWithItsPlace(string yaml, string expected) =>
        ConfigAssert.Problems(() => GatePolicyFile.Parse(yaml, "p")).ShouldContain(p => p.Contains(expected));

    [Fact]
    public void Parse_SeveralMistakes_AreToldTogether() =>
        ConfigAssert.Problems(() => GatePolicyFile.Parse("margin: { s: 0 }\nmetric: { s: acc }\npower: 2\nlooks: 3", "p")).Count.ShouldBe(3);

    [Fact]
    public void Load_FileThatIsAbsent_IsAConfigurationError() =>
        ConfigAssert.Problem(() => GatePolicyFile.Load("no-such-policy.yaml")).ShouldContain("there is no such file");

    [Theory]
    [InlineData(Everything)]
    [InlineData("margin: { facts: 0.05 }")]
    [InlineData("margin: { facts: 0.00001 }\nearlyStopping: {}\nbaseline: 17")]
    public void ToJson_ReadBack_IsTheSamePolicy(string yaml)
    {
        var policy = GatePolicyFile.Parse(yaml, "p");
        var json = policy.ToJson().ToJsonString();
        var again = GatePolicyFile.Parse(json, "p");

        again.ToJson().ToJsonString().ShouldBe(json);
        again.Hash().ShouldBe(policy.Hash());
    }

    [Fact]
    public void Hash_OrderBaselineAndSpelledDefaults_DoNotCount()
    {
        var hash = GatePolicyFile.Parse("margin: { a: 0.05, b: 0.02 }", "p").Hash();

        GatePolicyFile.Parse("confidence: 0.95 # as ever\nmargin: { b: 0.020, a: 0.05 }\nbaseline: x", "q").Hash().ShouldBe(hash);
        GatePolicyFile.Parse("margin: { a: 0.05, b: 0.03 }", "p").Hash().ShouldNotBe(hash);
        GatePolicyFile.Parse("margin: { a: 0.05, b: 0.02 }\nminCoverage: 0.97", "p").Hash().ShouldNotBe(hash);
    }
}
