using Eval.Core.Schemas.Patterns;

namespace Eval.LlamaCpp.Grammars;

/// <summary>The rules that every grammar for JSON shares: separators, characters of strings, free numbers; and automata as rules.</summary>
internal sealed class JsonRules
{
    // Characters that stand for themselves in a JSON string.
    private static readonly CodePointSet Plain = CodePointSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\')).Complement();
    private static readonly CodePointSet Digit = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet NonZero = CodePointSet.Of(('1', '9'));

    private static readonly (int Character, char Letter)[] Short =
        [('"', '"'), ('\\', '\\'), ('\b', 'b'), ('\f', 'f'), ('\n', 'n'), ('\r', 'r'), ('\t', 't')];

    private readonly GrammarRules _rules;
    private readonly Dictionary<string, GrammarRule> _shared = new(StringComparer.Ordinal);

    public JsonRules(GrammarRules rules) => _rules = rules;

    /// <summary>A comma, and a blank if the model likes.</summary>
    public GrammarRule Comma => Shared("comma", rule =>
    {
        rule.Add(",");
        rule.Add(", ");
    });

    /// <summary>A colon, and a blank if the model likes.</summary>
    public GrammarRule Colon => Shared("colon", rule =>
    {
        rule.Add(":");
        rule.Add(": ");
    });

    /// <summary>Any string.</summary>
    public GrammarRule Text => Shared("string", rule => rule.Add("\"", Shared("chars", chars =>
    {
        chars.Add(Character(CodePointSet.All), chars);
        chars.Add("\"");
    })));

    /// <summary>Any whole number, without an exponent.</summary>
    public GrammarRule Integer => Shared("integer", rule =>
    {
        rule.Add("0");
        rule.Add(NonZero, Digits);
        rule.Add("-", NonZero, Digits);
    });

    /// <summary>Any number; an exponent has at most two digits, so that it fits in double precision.</summary>
    public GrammarRule Number => Shared("number", rule =>
    {
        var unsigned = Shared("unsigned", u =>
        {
            u.Add("0", Fraction);
            u.Add(NonZero, Digits, Fraction);
        });
        rule.Add(unsigned);
        rule.Add("-", unsigned);
    });

    private GrammarRule Digits => Shared("digits", rule =>
    {
        rule.Add(Digit, rule);
        rule.Add();
    });

    private GrammarRule Fraction => Shared("fraction", rule =>
    {
        var exponent = Shared("exponent", e =>
        {
            e.Add();
            foreach (var sign in new[] { "", "-", "+" })
            {
                e.Add(CodePointSet.Of(('E', 'E'), ('e', 'e')), sign, Digit);
                e.Add(CodePointSet.Of(('E', 'E'), ('e', 'e')), sign, NonZero, Digit);
            }
        });
        rule.Add(exponent);
        rule.Add(".", Digit, Digits, exponent);
    });

    /// <summary>The texts of an automaton as JSON strings, each character written in one way only.</summary>
    public GrammarRule Strings(string name, Automaton automaton)
    {
        var rule = _rules.New(name);
        rule.Add("\"", States(name, automaton, set => set.Intersect(Plain) is var plain && plain.Ranges.SequenceEqual(set.Ranges)
            ? set
            : Character(set), end: "\""));
        return rule;
    }

    /// <summary>The texts of an automaton as they stand.</summary>
    public GrammarRule Plainly(string name, Automaton automaton) => States(name, automaton, set => set, end: null);

    private GrammarRule States(string name, Automaton automaton, Func<CodePointSet, GrammarSymbol> symbol, string? end)
    {
        var rules = automaton.States.Select(_ => _rules.New(name)).ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var (set, target) in automaton.States[i].Arcs)
            {
                rules[i].Add(symbol(set), rules[target]);
            }

            if (automaton.States[i].IsAccepting)
            {
                rules[i].Add(end is null ? [] : [end]);
            }
        }

        return rules[0];
    }

    private GrammarRule Character(CodePointSet set) => Shared("char:" + string.Join(',', set.Ranges), rule =>
    {
        if (set.Intersect(Plain) is { IsEmpty: false } plain)
        {
            rule.Add(plain);
        }

        var letters = Short.Where(s => set.Contains(s.Character)).Select(s => ((int)s.Letter, (int)s.Letter)).ToList();
        if (letters.Count > 0)
        {
            rule.Add(@"\", CodePointSet.Of(letters));
        }

        foreach (var high in new[] { 0, 1 })
        {
            var lows = Enumerable.Range(0, 16).Where(low => set.Contains((high * 16) + low) && Short.All(s => s.Character != (high * 16) + low))
                .Select(low => (int)"0123456789abcdef"[low]).Select(c => (c, c)).ToList();
            if (lows.Count > 0)
            {
                rule.Add(@"\u00" + high, CodePointSet.Of(lows));
            }
        }
    });

    private GrammarRule Shared(string key, Action<GrammarRule> fill)
    {
        if (!_shared.TryGetValue(key, out var rule))
        {
            _shared[key] = rule = _rules.New(key.Split(':')[0]);
            fill(rule);
        }

        return rule;
    }
}
