using Eval.Core.Costs;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;

namespace Eval.Core.Tests.Running;

public class MeasuredSpeedTests
{
    private static readonly ModelIdentity Model = new("local", "sha", "llama.cpp", "context=512");

    [Fact]
    public void Estimate_SameSuiteKnown_TakesItsSpeedBeforeANewerOneOfTheKind()
    {
        MeasuredSpeed[] speeds = [Speed("other", "1", 10), Speed("facts", "2", 20), Speed("facts", "1", 50)];
        MeasuredSpeed.Estimate(Cell(tokens: 1000), speeds).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Estimate_OnlyTheKindKnown_TakesTheNewestOfIt()
    {
        MeasuredSpeed[] speeds = [Speed("texts", "1", 1, kind: "perplexity"), Speed("other", "1", 10), Speed("facts", "2", 20)];
        MeasuredSpeed.Estimate(Cell(tokens: 1000), speeds).ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Estimate_NothingOfThisModelAndKind_IsUnknown()
    {
        MeasuredSpeed[] speeds = [Speed("facts", "1", 10, identity: "another model"), Speed("texts", "1", 10, kind: "perplexity"), Speed("facts", "1", 0)];
        MeasuredSpeed.Estimate(Cell(tokens: 1000), speeds).ShouldBeNull();
        MeasuredSpeed.Estimate(Cell(tokens: 0), [Speed("facts", "1", 10)]).ShouldBeNull();
        MeasuredSpeed.Estimate(Cell(tokens: 10) with { SkipReason = "no" }, [Speed("facts", "1", 10)]).ShouldBeNull();
    }

    [Fact]
    public void Estimate_Judged_TakesTheCandidatesPartAlone()
    {
        var cell = Cell(tokens: 5000) with { Own = new RunEstimate(1, 1000, 0) };
        MeasuredSpeed.Estimate(cell, [Speed("facts", "1", 50)]).ShouldBe(TimeSpan.FromSeconds(20));
        MeasuredSpeed.Estimate(cell with { AnswersFrom = 1 }, [Speed("facts", "1", 50)]).ShouldBeNull("only judges are asked");
    }

    private static MeasuredSpeed Speed(string suite, string hash, double rate, string kind = "multiple-choice", string? identity = null) =>
        new(identity ?? Model.Canonical, kind, suite, hash, rate);

    private static RunCell Cell(long tokens) => new()
    {
        Candidate = new Candidate { Id = "tiny" },
        Model = new ModelDescription(Model, new ModelCapabilities(), new Dictionary<string, string>()),
        Suite = new Suite
        {
            Name = "facts",
            Version = "1",
            Kind = "multiple-choice",
            File = "/suite.yaml",
            Directory = "/",
            Dataset = new DatasetSpec(),
            Metrics = ["acc"],
            Settings = new object(),
            DefinitionHash = "1",
        },
        DataHash = "data",
        Samples = 10,
        Epochs = 1,
        Estimate = new RunEstimate(1, tokens, 0),
    };
}
