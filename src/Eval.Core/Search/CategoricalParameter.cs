using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>A setting with some choices that have no order: precision, backend, prompt strategy.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Choices">The choices, 1 or more, no two alike.</param>
public sealed record CategoricalParameter(string Name, IReadOnlyList<string> Choices) : Parameter(Name)
{
    /// <inheritdoc/>
    public override long? Count => Choices.Count;

    internal override string Range => string.Join(", ", Choices);

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.Choice is { } choice && Choices.Contains(choice);

    internal override ParameterValue Sample(SeededRandom random) => Choices[random.Next(Choices.Count)];

    // Choices have no order, so that leaving some out would be arbitrary.
    internal override IEnumerable<ParameterValue> Grid(int levels) => Choices.Select(ParameterValue.Of);

    internal override IEnumerable<string> Problems()
    {
        if (Choices.Count == 0)
        {
            yield return "has no choices";
        }

        if (Choices.Any(string.IsNullOrWhiteSpace))
        {
            yield return "has an empty choice";
        }

        foreach (var twice in Choices.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"has the choice \"{twice.Key}\" {twice.Count()} times";
        }
    }
}
