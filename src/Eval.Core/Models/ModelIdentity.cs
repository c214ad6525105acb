using System.Text.RegularExpressions;

namespace Eval.Core.Models;

/// <summary>What exactly was measured: two candidates with the same identity give the same numbers, whatever they are called.</summary>
/// <param name="Kind"><c>local</c> or <c>hosted</c>.</param>
/// <param name="Weights">SHA-256 of the weights (local), or endpoint, model name and revision (hosted).</param>
/// <param name="Engine">Engine and build, for example <c>llama.cpp 0.5.0 cpu-zen4</c>, or the provider's name.</param>
/// <param name="Settings">Every setting that can change a number, as sorted <c>key=value</c> pairs joined by semicolons.</param>
public sealed partial record ModelIdentity(string Kind, string Weights, string Engine, string Settings)
{
    /// <summary>The canonical text that is hashed into plan and cache keys.</summary>
    public string Canonical => $"{Kind}|{Weights}|{Engine}|{Settings}";

    /// <summary>
    /// The identity as it may leave the program: headers without their values. A header should name a variable, but nothing keeps a user from writing a
    /// key there, and what the program writes is made to be handed on.
    /// </summary>
    public ModelIdentity WithoutHeaders() => this with { Settings = WithoutHeaders(Settings) };

    /// <summary>Settings, or a whole <see cref="Canonical"/> text, with <c>…</c> for the value of every header.</summary>
    public static string WithoutHeaders(string text) => text.Contains("header.", StringComparison.Ordinal) ? HeaderValue().Replace(text, "header.${name}=…") : text;

    /// <summary>The headers among settings, by their keys (<c>header.NAME</c>), with their values. Not to be shown.</summary>
    internal static IReadOnlyDictionary<string, string> HeadersOf(string settings) =>
        HeaderValue().Matches(settings).DistinctBy(m => m.Groups["name"].Value).ToDictionary(m => "header." + m.Groups["name"].Value, m => m.Groups["value"].Value, StringComparer.Ordinal);

    // A value may hold semicolons itself: it ends where a setting follows that a hosted model has.
    [GeneratedRegex(
        @"(?<=^|[;|])header\.(?<name>[^=;]+)=(?<value>.*?)(?=;(header\.[^=;]+|likelihoods|maxOutputTokens|omit|query\.[^=;]+|reasoningEffort|temperature|topP)=|$)",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderValue();
}
