using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Wire;

/// <summary>How answers and errors look on the wire.</summary>
internal interface IWireFormat
{
    /// <summary>A whole answer.</summary>
    JsonObject Whole(Served served);

    /// <summary>The answer as a stream.</summary>
    IEnumerable<Frame> Frames(Served served);

    /// <summary>The body of an error; null for none.</summary>
    JsonNode? Error(ApiError error, Dialect dialect);

    /// <summary>An error inside a stream.</summary>
    Frame ErrorFrame(ApiError error, Dialect dialect);
}
