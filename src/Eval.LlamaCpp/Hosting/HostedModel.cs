using Eval.Core.Models;
using Eval.LlamaCpp.Chat;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting.Protocol;
using Microsoft.Extensions.AI;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// A local model in a child process, seen from the parent. Every call is a unit of work that survives the child's death by the rules of
/// <see cref="UnitRetry"/>.
/// </summary>
internal sealed class HostedModel : IModelSession, ILikelihoodModel
{
    private readonly HostKeeper _keeper;
    private readonly SharedGate _gate = new();
    private readonly UnitRetry _retry;
    private readonly Func<ModelFootprint>? _footprint;
    private volatile KeyedText? _lastText;

    /// <param name="candidate">The candidate.</param>
    /// <param name="description">What was opened.</param>
    /// <param name="keeper">Keeps its process.</param>
    /// <param name="footprint">Size of the file, and how long the last loading took.</param>
    public HostedModel(Candidate candidate, ModelDescription description, HostKeeper keeper, Func<ModelFootprint>? footprint = null)
    {
        _footprint = footprint;
        Candidate = candidate;
        Description = description;
        _keeper = keeper;
        _retry = new UnitRetry(keeper, _gate);
        Chat = new LlamaChatClient(this);
    }

    public Candidate Candidate { get; }

    public ModelDescription Description { get; }

    public ILikelihoodModel Likelihood => this;

    public IChatClient Chat { get; }

    /// <summary>Hosts started so far; more than one after crashes.</summary>
    internal int HostStarts => _keeper.Starts;

    /// <summary>The running host's process id.</summary>
    internal async Task<int> HostProcessIdAsync(CancellationToken cancellationToken) => (await _keeper.GetAsync(cancellationToken)).ProcessId;

    public Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        _retry.RunAsync<ContinuationRequest, ContinuationScore>(
            requests, HostClient.ScoreAsync, (_, failure) => ContinuationScore.Failed(failure), cancellationToken);

    public async Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken)
    {
        var call = new TextCall(KeyOf(text), text, rule);
        var results = await _retry.RunAsync<TextCall, TextWindows>(
            [call],
            async (host, calls, cancel) =>
                [ProtocolJson.Read(await HostClient.AskTextAsync(host, HostMethod.MeasureText, calls[0], cancel), ProtocolJson.Default.TextWindows)],
            (_, failure) => new TextWindows(0, 0, 0, failure),
            cancellationToken);
        return results[0];
    }

    public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken)
    {
        var whole = CallOf(request);
        return _retry.RunAsync<int, WindowScore>(
            [.. Enumerable.Range(request.FirstWindow, request.WindowCount)],
            async (host, windows, cancel) => ProtocolJson.Read(
                await HostClient.AskTextAsync(
                    host, HostMethod.ScoreWindows, whole with { FirstWindow = windows[0], WindowCount = windows.Count }, cancel),
                ProtocolJson.Default.WindowScoreArray),
            (window, failure) => new WindowScore(window, 0, double.NaN, double.NaN, 0, failure),
            cancellationToken);
    }

    public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken)
    {
        var call = CallOf(request) with { File = Path.GetFullPath(referenceLogitsFile) };
        return _retry.RunAsync<TextCall, DivergenceScore>(
            [call],
            async (host, calls, cancel) =>
                DivergenceCodec.Read((await HostClient.AskTextAsync(host, HostMethod.CompareWindows, calls[0], cancel)).Span),
            failed: null,
            cancellationToken);
    }

    public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken)
    {
        var call = CallOf(request) with { File = Path.GetFullPath(file) };
        return _retry.RunAsync<TextCall, bool>(
            [call],
            async (host, calls, cancel) =>
            {
                await HostClient.AskTextAsync(host, HostMethod.WriteReferenceLogits, calls[0], cancel);
                return [true];
            },
            failed: null,
            cancellationToken);
    }

    public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        _retry.RunAsync<string, int>(texts, HostClient.CountTokensAsync, (_, _) => -1, cancellationToken);

    /// <summary>
    /// Generates answers. One call is one unit of work; on a CPU answers do not depend on what else runs. <paramref name="onText"/> gets
    /// pieces of the answers to requests that stream: index and text, on a thread that must not be blocked.
    /// </summary>
    public Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        IReadOnlyList<GenerationRequest> requests, Action<int, string>? onText, CancellationToken cancellationToken)
    {
        var indexed = requests.Select((r, i) => (Request: r, Index: i)).ToList();
        var cursors = requests.Select(_ => new StreamCursor()).ToArray();
        return _retry.RunAsync<(GenerationRequest Request, int Index), GeneratedText>(
            indexed,
            (host, some, cancel) =>
            {
                foreach (var (_, index) in some)
                {
                    cursors[index].Restart();
                }

                return HostClient.GenerateAsync(host, [.. some.Select(s => s.Request)], onText is null ? null : Forward, cancel);

                void Forward(int position, string text)
                {
                    var index = some[position].Index;
                    if (cursors[index].Advance(text) is { Length: > 0 } fresh)
                    {
                        onText(index, fresh);
                    }
                }
            },
            (_, failure) => GeneratedText.Failed(failure),
            cancellationToken);
    }

    /// <summary>A conversation as the model would get it, with its tokens. Throws <see cref="NotSupportedException"/> without a chat template.</summary>
    public async Task<ChatPrompt> RenderAsync(IReadOnlyList<ChatTurn> turns, CancellationToken cancellationToken) =>
        await HostClient.RenderAsync(await _keeper.GetAsync(cancellationToken), turns, cancellationToken);

    /// <summary>The tokens of a text, with the text of each.</summary>
    public async Task<TokenizeReply> TokenizeAsync(string text, CancellationToken cancellationToken) =>
        await HostClient.TokenizeAsync(await _keeper.GetAsync(cancellationToken), text, cancellationToken);

    public async Task<ModelFootprint?> MeasureFootprintAsync(CancellationToken cancellationToken)
    {
        if (_footprint is null)
        {
            return null;
        }

        var host = await _keeper.GetAsync(cancellationToken);
        return _footprint() with { PeakBytes = host.PeakBytes() };
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        _gate.Dispose();
    }

    private TextCall CallOf(WindowRequest request) =>
        new(KeyOf(request.Text), request.Text, request.Rule, request.FirstWindow, request.WindowCount);

    private string KeyOf(string text)
    {
        var last = _lastText;
        if (!ReferenceEquals(last?.Text, text))
        {
            _lastText = last = new KeyedText(text, HostClient.KeyOf(text));
        }

        return last.Key;
    }

    private sealed record KeyedText(string Text, string Key);
}
