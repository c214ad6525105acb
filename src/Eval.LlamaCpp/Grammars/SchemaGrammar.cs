using Eval.Core.Schemas;

namespace Eval.LlamaCpp.Grammars;

/// <summary>Writes rules for a schema. Rules are made once for each conjunction of schemas, so recursion in the schema is recursion in the grammar.</summary>
internal sealed class SchemaGrammar
{
    private readonly GrammarRules _rules = new();
    private readonly JsonRules _json;
    private readonly Dictionary<string, GrammarRule> _byConjunction = new(StringComparer.Ordinal);
    private readonly Queue<Action> _work = new();
    private readonly List<(GrammarRule Owner, GrammarRule Overlap, string Message)> _overlaps = [];

    public SchemaGrammar() => _json = new JsonRules(_rules);

    /// <summary>The grammar, and everything that keeps it from being exact (then the grammar must not be used).</summary>
    public (string Text, IReadOnlyList<string> Problems) Build(SchemaNode schema)
    {
        var root = _rules.New("root");
        root.Add(RuleOf(SchemaConjunction.Of([schema]), "json"));
        while (_work.TryDequeue(out var fill))
        {
            fill();
        }

        var productive = _rules.Productive();
        if (!productive.Contains(root))
        {
            return ("", ["schema #: no value at all satisfies the schema"]);
        }

        var used = GrammarRules.Prune(root, productive);
        var reached = used.ToHashSet();
        return (GrammarRules.Write(used),
        [
            .. used.Select(r => r.Refusal).OfType<string>(),
            .. _overlaps.Where(o => reached.Contains(o.Owner) && productive.Contains(o.Overlap)).Select(o => o.Message).Distinct(),
        ]);
    }

    private GrammarRule RuleOf(SchemaConjunction conjunction, string name)
    {
        if (!_byConjunction.TryGetValue(conjunction.Key, out var rule))
        {
            _byConjunction[conjunction.Key] = rule = _rules.New(conjunction.Members.Count == 0 ? "value" : name);
            _work.Enqueue(() => Fill(rule, conjunction));
        }

        return rule;
    }

    private void Fill(GrammarRule rule, SchemaConjunction conjunction)
    {
        var members = conjunction.Members;
        if (members.Any(m => m.IsNever))
        {
            return;
        }

        if (members.FirstOrDefault(m => m.Constant is not null || m.Enumeration is not null) is { } listed)
        {
            // The finite case is decided by the validator itself, whatever else the schemas say.
            var values = listed.Constant is { } constant ? [constant] : listed.Enumeration!;
            var validator = new SchemaValidator();
            foreach (var text in values.Where(v => members.All(m => validator.Validate(m, v).Count == 0)).Select(v => v.ToString()).Distinct())
            {
                rule.Add(text);
            }
        }
        else if (conjunction.NextChoice() is { } choice)
        {
            FillChoice(rule, conjunction, choice.Owner, choice.Alternatives, choice.IsExclusive);
        }
        else
        {
            FillTypes(rule, members);
        }
    }

    private void FillChoice(
        GrammarRule rule, SchemaConjunction conjunction, SchemaNode owner, IReadOnlyList<SchemaNode> alternatives, bool isExclusive)
    {
        foreach (var alternative in alternatives)
        {
            rule.Add(RuleOf(conjunction.With(owner, isExclusive, alternative), rule.Name));
        }

        for (var i = 0; isExclusive && i < alternatives.Count; i++)
        {
            for (var j = i + 1; j < alternatives.Count; j++)
            {
                var both = RuleOf(conjunction.With(owner, isExclusive, alternatives[i], alternatives[j]), rule.Name);
                _overlaps.Add((rule, both, $"schema #{owner.Pointer}/oneOf: alternatives {i} and {j} are not shown to exclude each other, and a "
                    + "grammar cannot demand \"exactly one\"; give each a required member with another const, close them with "
                    + "\"additionalProperties\": false, or use anyOf"));
            }
        }
    }

    private void FillTypes(GrammarRule rule, IReadOnlyList<SchemaNode> members)
    {
        var types = members.Aggregate(JsonTypes.All, (all, m) => all & m.Types);
        if (types.HasFlag(JsonTypes.Null))
        {
            rule.Add("null");
        }

        if (types.HasFlag(JsonTypes.Boolean))
        {
            rule.Add("true");
            rule.Add("false");
        }

        if (types.HasFlag(JsonTypes.String))
        {
            Attempt(rule, members, () => Text(rule.Name, members));
        }

        if (types.HasFlag(JsonTypes.Integer))
        {
            Attempt(rule, members, () => Number(rule.Name, members, wholeOnly: !types.HasFlag(JsonTypes.Number)));
        }

        if (types.HasFlag(JsonTypes.Array))
        {
            var min = members.Max(m => m.MinItems) ?? 0;
            var items = RuleOf(SchemaConjunction.Of(members.Select(m => m.Items).OfType<SchemaNode>()), rule.Name + "-item");
            rule.Add(Repeated(rule.Name, "[", "]", items, min, members.Min(m => m.MaxItems)));
        }

        if (types.HasFlag(JsonTypes.Object))
        {
            FillObject(rule, members);
        }
    }

