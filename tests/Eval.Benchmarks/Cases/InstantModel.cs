using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.Benchmarks.Cases;

/// <summary>A model that costs nothing: its answers depend on the texts' lengths alone. What remains is the program's own work.</summary>
internal sealed class InstantModel : IModelProvider, IModelSession, ILikelihoodModel
{
    public Candidate Candidate { get; private set; } = null!;

    public ModelDescription Description { get; } = new(
        new ModelIdentity("instant", "none", "benchmark", ""), new ModelCapabilities { Likelihoods = true }, new Dictionary<string, string>());

    public ILikelihoodModel Likelihood => this;

    public IChatClient? Chat => null;

    public bool CanOpen(Candidate candidate) => true;

    public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(Description);

    public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        Candidate = candidate;
        return Task.FromResult<IModelSession>(this);
    }

    public Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ContinuationScore>>([.. requests.Select(r => new ContinuationScore(
            -(r.Context.Length * 7 % 11) - (r.Continuation.Length * 5 % 13), 3, IsGreedy: false, 20))]);

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<int>>([.. texts.Select(t => t.Length / 4)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
