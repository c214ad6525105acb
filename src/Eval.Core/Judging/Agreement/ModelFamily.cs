using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Agreement;

/// <summary>Which family a model's name speaks of, since judges favour their own. A guess by the name: an unknown name has no family.</summary>
public static partial class ModelFamily
{
    private static readonly (string Family, Regex Names)[] Families =
    [
        ("OpenAI", OpenAi()), ("Claude", Claude()), ("Gemini", Gemini()), ("Llama", Llama()), ("Qwen", Qwen()), ("Mistral", Mistral()),
        ("DeepSeek", DeepSeek()), ("Command", Command()), ("Phi", Phi()), ("Grok", Grok()), ("GLM", Glm()), ("Nova", Nova()),
    ];

    /// <summary>The family, or null where the name tells none.</summary>
    public static string? Of(string? model) =>
        model is null ? null : Families.FirstOrDefault(f => f.Names.IsMatch(model)).Family;

    /// <summary>True where both names tell the same family.</summary>
    public static bool AreSame(string? one, string? other) => Of(one) is { } family && family == Of(other);

    [GeneratedRegex(@"(?<![a-z])(gpt|chatgpt|davinci|openai|o[1-9](?![0-9a-z]))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OpenAi();

    [GeneratedRegex(@"(?<![a-z])(claude|anthropic)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Claude();

    [GeneratedRegex(@"(?<![a-z])(gemini|gemma|palm|bard)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Gemini();

    // Not llama.cpp, which is an engine.
    [GeneratedRegex(@"(?<![a-z])(llama(?!\.cpp)|vicuna|alpaca)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Llama();

    [GeneratedRegex(@"(?<![a-z])(qwen|qwq)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Qwen();

    [GeneratedRegex(@"(?<![a-z])(mistral|mixtral|ministral|codestral|magistral)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Mistral();

    [GeneratedRegex(@"(?<![a-z])deepseek", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DeepSeek();

    [GeneratedRegex(@"(?<![a-z])(command-|cohere|aya-)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<![a-z])phi-?[0-9]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Phi();

    [GeneratedRegex(@"(?<![a-z])grok", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Grok();

    [GeneratedRegex(@"(?<![a-z])(chatglm|glm-)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Glm();

    [GeneratedRegex(@"(?<![a-z])(amazon-nova|nova-(micro|lite|pro|premier))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Nova();
}
