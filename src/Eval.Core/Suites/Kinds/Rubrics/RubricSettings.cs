using Eval.Core.Datasets;
using Eval.Core.Judging;
using Eval.Core.Judging.Juries;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Prompts;
using Eval.Core.Suites.Kinds.Generation;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>The keys that only a judged suite has.</summary>
public sealed record RubricSettings
{
    /// <summary>How the candidate is asked: the keys of a generation suite. Scorers of its own are allowed and not needed.</summary>
    public required GenerationSettings Answers { get; init; }

    /// <summary>The rubric.</summary>
    public required Rubric Rubric { get; init; }

    /// <summary>How it is applied.</summary>
    public required IJudgeMethod Method { get; init; }

    /// <summary>Who judges: ids of candidates, one or more.</summary>
    public required IReadOnlyList<string> Judges { get; init; }

    /// <summary>How several judges' scores become one.</summary>
    public JuryRule Aggregate { get; init; }

    /// <summary>What the judge is shown as the question, or null for the prompt without instruction and examples.</summary>
    public PromptTemplate? Question { get; init; }

    /// <summary>The text that the answer must be grounded in, or null.</summary>
    public PromptTemplate? Context { get; init; }

    /// <summary>The other side's answer, for methods that compare two; a list in the data holds one for each turn.</summary>
    public FieldPath? Baseline { get; init; }

    /// <summary>The field that holds what the user says, turn by turn, in place of a prompt; null for one turn.</summary>
    public FieldPath? Turns { get; init; }

    /// <summary>Replies that a judge may be asked for until one can be read, 1 to 20. Default 3.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Tokens that a judge's reply may have. Default 1024.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>The judge's sampling temperature. Default 0.</summary>
    public double Temperature { get; init; }

    /// <summary>In which orders two answers are shown. Default: both, and a disagreement is a tie.</summary>
    public SwapPolicy Swap { get; init; } = SwapPolicy.BothTie;

    /// <summary>Least probability on the scale for scores from probabilities. Default 0.9.</summary>
    public double MassFloor { get; init; } = 0.9;

    /// <summary>False where the judge is not asked for a structured reply even where it could give one. Default true.</summary>
    public bool Structured { get; init; } = true;

    /// <summary>True (the default) where a judge that gives one of five labels writes its own answer first.</summary>
    public bool OwnAnswer { get; init; } = true;

    /// <summary>True (the default) where each run plants canaries.</summary>
    public bool Canaries { get; init; } = true;

    /// <summary>The metric of the method's scores.</summary>
    public string MetricId => Method.MetricId(Rubric);

    /// <summary>True where the judge writes, so that there is a reply that canaries can test.</summary>
    public bool AsksCanaries => Canaries && Method.Name != "likelihood";

    /// <summary>The jury of a unit of work, open.</summary>
    /// <param name="context">Opens judges.</param>
    /// <param name="isFresh">True where nothing may be served from the cache.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    internal async Task<Jury> JuryAsync(SampleContext context, bool isFresh, CancellationToken cancellationToken)
    {
        var open = context.OpenJudge ?? throw new InvalidOperationException("nobody opens judges here");
        var seats = new List<JurySeat>();
        foreach (var judge in Judges)
        {
            seats.Add(new JurySeat(judge, Call(await open(judge, isFresh, cancellationToken), context.Seed)));
        }

        // A third call goes to another judge where there is one.
        if (Swap == SwapPolicy.BothThird && seats.Count > 1)
        {
            seats = [.. seats.Select((s, i) => s with { Call = s.Call with { Third = seats[(i + 1) % seats.Count].Call.Model } })];
        }

        return new Jury(Method, Rubric, Aggregate, seats);
    }

    /// <summary>How a judge is asked.</summary>
    internal JudgeCall Call(Models.IModelSession judge, int seed) => new(judge, seed)
    {
        Attempts = Attempts,
        MaxTokens = MaxTokens,
        Temperature = Temperature,
        Swap = Swap,
        MassFloor = MassFloor,
        Structured = Structured,
        OwnAnswer = OwnAnswer,
    };
}
