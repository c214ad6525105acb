using Eval.FakeEndpoint.Faults;

namespace Eval.FakeEndpoint.Ledgers;

/// <summary>One request, as the endpoint saw it. Times are milliseconds since the endpoint started, on its monotonic clock.</summary>
public sealed class LedgerEntry
{
    /// <summary>Running number from 1, in order of arrival.</summary>
    public long Number { get; init; }

    /// <summary>Path of the request.</summary>
    public required string Route { get; init; }

    /// <summary>The model asked for; empty where the request was not understood.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>Fingerprint of the request's bytes: equal for repetitions.</summary>
    public string Content { get; internal set; } = "";

    /// <summary>How often this content had come, this time included.</summary>
    public int Attempt { get; internal set; }

    /// <summary>The last thing the user said, its first 400 characters.</summary>
    public string Question { get; internal set; } = "";

    /// <summary>When its headers arrived.</summary>
    public double ArrivedMs { get; init; }

    /// <summary>When each piece was given to the network, and the answer's tokens in it.</summary>
    public IReadOnlyList<SentChunk> Chunks => Sent;

    /// <summary>When it was over, or null while it is not.</summary>
    public double? EndedMs { get; internal set; }

    /// <summary>HTTP status; 0 where none was sent.</summary>
    public int Status { get; internal set; }

    /// <summary>The fault it met.</summary>
    public FaultKind Fault { get; internal set; }

    /// <summary>True where it came above a limit of the model.</summary>
    public bool OverLimit { get; internal set; }

    /// <summary>Tokens that count against the model's limit per minute.</summary>
    public int LimitTokens { get; internal set; }

    /// <summary>True where the work was done and is charged.</summary>
    public bool Billed { get; internal set; }

    /// <summary>Tokens read, as charged.</summary>
    public int InputTokens { get; internal set; }

    /// <summary>Tokens written, as charged.</summary>
    public int OutputTokens { get; internal set; }

    /// <summary>True where the whole, usable answer was given to a connection that still stood.</summary>
    public bool Delivered { get; internal set; }

    /// <summary>True where the client closed the connection before the end.</summary>
    public bool ClientLeft { get; internal set; }

    /// <summary>Why the answer ended, or null.</summary>
    public string? Finish { get; internal set; }

    /// <summary>The text of the first answer, its first 400 characters, or null.</summary>
    public string? Answer { get; internal set; }

    internal List<SentChunk> Sent { get; } = [];
}

/// <summary>A piece that was sent.</summary>
/// <param name="SentMs">When, in milliseconds since the endpoint started.</param>
/// <param name="Tokens">Tokens of the answer in it.</param>
public readonly record struct SentChunk(double SentMs, int Tokens);
