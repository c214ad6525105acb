using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>The host's first message. Parent and host are one build of one program; anything else is refused.</summary>
/// <param name="Protocol">Version of this protocol.</param>
/// <param name="Build">The module version of Eval.LlamaCpp.</param>
/// <param name="ProcessId">The host's process id.</param>
internal sealed record HelloMessage(int Protocol, string Build, int ProcessId)
{
    /// <summary>Changes with every change of a message or of the frame.</summary>
    internal const int CurrentProtocol = 1;

    /// <summary>What this build says of itself.</summary>
    internal static HelloMessage Own { get; } =
        new(CurrentProtocol, typeof(HelloMessage).Module.ModuleVersionId.ToString("N"), Environment.ProcessId);
}

/// <summary>Continuations to score; each context is written once, because several continuations mostly share one.</summary>
internal sealed record ScoreCall(IReadOnlyList<string> Contexts, IReadOnlyList<ScoreItem> Items)
{
    public static ScoreCall Of(IReadOnlyList<ContinuationRequest> requests)
    {
        Dictionary<string, int> indices = new(StringComparer.Ordinal);
        List<string> contexts = [];
        var items = new ScoreItem[requests.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var request = requests[i];
            if (!indices.TryGetValue(request.Context, out var index))
            {
                index = indices[request.Context] = contexts.Count;
                contexts.Add(request.Context);
            }

            items[i] = new ScoreItem(index, request.Continuation, request.SharedPrefixLength, request.TruncateLeft);
        }

        return new ScoreCall(contexts, items);
    }

    public IReadOnlyList<ContinuationRequest> ToRequests() =>
        [.. Items.Select(i => new ContinuationRequest(Contexts[i.Context], i.Continuation, i.SharedPrefix, i.TruncateLeft))];
}

/// <summary>One continuation; <paramref name="Context"/> is an index.</summary>
internal readonly record struct ScoreItem(int Context, string Continuation, int SharedPrefix, bool TruncateLeft);

/// <summary>
/// A question about windows of a text. The text travels once: the host keeps the last one under its key, and answers
/// <see cref="HostFailureKind.TextUnknown"/> where it holds another.
/// </summary>
internal sealed record TextCall(string TextKey, string? Text, WindowRule Rule, int FirstWindow = 0, int WindowCount = 0, string? File = null);

/// <summary>Texts whose tokens are counted.</summary>
internal sealed record TextsCall(IReadOnlyList<string> Texts);

/// <summary>Why a call failed.</summary>
internal sealed record FailureMessage(HostFailureKind Kind, string Message);

/// <summary>Kinds of <see cref="FailureMessage"/>.</summary>
internal enum HostFailureKind
{
    /// <summary>The parent cancelled it.</summary>
    Cancelled,

    /// <summary>The model cannot be had, now or ever.</summary>
    Unavailable,

    /// <summary>The model cannot be had now.</summary>
    UnavailableNow,

    /// <summary>The candidate's settings are wrong.</summary>
    Configuration,

    /// <summary>The model or the engine does not offer this.</summary>
    Unsupported,

    /// <summary>The host does not hold the text that the call names.</summary>
    TextUnknown,

    /// <summary>A mistake in this program.</summary>
    Internal,
}
