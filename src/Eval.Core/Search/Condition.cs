namespace Eval.Core.Search;

/// <summary>A parameter exists only while another one is active and has one of some values.</summary>
/// <param name="Parent">Name of the other one, categorical or integer.</param>
/// <param name="Values">The values, 1 or more, each within the other one's range.</param>
public sealed record Condition(string Parent, IReadOnlyList<ParameterValue> Values)
{
    /// <summary>Whether it holds; an inactive parent never fulfils it.</summary>
    internal bool Holds(IReadOnlyDictionary<string, ParameterValue> values) => values.TryGetValue(Parent, out var value) && Values.Contains(value);
}
