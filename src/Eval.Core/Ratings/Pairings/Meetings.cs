namespace Eval.Core.Ratings.Pairings;

/// <summary>Who met whom how often and on which prompts, while a round is planned that depends on it.</summary>
internal sealed class Meetings
{
    private readonly HashSet<long> _met = [];
    private readonly int[] _byPair;
    private readonly int[] _byModel;
    private readonly int[] _byPrompt;
    private readonly int[] _byModelAndPrompt;
    private readonly int[] _promptOrder;
    private readonly int _models;
    private readonly int _prompts;

    /// <summary>Takes up what was played.</summary>
    public Meetings(PairingState state)
    {
        state.Check();
        (_models, _prompts) = (state.Models, state.Prompts);
        _byPair = new int[_models * _models];
        _byModel = new int[_models];
        _byPrompt = new int[_prompts];
        _byModelAndPrompt = new int[checked(_models * _prompts)];
        _promptOrder = BalancedOrder.SeededOrder(_prompts, state.Seed, "arena prompts");
        foreach (var played in state.Played)
        {
            Add(played.A, played.B, played.Prompt);
        }
    }

    /// <summary>Pairings so far.</summary>
    public long Count { get; private set; }

    /// <summary>Pairings so far of the average pair of models.</summary>
    public double AverageOfPairs => Count / (_models * (_models - 1) / 2.0);

    /// <summary>Pairings of a model.</summary>
    public int Of(int model) => _byModel[model];

    /// <summary>Pairings of two models with each other.</summary>
    public int Of(int a, int b) => _byPair[(Math.Min(a, b) * _models) + Math.Max(a, b)];

    /// <summary>Whether there is a prompt on which they have not met.</summary>
    public bool CanMeet(int a, int b) => Of(a, b) < _prompts;

    /// <summary>
    /// Lets two models meet: on the prompt used least so far of those on which they have not, the one that both of them were asked least where several are, else the first
    /// in the seeded order.
    /// </summary>
    public PlannedPairing Plan(int a, int b, double probability)
    {
        var (best, least) = (-1, long.MaxValue);
        foreach (var prompt in _promptOrder)
        {
            var used = ((long)_byPrompt[prompt] << 32) + _byModelAndPrompt[(a * _prompts) + prompt] + _byModelAndPrompt[(b * _prompts) + prompt];
            if (used < least && !_met.Contains(Key(a, b, prompt)))
            {
                (best, least) = (prompt, used);
            }
        }

        Add(a, b, best);
        return new PlannedPairing(a, b, best, probability);
    }

    private void Add(int a, int b, int prompt)
    {
        // The same pair twice on a prompt can only come from outside; it is counted once.
        if (!_met.Add(Key(a, b, prompt)))
        {
            return;
        }

        Count++;
        _byPair[(Math.Min(a, b) * _models) + Math.Max(a, b)]++;
        _byModel[a]++;
        _byModel[b]++;
        _byPrompt[prompt]++;
        _byModelAndPrompt[(a * _prompts) + prompt]++;
        _byModelAndPrompt[(b * _prompts) + prompt]++;
    }

    private long Key(int a, int b, int prompt) => ((((long)Math.Min(a, b) * _models) + Math.Max(a, b)) * _prompts) + prompt;
}
