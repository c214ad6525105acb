using Eval.Providers.Endpoints;

namespace Eval.Providers.Probing;

/// <summary>What a probe found about chat.</summary>
/// <param name="Model">The model that answered, as the endpoint names it: often more exact than what was asked for.</param>
/// <param name="Fingerprint">The endpoint's fingerprint of model and settings, or null.</param>
/// <param name="Quirks">What requests must look like.</param>
/// <param name="LogProbabilities">True where answers came with log-probabilities.</param>
internal sealed record ChatFindings(string? Model, string? Fingerprint, RequestQuirks Quirks, bool LogProbabilities)
{
    /// <summary>True where the endpoint takes a seed (whether it keeps to it, only a repetition tells).</summary>
    public bool Seeds => !Quirks.Omit.Contains("seed");
}
