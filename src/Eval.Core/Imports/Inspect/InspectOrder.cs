namespace Eval.Core.Imports.Inspect;

/// <summary>Which place each sample has: the data set's order where the log tells it, else that of the first appearance.</summary>
internal sealed class InspectOrder
{
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    /// <summary>Starts with the ids that the header lists.</summary>
    public InspectOrder(InspectHeader header, IEnumerable<string> ids)
    {
        var present = ids.ToHashSet(StringComparer.Ordinal);
        foreach (var id in Listed(header).Where(present.Contains).Concat(present.Order(ById.Instance)))
        {
            _ordinals.TryAdd(id, _ordinals.Count);
        }
    }

    /// <summary>The place of an id, from 0.</summary>
    public int Of(string id) => _ordinals[id];

    private static IEnumerable<string> Listed(InspectHeader header) =>
        Json.JsonValues.Member(header.Eval, "dataset", "sample_ids") is { ValueKind: System.Text.Json.JsonValueKind.Array } ids
            ? ids.EnumerateArray().Select(id => Json.JsonValues.Label(id) ?? "")
            : [];

    // Numbers by size, as the tool itself orders them; other ids by their characters.
    private sealed class ById : IComparer<string>
    {
        public static readonly ById Instance = new();

        public int Compare(string? x, string? y) => long.TryParse(x, out var a) && long.TryParse(y, out var b)
            ? a.CompareTo(b)
            : string.CompareOrdinal(x, y);
    }
}
