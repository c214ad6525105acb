using System.Threading.Channels;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// The host's side of the protocol. One thread reads frames, so that the end of the input and cancellations are seen at any time; the
/// calling thread owns the engine and works on one call after the other (answers are generated together).
/// </summary>
/// <param name="frames">The pipes.</param>
/// <param name="beforeCall">Called on the engine's thread before each call; lets tests provoke crashes.</param>
internal sealed class HostServer(FrameStream frames, Action<Frame>? beforeCall)
{
    private readonly Channel<HostCall> _calls = Channel.CreateUnbounded<HostCall>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<uint, HostCall> _open = [];
    private readonly HostTexts _texts = new();
    private HostedEngine? _engine;

    /// <summary>
    /// Serves until the input ends; then <paramref name="onInputEnd"/> is called on the reading thread, whatever the engine is doing.
    /// </summary>
    public async Task RunAsync(Action<FrameFormatException?> onInputEnd)
    {
        frames.Write(new Frame(FrameKind.Hello, HostMethod.None, 0, ProtocolJson.Write(HelloMessage.Own, j => j.HelloMessage)));
        new Thread(() => ReadCalls(onInputEnd)) { IsBackground = true, Name = "calls" }.Start();
        while (await _calls.Reader.WaitToReadAsync())
        {
            while (_calls.Reader.TryRead(out var call))
            {
                await WorkAsync(call);
            }
        }

        _engine?.Dispose();
    }

    private void ReadCalls(Action<FrameFormatException?> onInputEnd)
    {
        FrameFormatException? problem = null;
        try
        {
            while (frames.Read() is { } frame)
            {
                Take(frame);
            }
        }
        catch (FrameFormatException e)
        {
            problem = e;
        }

        onInputEnd(problem);
        _calls.Writer.TryComplete();
    }

    private void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Request:
                var call = new HostCall(frame, frames, Forget);
                lock (_open)
                {
                    _open.Add(frame.Call, call);
                }

                _calls.Writer.TryWrite(call);
                break;
            case FrameKind.Cancel:
                lock (_open)
                {
                    _open.GetValueOrDefault(frame.Call)?.Cancel();
                }

                break;
            default:
                throw new FrameFormatException($"a parent does not send {frame.Kind}");
        }
    }

    private void Forget(HostCall call)
    {
        lock (_open)
        {
            _open.Remove(call.Id);
        }
    }

    private async Task WorkAsync(HostCall call)
    {
        try
        {
            if (call.Method == HostMethod.Generate)
            {
                new GenerationRun(Engine, beforeCall, _calls.Reader).Run(call);
                return;
            }

            call.CancellationToken.ThrowIfCancellationRequested();
            call.Start();
            beforeCall?.Invoke(new Frame(FrameKind.Request, call.Method, call.Id, call.Payload));
            call.Reply(await AnswerAsync(call));
        }
        catch (Exception e) when (FailureOf(e) is { } failure)
        {
            call.Fail(failure.Kind, failure.Message);
        }
    }

    /// <summary>What the parent is told of an exception; null for broken frames and a broken pipe, which end the host.</summary>
    internal static FailureMessage? FailureOf(Exception exception) => exception switch
    {
        FrameFormatException or IOException => null,
        OperationCanceledException => new FailureMessage(HostFailureKind.Cancelled, "cancelled"),
        ModelUnavailableException e => new FailureMessage(e.IsPermanent ? HostFailureKind.Unavailable : HostFailureKind.UnavailableNow, e.Message),
        EvalConfigurationException e => new FailureMessage(HostFailureKind.Configuration, e.Message),
        NotSupportedException e => new FailureMessage(HostFailureKind.Unsupported, e.Message),
        TextUnknownException e => new FailureMessage(HostFailureKind.TextUnknown, e.Message),
        _ => new FailureMessage(HostFailureKind.Internal, exception.ToString()),
    };

    private HostedEngine Engine => _engine ?? throw new InvalidOperationException("no model is loaded");

    private async Task<byte[]> AnswerAsync(HostCall call)
    {
        var cancel = call.CancellationToken;
        switch (call.Method)
        {
            case HostMethod.Examine:
                return ProtocolJson.Write(HostedEngine.Examine(ProtocolJson.Read(call.Payload, ProtocolJson.Default.ExamineCall)), j => j.ExamineReply);
            case HostMethod.Load when _engine is null:
                _engine = HostedEngine.Load(ProtocolJson.Read(call.Payload, ProtocolJson.Default.LoadCall));
                return ProtocolJson.Write(_engine.Loaded, j => j.LoadReply);
            case HostMethod.ScoreContinuations:
                var requests = ProtocolJson.Read(call.Payload, ProtocolJson.Default.ScoreCall).ToRequests();
                return ProtocolJson.Write([.. await Engine.Likelihood.ScoreContinuationsAsync(requests, cancel)], j => j.ContinuationScoreArray);
            case HostMethod.MeasureText:
                var measured = ReadText(call);
                return ProtocolJson.Write(await Engine.Likelihood.MeasureTextAsync(measured.Text!, measured.Rule, cancel), j => j.TextWindows);
            case HostMethod.ScoreWindows:
                return ProtocolJson.Write([.. await Engine.Likelihood.ScoreWindowsAsync(Windows(ReadText(call)), cancel)], j => j.WindowScoreArray);
            case HostMethod.CompareWindows:
                var compared = ReadText(call);
                return DivergenceCodec.Write(await Engine.Likelihood.CompareWindowsAsync(Windows(compared), compared.File!, cancel));
            case HostMethod.WriteReferenceLogits:
                var written = ReadText(call);
                await Engine.Likelihood.WriteReferenceLogitsAsync(Windows(written), written.File!, cancel);
                return [];
            case HostMethod.CountTokens:
                var texts = ProtocolJson.Read(call.Payload, ProtocolJson.Default.TextsCall).Texts;
                return ProtocolJson.Write([.. await Engine.Likelihood.CountTokensAsync(texts, cancel)], j => j.Int32Array);
            case HostMethod.Tokenize:
                return ProtocolJson.Write(Engine.Tokenize(ProtocolJson.Read(call.Payload, ProtocolJson.Default.TokenizeCall).Text), j => j.TokenizeReply);
            case HostMethod.RenderChat:
                return ProtocolJson.Write(Engine.Generator.Chat.Encode(ProtocolJson.Read(call.Payload, ProtocolJson.Default.RenderCall).Turns), j => j.ChatPrompt);
            default:
                throw new InvalidOperationException($"a host does not answer {call.Method} now");
        }
    }

    private TextCall ReadText(HostCall call) => _texts.Fill(ProtocolJson.Read(call.Payload, ProtocolJson.Default.TextCall));

    private static WindowRequest Windows(TextCall call) => new(call.Text!, call.Rule, call.FirstWindow, call.WindowCount);
}
