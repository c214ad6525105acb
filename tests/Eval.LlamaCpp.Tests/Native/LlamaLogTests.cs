using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Tests.Native;

public sealed class LlamaLogTests
{
    [Fact]
    public void Take_Fragments_AreJoinedIntoLines()
    {
        var lines = new List<LlamaLogLine>();
        var before = LlamaLog.Sink;
        LlamaLog.Sink = lines.Add;
        try
        {
            LlamaLog.Take(GgmlLogLevel.Info, "loading ");
            LlamaLog.Take(GgmlLogLevel.Continue, "...");
            LlamaLog.Take(GgmlLogLevel.Continue, " done\nnext: ");
            LlamaLog.Take(GgmlLogLevel.Error, "no such tensor\n");
        }
        finally
        {
            LlamaLog.Sink = before;
        }

        lines.ShouldBe(
        [
            new LlamaLogLine(GgmlLogLevel.Info, "loading ... done"),
            new LlamaLogLine(GgmlLogLevel.Info, "next:"),
            new LlamaLogLine(GgmlLogLevel.Error, "no such tensor"),
        ]);
    }
}
