using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests;

/// <summary>The models of the demo workspace; they need nothing but the checkout. They speak ChatML with control tokens for its markers.</summary>
internal static class DemoModels
{
    /// <summary>164 thousand parameters, 200 KB.</summary>
    internal static string TinySmall => PathOf("tiny-small");

    /// <summary>2 million parameters; answers simple questions about its world.</summary>
    internal static string TinyLarge => PathOf("tiny-large");

    private static string PathOf(string name) => Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-models", name + ".gguf");
}
