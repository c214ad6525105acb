using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>One setting that a search may vary.</summary>
/// <param name="Name">The setting, once in a space.</param>
public abstract record Parameter(string Name)
{
    /// <summary>Conditions that must all hold for the parameter to exist; none by default.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>How many values it has; null where they cannot be counted.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether a value is one of its own.</summary>
    public abstract bool Contains(ParameterValue value);

    internal abstract ParameterValue Sample(SeededRandom random);

    /// <summary>Some of its values, in order: all where there are no more than <paramref name="levels"/>.</summary>
    internal abstract IEnumerable<ParameterValue> Grid(int levels);

    /// <summary>What is wrong with its own range, without the name.</summary>
    internal abstract IEnumerable<string> Problems();

    /// <summary>Its range in words, for messages.</summary>
    internal abstract string Range { get; }
}
