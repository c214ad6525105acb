using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Scoring;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>The keys that only a generation suite has.</summary>
public sealed record GenerationSettings
{
    /// <summary>How the prompt is sent. Default: as a chat.</summary>
    public PromptMode Mode { get; init; } = PromptMode.Chat;

    /// <summary>Template of the system message, or null for none. With raw prompts it stands first, followed by an empty line.</summary>
    public PromptTemplate? System { get; init; }

    /// <summary>Stands before the prompt and its examples, followed by an empty line; empty for none.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>The usual words of <c>chainOfThought: true</c> (Kojima et al. 2022).</summary>
    public const string ThinkFirst = "Let's think step by step.";

    /// <summary>Stands behind the prompt, after an empty line, and asks for thoughts before the answer; null for none. Examples do not show it.</summary>
    public ChainOfThought? Thoughts { get; init; }

    /// <summary>Questions in one prompt, answered together (batch prompting, Cheng et al. 2023). Default 1: each alone.</summary>
    public int BatchPrompt { get; init; } = 1;

    /// <summary>Stands between the prompt of an example and its answer. Default: one space.</summary>
    public string TargetDelimiter { get; init; } = " ";

    /// <summary>Where the right answers are; empty where scorers need none.</summary>
    public IReadOnlyList<TargetSource> Targets { get; init; } = [];

    /// <summary>True where examples are sent as turns of a conversation rather than inside the prompt.</summary>
    public bool ExamplesAsTurns { get; init; }

    /// <summary>Tools that the model may call, or null for none.</summary>
    internal ToolDeclarations? Tools { get; init; }

    /// <summary>Texts that end an answer. Default: none.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Tokens that an answer may have, thoughts included. Default 512; 1024 with a chain of thought. A batch may have so many for each question.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Sampling temperature, 0 (the default) to 2.</summary>
    public double Temperature { get; init; }

    /// <summary>Share of probability to sample from, or null for all.</summary>
    public double? TopP { get; init; }

    /// <summary>The rule by which thoughts are taken off, or null where none is.</summary>
    public ReasoningTags? Reasoning { get; init; } = ReasoningTags.Default;

    /// <summary>True where the suite states the rule, so that cut-off thoughts are reported beside its scores.</summary>
    public bool ReportsThoughts { get; init; }

    /// <summary>The scorers, in order; the first with a right and wrong decides what epoch metrics (pass@k …) count.</summary>
    public IReadOnlyList<ScorerUse> Scoring { get; init; } = [];

    /// <summary>Samples that a local model answers and that are committed together. Default 16; hosted models take one at a time.</summary>
    public int UnitSize { get; init; } = 16;

    /// <summary>The part of an answer that is scored: without thoughts, cut at the stop texts; empty where nothing is left.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="thoughtCutOff">True where its thoughts never ended.</param>
    internal string Scored(string answer, out bool thoughtCutOff)
    {
        thoughtCutOff = false;
        var text = Reasoning is { } tags ? tags.Strip(answer, out thoughtCutOff) : answer;
        foreach (var stop in Stop)
        {
            // Endpoints differ in how many stop texts they take, and some return the text itself.
            if (text.IndexOf(stop, StringComparison.Ordinal) is var at and >= 0)
            {
                text = text[..at];
            }
        }

        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }
}

/// <summary>How a prompt is sent.</summary>
public enum PromptMode
{
    /// <summary>As a chat; a model that does not chat is skipped.</summary>
    Chat,

    /// <summary>As it stands, to be continued; for base models.</summary>
    Raw,

    /// <summary>As a chat where the model chats, else as it stands.</summary>
    Auto,
}

/// <summary>Where a right answer comes from: a field (a list holds several answers) or a template. Exactly one is set.</summary>
/// <param name="Field">The field.</param>
/// <param name="Template">The template.</param>
public sealed record TargetSource(FieldPath? Field, PromptTemplate? Template);
