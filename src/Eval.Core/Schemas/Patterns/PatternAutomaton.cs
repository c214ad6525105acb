namespace Eval.Core.Schemas.Patterns;

/// <summary>
/// Searches a text for a pattern in time proportional to its length, whatever the pattern: all ways to match are followed at once
/// (Thompson, Regular Expression Search Algorithm, 1968). No input can make it backtrack.
/// </summary>
public sealed class PatternAutomaton
{
    private const int MaxSteps = 20_000;

    private readonly List<Step> _steps = [];

    private PatternAutomaton()
    {
    }

    /// <summary>The sets of characters that the pattern tells apart.</summary>
    public IEnumerable<CodePointSet> Sets => _steps.Select(s => s.Set).OfType<CodePointSet>();

    /// <summary>The state before the first character.</summary>
    public State Start { get; private set; } = null!;

    /// <summary>The state after one more character. The pattern may begin at any place, so each state also begins anew.</summary>
    public State Next(State state, int codePoint) =>
        state.IsSettled ? state : Follow(
            state.Positions.Where(p => _steps[p].Set?.Contains(codePoint) == true).Select(p => _steps[p].Next).Append(0), atStart: false);

    /// <summary>True where a text that ends here holds the pattern.</summary>
    public bool Accepts(State state)
    {
        if (state.IsSettled)
        {
            return true;
        }

        var seen = new HashSet<int>();
        var open = new Stack<int>(state.Positions.Where(p => _steps[p].Kind == StepKind.AtEnd));
        while (open.TryPop(out var p))
        {
            var step = _steps[p];
            if (step.Kind == StepKind.Match)
            {
                return true;
            }

            if (step.Set is null && seen.Add(p) && (step.Kind != StepKind.AtStart || state.IsStart))
            {
                open.Push(step.Next);
                if (step.Other >= 0)
                {
                    open.Push(step.Other);
                }
            }
        }

        return false;
    }

    /// <summary>Builds the automaton. Throws <see cref="FormatException"/> where the pattern is too large.</summary>
    internal static PatternAutomaton Build(PatternNode pattern)
    {
        var automaton = new PatternAutomaton();
        automaton.Emit(pattern);
        automaton.Add(new Step(StepKind.Match));
        automaton.Start = automaton.Follow([0], atStart: true);
        return automaton;
    }

    private State Follow(IEnumerable<int> from, bool atStart)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(from);
        var waiting = new SortedSet<int>();
        while (open.TryPop(out var p))
        {
            if (!seen.Add(p))
            {
                continue;
            }

            var step = _steps[p];
            switch (step.Kind)
            {
                case StepKind.Match:
                    return State.Settled;
                case StepKind.Split:
                    open.Push(step.Next);
                    if (step.Other >= 0)
                    {
                        open.Push(step.Other);
                    }

                    break;
                case StepKind.AtStart:
                    if (atStart)
                    {
                        open.Push(step.Next);
                    }

                    break;
                default:
                    waiting.Add(p);
                    break;
            }
        }

        return new State([.. waiting], atStart, false);
    }

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Characters characters:
                Add(new Step(StepKind.Characters, _steps.Count + 1, Set: characters.Set));
                break;
            case PatternNode.Edge edge:
                Add(new Step(edge.IsStart ? StepKind.AtStart : StepKind.AtEnd, _steps.Count + 1));
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case PatternNode.Choice choice:
                EmitChoice(choice.Options);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitChoice(IReadOnlyList<PatternNode> options)
    {
        var ends = new List<int>();
        for (var i = 0; i < options.Count; i++)
        {
            var split = i + 1 < options.Count ? Add(new Step(StepKind.Split)) : -1;
            Emit(options[i]);
            if (split >= 0)
            {
                ends.Add(Add(new Step(StepKind.Split)));
                _steps[split] = new Step(StepKind.Split, split + 1, _steps.Count);
            }
        }

        ends.ForEach(e => _steps[e] = new Step(StepKind.Split, _steps.Count));
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Min; i++)
        {
            var before = _steps.Count;
            Emit(repeat.Part);
            if (_steps.Count == before)
            {
                break; // An empty part stays empty, however often.
            }
        }

        if (repeat.Max is null)
        {
            var split = Add(new Step(StepKind.Split));
            Emit(repeat.Part);
            Add(new Step(StepKind.Split, split));
            _steps[split] = new Step(StepKind.Split, split + 1, _steps.Count);
            return;
        }

        var exits = new List<int>();
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            exits.Add(Add(new Step(StepKind.Split)));
            Emit(repeat.Part);
        }

        exits.ForEach(e => _steps[e] = new Step(StepKind.Split, e + 1, _steps.Count));
    }

    private int Add(Step step)
    {
        if (_steps.Count >= MaxSteps)
        {
            throw new FormatException($"the pattern is too large: written out it has more than {MaxSteps} steps");
        }

        _steps.Add(step);
        return _steps.Count - 1;
    }

    private enum StepKind
    {
        Characters,
        Split,
        AtStart,
        AtEnd,
        Match,
    }

    private readonly record struct Step(StepKind Kind, int Next = -1, int Other = -1, CodePointSet? Set = null);

    /// <summary>All places in the pattern at which a search may stand at once.</summary>
    public sealed class State
    {
        internal State(int[] positions, bool isStart, bool isSettled)
        {
            (Positions, IsStart, IsSettled) = (positions, isStart, isSettled);
        }

        internal static State Settled { get; } = new([], false, true);

        /// <summary>Equal for equal states of one pattern.</summary>
        public string Key => IsSettled ? "*" : (IsStart ? "^" : "") + string.Join(',', Positions);

        /// <summary>True where the pattern has been found: what follows does not matter.</summary>
        public bool IsSettled { get; }

        internal int[] Positions { get; }

        internal bool IsStart { get; }
    }
}
