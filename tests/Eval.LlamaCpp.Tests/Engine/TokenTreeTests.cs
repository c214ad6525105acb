using Eval.LlamaCpp.Engine;

namespace Eval.LlamaCpp.Tests.Engine;

public sealed class TokenTreeTests
{
    [Fact]
    public void Build_ChoicesOfAQuestion_EvaluatesTheContextOnceAndNoLastToken()
    {
        TokenSequence[] sequences = [new([1, 7, 8, 20, 21], 3, 0), new([1, 7, 8, 20, 30, 31], 3, 1), new([1, 7, 8, 40], 3, 2)];
        var tree = TokenTree.Build(sequences, 0);

        tree.Nodes.Select(n => (n.Token, n.Position, n.FirstSequence, n.SequenceCount, n.NeedsLogits)).ShouldBe(
        [
            (1, 0, 0, 3, false), (7, 1, 0, 3, false), (8, 2, 0, 3, true), (20, 3, 0, 2, true), (30, 4, 1, 1, true),
        ]);
        Targets(tree, 2).ShouldBe([(20, 0, 0), (20, 1, 0), (40, 2, 0)]);
        Targets(tree, 3).ShouldBe([(21, 0, 1), (30, 1, 1)]);
        Targets(tree, 4).ShouldBe([(31, 1, 2)]);
    }

    [Fact]
    public void Build_AfterAPreamble_BeginsBehindIt()
    {
        var tree = TokenTree.Build([new([1, 7, 8, 20], 3, 0), new([1, 7, 9, 20], 3, 1)], 2);
        tree.Nodes.Select(n => (n.Token, n.Position, n.FirstSequence)).ShouldBe([(8, 2, 0), (9, 2, 1)]);
    }

    [Fact]
    public void Build_ContextsOnly_DoesNotShareContinuationsAndCutsAtTheContext()
    {
        var tree = TokenTree.Build([new([1, 7, 20, 21], 2, 0), new([1, 7, 20, 30], 2, 1)], 0, contextsOnly: true);
        tree.Nodes.Select(n => (n.Token, n.Position, n.StartsBranch)).ShouldBe(
            [(1, 0, true), (7, 1, false), (20, 2, true), (20, 2, true)]);
        Targets(tree, 1).ShouldBe([(20, 0, 0), (20, 1, 0)]);
    }

    [Fact]
    public void Build_EqualSequences_AreEvaluatedOnce()
    {
        var tree = TokenTree.Build([new([1, 2, 3, 4], 2, 0), new([1, 2, 3, 4], 2, 1)], 0);
        tree.Nodes.Length.ShouldBe(3);
        Targets(tree, 2).ShouldBe([(4, 0, 1), (4, 1, 1)]);
    }

    [Fact]
    public void Build_AnySequences_ScoresEveryTokenGivenItsOwnPath()
    {
        // Many small sequences over few tokens, so that beginnings are shared in all ways.
        var state = 12345u;
        uint Next() => state = (state * 1664525) + 1013904223;
        for (var round = 0; round < 200; round++)
        {
            var sequences = Enumerable.Range(0, 1 + (int)(Next() % 9)).Select(i =>
            {
                var length = 2 + (int)(Next() >> 16) % 7;
                int[] tokens = [1, .. Enumerable.Range(0, length).Select(_ => (int)(Next() >> 20) % 3)];
                return new TokenSequence(tokens, 1 + ((int)(Next() >> 18) % (tokens.Length - 1)), i);
            }).ToArray();
            Array.Sort(sequences, TokenTree.Compare);
            foreach (var contextsOnly in new[] { false, true })
            {
                Check(TokenTree.Build(sequences, 0, contextsOnly), sequences);
            }
        }
    }

    private static void Check(TokenTree tree, TokenSequence[] sequences)
    {
        var seen = new HashSet<(int Request, int Index)>();
        for (var node = 0; node < tree.Nodes.Length; node++)
        {
            tree.Nodes[node].NeedsLogits.ShouldBe(tree.ScoredAt(node).Length > 0);
            foreach (var scored in tree.ScoredAt(node))
            {
                seen.Add((scored.Request, scored.Index)).ShouldBeTrue();
                var number = Array.FindIndex(sequences, s => s.Request == scored.Request);
                var sequence = sequences[number];
                var target = sequence.ContextLength + scored.Index;
                scored.Target.ShouldBe(sequence.Tokens[target]);
                tree.Nodes[node].Position.ShouldBe(target - 1);

                // The nodes of this sequence up to here are its tokens, in order.
                var path = tree.Nodes.Take(node + 1).Where(n => n.FirstSequence <= number && number < n.FirstSequence + n.SequenceCount).ToArray();
                path.Select(n => n.Token).ShouldBe(sequence.Tokens.Take(target));
                path.Select(n => n.Position).ShouldBe(Enumerable.Range(0, target));
            }
        }

        seen.Count.ShouldBe(sequences.Sum(s => s.ScoredLength));
    }

    private static List<(int Target, int Request, int Index)> Targets(TokenTree tree, int node) =>
        [.. tree.ScoredAt(node).ToArray().Select(s => (s.Target, s.Request, s.Index))];
}
