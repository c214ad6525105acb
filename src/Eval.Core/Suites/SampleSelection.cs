using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Datasets;
using Eval.Core.Running;

namespace Eval.Core.Suites;

/// <summary>
/// Which samples of the suites are taken, before any limit: those that every given condition lets through. What is measured on a selection
/// says nothing about the whole suite, so it is stored beside the results.
/// </summary>
public sealed record SampleSelection
{
    /// <summary>Ids or wildcards, of which one must match; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Values that fields must have, by the field's path; empty for all.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Must match the id or the text of a field, or null. Patterns that could take exponential time are not made.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The samples that an earlier run left in some state, or null for all.</summary>
    public EarlierSamples? Earlier { get; init; }

    /// <summary>True where nothing is left out.</summary>
    public bool IsEmpty => Ids.Count == 0 && Fields.Count == 0 && Pattern is null && Earlier is null;

    /// <summary>The conditions in words; the same for the same conditions.</summary>
    public override string ToString() => string.Join("; ",
    [
        .. Earlier is null ? Array.Empty<string>() : [Earlier.Text],
        .. Ids.Count == 0 ? Array.Empty<string>() : [$"sample {string.Join(" or ", Ids)}"],
        .. Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"),
        .. Pattern is null ? Array.Empty<string>() : [$"pattern {Pattern}"],
    ]);

    /// <summary>True where a sample is taken.</summary>
    /// <param name="suite">The suite's name.</param>
    /// <param name="id">The sample's id.</param>
    /// <param name="fields">Its row.</param>
    public bool Takes(string suite, string id, JsonObject fields) =>
        (Earlier is null || (Earlier.BySuite.TryGetValue(suite, out var ids) && ids.Contains(id)))
        && (Ids.Count == 0 || Ids.Any(i => i == id || NameFilter.Matches(id, i)))
        && Fields.All(f => FieldPath.TryParse(f.Key, out var path) && path.FindText(fields) == f.Value)
        && (Pattern is null || Pattern.IsMatch(id) || fields.Any(f => Pattern.IsMatch(Text(f.Value))));

    private static string Text(JsonNode? value) => value is JsonValue v && v.TryGetValue(out string? text) ? text : value?.ToJsonString() ?? "";
}

/// <summary>Samples that an earlier run left in some state.</summary>
/// <param name="Text">Which, in words: <c>failing in run 12</c>.</param>
/// <param name="BySuite">Their ids by suite.</param>
public sealed record EarlierSamples(string Text, IReadOnlyDictionary<string, IReadOnlySet<string>> BySuite);
