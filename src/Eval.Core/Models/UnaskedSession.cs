using Microsoft.Extensions.AI;

namespace Eval.Core.Models;

/// <summary>Stands for a model that is not opened, because nothing is asked of it: its stored answers are scored again, or its work is only estimated.</summary>
/// <param name="candidate">The candidate.</param>
/// <param name="description">What is known of it.</param>
internal sealed class UnaskedSession(Candidate candidate, ModelDescription description) : IModelSession
{
    /// <summary>A model of which nothing is known yet.</summary>
    public static UnaskedSession Unknown { get; } = new(
        new Candidate { Id = "" }, new ModelDescription(new ModelIdentity("", "", "", ""), new ModelCapabilities(), new Dictionary<string, string>()));

    /// <inheritdoc/>
    public Candidate Candidate => candidate;

    /// <inheritdoc/>
    public ModelDescription Description => description;

    /// <inheritdoc/>
    public ILikelihoodModel? Likelihood => null;

    /// <inheritdoc/>
    public IChatClient? Chat => null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
