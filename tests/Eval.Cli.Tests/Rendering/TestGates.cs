using Eval.Core.Gates;
using Eval.Core.Statistics;
using Eval.Service.Gating;
using Eval.Storage.Gates;

namespace Eval.Cli.Tests.Rendering;

/// <summary>Decisions for rendering tests.</summary>
internal static class TestGates
{
    public const string Hostile = "<script>|`*@everyone*`\e[2J\u202e";

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A suite that passed, one that broke, a judged slice and one too small, a cap that fails, two earlier attempts and a waiver.</summary>
    public static DecidedGate Mixed()
    {
        var decision = new GateDecision
        {
            Verdict = GateVerdict.Fail,
            Suites =
            [
                new SuiteDecision
                {
                    SuiteName = "demo-facts",
                    MetricId = "acc",
                    Verdict = GateVerdict.Pass,
                    IsBetter = true,
                    Margin = 0.02,
                    OldScore = 0.617,
                    NewScore = 0.924,
                    Coverage = 0.991,
                    Planned = 1228,
                    Difference = Difference(0.307, 0.283, 0.331, 1217),
                    DetectableEffect = 0.036,
                    Sentence = "better by a lot",
                    Slices =
                    [
                        new SliceDecision { Slice = $"topic={Hostile}", Verdict = GateVerdict.Fail, N = 61, MaxLoss = 0.1, NewScore = 0.2, Difference = Difference(-0.4, -0.5, -0.3, 61), Sentence = $"slice {Hostile} lost" },
                        new SliceDecision { Slice = "topic=rare", Verdict = null, N = 2, Sentence = "too few" },
                    ],
                },
                new SuiteDecision { SuiteName = "texts", Verdict = GateVerdict.Broken, Margin = 0.05, Sentence = "texts: connection refused; nothing was decided" },
            ],
            Rules = [new RuleDecision("maxCostIncrease", GateVerdict.Inconclusive, "cost is not known")],
            Reasons = [$"slice {Hostile} lost", "texts: connection refused; nothing was decided"],
        };
        var record = Record(3, GateVerdict.Fail, 3) with { Waivers = [new GateWaiver($"hotfix {Hostile}", "kim", Now.AddDays(-1), Now.AddDays(3))] };
        return new DecidedGate(record, decision, ["machine: a → b"], [Record(1, GateVerdict.Inconclusive, 1), Record(2, GateVerdict.Fail, 2), record]);
    }

    private static GateRecord Record(long id, GateVerdict verdict, int attempt) => new()
    {
        Id = id,
        Gate = "upgrade",
        PolicyHash = "0123456789abcdef",
        PolicyText = """{"margin":{"demo-facts":0.02,"texts":0.05}}""",
        Baseline = "old",
        BaselineName = "old",
        BaselineIdentity = "o",
        CandidateName = "new",
        CandidateIdentity = "n",
        Verdict = verdict,
        ExitCode = verdict.ExitCode(),
        EvidenceHash = $"e{attempt}",
        Decision = "{}",
        WorkspaceFile = "/w/eval.yaml",
        DecidedBy = "kim",
        DecidedAt = Now.AddHours(-1),
        Attempt = attempt,
        Evidence =
        [
            new GateSource { Side = GateSide.Baseline, Suite = "demo-facts", ArchiveFile = "old.jsonl.gz", DefinitionHash = "d", DataHash = "h", Samples = 1228, Epochs = 1, Seed = 17 },
            new GateSource { Side = GateSide.Candidate, Suite = "demo-facts", RunId = 7, CellId = 9, DefinitionHash = "d", DataHash = "h", Samples = 1228, Epochs = 1, Seed = 17 },
        ],
    };

    private static PairedDifference Difference(double value, double lower, double upper, int n) => new()
    {
        N = n,
        Difference = value,
        StandardError = 0.01,
        Confidence = 0.95,
        Lower = lower,
        Upper = upper,
        Method = "tango",
    };
}
