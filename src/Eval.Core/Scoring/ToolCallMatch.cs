using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Whether the model called the tools that it should have: the same names with equal arguments (numbers by value, texts exactly, keys in any order),
/// none more and none fewer. Calls are those that the endpoint reports; where it reports none, JSON in the answer is read:
/// <c>{"name": …, "arguments": {…}}</c> or a list of such. All references of a row together are the expected calls; a row without any expects none.
/// </summary>
public sealed class ToolCallMatch : Scorer
{
    private const string Names = "tool_name_match";

    /// <inheritdoc/>
    public override string Name => "tool_call";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
    [
        new ScoreMean("tool_call_match", "share of answers whose tool calls equal the expected ones in name and arguments"),
        new ScoreMean(Names, "share of answers that call the expected tools, whatever the arguments"),
        new ExtractionRate("tool_call"),
    ];

    /// <inheritdoc/>
    public override string Correct => "tool_call_match";

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    public override bool NeedsReference => false;

    /// <inheritdoc/>
    public override object Read(ConfigMap options) => new Settings(options.OptionalBool("inOrder") ?? false);

    /// <summary>The calls that a JSON text or value describes, or null where it describes none.</summary>
    public static IReadOnlyList<ToolCall>? Calls(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            var calls = list.Select(Calls).ToList();
            return calls.Count > 0 && calls.TrueForAll(c => c is { Count: 1 }) ? [.. calls.Select(c => c![0])] : null;
        }

        if (node is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            return Parse(text.GetValue<string>()) is { } parsed ? Calls(parsed) : null;
        }

        // {"function": {…}} is the form in which conversations are stored.
        var map = node is JsonObject outer && outer["function"] is JsonObject function ? function : node as JsonObject;
        if (map?["name"] is not JsonValue name || name.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        var arguments = map["arguments"] ?? map["parameters"];
        arguments = arguments is JsonValue { } quoted && quoted.GetValueKind() == JsonValueKind.String ? Parse(quoted.GetValue<string>()) : arguments;
        return arguments is null or JsonObject ? [new ToolCall(name.GetValue<string>(), arguments as JsonObject ?? [])] : null;
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var expected = new List<ToolCall>();
        foreach (var reference in input.References)
        {
            expected.AddRange(Calls(reference.Value)
                ?? throw new ScorerException($"the expected call \"{reference.Text}\" is not of the form {{\"name\": …, \"arguments\": {{…}}}}"));
        }

        var called = input.ToolCalls.Count > 0 ? input.ToolCalls : Calls(JsonValue.Create(Unfenced(input.Text)));
        var inOrder = ((Settings)options!).InOrder;
        var isUnread = called is null && expected.Count > 0;
        return new Score(new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Correct] = !isUnread && Same(called ?? [], expected, inOrder, SameCall) ? 1 : 0,
            [Names] = !isUnread && Same(called ?? [], expected, inOrder, (a, b) => string.Equals(a.Name, b.Name, StringComparison.Ordinal)) ? 1 : 0,
        })
        {
            IsUnread = isUnread,
            Reading = called is null ? null : string.Join("; ", called.Select(c => $"{c.Name}({c.Arguments.ToJsonString()})")),
        };
    }

    private static bool Same(IReadOnlyList<ToolCall> called, List<ToolCall> expected, bool inOrder, Func<ToolCall, ToolCall, bool> same)
    {
        if (called.Count != expected.Count)
        {
            return false;
        }

        if (inOrder)
        {
            return called.Zip(expected).All(p => same(p.First, p.Second));
        }

        // Equality is an equivalence, so that taking the first that fits is no mistake.
        var left = expected.ToList();
        return called.All(c => left.FindIndex(e => same(c, e)) is var at and >= 0 && Remove(at));

        bool Remove(int at)
        {
            left.RemoveAt(at);
            return true;
        }
    }

    private static bool SameCall(ToolCall a, ToolCall b) => string.Equals(a.Name, b.Name, StringComparison.Ordinal) && JsonNode.DeepEquals(a.Arguments, b.Arguments);

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // A model that has no tool interface often writes a fence around its JSON.
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) && trimmed.IndexOf('\n', StringComparison.Ordinal) is var first and > 0
            ? trimmed[first..^3]
            : trimmed;
    }

    private sealed record Settings(bool InOrder);
}
