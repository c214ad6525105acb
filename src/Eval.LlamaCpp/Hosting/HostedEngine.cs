using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting.Protocol;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Hosting;

/// <summary>What a host holds: the model, its likelihoods and its generator.</summary>
internal sealed class HostedEngine : IDisposable
{
    private readonly LoadedModel _model;

    // Its contexts cost memory; a suite that only generates never asks for them.
    private readonly Lazy<LlamaEngine> _engine;

    private HostedEngine(LoadedModel model, LocalModelSpec spec, LlamaLibrary library)
    {
        _model = model;
        _engine = new Lazy<LlamaEngine>(() => LlamaEngine.Open(model));
        Generator = new Generator(model, spec.ChatTemplate, TimeProvider.System);
        Loaded = new LoadReply(
            library.EngineName,
            model.Settings.Canonical,
            model.Settings.ContextLength,
            model.Vocabulary.Size,
            ChatTemplate.Problem(spec.ChatTemplate ?? model.File.ChatTemplate, isModelsOwn: spec.ChatTemplate is null));
    }

    /// <summary>What the parent is told of it.</summary>
    public LoadReply Loaded { get; }

    /// <summary>Scores text.</summary>
    public ILikelihoodModel Likelihood => _engine.Value;

    /// <summary>Generates text.</summary>
    public Generator Generator { get; }

    /// <summary>True where answers do not depend on what runs beside them (see <see cref="GenerationLane"/>).</summary>
    public bool AnswersAreIndependent => _model.Settings.GpuLayers == 0;

    /// <summary>Loads a model. Throws <see cref="ModelUnavailableException"/>.</summary>
    public static HostedEngine Load(LoadCall call)
    {
        var library = LoadLibrary();
        var file = LoadedModel.Check(call.Model.File);
        var settings = EngineSettings.Choose(file, call.Model, call.Exact, library.Devices, ProcessorCores.Count(), library.Cuda.Problem);
        return new HostedEngine(LoadedModel.Load(file, settings), call.Model, library);
    }

    /// <summary>Says what the engine is, without a model; never throws.</summary>
    public static ExamineReply Examine(ExamineCall call)
    {
        var doctor = LlamaDoctor.Examine();
        return doctor.Problem is not null
            ? new ExamineReply(doctor, "", 0, [.. call.Templates.Select(_ => doctor.Problem)])
            : new ExamineReply(
                doctor,
                LoadLibrary().EngineName,
                ProcessorCores.Count(),
                [.. call.Templates.Select(t => ChatTemplate.Problem(t.Template, t.IsModelsOwn))]);
    }

    /// <summary>Tokens of a text and the text of each.</summary>
    public TokenizeReply Tokenize(string text)
    {
        if (_model.Vocabulary.WhyNot(text) is { } failure)
        {
            return new TokenizeReply([], [], failure);
        }

        var tokens = _model.Vocabulary.Encode(text);
        return new TokenizeReply(tokens, [.. tokens.Select(t => _model.Vocabulary.Decode([t]))]);
    }

    public void Dispose()
    {
        Generator.Dispose();
        if (_engine.IsValueCreated)
        {
            // Owns the model.
            _engine.Value.Dispose();
        }

        _model.Dispose();
    }

    private static LlamaLibrary LoadLibrary() => LlamaLibrary.Load(new LlamaLibraryOptions { Log = WriteLog });

    private static void WriteLog(LlamaLogLine line)
    {
        if (line.Level != GgmlLogLevel.Debug)
        {
            Console.Error.WriteLine($"{line.Level}: {line.Text}");
        }
    }
}
