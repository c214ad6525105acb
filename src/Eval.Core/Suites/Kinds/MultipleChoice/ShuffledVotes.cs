using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Votes on one question whose choices stand in another order each time.</summary>
internal sealed class ShuffledVotes(ChoiceItem item)
{
    private readonly List<int?> _votes = [];
    private int[] _order = [];

    /// <summary>What each vote chose, as an index in the data's order; null where nothing could be read.</summary>
    public IReadOnlyList<int?> Votes => _votes;

    /// <summary>The choice with the most votes, of equals the one voted for first; null where there is no vote.</summary>
    public int? Winner => _votes.OfType<int>().ToList() is { Count: > 0 } read ? MajorityVote.Winner(read) : null;

    /// <summary>The question with its choices in a random order.</summary>
    public ChoiceItem Shuffle(SeededRandom random)
    {
        _order = [.. Enumerable.Range(0, item.Choices.Count)];
        random.Shuffle<int>(_order);
        return new ChoiceItem([.. _order.Select(i => item.Choices[i])], [.. Enumerable.Range(0, _order.Length).Where(i => item.Golds.Contains(_order[i]))]);
    }

    /// <summary>Counts a vote for a place in the order shown last.</summary>
    public void Count(int? shown) => _votes.Add(shown is { } place ? _order[place] : null);

    /// <summary>Adds what a call took and said to what the earlier ones did.</summary>
    public static SampleResult Add(SampleResult sum, SampleResult call, bool isFirst) => sum with
    {
        Prompt = isFirst ? call.Prompt : sum.Prompt,
        Answer = isFirst ? call.Answer : $"{sum.Answer}\n---\n{call.Answer}",
        InputTokens = sum.InputTokens + call.InputTokens,
        OutputTokens = sum.OutputTokens + call.OutputTokens,
        DurationMs = sum.DurationMs + call.DurationMs,
        CostMicroUsd = isFirst ? call.CostMicroUsd : sum.CostMicroUsd + call.CostMicroUsd,
        Cached = call.Cached && (isFirst || sum.Cached),
    };
}
