using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Tests.Hosting;

public sealed class ProtocolJsonTests
{
    [Fact]
    public void Read_Scores_KeepEveryBitAndFailures()
    {
        ContinuationScore[] scores =
        [
            new(-0.1 - 0.2, 3, true, 17),
            new(double.NegativeInfinity, 1, false),
            ContinuationScore.Failed(new RequestFailure(RequestFailureKind.TooLong, "<ü> \"x\" 😀")),
        ];
        ProtocolJson.Read(ProtocolJson.Write(scores, j => j.ContinuationScoreArray), ProtocolJson.Default.ContinuationScoreArray).ShouldBe(scores);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("all")]
    [InlineData("0")]
    [InlineData("12")]
    public void Read_LoadCall_KeepsTheSpec(string layers)
    {
        GpuLayers.TryParse(layers, out var gpuLayers).ShouldBeTrue();
        var spec = new LocalModelSpec { File = "/ä b.gguf", GpuLayers = gpuLayers, Threads = 3, FlashAttention = false, RopeFrequencyScale = 0.25 };
        ProtocolJson.Read(ProtocolJson.Write(new LoadCall(spec, true), j => j.LoadCall), ProtocolJson.Default.LoadCall).ShouldBe(new LoadCall(spec, true));
    }

    [Fact]
    public void Read_GenerateCall_KeepsEverything()
    {
        var request = new GenerationRequest
        {
            Messages = [new ChatTurn("user", "a\n<|x|>\u0001")],
            MaxTokens = 5,
            StopSequences = ["\n\n"],
            Grammar = "root ::= \"a\"",
            TopLogProbs = 2,
            Sampling = new SamplingSettings
            {
                Temperature = 0.7f,
                TopK = 3,
                TopP = 0.1f,
                MinP = 0.2f,
                Seed = uint.MaxValue,
                FrequencyPenalty = -1,
                PresencePenalty = 1,
            },
            IgnoreEnd = true,
            Stream = true,
        };
        var read = ProtocolJson.Read(ProtocolJson.Write(new GenerateCall([request]), j => j.GenerateCall), ProtocolJson.Default.GenerateCall).Requests[0];
        read.Messages.ShouldBe(request.Messages);
        read.StopSequences.ShouldBe(request.StopSequences);
        (read with { Messages = null, StopSequences = [] }).ShouldBe(request with { Messages = null, StopSequences = [] });
    }

    [Fact]
    public void Of_RequestsThatShareContexts_WritesEachOnce()
    {
        ContinuationRequest[] requests = [new("c", "a", 1), new("c", "b", 1), new("", "x"), new("c", "a"), new("c", "cut", TruncateLeft: true)];
        var call = ScoreCall.Of(requests);
        call.Contexts.ShouldBe(["c", ""]);
        ProtocolJson.Read(ProtocolJson.Write(call, j => j.ScoreCall), ProtocolJson.Default.ScoreCall).ToRequests().ShouldBe(requests);
    }

    [Fact]
    public void Read_SomethingElse_IsAFrameError()
    {
        Should.Throw<FrameFormatException>(() => ProtocolJson.Read("[1]"u8.ToArray(), ProtocolJson.Default.LoadCall)).Message.ShouldContain("LoadCall");
        Should.Throw<FrameFormatException>(() => ProtocolJson.Read("null"u8.ToArray(), ProtocolJson.Default.LoadCall));
    }

    [Fact]
    public void Read_Divergences_KeepEveryBit()
    {
        DivergenceScore[] scores =
        [
            new(4, [-0.1f, float.NaN], [-0.2f, 0], [1e-30f, float.PositiveInfinity], [true, false]),
            new(5, [], [], [], []),
        ];
        var bytes = DivergenceCodec.Write(scores);
        var read = DivergenceCodec.Read(bytes);
        read.Count.ShouldBe(2);
        read[0].LogProbs.ShouldBe(scores[0].LogProbs);
        read[0].ReferenceLogProbs.ShouldBe(scores[0].ReferenceLogProbs);
        read[0].Divergences.ShouldBe(scores[0].Divergences);
        read[0].SameTop.ShouldBe(scores[0].SameTop);
        (read[0].Index, read[1].Index).ShouldBe((4, 5));
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FrameFormatException>(() => DivergenceCodec.Read(bytes.AsSpan(0, length)));
        }

        Should.Throw<FrameFormatException>(() => DivergenceCodec.Read([.. bytes, 0]));
        Should.Throw<FrameFormatException>(() => DivergenceCodec.Read([0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0]));
    }
}
