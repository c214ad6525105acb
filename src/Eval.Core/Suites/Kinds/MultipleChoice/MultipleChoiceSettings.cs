using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>The keys that only a multiple-choice suite has.</summary>
public sealed record MultipleChoiceSettings
{
    /// <summary>The default instruction of generated mode.</summary>
    public const string LetterOnly = "Answer with the letter of the right choice only.";

    /// <summary>The instruction of <c>chainOfThought: true</c>.</summary>
    public const string ThinkFirst = "Think step by step. Then end with \"The answer is (X)\", where X is the letter of the right choice.";

    /// <summary>The field that holds the list of choices, or null where they come from elsewhere.</summary>
    public FieldPath? ChoicesField { get; init; }

    /// <summary>A template for each choice; empty where they come from elsewhere.</summary>
    public IReadOnlyList<PromptTemplate> ChoiceTemplates { get; init; } = [];

    /// <summary>Fields (lists or single texts) with the right choices, the best first; empty where they come from elsewhere.</summary>
    public IReadOnlyList<FieldPath> Correct { get; init; } = [];

    /// <summary>Fields with the wrong choices, to go with <see cref="Correct"/>.</summary>
    public IReadOnlyList<FieldPath> Incorrect { get; init; } = [];

    /// <summary>The field that tells the right choice or choices; null with <see cref="Correct"/>.</summary>
    public FieldPath? Answer { get; init; }

    /// <summary>How <see cref="Answer"/> is to be read. Default: an index.</summary>
    public AnswerKind AnswerKind { get; init; } = AnswerKind.Index;

    /// <summary>The number of the first choice in an index. Default 0.</summary>
    public int AnswerBase { get; init; }

    /// <summary>What is scored. Default: the choice's text.</summary>
    public ChoiceStyle Style { get; init; } = ChoiceStyle.Text;

    /// <summary>Stands between prompt and choice, and is scored with the choice. Default: one space.</summary>
    public string TargetDelimiter { get; init; } = " ";

    /// <summary>How the model is asked. Default: by likelihoods.</summary>
    public ChoiceMode Mode { get; init; } = ChoiceMode.Likelihood;

    /// <summary>What happens to a prompt that does not fit the context. Default: the sample is skipped.</summary>
    public TooLongRule TooLong { get; init; } = TooLongRule.Skip;

    /// <summary>
    /// The context of one choice, where contexts differ and the same <see cref="Suffix"/> is scored after each (WinoGrande); sees
    /// <c>choice</c>. Replaces the suite's prompt. Null otherwise.
    /// </summary>
    public PromptTemplate? ContextPerChoice { get; init; }

    /// <summary>What is scored after each <see cref="ContextPerChoice"/>; null otherwise.</summary>
    public PromptTemplate? Suffix { get; init; }

    /// <summary>The prompt for generated answers, or null for the suite's prompt, which then shows <c>{{choiceLines}}</c>.</summary>
    public PromptTemplate? GeneratedPrompt { get; init; }

    /// <summary>Stands before the prompt in generated mode. Default: asks for the letter only.</summary>
    public string Instruction { get; init; } = LetterOnly;

    /// <summary>
    /// How often a generated answer is asked for, each time with the choices in another order; the majority decides (the choice-shuffling ensemble of
    /// Medprompt, Nori et al. 2023). Default 1: once, in the data's order.
    /// </summary>
    public int ShuffleVotes { get; init; } = 1;

    /// <summary>Tokens that a generated answer may have. Default 16; 1024 with a chain of thought.</summary>
    public int MaxTokens { get; init; } = 16;

    /// <summary>Samples that are scored and committed together. Default 64 (1 in generated mode).</summary>
    public int UnitSize { get; init; } = 64;

    /// <summary>Where <c>choices:</c> is written, for messages about rows.</summary>
    public SourcePosition? ChoicesAt { get; init; }

    /// <summary>True where generated answers may be asked for.</summary>
    public bool MayGenerate => Mode is ChoiceMode.Generated or ChoiceMode.Auto;
}

/// <summary>How the answer field is to be read. A list holds several right answers, each read in this way.</summary>
public enum AnswerKind
{
    /// <summary>A number, counted from <see cref="MultipleChoiceSettings.AnswerBase"/>.</summary>
    Index,

    /// <summary>A letter, A for the first.</summary>
    Letter,

    /// <summary>The text of the right choice.</summary>
    Text,

    /// <summary>A list with 1 for each right choice and 0 for the others.</summary>
    Labels,
}

/// <summary>What is scored as a choice.</summary>
public enum ChoiceStyle
{
    /// <summary>Its text.</summary>
    Text,

    /// <summary>Its letter; the prompt shows the choices.</summary>
    Letter,
}

/// <summary>How a model is asked.</summary>
public enum ChoiceMode
{
    /// <summary>By the likelihood of each choice.</summary>
    Likelihood,

    /// <summary>By an answer that the model writes.</summary>
    Generated,

    /// <summary>By likelihoods where the model has them, else by a generated answer. The two are different metrics.</summary>
    Auto,
}

/// <summary>What happens to a prompt that does not fit the context.</summary>
public enum TooLongRule
{
    /// <summary>The sample is skipped, with the reason.</summary>
    Skip,

    /// <summary>The context loses tokens on the left, as in lm-evaluation-harness; the result says so.</summary>
    TruncateLeft,
}
