using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Tests;

/// <summary>Loads models as the engine does.</summary>
internal static class TestModels
{
    internal static LoadedModel Load(string path, bool exact = false, LocalModelSpec? spec = null)
    {
        var library = LlamaLibrary.Load(new LlamaLibraryOptions());
        var file = LoadedModel.Check(path);
        spec ??= new LocalModelSpec { File = path };
        return LoadedModel.Load(file, EngineSettings.Choose(file, spec, exact, library.Devices, cores: 2));
    }

    internal static LlamaEngine Open(string path, bool exact = false, LocalModelSpec? spec = null) =>
        LlamaEngine.Open(Load(path, exact, spec));
}