    private GrammarRule Text(string name, IReadOnlyList<SchemaNode> members)
    {
        var patterns = members.Select(m => m.Pattern).OfType<SchemaPattern>().DistinctBy(p => p.Source).ToList();
        var (min, max) = (members.Max(m => m.MinLength) ?? 0, members.Min(m => m.MaxLength));
        return patterns.Count == 0 && min == 0 && max is null ? _json.Text
            : max < min ? _rules.New(name)
            : _json.Strings(name + "-text", TextAutomaton.Of(patterns, min, max));
    }

    private GrammarRule Number(string name, IReadOnlyList<SchemaNode> members, bool wholeOnly)
    {
        var range = NumberRange.Of(members);
        return !range.IsUnbounded ? _json.Plainly(name + "-number", NumberAutomaton.Of(range, wholeOnly))
            : wholeOnly ? _json.Integer : _json.Number;
    }

    /// <summary>A bracketed list of <paramref name="min"/> to <paramref name="max"/> items.</summary>
    private GrammarRule Repeated(string name, string open, string close, GrammarRule item, int min, int? max)
    {
        var rule = _rules.New(name + "-list");
        var cap = max ?? Math.Max(min, 1);
        if (max < min)
        {
            return rule;
        }

        if (cap > GrammarRules.MaxRules)
        {
            rule.Refusal = $"schema: {cap} items or members ({name}) are too many for a grammar";
            return rule;
        }

        if (min == 0)
        {
            rule.Add(open, close);
        }

        // After n items: the end where n suffices, one more where n is not yet the limit.
        var after = Enumerable.Range(0, cap).Select(_ => _rules.New(name + "-more")).ToList();
        for (var n = 1; n <= cap; n++)
        {
            if (n >= min)
            {
                after[n - 1].Add(close);
            }

            if (n < cap || max is null)
            {
                after[n - 1].Add(_json.Comma, item, after[Math.Min(n, cap - 1)]);
            }
        }

        if (cap > 0)
        {
            rule.Add(open, item, after[0]);
        }

        return rule;
    }

    /// <summary>
    /// A map with the declared members in the schema's order, the optional ones present or not. Members that are not declared are left out,
    /// although <c>additionalProperties</c> may allow them; only a map without any declared member is free.
    /// </summary>
    private void FillObject(GrammarRule rule, IReadOnlyList<SchemaNode> members)
    {
        var required = members.SelectMany(m => m.Required).ToHashSet(StringComparer.Ordinal);
        var names = members.SelectMany(m => m.Properties.Keys).Concat(members.SelectMany(m => m.Required)).Distinct(StringComparer.Ordinal).ToList();
        var (min, max) = (members.Max(m => m.MinProperties) ?? 0, members.Min(m => m.MaxProperties));
        var closed = members.Any(m => m.AdditionalProperties is { IsNever: true });
        if (!closed && min > Math.Max(names.Count, 1))
        {
            rule.Refusal = $"schema #{members.First(m => m.MinProperties == min).Pointer}/minProperties: a grammar writes the declared members "
                + "only, which are fewer, and cannot keep free names from repeating";
            return;
        }

        if (closed && min > names.Count)
        {
            return;
        }

        if (names.Count == 0)
        {
            var pair = _rules.New(rule.Name + "-pair");
            pair.Add(_json.Text, _json.Colon, RuleOf(
                SchemaConjunction.Of(members.Select(m => m.AdditionalProperties).OfType<SchemaNode>()), rule.Name + "-member"));
            rule.Add(Repeated(rule.Name, "{", "}", pair, min, max));
            return;
        }

        // The state is the next member and how many were written, up to the largest number that matters.
        var cap = max < names.Count ? Math.Max(max.Value, 1) : Math.Max(min, 1);
        var states = new GrammarRule[names.Count + 1, cap + 1];
        for (var i = 0; i <= names.Count; i++)
        {
            for (var n = 0; n <= Math.Min(i, cap); n++)
            {
                states[i, n] = _rules.New(rule.Name + "-rest");
            }
        }

        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            var value = RuleOf(
                SchemaConjunction.Of(members.Select(m => m.Properties.GetValueOrDefault(name) ?? m.AdditionalProperties).OfType<SchemaNode>()), name);
            for (var n = 0; n <= Math.Min(i, cap); n++)
            {
                if (!(n >= max))
                {
                    IReadOnlyList<GrammarSymbol> pair = [JsonData.Quote(name), _json.Colon, value, states[i + 1, Math.Min(n + 1, cap)]];
                    states[i, n].Alternatives.Add(n == 0 ? pair : [_json.Comma, .. pair]);
                }

                if (!required.Contains(name))
                {
                    states[i, n].Add(states[i + 1, n]);
                }
            }
        }

        for (var n = Math.Min(min, cap + 1); n <= Math.Min(names.Count, cap); n++)
        {
            states[names.Count, n].Add("}");
        }

        rule.Add("{", states[0, 0]);
    }

    // What cannot be written exactly is refused only where the grammar would use it.
    private static void Attempt(GrammarRule rule, IReadOnlyList<SchemaNode> members, Func<GrammarRule> write)
    {
        try
        {
            rule.Add(write());
        }
        catch (Exception e) when (e is GrammarTooLargeException or OverflowException)
        {
            rule.Refusal = $"schema #{members[0].Pointer}: {e.Message}";
        }
    }
}
