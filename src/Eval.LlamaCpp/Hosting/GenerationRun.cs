using System.Threading.Channels;
using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// Works on generation calls until none is left. Calls that arrive meanwhile join; one of another kind waits at the head of the queue
/// until those before it are done.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="beforeCall">See <see cref="HostServer"/>.</param>
/// <param name="queue">Where more calls arrive.</param>
internal sealed class GenerationRun(HostedEngine engine, Action<Frame>? beforeCall, ChannelReader<HostCall> queue)
{
    private readonly List<HostCall> _calls = [];
    private bool _isClosed;

    public void Run(HostCall first)
    {
        try
        {
            Submit(first);
            while (engine.Generator.HasWork)
            {
                while (!_isClosed && queue.TryPeek(out var next) && next.Method == HostMethod.Generate)
                {
                    if (!TryJoin(next))
                    {
                        break;
                    }

                    queue.TryRead(out _);
                }

                engine.Generator.Step();
            }
        }
        catch (Exception e) when (HostServer.FailureOf(e) is { } failure)
        {
            foreach (var call in _calls)
            {
                call.Fail(failure.Kind, failure.Message);
            }
        }
    }

    /// <summary>
    /// On a CPU anything may join. On a GPU neighbours change the last digits, so a call of several requests (a unit of work) runs with
    /// nobody beside it, and only single ones mix.
    /// </summary>
    private bool TryJoin(HostCall call)
    {
        if (!engine.AnswersAreIndependent && Read(call).Requests.Count > 1)
        {
            return false;
        }

        Submit(call);
        return true;
    }

    private void Submit(HostCall call)
    {
        var requests = Read(call).Requests;
        _isClosed |= !engine.AnswersAreIndependent && requests.Count > 1;
        try
        {
            if (requests.Any(r => r.Messages is not null))
            {
                _ = engine.Generator.Chat; // Throws where the chat template is not known.
            }
        }
        catch (NotSupportedException e)
        {
            call.Fail(HostFailureKind.Unsupported, e.Message);
            return;
        }

        _calls.Add(call);
        var answers = new GeneratedText[requests.Count];
        var missing = requests.Count;
        for (var i = 0; i < requests.Count; i++)
        {
            var index = i;
            engine.Generator.Submit(new GenerationJob(
                requests[i],
                () => Begin(call),
                requests[i].Stream ? text => call.Part(ProtocolJson.Write(new TextPart(index, text), j => j.TextPart)) : null,
                answer => End(answer, index),
                call.CancellationToken));
        }

        if (requests.Count == 0)
        {
            call.Reply(ProtocolJson.Write(answers, j => j.GeneratedTextArray));
        }

        void End(GeneratedText? answer, int index)
        {
            answers[index] = answer ?? GeneratedText.Failed(new RequestFailure(RequestFailureKind.EngineFailed, "cancelled"));
            if (Interlocked.Decrement(ref missing) > 0)
            {
                return;
            }

            if (call.CancellationToken.IsCancellationRequested)
            {
                call.Fail(HostFailureKind.Cancelled, "cancelled");
            }
            else
            {
                call.Reply(ProtocolJson.Write(answers, j => j.GeneratedTextArray));
            }
        }
    }

    private void Begin(HostCall call)
    {
        call.Start();
        beforeCall?.Invoke(new Frame(FrameKind.Request, call.Method, call.Id, call.Payload));
    }

    private static GenerateCall Read(HostCall call) => ProtocolJson.Read(call.Payload, ProtocolJson.Default.GenerateCall);
}
