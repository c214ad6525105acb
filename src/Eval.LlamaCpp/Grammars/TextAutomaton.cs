using Eval.Core.Schemas;
using Eval.Core.Schemas.Patterns;

namespace Eval.LlamaCpp.Grammars;

/// <summary>The texts that hold all of some patterns and keep to a length, as an automaton over code points.</summary>
internal static class TextAutomaton
{
    public static Automaton Of(IReadOnlyList<SchemaPattern> patterns, int min, int? max)
    {
        var classes = CodePointSet.Partition(patterns.SelectMany(p => p.Automaton.Sets).Append(CodePointSet.All));
        var cap = max ?? min;
        return Automaton.Explore(
            new Place(patterns.Select(p => p.Automaton.Start), 0),
            classes,
            (place, c) => place.Count == max ? null : new Place(
                place.States.Select((s, i) => patterns[i].Automaton.Next(s, c)), Math.Min(place.Count + 1, cap)),
            place => place.Count >= min && place.States.Select((s, i) => patterns[i].Automaton.Accepts(s)).All(accepted => accepted));
    }

    /// <summary>Where each search stands, and how many characters were read (up to the largest number that matters).</summary>
    private sealed class Place(IEnumerable<PatternAutomaton.State> states, int count) : IEquatable<Place>
    {
        private string? _key;

        public IReadOnlyList<PatternAutomaton.State> States { get; } = [.. states];

        public int Count => count;

        private string Key => _key ??= $"{count};{string.Join(';', States.Select(s => s.Key))}";

        public bool Equals(Place? other) => other is not null && Key == other.Key;

        public override bool Equals(object? obj) => Equals(obj as Place);

        public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
    }
}
