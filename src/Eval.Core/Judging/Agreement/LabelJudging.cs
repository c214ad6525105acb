using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Agreement;

/// <summary>Asks a judge about labelled rows through the same pipeline as a run: cache, budget, retries, rate limits.</summary>
/// <param name="providers">Who opens models.</param>
/// <param name="cache">Answers of earlier runs, or null.</param>
/// <param name="time">The clock.</param>
public sealed class LabelJudging(IReadOnlyList<IModelProvider> providers, IAnswerCache? cache, TimeProvider time)
{
    // Enough to keep any endpoint busy, few enough that their replies need no room to speak of.
    private const int ChunkSize = 256;

    /// <summary>Asks, and gives the rows as items with the judge's readings.</summary>
    /// <param name="order">What is asked.</param>
    /// <param name="progress">Told how many rows are judged.</param>
    /// <param name="cancellationToken">Stops it; what was answered is in the cache.</param>
    /// <exception cref="EvalConfigurationException">The judge, the rubric or the labels do not fit each other; nothing was asked.</exception>
    /// <exception cref="ModelUnavailableException">The judge is gone for good.</exception>
    /// <exception cref="ModelCallException">The budget allows no further call.</exception>
    public async Task<JudgedLabels> AskAsync(JudgingOrder order, IProgress<int> progress, CancellationToken cancellationToken)
    {
        order.Check();
        var budget = order.BudgetUsd is { } usd ? new SpendingLimit(new Money(usd), Money.Zero) : null;
        var candidates = new Dictionary<string, Candidate>(StringComparer.Ordinal) { [order.Judge.Id] = order.Judge };
        using var models = new RunModels(providers, candidates, cache, [order.Judge], budget, order.Concurrency, time);
        await using var open = new OpenModels(models);
        var session = await open.OpenAsync(order.Judge.Id, cancellationToken);
        if (order.Method.WhyNot(session.Description) is { } why)
        {
            throw new EvalConfigurationException(order.Judge.DefinedAt, $"\"{order.Judge.Id}\" cannot judge by {order.Method.Name}: {why}", "--method or --judge names another");
        }

        var items = new List<LabelledItem>(order.Rows.Count);
        var totals = default(CallTotals);
        foreach (var chunk in order.Rows.Chunk(ChunkSize))
        {
            var tasks = Array.ConvertAll(chunk, order.TaskOf);
            var readings = Array.ConvertAll(chunk, _ => new List<JudgeReading>());
            for (var round = 0; round < order.Times; round++)
            {
                // What is asked again must be answered again.
                var metered = new MeteredSession(session, $"{order.Judge.Id}/agree", round, cache, order.ReadCache && round == 0, time);
                var verdicts = await order.Method.JudgeAsync(tasks, order.Rubric, new JudgeCall(metered, order.Seed), cancellationToken);
                for (var i = 0; i < chunk.Length; i++)
                {
                    readings[i].AddRange(order.ReadingsOf(verdicts[i]));
                }

                totals += metered.Books.Totals;
            }

            items.AddRange(chunk.Select((row, i) => row.Item with { Readings = readings[i] }));
            progress.Report(items.Count);
        }

        return new JudgedLabels(session.Description.Identity.Canonical, items, totals);
    }
}

/// <summary>Rows that a judge has judged.</summary>
/// <param name="Identity">What judged.</param>
/// <param name="Items">The rows with its readings.</param>
/// <param name="Calls">What its calls took.</param>
public sealed record JudgedLabels(string Identity, IReadOnlyList<LabelledItem> Items, CallTotals Calls);
