using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class PairingPoliciesTests
{
    public static TheoryData<string, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (var policy in PairingPolicies.BuiltIn)
        {
            foreach (var (models, prompts, size) in new[] { (2, 1, 1), (2, 7, 3), (3, 5, 4), (4, 6, 100), (5, 10, 7), (7, 1, 4), (8, 12, 25), (9, 4, 10) })
            {
                data.Add(policy.Name, models, prompts, size);
            }
        }

        return data;
    }

    [Fact]
    public void BuiltIn_Names_AreFoundAndDescribed()
    {
        PairingPolicies.BuiltIn.Select(p => p.Name).ShouldBe(["round-robin", "star", "swiss", "adaptive"]);
        PairingPolicies.BuiltIn.ShouldAllBe(p => PairingPolicies.Find(p.Name) == p && p.Description.Length > 10);
        PairingPolicies.Find("Swiss").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Next_UntilTheEnd_PlaysEveryPairingOnce(string name, int models, int prompts, int size)
    {
        var policy = PairingPolicies.Find(name)!;
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(models, 300), prompts) { RoundSize = size, Baseline = models - 1 };

        var sizes = tournament.Rounds(policy, 3).Select(r => r.Count).ToList();
        var played = tournament.Play(policy, 3);

        ((long)played.Count).ShouldBe(policy.Total(models, prompts));
        played.Select(p => (Math.Min(p.A, p.B), Math.Max(p.A, p.B), p.Prompt)).ShouldBeUnique();
        played.ShouldAllBe(p => p.A != p.B && p.A >= 0 && p.B >= 0 && p.A < models && p.B < models && p.Prompt >= 0 && p.Prompt < prompts);
        played.ShouldAllBe(p => p.Probability > 0 && p.Probability <= 1);
        for (var i = 0; i < sizes.Count - 1; i++)
        {
            sizes[i].ShouldBe((i + 1) * size);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Next_SameState_IsTheSameRound(string name, int models, int prompts, int size)
    {
        var policy = PairingPolicies.Find(name)!;
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(models, 300), prompts) { RoundSize = size, Baseline = 0 };
        var played = tournament.Play(policy, 5);
        for (var round = 0; round * size < played.Count; round++)
        {
            // A killed tournament knows nothing but what is stored.
            var stored = played.Take(round * size).ToList();
            var next = PairingPolicies.Find(name)!.Next(tournament.State(round, 5, stored));
            next.Select(p => (p.A, p.B, p.Prompt, p.Probability))
                .ShouldBe(played.Skip(round * size).Take(size).Select(p => (p.A, p.B, p.Prompt, p.Probability)));
        }
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("star")]
    [InlineData("swiss")]
    [InlineData("adaptive")]
    public void Next_OtherSeed_IsAnotherRound(string name)
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(8, 300), 30) { Baseline = 0 };
        var policy = PairingPolicies.Find(name)!;

        policy.Next(tournament.State(0, 1, [])).ShouldNotBe(policy.Next(tournament.State(0, 2, [])));
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("swiss")]
    [InlineData("adaptive")]
    public void Next_WhatCannotBe_IsRefused(string name)
    {
        var policy = PairingPolicies.Find(name)!;
        var state = new SimulatedTournament([0, 0, 0], 4).State(0, 1, []);

        Should.Throw<ArgumentException>(() => policy.Next(state with { Models = 1 }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Prompts = 0 }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { RoundSize = 0 }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Contrast = (1, 1) }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Contrast = (0, 3) }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Played = [new PlayedPairing(0, 3, 0, 1, 1)] }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Played = [new PlayedPairing(0, 1, 4, 1, 1)] }));
        Should.Throw<ArgumentException>(() => policy.Next(state with { Played = [new PlayedPairing(0, 1, 0, double.NaN, 1)] }));
    }

    [Fact]
    public void Next_StarWithoutBaseline_IsRefused() =>
        Should.Throw<ArgumentException>(() => PairingPolicies.Find("star")!.Next(new SimulatedTournament([0, 0], 4).State(0, 1, [])));
}
