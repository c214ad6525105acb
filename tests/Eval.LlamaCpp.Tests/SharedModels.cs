using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests;

/// <summary>The real models beside the checkout.</summary>
internal static class SharedModels
{
    /// <summary>512 tokens with byte fallback, head size 8.</summary>
    internal static string Stories260K => SharedFolder.PathOf("models", "stories260K", "stories260K-f32.gguf");

    /// <summary>2,048 tokens without byte fallback, head size 16.</summary>
    internal static string Stories656K(string quantisation) =>
        SharedFolder.PathOf("models", "tinystories-656k", $"TinyStories-656K-{quantisation}.gguf");

    /// <summary>A model by its name in <c>reference_outputs.json</c>.</summary>
    internal static string ByReferenceName(string name) =>
        name.StartsWith("stories260K", StringComparison.Ordinal) ? Stories260K : Stories656K(name.Split('-')[^1]);
}
