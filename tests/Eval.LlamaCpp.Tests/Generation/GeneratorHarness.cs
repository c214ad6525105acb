using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Generation;

namespace Eval.LlamaCpp.Tests.Generation;

/// <summary>Runs a generator in this process, as a host does.</summary>
internal sealed class GeneratorHarness : IDisposable
{
    private readonly LoadedModel _model;

    internal GeneratorHarness(string file, bool exact = false, string? chatTemplate = null, int threads = 1)
    {
        _model = TestModels.Load(file, exact, new LocalModelSpec { File = file, Threads = threads, Context = 512 });
        Generator = new Generator(_model, chatTemplate, TimeProvider.System);
    }

    internal Generator Generator { get; }

    internal Vocabulary Vocabulary => _model.Vocabulary;

    internal LoadedModel Model => _model;

    /// <summary>Generates all at the same time.</summary>
    internal IReadOnlyList<GeneratedText> Run(params IReadOnlyList<GenerationRequest> requests)
    {
        var answers = new GeneratedText?[requests.Count];
        for (var i = 0; i < requests.Count; i++)
        {
            var index = i;
            Generator.Submit(new GenerationJob(requests[i], () => { }, null, a => answers[index] = a, CancellationToken.None));
        }

        Finish();
        return answers!;
    }

    internal void Finish()
    {
        while (Generator.HasWork)
        {
            Generator.Step();
        }
    }

    public void Dispose()
    {
        Generator.Dispose();
        _model.Dispose();
    }
}
