using System.Text.Json.Serialization;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>One event of a streamed answer.</summary>
/// <param name="AtMs">When it arrived, in milliseconds since the load began.</param>
/// <param name="Kind">What it carried.</param>
/// <param name="Bytes">Length of its text in UTF-8.</param>
[JsonConverter(typeof(TraceEventConverter))]
public readonly record struct TraceEvent(double AtMs, TraceEventKind Kind, int Bytes = 0);

/// <summary>What an event of a stream carried. Tools differ in which of them they count.</summary>
public enum TraceEventKind
{
    /// <summary>Text of the answer.</summary>
    Text,

    /// <summary>Text of the thoughts before it.</summary>
    Reasoning,

    /// <summary>Nothing: a role, an empty text, a reason to stop.</summary>
    Empty,

    /// <summary>The count of tokens, after everything else.</summary>
    Usage,
}
