using Eval.Core.Statistics;

namespace Eval.FakeEndpoint.Faults;

/// <summary>
/// Which faults come, and how often. What a request meets depends on the seed, the request's content and the number of the attempt alone,
/// never on timing or order.
/// </summary>
public sealed record FaultPlan
{
    private static readonly FaultKind[] Mix =
    [
        FaultKind.RateLimited, FaultKind.ServerError, FaultKind.BadGateway, FaultKind.Unavailable, FaultKind.Overloaded, FaultKind.Reset,
        FaultKind.DropMidStream, FaultKind.TruncatedStream, FaultKind.ErrorInStream, FaultKind.MalformedJson, FaultKind.HtmlBody,
        FaultKind.EmptyBody, FaultKind.EmptyChoices, FaultKind.WrongUsage, FaultKind.NoUsage,
    ];

    /// <summary>Share of attempts (0 to 1) that meet one of the quick faults that trying again cures, each equally likely. Default 0.</summary>
    public double Mixed { get; init; }

    /// <summary>Share of attempts (of prompts, for faults that belong to the prompt) that meet a fault. Their sum with <see cref="Mixed"/> is at most 1.</summary>
    public IReadOnlyDictionary<FaultKind, double> Rates { get; init; } = new Dictionary<FaultKind, double>();

    /// <summary>What the first attempts of every request meet, in order, before the shares above count. Default: nothing.</summary>
    public IReadOnlyList<FaultKind> Script { get; init; } = [];

    /// <summary>Attempts of one content after which nothing more is drawn, or null for no end.</summary>
    public int? AttemptsAtMost { get; init; }

    /// <summary>The wait that a 429 asks for, in seconds. Default 1.</summary>
    public double RetryAfterSeconds { get; init; } = 1;

    /// <summary>How long a hanging answer keeps its connection at most, in seconds. Default 600.</summary>
    public double HangSeconds { get; init; } = 600;

    /// <summary>How long a slow answer takes in all, in milliseconds. Default 500.</summary>
    public double DripMs { get; init; } = 500;

    /// <summary>The fault that an attempt (from 1) of a content meets.</summary>
    public FaultKind Draw(int seed, string content, int attempt)
    {
        if (attempt <= Script.Count)
        {
            return Script[attempt - 1];
        }

        var ofPrompt = Pick(SeededRandom.For(seed, "prompt " + content).NextDouble(), Rates.Where(r => r.Key >= FaultKind.ContentFilterPrompt));
        if (ofPrompt != FaultKind.None)
        {
            return ofPrompt;
        }

        if (attempt > AttemptsAtMost || (Mixed == 0 && Rates.Count == 0))
        {
            return FaultKind.None;
        }

        var random = SeededRandom.For(seed, $"attempt {attempt} {content}");
        var mixed = Mix.Select(kind => KeyValuePair.Create(kind, Mixed / Mix.Length));
        return Pick(random.NextDouble(), Rates.Where(r => r.Key < FaultKind.ContentFilterPrompt).Concat(mixed));
    }

    private static FaultKind Pick(double at, IEnumerable<KeyValuePair<FaultKind, double>> shares)
    {
        foreach (var (kind, share) in shares.OrderBy(s => s.Key))
        {
            if (at < share)
            {
                return kind;
            }

            at -= share;
        }

        return FaultKind.None;
    }
}
