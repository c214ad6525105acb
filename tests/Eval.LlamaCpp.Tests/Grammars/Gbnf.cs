using System.Globalization;
using System.Text;

namespace Eval.LlamaCpp.Tests.Grammars;

/// <summary>
/// An independent reading of GBNF (as far as ours uses it: literals, positive classes, rule names, alternatives), which can tell whether a
/// text is admitted and can write random admitted texts. It follows all derivations at once, as llama.cpp's sampler does.
/// </summary>
internal sealed class Gbnf
{
    private readonly Dictionary<string, List<List<Element>>> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _cost = new(StringComparer.Ordinal);

    public Gbnf(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, body) = line.Split(" ::= ", 2) is [var n, var b] ? (n, b) : throw new FormatException(line);
            _rules.Add(name, Alternatives(body));
        }

        foreach (var name in _rules.Values.SelectMany(r => r).SelectMany(a => a).Select(e => e.Rule).OfType<string>())
        {
            _ = _rules.ContainsKey(name) ? name : throw new FormatException($"no rule {name}");
        }

        FindCosts();
    }

    public int RuleCount => _rules.Count;

    public bool Admits(string text)
    {
        var states = Settle([new Frame(_rules["root"], null)]);
        foreach (var rune in text.EnumerateRunes())
        {
            states = Settle(states.Where(s => s.Next?.Contains(rune.Value) == true).Select(s => s.Advance()!));
            if (states.Count == 0)
            {
                return false;
            }
        }

        return states.Any(s => s.Next is null);
    }

    public string Write(Random random, int length)
    {
        var text = new StringBuilder();
        var open = new Stack<Element>([new Element("root", [])]);
        while (open.TryPop(out var element))
        {
            if (element.Rule is null)
            {
                var (first, last) = element.Ranges[random.Next(element.Ranges.Count)];
                text.Append(char.ConvertFromUtf32(random.Next(first, Math.Min(last, first + 300) + 1)));
                continue;
            }

            // Past the length every step is the one that ends soonest.
            var alternatives = _rules[element.Rule];
            var chosen = text.Length > length ? alternatives.MinBy(Cost)! : alternatives[random.Next(alternatives.Count)];
            foreach (var next in Enumerable.Reverse(chosen))
            {
                open.Push(next);
            }
        }

        return text.ToString();
    }

    private static HashSet<State> SettledSet() => new(State.Comparer);

    private HashSet<State> Settle(IEnumerable<object> frames)
    {
        // A frame is either a state in the middle of an alternative or the alternatives to begin.
        var settled = SettledSet();
        var open = new Stack<object>(frames);
        var seen = SettledSet();
        while (open.TryPop(out var item))
        {
            if (item is Frame frame)
            {
                foreach (var alternative in frame.Alternatives)
                {
                    open.Push(new State(alternative, 0, frame.After));
                }

                continue;
            }

            var state = ((State)item).Unwind();
            if (!seen.Add(state))
            {
                continue;
            }

            if (state.Element is { Rule: { } rule })
            {
                open.Push(new Frame(_rules[rule], state.AfterElement()));
            }
            else
            {
                settled.Add(state);
            }
        }

        return settled;
    }

    private void FindCosts()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (name, alternatives) in _rules)
            {
                var cost = alternatives.Min(Cost);
                if (cost < _cost.GetValueOrDefault(name, int.MaxValue / 2))
                {
                    _cost[name] = cost;
                    changed = true;
                }
            }
        }
    }

    private int Cost(List<Element> alternative) =>
        (int)Math.Min(int.MaxValue / 2, 1L + alternative.Sum(e => e.Rule is null ? 1L : _cost.GetValueOrDefault(e.Rule, int.MaxValue / 2)));

    private static List<List<Element>> Alternatives(string body)
    {
        List<List<Element>> result = [[]];
        for (var at = 0; at < body.Length;)
        {
            switch (body[at])
            {
                case ' ':
                    at++;
                    break;
                case '|':
                    at++;
                    result.Add([]);
                    break;
                case '"':
                    for (at++; body[at] != '"';)
                    {
                        var c = Character(body, ref at);
                        result[^1].Add(new Element(null, [(c, c)]));
                    }

                    at++;
                    break;
                case '[':
                    result[^1].Add(new Element(null, Class(body, ref at)));
                    break;
                case var c when char.IsAsciiLetterOrDigit(c):
                    var start = at;
                    while (at < body.Length && (char.IsAsciiLetterOrDigit(body[at]) || body[at] == '-'))
                    {
                        at++;
                    }

                    result[^1].Add(new Element(body[start..at], []));
                    break;
                default:
                    throw new FormatException($"{body[at]} in {body}");
            }
        }

        return result;
    }

    private static List<(int First, int Last)> Class(string body, ref int at)
    {
        var ranges = new List<(int, int)>();
        for (at++; body[at] != ']';)
        {
            _ = body[at] is not '^' ? 0 : throw new FormatException("negated class");
            var first = Character(body, ref at);
            var last = first;
            if (body[at] == '-')
            {
                at++;
                last = Character(body, ref at);
            }

            ranges.Add((first, last));
        }

        at++;
        return ranges;
    }

    private static int Character(string body, ref int at)
    {
        if (body[at] != '\\')
        {
            return body[at++];
        }

        var kind = body[at + 1];
        var digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        at += 2 + digits;
        return digits == 0 ? kind : int.Parse(body.AsSpan(at - digits, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private sealed record Element(string? Rule, List<(int First, int Last)> Ranges)
    {
        public bool Contains(int c) => Ranges.Exists(r => r.First <= c && c <= r.Last);
    }

    private sealed record Frame(List<List<Element>> Alternatives, State? After);

    /// <summary>A place in an alternative, and where to go on after it.</summary>
    private sealed class State(List<Element> alternative, int index, State? parent)
    {
        public static readonly IEqualityComparer<State> Comparer = EqualityComparer<State>.Create(
            (a, b) => Same(a, b), s => s.Hash);

        private readonly int _hash = HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(alternative), index, parent?.Hash ?? 0);

        public Element? Element => index < alternative.Count ? alternative[index] : null;

        /// <summary>The character that comes next, or null at the end of the text.</summary>
        public Element? Next => Element;

        private int Hash => _hash;

        public State? Advance() => new(alternative, index + 1, parent);

        /// <summary>Where to go on after a rule at this place; a rule at the end of an alternative needs no place of its own.</summary>
        public State? AfterElement() => index + 1 < alternative.Count ? new State(alternative, index + 1, parent) : parent;

        public State Unwind() => index >= alternative.Count && parent is not null ? parent.Unwind() : this;

        private static bool Same(State? a, State? b)
        {
            while (a is not null && b is not null)
            {
                if (ReferenceEquals(a, b))
                {
                    return true;
                }

                if (a.Hash != b.Hash || !ReferenceEquals(a.Alternative, b.Alternative) || a.Index != b.Index)
                {
                    return false;
                }

                (a, b) = (a.Parent, b.Parent);
            }

            return a is null && b is null;
        }

        private List<Element> Alternative => alternative;

        private int Index => index;

        private State? Parent => parent;
    }
}
