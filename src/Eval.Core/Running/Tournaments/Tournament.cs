using System.Threading.Channels;
using Eval.Core.Models;
using Eval.Core.Ratings.Pairings;
using Eval.Core.Ratings.Style;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Running.Tournaments;

/// <summary>
/// Plays the battles of one arena, round by round: a round is planned from what earlier rounds gave, stored, and then played. What was played is
/// committed at once, so that a tournament that was killed goes on with the same battles.
/// </summary>
/// <param name="suite">The arena.</param>
/// <param name="cells">Its cells, in the plan's order; all their answers are stored.</param>
/// <param name="run">The stored run.</param>
/// <param name="prompts">The planned samples, in their order.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="store">Where battles go.</param>
/// <param name="table">Computes ratings from battles.</param>
/// <param name="progress">Told after each commit.</param>
internal sealed class Tournament(
    Suite suite,
    IReadOnlyList<RunCell> cells,
    RunInfo run,
    IReadOnlyList<Sample> prompts,
    int seed,
    IBattleStore store,
    TournamentTable table,
    TournamentProgress progress)
{
    // Judges on this machine compute together what they are asked together.
    private const int LocalUnit = 16;

    private readonly ArenaSettings _settings = (ArenaSettings)suite.Settings;
    private readonly Dictionary<string, int> _models = cells.Select((c, i) => (c.Candidate.Id, i)).ToDictionary(c => c.Id, c => c.i, StringComparer.Ordinal);
    private readonly IReferee _referee = ((ArenaSettings)suite.Settings).Referee == ArenaReferee.Judge ? new JudgeReferee(suite) : new ScorerReferee((ArenaSettings)suite.Settings);

    private int Epochs => cells[0].Epochs;

    private int Prompts => prompts.Count * Epochs;

    /// <summary>Plays what is not played yet. Throws <see cref="ModelUnavailableException"/> where a judge is given up; what was played until then is stored.</summary>
    /// <param name="context">What may be used; judges are opened by <paramref name="judges"/>.</param>
    /// <param name="judges">Opens the judges of one unit of work, and keeps its books.</param>
    /// <param name="workers">Units of work at once.</param>
    /// <param name="cancellationToken">Stops it cleanly.</param>
    public async Task PlayAsync(SampleContext context, Func<UnitJudges> judges, int workers, CancellationToken cancellationToken)
    {
        var battles = await store.ReadAsync(run.Id, suite.Name, texts: false, cancellationToken).ToListAsync(cancellationToken);
        var total = _settings.Total(cells.Count, Prompts);
        progress.Begin(battles, total);
        while (true)
        {
            var open = battles.Where(b => b.Outcome is null).ToList();
            if (open.Count > 0)
            {
                var played = (await PlayRoundAsync(open, context, judges, workers, cancellationToken)).ToDictionary(b => b.Plan.Ordinal);
                battles = [.. battles.Select(b => played.GetValueOrDefault(b.Plan.Ordinal, b))];
            }

            // Decided from what is stored alone: one that was killed after its last round decides the same.
            var isDecided = table.Decision(battles, total) is { IsDecided: true };
            var next = isDecided || battles.Count >= total ? [] : Plan(battles, total);
            if (next.Count == 0)
            {
                return;
            }

            await store.PlanAsync(run.Id, suite.Name, next, cancellationToken);
            battles.AddRange(next.Select(p => new BattleResult { Plan = p }));
        }
    }

    private List<PlannedBattle> Plan(List<BattleResult> battles, long total)
    {
        var round = battles.Count == 0 ? 0 : battles[^1].Plan.Round + 1;
        var pairings = _settings.Pairing.Next(new PairingState
        {
            Models = cells.Count,
            Prompts = Prompts,
            Round = round,
            RoundSize = _settings.SizeOfRound(cells.Count, Prompts),
            Seed = seed,
            Baseline = _settings.Baseline is { } baseline ? _models[baseline] : null,
            Contrast = _settings.Contrast is var (a, b) ? (_models[a], _models[b]) : null,
            Played = [.. battles.Select(b => new PlayedPairing(
                _models[b.Plan.CandidateA], _models[b.Plan.CandidateB], (b.Plan.Epoch * prompts.Count) + b.Plan.SampleOrdinal, b.Score, b.Plan.Probability))],
        });
        return [.. pairings.Take((int)Math.Min(int.MaxValue, total - battles.Count)).Select((p, i) => new PlannedBattle(
            battles.Count + i, round, cells[p.A].Candidate.Id, cells[p.B].Candidate.Id, p.Prompt % prompts.Count, p.Prompt / prompts.Count, prompts[p.Prompt % prompts.Count].Id, p.Probability))];
    }

    private async Task<IReadOnlyList<BattleResult>> PlayRoundAsync(
        List<BattleResult> open, SampleContext context, Func<UnitJudges> judges, int workers, CancellationToken cancellationToken)
    {
        var meetings = await MeetAsync(open, cancellationToken);
        var done = new System.Collections.Concurrent.ConcurrentBag<BattleResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = Channel.CreateUnbounded<IReadOnlyList<Meeting>>();
        foreach (var unit in meetings.Chunk(workers == 1 ? LocalUnit : 1))
        {
            queue.Writer.TryWrite(unit);
        }

        queue.Writer.Complete();
        var tasks = Enumerable.Range(0, workers).Select(_ => WorkAsync()).ToList();
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (Exception)
        {
            // The first real failure is what the user must see, not the cancellations that it caused in the others.
            if (tasks.Where(t => t.IsFaulted).SelectMany(t => t.Exception!.InnerExceptions).FirstOrDefault(e => e is not OperationCanceledException) is { } real)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(real);
            }

            throw;
        }

        return [.. done];

        async Task WorkAsync()
        {
            try
            {
                await foreach (var unit in queue.Reader.ReadAllAsync(stop.Token))
                {
                    foreach (var result in await PlayAsync(unit, context, judges(), stop.Token))
                    {
                        done.Add(result);
                    }
                }
            }
            catch (Exception)
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    // What judges have said is handed over even where the run is being stopped, and what was paid for is entered even where the unit failed.
    private async Task<IReadOnlyList<BattleResult>> PlayAsync(IReadOnlyList<Meeting> unit, SampleContext context, UnitJudges judges, CancellationToken cancellationToken)
    {
        IReadOnlyList<BattleResult> results = [];
        try
        {
            var able = unit.Where(m => WhyNot(m) is null).ToList();
            var decided = able.Count == 0 ? [] : await _referee.DecideAsync(able, context with { OpenJudge = judges.OpenAsync }, cancellationToken);
            var without = unit.Where(m => WhyNot(m) is not null).Select(m => m.Battle with { Outcome = SampleOutcome.Skipped, Reason = WhyNot(m) });

            // A battle that failed for want of money was not judged; it has no outcome yet.
            results = [.. without.Concat(judges.Refusal is null ? decided : decided.Where(r => unit.Count > 1 && !r.Outcome!.Value.IsError() && r.Plan.Ordinal > 0))];
        }
        catch (ModelCallException e) when (e.Failure == CallFailure.OverBudget)
        {
            throw new BudgetReachedException(e.Message);
        }
        finally
        {
            var totals = judges.Totals;
            if (results.Count > 0 || !totals.IsEmpty)
            {
                // Both sides pay: by turns, so that the sum over the run is what was paid.
                var plan = unit[0].Battle.Plan;
                var payer = plan.Ordinal % 2 == 0 ? plan.CandidateA : plan.CandidateB;
                IReadOnlyList<CellCalls> calls = totals.IsEmpty ? [] : [new CellCalls(run.CellIds[cells[_models[payer]].Key], totals)];
                await store.AppendAsync(run.Id, suite.Name, results, calls, CancellationToken.None);
                progress.Committed(results);
            }
        }

        return judges.Refusal is { } refusal ? throw new BudgetReachedException(refusal) : results;
    }

    private static string? WhyNot(Meeting meeting) =>
        !meeting.A.Outcome.IsScored() ? $"{meeting.Battle.Plan.CandidateA} has no answer ({meeting.A.Outcome}: {meeting.A.Reason})"
        : !meeting.B.Outcome.IsScored() ? $"{meeting.Battle.Plan.CandidateB} has no answer ({meeting.B.Outcome}: {meeting.B.Reason})"
        : null;

    private async Task<List<Meeting>> MeetAsync(List<BattleResult> open, CancellationToken cancellationToken)
    {
        var places = open.SelectMany(b => new[] { (b.Plan.CandidateA, Place(b)), (b.Plan.CandidateB, Place(b)) }).ToLookup(p => p.Item1, p => p.Item2, StringComparer.Ordinal);
        var answers = new Dictionary<string, IReadOnlyDictionary<(int, int), SampleResult>>(StringComparer.Ordinal);
        foreach (var candidate in places)
        {
            answers[candidate.Key] = await store.AnswersAsync(run.CellIds[cells[_models[candidate.Key]].Key], [.. candidate.Distinct()], cancellationToken);
        }

        return [.. open.Select(b => Meet(b, answers))];
    }

    private Meeting Meet(BattleResult battle, Dictionary<string, IReadOnlyDictionary<(int, int), SampleResult>> answers)
    {
        var (plan, prompt) = (battle.Plan, prompts[battle.Plan.SampleOrdinal]);
        var (a, b) = (Answer(plan.CandidateA), Answer(plan.CandidateB));
        return new Meeting(battle with { Slices = a.Slices, Cluster = a.Cluster ?? plan.SampleId, Styles = (Style(a), Style(b)) }, prompt, a, b);

        SampleResult Answer(string candidate) => answers[candidate].GetValueOrDefault(Place(battle))
            ?? new SampleResult { Ordinal = plan.SampleOrdinal, SampleId = plan.SampleId, Outcome = SampleOutcome.Skipped, Reason = "it is not stored" };
    }

    private AnswerStyle Style(SampleResult answer) => AnswerStyle.Of(_settings.Answers.Scored(answer.Answer ?? "", out _));

    private static (int Epoch, int Ordinal) Place(BattleResult battle) => (battle.Plan.Epoch, battle.Plan.SampleOrdinal);
}
