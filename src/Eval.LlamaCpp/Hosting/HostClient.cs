using System.Security.Cryptography;
using System.Text;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>The calls of the protocol, in types. Failures that the host reports become the exceptions they were there.</summary>
internal static class HostClient
{
    public static async Task<ExamineReply> ExamineAsync(HostProcess host, ExamineCall call, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.Examine, ProtocolJson.Write(call, j => j.ExamineCall), cancellationToken),
            ProtocolJson.Default.ExamineReply);

    public static async Task<LoadReply> LoadAsync(HostProcess host, LoadCall call, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.Load, ProtocolJson.Write(call, j => j.LoadCall), cancellationToken), ProtocolJson.Default.LoadReply);

    public static async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(
        HostProcess host, IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.ScoreContinuations, ProtocolJson.Write(ScoreCall.Of(requests), j => j.ScoreCall), cancellationToken),
            ProtocolJson.Default.ContinuationScoreArray);

    public static async Task<IReadOnlyList<int>> CountTokensAsync(
        HostProcess host, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.CountTokens, ProtocolJson.Write(new TextsCall(texts), j => j.TextsCall), cancellationToken),
            ProtocolJson.Default.Int32Array);

    public static async Task<TokenizeReply> TokenizeAsync(HostProcess host, string text, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.Tokenize, ProtocolJson.Write(new TokenizeCall(text), j => j.TokenizeCall), cancellationToken),
            ProtocolJson.Default.TokenizeReply);

    public static async Task<ChatPrompt> RenderAsync(HostProcess host, IReadOnlyList<ChatTurn> turns, CancellationToken cancellationToken) =>
        ProtocolJson.Read(
            await AskAsync(host, HostMethod.RenderChat, ProtocolJson.Write(new RenderCall(turns), j => j.RenderCall), cancellationToken),
            ProtocolJson.Default.ChatPrompt);

    public static async Task<IReadOnlyList<GeneratedText>> GenerateAsync(
        HostProcess host, IReadOnlyList<GenerationRequest> requests, Action<int, string>? onText, CancellationToken cancellationToken)
    {
        Action<Frame>? onPart = onText is null ? null : frame =>
        {
            var part = ProtocolJson.Read(frame.Payload, ProtocolJson.Default.TextPart);
            onText(part.Request, part.Text);
        };
        var call = ProtocolJson.Write(new GenerateCall(requests), j => j.GenerateCall);
        return ProtocolJson.Read(
            await AskAsync(host, HostMethod.Generate, call, cancellationToken, onPart), ProtocolJson.Default.GeneratedTextArray);
    }

    /// <summary>Asks about windows of a text. The text is sent only where the host holds another.</summary>
    public static async Task<ReadOnlyMemory<byte>> AskTextAsync(
        HostProcess host, HostMethod method, TextCall call, CancellationToken cancellationToken)
    {
        if (host.TextKey == call.TextKey)
        {
            var frame = await host.CallAsync(method, ProtocolJson.Write(call with { Text = null }, j => j.TextCall), null, cancellationToken);
            if (frame.Kind != FrameKind.Failure
                || ProtocolJson.Read(frame.Payload, ProtocolJson.Default.FailureMessage).Kind != HostFailureKind.TextUnknown)
            {
                return Unwrap(frame);
            }
        }

        host.TextKey = call.TextKey;
        return await AskAsync(host, method, ProtocolJson.Write(call, j => j.TextCall), cancellationToken);
    }

    /// <summary>Names a text by its content.</summary>
    public static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static async Task<ReadOnlyMemory<byte>> AskAsync(
        HostProcess host, HostMethod method, byte[] payload, CancellationToken cancellationToken, Action<Frame>? onPart = null) =>
        Unwrap(await host.CallAsync(method, payload, onPart, cancellationToken));

    private static ReadOnlyMemory<byte> Unwrap(Frame frame)
    {
        if (frame.Kind == FrameKind.Reply)
        {
            return frame.Payload;
        }

        var failure = ProtocolJson.Read(frame.Payload, ProtocolJson.Default.FailureMessage);
        throw failure.Kind switch
        {
            HostFailureKind.Unavailable => new ModelUnavailableException(failure.Message, isPermanent: true),
            HostFailureKind.UnavailableNow => new ModelUnavailableException(failure.Message, isPermanent: false),
            HostFailureKind.Configuration => new EvalConfigurationException(at: null, failure.Message),
            HostFailureKind.Unsupported => new NotSupportedException(failure.Message),
            HostFailureKind.Cancelled => new OperationCanceledException(failure.Message),
            _ => new InvalidOperationException($"The model host reports: {failure.Message}"),
        };
    }
}
