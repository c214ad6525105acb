using Eval.Core.Schemas;

namespace Eval.LlamaCpp.Grammars;

/// <summary>A range of numbers; an end that is null is open.</summary>
internal readonly record struct NumberRange(JsonNumber? Low, bool LowIsExclusive, JsonNumber? High, bool HighIsExclusive)
{
    public bool IsUnbounded => Low is null && High is null;

    /// <summary>The numbers that all of some schemas allow.</summary>
    public static NumberRange Of(IEnumerable<SchemaNode> schemas)
    {
        var range = default(NumberRange);
        foreach (var schema in schemas)
        {
            range = range.From(schema.Minimum, false).From(schema.ExclusiveMinimum, true).To(schema.Maximum, false).To(schema.ExclusiveMaximum, true);
        }

        return range;
    }

    private NumberRange From(JsonNumber? low, bool exclusive) =>
        low is { } value && (Low is not { } old || value > old || (value == old && exclusive)) ? this with { Low = low, LowIsExclusive = exclusive } : this;

    private NumberRange To(JsonNumber? high, bool exclusive) =>
        high is { } value && (High is not { } old || value < old || (value == old && exclusive)) ? this with { High = high, HighIsExclusive = exclusive } : this;
}
