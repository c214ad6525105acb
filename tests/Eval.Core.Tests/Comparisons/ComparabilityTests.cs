using Eval.Core.Comparisons;
using Eval.Core.Models;

namespace Eval.Core.Tests.Comparisons;

public class ComparabilityTests
{
    private static readonly ComparedCell Base = Cells.Of(Cells.Scored(1, 0));

    [Fact]
    public void Of_TheSameSuiteAndData_IsAllowedWithoutNotes()
    {
        var found = Comparability.Of(Base, Cells.Of(Cells.Scored(0, 1), model: new ModelIdentity("local", "sha-2", "llama.cpp 0.5.0", "context=512;kvType=f16")));
        found.IsAllowed.ShouldBeTrue();
        found.Notes.ShouldBeEmpty();
        found.ChecksQuestions.ShouldBeFalse();
    }

    [Theory]
    [InlineData("prompt", "Question: {{q}}", "Answer: {{q}}")]
    [InlineData("version", "\"1\"", "\"2\"")]
    [InlineData("fewShot", "\"kind\"", "\"fewShot\":{\"count\":5},\"kind\"")]
    [InlineData("dataset", "\"kind\"", "\"dataset\":{\"files\":[\"a\"]},\"kind\"")]
    public void Of_AnotherDefinition_IsRefusedAndNamesTheKey(string key, string before, string after)
    {
        var other = Cells.Of(Cells.Scored(1, 0), definition: Cells.Definition.Replace(before, after), data: "data-2");
        Comparability.Of(Base, other).Refusals.ShouldContain(r => r.Key == key);
    }

    [Theory]
    [InlineData("metrics[0]", "[\"acc\"]", "[\"brier\"]")]
    [InlineData("slices", "\"version\"", "\"slices\":[\"topic\"],\"version\"")]
    [InlineData("limit", "\"version\"", "\"limit\":5,\"version\"")]
    public void Of_AnotherReport_IsANote(string key, string before, string after)
    {
        var found = Comparability.Of(Base, Cells.Of(Cells.Scored(1, 0), definition: Cells.Definition.Replace(before, after)));
        found.IsAllowed.ShouldBeTrue();
        found.Notes.ShouldContain(n => n.Key == key);
    }

    [Fact]
    public void Of_TheSameRowsFromAnotherFile_IsANote()
    {
        var moved = Cells.Definition.Replace("\"kind\"", "\"dataset\":{\"files\":[\"moved.jsonl\"]},\"kind\"");
        Comparability.Of(Base, Cells.Of(Cells.Scored(1, 0), definition: moved)).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Of_OtherRows_IsRefusedByData()
    {
        var refusal = Comparability.Of(Base, Cells.Of(Cells.Scored(1, 0, 1), data: "data-2")).Refusals.ShouldHaveSingleItem();
        refusal.ToString().ShouldBe("data: 2 samples, hash data-1 → 3 samples, hash data-2");
    }

    [Fact]
    public void Of_AnotherSeed_ChecksEachQuestion()
    {
        var found = Comparability.Of(Base, Cells.Of(Cells.Scored(1, 0), seed: 18));
        (found.IsAllowed, found.ChecksQuestions).ShouldBe((true, true));
        found.Notes.ShouldHaveSingleItem().ToString().ShouldBe("seed: 17 → 18");
    }

    [Fact]
    public void Of_SkippedSide_IsRefusedWithTheReason() =>
        Comparability.Of(Base, Cells.Of([], skipped: "no likelihoods")).Refusals.ShouldHaveSingleItem().New.ShouldBe("no likelihoods");

    [Fact]
    public void Of_OtherSettingsEngineAndMachine_AreNotes()
    {
        var other = Cells.Of(Cells.Scored(1, 0), machine: "there", model: new ModelIdentity("local", "sha-1", "llama.cpp 0.6.0", "context=512;kvType=f32"));
        var found = Comparability.Of(Base, other);
        found.IsAllowed.ShouldBeTrue();
        found.Notes.Select(n => n.Key).ShouldBe(["engine", "kvType", "machine"]);
    }

    [Fact]
    public void Of_HostedModels_SaysNothingOfTheMachine()
    {
        var a = Cells.Of(Cells.Scored(1), model: new ModelIdentity("hosted", "https://a m", "openai", ""));
        var b = Cells.Of(Cells.Scored(1), machine: "there", model: new ModelIdentity("hosted", "https://a n", "openai", "temperature=0"));
        Comparability.Of(a, b).Notes.Select(n => n.Key).ShouldBe(["temperature"]);
    }
}
