using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;
using Eval.LlamaCpp.Tests.Gguf;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>Files that are no model, or a broken one: one clear message each, and a process that lives on.</summary>
public sealed class BrokenModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_MissingFile_SaysSo() => Refused("none.gguf").ShouldContain("no such file");

    [Fact]
    public void Open_AnotherFormat_SaysSo()
    {
        _folder.Write("text.gguf", "this is a text");
        Refused("text.gguf").ShouldContain("not a GGUF file");
    }

    [Fact]
    public void Open_AFolder_SaysSo()
    {
        Directory.CreateDirectory(_folder.PathOf("folder.gguf"));
        Refused("folder.gguf").ShouldContain("folder.gguf");
    }

    [Fact]
    public void Open_UnknownArchitecture_NamesIt()
    {
        File.WriteAllBytes(_folder.PathOf("new.gguf"), new GgufBytes(3, 0, 1).Text("general.architecture").Type(8).Text("llama9000").ToArray());
        Refused("new.gguf").ShouldContain("llama9000");
    }

    [SharedFact]
    public void Open_CutOffFile_SaysItIsIncomplete()
    {
        File.WriteAllBytes(_folder.PathOf("cut.gguf"), File.ReadAllBytes(SharedModels.Stories260K)[..^1000]);
        Refused("cut.gguf").ShouldContain("incomplete");
    }

    [SharedFact]
    public void Open_HeaderThatDoesNotFitTheTensors_GivesTheLibrarysReason()
    {
        // A sixth layer that the file does not hold: only the loader itself can see that.
        var bytes = File.ReadAllBytes(SharedModels.Stories260K);
        var key = bytes.AsSpan().IndexOf("llama.block_count"u8);
        bytes[key + "llama.block_count".Length + 4]++;
        File.WriteAllBytes(_folder.PathOf("six.gguf"), bytes);
        Refused("six.gguf").ShouldContain("blk.5");
    }

    [SharedFact]
    public void Open_ContextBeyondMemory_SaysSo()
    {
        var message = Should.Throw<ModelUnavailableException>(() => LlamaEngine.Open(
            LlamaLibrary.Load(new()), new LocalModelSpec { File = SharedModels.Stories260K, Context = 2_000_000_000 }, exact: false)).Message;
        message.ShouldContain("set a shorter context");
    }

    [SharedFact]
    public async Task Score_WeightsThatAreNotFinite_FailAndGiveNoNumbers()
    {
        var path = _folder.PathOf("nan.gguf");
        var file = GgufFile.Read(SharedModels.Stories260K);
        var bytes = File.ReadAllBytes(SharedModels.Stories260K);
        var last = file.Tensors.MaxBy(t => t.Offset)!;
        var norm = file.Tensors.First(t => t.Name == "output_norm.weight");
        var start = bytes.Length - last.ByteCount - last.Offset + norm.Offset;
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, start);
        File.WriteAllBytes(path, bytes);

        using var engine = TestModels.Open(path);
        var scores = await engine.ScoreContinuationsAsync([new("Once upon a time", " there"), new("", "One day")], default);
        scores.ShouldAllBe(s => s.Failure!.Kind == RequestFailureKind.EngineFailed && double.IsNaN(s.LogLikelihood));
        var rule = new WindowRule(WindowKind.HalfWindow, 64);
        (await engine.ScoreWindowsAsync(new(OracleText.SixTimes, rule, 0, 2), default))
            .ShouldAllBe(w => w.Failure!.Kind == RequestFailureKind.EngineFailed && double.IsNaN(w.LogLikelihood));
        await engine.WriteReferenceLogitsAsync(new(OracleText.SixTimes, rule, 0, 1), _folder.PathOf("nan.kld"), default);
        await Should.ThrowAsync<ModelUnavailableException>(() =>
            engine.CompareWindowsAsync(new(OracleText.SixTimes, rule, 0, 1), _folder.PathOf("nan.kld"), default));
    }

    [SharedFact]
    public void Evaluate_MoreThanTheCacheHolds_FailsAndTheLaneGoesOn()
    {
        using var model = TestModels.Load(SharedModels.Stories260K, exact: true);
        using var lane = new EngineLane(model);
        var tokens = Enumerable.Range(0, 601).Select(i => 300 + (i % 200)).ToArray();
        Should.Throw<EvaluationException>(() => lane.Evaluate(Job(tokens), new LogProbabilityReader([600]), default))
            .Message.ShouldContain("512");

        var reader = new LogProbabilityReader([10]);
        lane.Evaluate(Job(tokens[..11]), reader, default);
        reader.LogProbabilities(0).ToArray().ShouldAllBe(p => p < 0);

        EvaluationJob Job(int[] sequence) => new([], TokenTree.Build([new TokenSequence(sequence, 1, 0)], 0), model.Settings.Layout);
    }

    [SharedFact]
    public async Task Score_ManyLongAnswersToOneQuestion_IsCutToWhatTheCacheHolds()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K);
        using var exact = TestModels.Open(SharedModels.Stories260K, exact: true);
        var requests = Enumerable.Range(0, 12)
            .Select(i => new ContinuationRequest(OracleText.Paragraph + OracleText.Paragraph, $"Day {i}. " + OracleText.Paragraph)).ToArray();
        var expected = await exact.ScoreContinuationsAsync(requests, default);
        var given = await engine.ScoreContinuationsAsync(requests, default);
        for (var i = 0; i < requests.Length; i++)
        {
            given[i].LogLikelihood.ShouldBe(expected[i].LogLikelihood, 1e-3);
        }
    }

    private string Refused(string name)
    {
        var spec = new LocalModelSpec { File = _folder.PathOf(name) };
        var problem = Should.Throw<ModelUnavailableException>(() => LlamaEngine.Open(LlamaLibrary.Load(new()), spec, exact: false));
        problem.IsPermanent.ShouldBeTrue();
        problem.Message.ShouldContain(name);
        return problem.Message;
    }
}
