namespace Eval.FakeEndpoint.Language;

/// <summary>The best of a distribution.</summary>
internal static class TopTokens
{
    /// <summary>The most probable tokens with their log-probabilities, best first.</summary>
    public static IEnumerable<(int Token, double LogProbability)> Of(double[] logProbabilities, int count) =>
        logProbabilities.Select((p, t) => (Token: t, LogProbability: p)).OrderByDescending(p => p.LogProbability).ThenBy(p => p.Token).Take(count);
}
