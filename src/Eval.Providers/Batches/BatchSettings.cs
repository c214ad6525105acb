namespace Eval.Providers.Batches;

/// <summary>How batches are gathered and waited for.</summary>
internal sealed record BatchSettings
{
    /// <summary>A batch is handed in when no request has come for so long.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests in one batch; OpenAI takes 50,000, Anthropic 100,000.</summary>
    public int Largest { get; init; } = 20_000;

    /// <summary>The first pause between two looks; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A service that cannot be reached for so long is given up; its answers are fetched by the next run.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);
}
