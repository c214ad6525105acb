using Eval.Core.Schemas.Patterns;

namespace Eval.Core.Schemas;

/// <summary>The value of <c>pattern</c>: a regular expression of the stated subset, found anywhere in a text unless it is anchored.</summary>
public sealed class SchemaPattern
{
    private SchemaPattern(string source, PatternAutomaton automaton) => (Source, Automaton) = (source, automaton);

    /// <summary>As the user wrote it.</summary>
    public string Source { get; }

    /// <summary>The automaton that searches for it.</summary>
    public PatternAutomaton Automaton { get; }

    /// <summary>Reads a pattern. Throws <see cref="FormatException"/> with the reason where it is not in the subset.</summary>
    public static SchemaPattern Parse(string source) => new(source, PatternAutomaton.Build(PatternParser.Parse(source)));

    /// <summary>True where the pattern occurs in the text. Time grows in proportion to the text's length.</summary>
    public bool IsMatch(string text)
    {
        var state = Automaton.Start;
        foreach (var rune in text.EnumerateRunes())
        {
            if (state.IsSettled)
            {
                return true;
            }

            state = Automaton.Next(state, rune.Value);
        }

        return Automaton.Accepts(state);
    }
}
