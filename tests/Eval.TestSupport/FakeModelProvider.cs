using Eval.Core.Models;

namespace Eval.TestSupport;

/// <summary>Opens fakes for local candidates; the file's name is the candidate's identity.</summary>
public sealed class FakeModelProvider(Func<Candidate, FakeLikelihoodModel> make) : IModelProvider
{
    /// <summary>Ids of the candidates opened, in order.</summary>
    public List<string> Opened { get; } = [];

    public bool CanOpen(Candidate candidate) => candidate.Local is not null;

    public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) =>
        Task.FromResult(new FakeModelSession(make(candidate), id: candidate.Id).Description);

    public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        Opened.Add(candidate.Id);
        return Task.FromResult<IModelSession>(new FakeModelSession(make(candidate), id: candidate.Id));
    }
}
