using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>Asks what the engine is and which of some chat templates it knows.</summary>
internal sealed record ExamineCall(IReadOnlyList<TemplateQuestion> Templates);

/// <summary>A chat template, and whether the model brought it.</summary>
internal sealed record TemplateQuestion(string? Template, bool IsModelsOwn);

/// <summary>The answer to <see cref="ExamineCall"/>.</summary>
/// <param name="Doctor">Libraries and devices.</param>
/// <param name="Engine">Name of the engine for results; empty where it cannot be loaded.</param>
/// <param name="Cores">CPU cores that the engine would use.</param>
/// <param name="TemplateProblems">For each template why it cannot be used, or null.</param>
internal sealed record ExamineReply(LlamaDoctor Doctor, string Engine, int Cores, IReadOnlyList<string?> TemplateProblems);

/// <summary>Loads a model.</summary>
internal sealed record LoadCall(LocalModelSpec Model, bool Exact);

/// <summary>What was loaded.</summary>
/// <param name="Engine">Name of the engine.</param>
/// <param name="Settings">The settings in use.</param>
/// <param name="ContextLength">Tokens that a sequence may have.</param>
/// <param name="VocabularySize">Tokens of the vocabulary.</param>
/// <param name="ChatProblem">Why it cannot chat, or null.</param>
internal sealed record LoadReply(string Engine, string Settings, int ContextLength, int VocabularySize, string? ChatProblem);

/// <summary>Texts to generate.</summary>
internal sealed record GenerateCall(IReadOnlyList<GenerationRequest> Requests);

/// <summary>A piece of a streamed answer.</summary>
internal sealed record TextPart(int Request, string Text);

/// <summary>A conversation to render.</summary>
internal sealed record RenderCall(IReadOnlyList<ChatTurn> Turns);

/// <summary>A text to tokenise, as the engine would: special markers stay text.</summary>
internal sealed record TokenizeCall(string Text);

/// <summary>Tokens of a text with the text of each; BOS is not among them.</summary>
internal sealed record TokenizeReply(IReadOnlyList<int> Tokens, IReadOnlyList<string> Pieces, RequestFailure? Failure = null);
