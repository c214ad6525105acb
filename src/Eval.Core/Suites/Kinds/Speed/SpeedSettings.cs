using Eval.Core.Prompts;
using Eval.Core.Suites.Kinds.Generation;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>The keys that only a speed suite has.</summary>
public sealed record SpeedSettings
{
    /// <summary>The loads, in the order in which they are run; the first is what a figure without a load means.</summary>
    public IReadOnlyList<LoadSpec> Loads { get; init; } = [new("closed-1", LoadShape.Closed, 1, 40)];

    /// <summary>Requests before each load, under the same load, that do not count; where there are some, at least one for each user. Default 2.</summary>
    public int Warmup { get; init; } = 2;

    /// <summary>The warm-up of a load: every user has a connection before it counts.</summary>
    public int WarmupOf(LoadSpec load) => Warmup == 0 ? 0 : load.Shape == LoadShape.Closed ? Math.Max(Warmup, (int)load.Offered) : Warmup;

    /// <summary>How the prompt is sent. Default: as a chat where the model chats, else as it stands.</summary>
    public PromptMode Mode { get; init; } = PromptMode.Auto;

    /// <summary>Template of the system message, or null for none.</summary>
    public PromptTemplate? System { get; init; }

    /// <summary>
    /// Tokens that a prompt should have: its words are repeated or cut. Counted by the model where it is local, else taken as four characters each.
    /// Null leaves prompts as they are.
    /// </summary>
    public int? InputTokens { get; init; }

    /// <summary>Tokens that an answer should have: the limit, and what answers are held against. Null leaves the model its own end.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Tokens that an answer may have where <see cref="OutputTokens"/> is not set. Default 256.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Whether the model is to write on where it would end. Default: local models where <see cref="OutputTokens"/> is set.</summary>
    public IgnoreEnd IgnoreEnd { get; init; }

    /// <summary>Whether each prompt begins with a text of its own, so that no prompt cache helps. Default true.</summary>
    public bool UniquePrefix { get; init; } = true;

    /// <summary>Sampling temperature, 0 (the default) to 2.</summary>
    public double Temperature { get; init; }

    /// <summary>Template of the text that loads with <see cref="LoadSpec.Repeat"/> have repeated, or null.</summary>
    public PromptTemplate? Target { get; init; }

    /// <summary>What makes an answer good, or null.</summary>
    public ServiceObjective? Objective { get; init; }

    /// <summary>Share of good answers with which a load counts as borne. Default 0.95.</summary>
    public double ObjectiveShare { get; init; } = 0.95;
}

/// <summary>When a model is asked to write on at its own end.</summary>
public enum IgnoreEnd
{
    /// <summary>Local models, where a length is set; endpoints may refuse the field.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
