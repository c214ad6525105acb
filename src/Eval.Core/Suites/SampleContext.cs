using System.Collections.Concurrent;
using Eval.Core.Prompts;

namespace Eval.Core.Suites;

/// <summary>What a kind may use while it plans and runs the samples of one suite.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="FewShot">Chooses and renders the examples that stand before a sample; null where the suite has none.</param>
/// <param name="WorkFolder">A folder for large intermediate files (reference logits); created when first used.</param>
/// <param name="OpenReference">Opens another candidate of the workspace by id (the reference of a KL suite), once: it stays
/// open for the next call and belongs to the caller of the kind, which never disposes it.</param>
public sealed record SampleContext(
    int Seed,
    FewShotSelector? FewShot,
    string WorkFolder,
    Func<string, CancellationToken, Task<Models.IModelSession>>? OpenReference = null)
{
    /// <summary>The clock; only kinds that measure time look at it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Programs that scorers may use, or null where the user has not allowed any.</summary>
    public Scoring.Commands.ScorerCommands? Commands { get; init; }

    /// <summary>
    /// Opens a judge for the unit of work: its calls are booked with the unit, apart from those of the candidate. True where nothing may be served from the
    /// cache. Null where nothing is judged.
    /// </summary>
    public Func<string, bool, CancellationToken, Task<Models.IModelSession>>? OpenJudge { get; init; }

    /// <summary>Candidates of the run; only kinds that compare them with each other look at it. Default 1.</summary>
    public int Candidates { get; init; } = 1;

    /// <summary>True where <see cref="Sample.Answered"/> is scored again and no candidate is asked.</summary>
    public bool AnswersAreStored { get; init; }

    /// <summary>
    /// Examples as they were rendered, by example and form (a word of the kind's own): thousands of samples share a few. Never more than the
    /// examples' data set lends.
    /// </summary>
    public ConcurrentDictionary<(Sample Example, string Form), string> RenderedExamples { get; } = new();
}

/// <summary>How much work a sample is, for the estimate of a plan.</summary>
/// <param name="Calls">Requests to the model.</param>
/// <param name="Characters">Characters sent, all requests together; tokens are estimated from them.</param>
/// <param name="OutputTokens">Tokens it may generate at most.</param>
public readonly record struct SampleEstimate(int Calls, long Characters, int OutputTokens)
{
    /// <summary>What it takes of each model that the suite refers to (a judge), or null for nothing.</summary>
    public OtherEstimate? Others { get; init; }

    /// <summary>The same for some such requests, as something that another model is asked.</summary>
    public OtherEstimate Times(int count) => new(Calls * count, Characters * count, OutputTokens * count);
}

/// <summary>How much work a sample is for a model that the suite refers to.</summary>
/// <param name="Calls">Requests to it.</param>
/// <param name="Characters">Characters sent, all requests together.</param>
/// <param name="OutputTokens">Tokens it may generate at most.</param>
public sealed record OtherEstimate(long Calls, long Characters, long OutputTokens)
{
    /// <summary>Characters of answers that it is shown at most, besides <see cref="Characters"/>: they are not known before. Default 0.</summary>
    public long AnswerCharacters { get; init; }

    /// <summary>A share of it, rounded up.</summary>
    public OtherEstimate Part(double share) => share >= 1 ? this
        : new((long)Math.Ceiling(Calls * share), (long)Math.Ceiling(Characters * share), (long)Math.Ceiling(OutputTokens * share)) { AnswerCharacters = (long)Math.Ceiling(AnswerCharacters * share) };

    /// <summary>The sum of two.</summary>
    public static OtherEstimate operator +(OtherEstimate a, OtherEstimate b) =>
        new(a.Calls + b.Calls, a.Characters + b.Characters, a.OutputTokens + b.OutputTokens) { AnswerCharacters = a.AnswerCharacters + b.AnswerCharacters };
}
