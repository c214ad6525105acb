namespace Eval.Core.Costs.Tokens;

/// <summary>
/// Tokens by rule of thumb, for English prose: four characters or three quarters of a word. Off by a quarter and more for short prompts, by far more for
/// code and other languages: a tokenizer, or the usage that a provider reports, is always better.
/// </summary>
public static class TokenRules
{
    private const decimal CharactersPerToken = 4;
    private const decimal WordsPerToken = 0.75m;

    /// <summary>Tokens of some characters.</summary>
    public static decimal OfCharacters(decimal characters) => characters / CharactersPerToken;

    /// <summary>Tokens of some words: more tokens than words.</summary>
    public static decimal OfWords(decimal words) => words / WordsPerToken;

    /// <summary>Words of some tokens: fewer words than tokens.</summary>
    public static decimal Words(decimal tokens) => tokens * WordsPerToken;

    /// <summary>Characters of some tokens.</summary>
    public static decimal Characters(decimal tokens) => tokens * CharactersPerToken;
}
