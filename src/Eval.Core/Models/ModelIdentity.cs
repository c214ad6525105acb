namespace Eval.Core.Models;

/// <summary>What exactly was measured: two candidates with the same identity give the same numbers, whatever they are called.</summary>
/// <param name="Kind"><c>local</c> or <c>hosted</c>.</param>
/// <param name="Weights">SHA-256 of the weights (local), or endpoint, model name and revision (hosted).</param>
/// <param name="Engine">Engine and build, for example <c>llama.cpp 0.5.0 cpu-zen4</c>, or the provider's name.</param>
/// <param name="Settings">Every setting that can change a number, as sorted <c>key=value</c> pairs joined by semicolons.</param>
public sealed record ModelIdentity(string Kind, string Weights, string Engine, string Settings)
{
    /// <summary>The canonical text that is hashed into plan and cache keys.</summary>
    public string Canonical => $"{Kind}|{Weights}|{Engine}|{Settings}";
}
