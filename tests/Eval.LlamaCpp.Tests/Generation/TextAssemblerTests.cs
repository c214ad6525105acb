using System.Text;
using Eval.LlamaCpp.Generation;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.LlamaCpp.Tests.Generation;

public sealed class TextAssemblerTests
{
    [Fact]
    public void Push_CharacterAcrossPieces_ComesWhole()
    {
        var text = new TextAssembler([]);
        var bytes = "a€😀"u8.ToArray();
        var released = bytes.Select(b => text.Push([b])).ToList();
        released.ShouldBe(["a", "", "", "€", "", "", "", "😀"]);
        text.Finish().ShouldBe("");
        text.Text.ShouldBe("a€😀");
    }

    [Fact]
    public void Finish_HalfACharacter_BecomesTheReplacementCharacter()
    {
        var text = new TextAssembler([]);
        text.Push([(byte)'a', 0xE2, 0x82]).ShouldBe("a");
        text.Finish().ShouldBe("\uFFFD");
        text.Text.ShouldBe("a\uFFFD");
    }

    [Fact]
    public void Push_InvalidBytes_DoNotStopTheText()
    {
        var text = new TextAssembler([]);
        text.Push([0xFF]).ShouldBe("\uFFFD");
        text.Push("b"u8).ShouldBe("b");
    }

    [Fact]
    public void Push_StopAcrossPieces_IsRemovedAndNothingFollows()
    {
        var text = new TextAssembler(["\n\nQ:"]);
        text.Push("yes\n"u8).ShouldBe("yes");
        text.Push("\nQ"u8).ShouldBe("");
        text.Push(": more"u8).ShouldBe("");
        text.StopSequence.ShouldBe("\n\nQ:");
        text.Push("and more"u8).ShouldBe("");
        text.Finish().ShouldBe("");
        text.Text.ShouldBe("yes");
    }

    [Fact]
    public void Push_BeginningOfAStopThatDoesNotCome_IsReleasedLater()
    {
        var text = new TextAssembler(["abac"]);
        text.Push("aba"u8).ShouldBe("");
        text.Push("ba"u8).ShouldBe("ab");
        text.Push("d"u8).ShouldBe("abad");
    }

    [Fact]
    public void Push_SeveralStops_TheEarliestCounts()
    {
        var text = new TextAssembler(["world", "lo w"]);
        text.Push("hello world"u8).ShouldBe("hel");
        text.StopSequence.ShouldBe("lo w");
    }

    [Fact]
    public void Finish_HeldBack_IsReleased()
    {
        var text = new TextAssembler(["END"]);
        text.Push("the EN"u8).ShouldBe("the ");
        text.Finish().ShouldBe("EN");
        text.StopSequence.ShouldBeNull();
    }

    [Fact]
    public void Push_AnyCut_GivesTheTextUpToTheFirstStop()
    {
        var letters = Gen.Elements('a', 'b', 'c', 'é', '€');
        var cases =
            from whole in Gen.ArrayOf(letters)
            from stops in Gen.ListOf(Gen.NonEmptyListOf(letters))
            from cuts in Gen.ListOf(Gen.Choose(1, 3))
            select (Whole: new string(whole), Stops: stops.Select(s => new string([.. s])).ToList(), Cuts: cuts.ToList());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var text = new TextAssembler(c.Stops);
            var streamed = new StringBuilder();
            var rest = Encoding.UTF8.GetBytes(c.Whole).AsSpan();
            for (var i = 0; rest.Length > 0; i++)
            {
                var length = Math.Min(rest.Length, c.Cuts.Count == 0 ? 1 : c.Cuts[i % c.Cuts.Count]);
                streamed.Append(text.Push(rest[..length]));
                rest = rest[length..];
            }

            streamed.Append(text.Finish());
            streamed.ToString().ShouldBe(text.Text);
            text.Text.ShouldBe(UpToTheStopThatEndsFirst(c.Whole, c.Stops, c.Cuts));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Pieces decide: of the stops that are complete within the earliest piece, the one that begins first counts.</summary>
    private static string UpToTheStopThatEndsFirst(string whole, List<string> stops, List<int> cuts)
    {
        var bytes = Encoding.UTF8.GetBytes(whole);
        for (int end = 0, i = 0; end < bytes.Length; i++)
        {
            end = Math.Min(bytes.Length, end + (cuts.Count == 0 ? 1 : cuts[i % cuts.Count]));
            var decoder = Encoding.UTF8.GetDecoder();
            var characters = new char[end];
            var soFar = new string(characters, 0, decoder.GetChars(bytes.AsSpan(0, end), characters, flush: false));
            var first = stops.Select(s => soFar.IndexOf(s, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
            if (first >= 0)
            {
                return soFar[..first];
            }
        }

        return whole;
    }
}
