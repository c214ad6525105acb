using Eval.Core.Costs;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// What the clients of a pipeline tell each other about one call. It travels in the call's options, because <see cref="IChatClient"/> has no
/// other place for it and ambient context does not survive the pauses of a stream.
/// </summary>
internal sealed class CallScope
{
    /// <summary>Who asks (candidate and suite): those who share an endpoint take turns.</summary>
    public string Lane { get; init; } = "";

    /// <summary>Repetition: part of the identity of a request.</summary>
    public int Epoch { get; init; }

    public bool ReadCache { get; init; } = true;

    /// <summary>The books that this call is entered in.</summary>
    public CallBooks Books { get; init; } = new();

    /// <summary>Attempts sent so far.</summary>
    public int Attempts { get; set; }

    /// <summary>The most that one attempt can cost, or null where no price is known.</summary>
    public Money? Most { get; set; }

    /// <summary>The money that is set aside for the call, or null.</summary>
    public SpendingLimit.Hold? Hold { get; set; }

    /// <summary>The last attempt may be billed though no answer came of it.</summary>
    public bool LostAnswer { get; set; }

    /// <summary>Cancelled where the caller wants no answer any more; the time limit of an attempt does not show here.</summary>
    public CancellationToken Caller { get; set; }

    /// <summary>When the endpoint first asked this call to slow down, as a timestamp; null where it did not.</summary>
    public long? SlowedSince { get; set; }

    /// <summary>What the endpoint says the call used; null where it says nothing, or what cannot be. Set once it is answered.</summary>
    public CallUsage? Usage { get; set; }

    /// <summary>What the call took; set once it is answered.</summary>
    public CallRecord? Record { get; set; }

    /// <summary>The scope of a call, or a new one where nobody gave it one.</summary>
    public static CallScope Of(ref ChatOptions? options)
    {
        if (options is not ScopedOptions scoped)
        {
            options = scoped = new ScopedOptions(options, new CallScope());
        }

        return scoped.Scope;
    }

    /// <summary>The options of a call with this scope in them.</summary>
    public ChatOptions In(ChatOptions? options) => new ScopedOptions(options, this);

    private sealed class ScopedOptions : ChatOptions
    {
        public ScopedOptions(ChatOptions? options, CallScope scope)
            : base(options) => Scope = scope;

        public CallScope Scope { get; }

        public override ChatOptions Clone() => new ScopedOptions(this, Scope);
    }
}
