using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Microsoft.Extensions.AI;

namespace Eval.Core.Running;

/// <summary>A judge as one unit of work sees it: whatever ends it says that it was the judge, and the time of one on this machine is taken.</summary>
/// <param name="inner">The judge, with the unit's books.</param>
/// <param name="share">Shares out the time of a judge that costs its time; null for any other.</param>
internal sealed class JudgeSession(MeteredSession inner, TimeShare? share) : IModelSession
{
    private readonly Lock _gate = new();
    private double _busyMs;

    public Candidate Candidate => inner.Candidate;

    public ModelDescription Description => inner.Description;

    /// <summary>Why the budget refused a call, or null where it did not.</summary>
    public string? Refusal => inner.Books.Refusal;

    /// <summary>What its calls took, the time of a judge that is priced by the hour included.</summary>
    public CallTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return inner.Books.Totals + new CallTotals(CostMicroUsd: (long)Math.Round((double)(Candidate.Price?.PerHour ?? 0) / 3.6e6 * _busyMs * 1e6));
            }
        }
    }

    public ILikelihoodModel? Likelihood => inner.Likelihood is { } likelihood ? new JudgeLikelihood(this, likelihood) : null;

    public IChatClient? Chat => inner.Chat is { } chat ? new JudgeChat(this, chat) : null;

    public Task<ModelFootprint?> MeasureFootprintAsync(CancellationToken cancellationToken) => inner.MeasureFootprintAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    // A chat that is away for a moment costs one verdict, and its message stays as it is.
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, bool endsWhereAway)
    {
        var entered = share?.Enter() ?? 0;
        try
        {
            return await ask();
        }
        catch (ModelUnavailableException e) when (e.IsPermanent || endsWhereAway)
        {
            throw new JudgeUnavailableException(Candidate.Id, e.Message, e.IsPermanent, e);
        }
        catch (ModelCallException e) when (e.Failure == CallFailure.Unauthorized)
        {
            throw new JudgeUnavailableException(Candidate.Id, e.Message, isPermanent: true, e);
        }
        finally
        {
            if (share is not null)
            {
                lock (_gate)
                {
                    _busyMs += share.Leave(entered);
                }
            }
        }
    }

    // Judges are never asked for streams.
    private sealed class JudgeChat(JudgeSession judge, IChatClient chat) : DelegatingChatClient(chat)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            judge.AskAsync(() => base.GetResponseAsync(messages, options, cancellationToken), endsWhereAway: false);
    }

    private sealed class JudgeLikelihood(JudgeSession judge, ILikelihoodModel model) : ILikelihoodModel
    {
        public Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
            judge.AskAsync(() => model.ScoreContinuationsAsync(requests, cancellationToken), endsWhereAway: true);

        public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) =>
            judge.AskAsync(() => model.MeasureTextAsync(text, rule, cancellationToken), endsWhereAway: true);

        public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) =>
            judge.AskAsync(() => model.ScoreWindowsAsync(request, cancellationToken), endsWhereAway: true);

        public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
            WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) =>
            judge.AskAsync(() => model.CompareWindowsAsync(request, referenceLogitsFile, cancellationToken), endsWhereAway: true);

        public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) =>
            model.WriteReferenceLogitsAsync(request, file, cancellationToken);

        public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
            judge.AskAsync(() => model.CountTokensAsync(texts, cancellationToken), endsWhereAway: true);
    }
}
