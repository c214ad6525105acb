namespace Eval.Core.Models;

/// <summary>Settings of a model behind an HTTP endpoint.</summary>
public sealed record HostedModelSpec
{
    /// <summary>Which client speaks to it: <c>openai</c>, <c>openai-compatible</c>, <c>azure-openai</c>, <c>anthropic</c> …</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>Base address; required for <c>openai-compatible</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The environment variable that holds the key. The key itself never appears in a file of the workspace.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>A file that holds the key.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>Limit in requests per minute, or null.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Limit in tokens per minute, or null.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Calls at the same time. Default 8.</summary>
    public int Concurrency { get; init; } = 8;
}
