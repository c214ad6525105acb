using Eval.Core.Schemas.Patterns;

namespace Eval.LlamaCpp.Grammars;

/// <summary>A rule of a grammar: any of its alternatives, each a sequence of symbols. A rule without alternatives admits nothing.</summary>
internal sealed class GrammarRule(string name)
{
    public string Name => name;

    public List<IReadOnlyList<GrammarSymbol>> Alternatives { get; } = [];

    /// <summary>Why the rule cannot be written exactly; such a rule must not be reached.</summary>
    public string? Refusal { get; set; }

    public void Add(params IReadOnlyList<GrammarSymbol> symbols) => Alternatives.Add(symbols);
}

/// <summary>A symbol of a grammar: a fixed text, one character of a set, or a rule.</summary>
internal abstract record GrammarSymbol
{
    public static implicit operator GrammarSymbol(string text) => new Literal(text);

    public static implicit operator GrammarSymbol(GrammarRule rule) => new Reference(rule);

    public static implicit operator GrammarSymbol(CodePointSet set) => new OneOf(set);

    public sealed record Literal(string Text) : GrammarSymbol;

    public sealed record OneOf(CodePointSet Set) : GrammarSymbol;

    public sealed record Reference(GrammarRule Rule) : GrammarSymbol;
}
