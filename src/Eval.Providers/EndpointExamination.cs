using Eval.Core.Models;

namespace Eval.Providers;

/// <summary>What is known of a hosted candidate: with what it would be asked, and, where it was, what it can do.</summary>
/// <param name="Address">Base address.</param>
/// <param name="KeySource">Where its key comes from; never the key.</param>
/// <param name="Model">What the probes found, or null where they were not run or failed.</param>
/// <param name="Problem">Why it cannot be used, as a sentence, or null.</param>
/// <param name="Advice">What to do about the problem, or null.</param>
public sealed record EndpointExamination(
    string Address, string KeySource, ModelDescription? Model = null, string? Problem = null, string? Advice = null);
