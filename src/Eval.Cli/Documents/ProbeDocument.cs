using Eval.Core.Models;

namespace Eval.Cli.Documents;

/// <summary>What the candidates of a workspace can do: written by <c>models probe</c>.</summary>
internal sealed record ProbeDocument(int Schema, IReadOnlyList<ProbeEntry> Models);

/// <summary>One candidate. <c>capabilities</c> is null where it could not be asked; then <c>problem</c> says why, and <c>advice</c> what to do.</summary>
internal sealed record ProbeEntry(
    string Id, string Kind, string Source, string? Problem, string? Advice, CapabilitiesEntry? Capabilities,
    IReadOnlyDictionary<string, string> Facts, IReadOnlyList<SuiteFit> Suites);

/// <summary>What it can do; null where that could not be told.</summary>
internal sealed record CapabilitiesEntry(
    bool Chat, string? ChatProblem, bool? JsonSchemas, bool AnswerLogProbabilities, bool Seeds, bool RawPrompts,
    bool Likelihoods, string? LikelihoodProblem, bool TextWindows, bool FullDistributions, int? ContextLength, int? VocabularySize)
{
    public static CapabilitiesEntry Of(ModelCapabilities can) => new(
        can.Chat, can.ChatProblem, can.JsonSchemas, can.AnswerLogProbabilities, can.Seeds, can.RawPrompts,
        can.Likelihoods, can.LikelihoodProblem, can.TextWindows, can.FullDistributions, can.ContextLength, can.VocabularySize);
}

/// <summary>A suite of the workspace; <c>whyNot</c> is why the candidate would be left out of it, or null where it can run it.</summary>
internal sealed record SuiteFit(string Suite, string? WhyNot);
