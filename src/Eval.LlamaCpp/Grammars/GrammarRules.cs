using System.Text;

namespace Eval.LlamaCpp.Grammars;

/// <summary>All rules of a grammar under construction: names them, drops what cannot be completed, and writes GBNF.</summary>
internal sealed class GrammarRules
{
    /// <summary>A grammar with more rules than this slows sampling down to uselessness.</summary>
    public const int MaxRules = 30_000;

    private readonly List<GrammarRule> _rules = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>Makes an empty rule. The name gets a number where it is taken; characters that GBNF does not allow become hyphens.</summary>
    public GrammarRule New(string name)
    {
        if (_rules.Count >= MaxRules)
        {
            throw new GrammarTooLargeException($"the grammar would have more than {MaxRules} rules");
        }

        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        clean = clean.Length == 0 ? "value" : clean.Length > 40 ? clean[..40] : clean;
        var count = _names[clean] = _names.GetValueOrDefault(clean) + 1;
        string unique;
        do
        {
            unique = count == 1 ? clean : $"{clean}-{count}";
            count++;
        }
        while (count > 2 && !_names.TryAdd(unique, 1));

        var rule = new GrammarRule(unique);
        _rules.Add(rule);
        return rule;
    }

    /// <summary>The rules that can derive a text, found by growing the set until nothing is added.</summary>
    public HashSet<GrammarRule> Productive()
    {
        var productive = new HashSet<GrammarRule>();
        var users = new Dictionary<GrammarRule, List<GrammarRule>>();
        foreach (var rule in _rules)
        {
            foreach (var used in rule.Alternatives.SelectMany(a => a).OfType<GrammarSymbol.Reference>().Select(r => r.Rule).Distinct())
            {
                (users.TryGetValue(used, out var list) ? list : users[used] = []).Add(rule);
            }
        }

        var open = new Queue<GrammarRule>(_rules);
        while (open.TryDequeue(out var rule))
        {
            if (!productive.Contains(rule) && (rule.Refusal is not null || rule.Alternatives.Any(a => CanEnd(a, productive))))
            {
                productive.Add(rule);
                users.GetValueOrDefault(rule)?.ForEach(open.Enqueue);
            }
        }

        return productive;
    }

    /// <summary>Drops the alternatives that can never be completed, and gives the rules that the root then reaches, root first.</summary>
    public static IReadOnlyList<GrammarRule> Prune(GrammarRule root, HashSet<GrammarRule> productive)
    {
        var reached = new List<GrammarRule> { root };
        var seen = new HashSet<GrammarRule> { root };
        for (var i = 0; i < reached.Count; i++)
        {
            reached[i].Alternatives.RemoveAll(a => !CanEnd(a, productive));
            reached.AddRange(reached[i].Alternatives.SelectMany(a => a).OfType<GrammarSymbol.Reference>().Select(r => r.Rule).Where(seen.Add));
        }

        return reached;
    }

    public static string Write(IReadOnlyList<GrammarRule> rules)
    {
        var text = new StringBuilder();
        foreach (var rule in rules)
        {
            text.Append(rule.Name).Append(" ::= ");
            text.AppendJoin(" | ", rule.Alternatives.Select(a => a.Count == 0 ? "\"\"" : string.Join(' ', a.Select(Write)))).Append('\n');
        }

        return text.ToString();
    }

    private static string Write(GrammarSymbol symbol) => symbol switch
    {
        GrammarSymbol.Literal literal => "\"" + string.Concat(literal.Text.EnumerateRunes().Select(r => Escape(r.Value, inClass: false))) + "\"",
        GrammarSymbol.OneOf one => "[" + string.Concat(one.Set.Ranges.Select(
            r => r.First == r.Last ? Escape(r.First, true) : Escape(r.First, true) + "-" + Escape(r.Last, true))) + "]",
        GrammarSymbol.Reference reference => reference.Rule.Name,
        _ => throw new InvalidOperationException(),
    };

    // Everything but harmless ASCII is written as a number, so that no character is special in any version of the notation.
    private static string Escape(int c, bool inClass) => c switch
    {
        _ when c < 128 && char.IsAsciiLetterOrDigit((char)c) => ((char)c).ToString(),
        '"' => "\\\"",
        '\\' => @"\\",
        >= ' ' and < 127 when !inClass => ((char)c).ToString(),
        <= 0xFF => $"\\x{c:X2}",
        <= 0xFFFF => $"\\u{c:X4}",
        _ => $"\\U{c:X8}",
    };

    private static bool CanEnd(IReadOnlyList<GrammarSymbol> alternative, HashSet<GrammarRule> productive) =>
        alternative.All(s => s is not GrammarSymbol.Reference r || productive.Contains(r.Rule));
}
