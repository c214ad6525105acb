using Microsoft.Extensions.AI;

namespace Eval.Core.Models;

/// <summary>Opens models of one family (local GGUF files, OpenAI-compatible endpoints …).</summary>
public interface IModelProvider
{
    /// <summary>True where this provider is the one for the candidate.</summary>
    bool CanOpen(Candidate candidate);

    /// <summary>
    /// Checks a candidate without the cost of loading it (file present and readable, header sound, key present) and tells its identity.
    /// Throws <see cref="Workspaces.EvalConfigurationException"/> with what to do.
    /// </summary>
    Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken);

    /// <summary>Opens the model. Throws <see cref="ModelUnavailableException"/> where it cannot be had.</summary>
    Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken);
}

/// <summary>What is known of a model before it is opened.</summary>
/// <param name="Identity">What would be measured.</param>
/// <param name="Capabilities">What it can do, as far as known without asking it.</param>
/// <param name="Facts">Facts for tables: architecture, parameters, quantisation, size in bytes …</param>
public sealed record ModelDescription(
    ModelIdentity Identity, ModelCapabilities Capabilities, IReadOnlyDictionary<string, string> Facts);

/// <summary>An open model.</summary>
public interface IModelSession : IAsyncDisposable
{
    /// <summary>The candidate it was opened for.</summary>
    Candidate Candidate { get; }

    /// <summary>Identity and facts, as found on opening.</summary>
    ModelDescription Description { get; }

    /// <summary>Likelihoods, or null where the model has none.</summary>
    ILikelihoodModel? Likelihood { get; }

    /// <summary>
    /// Chat, or null where the model has none. A local model without a usable chat template (see
    /// <see cref="ModelCapabilities.ChatProblem"/>) still continues raw prompts (<see cref="ModelCapabilities.RawPrompts"/>).
    /// </summary>
    IChatClient? Chat { get; }

    /// <summary>What the model takes on this machine, or null for one that runs elsewhere.</summary>
    Task<ModelFootprint?> MeasureFootprintAsync(CancellationToken cancellationToken) => Task.FromResult<ModelFootprint?>(null);
}
