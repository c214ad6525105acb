using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Comparisons;

/// <summary>
/// Whether two cells measured the same thing. Another prompt, other data or another version of a suite are refused, each with the key that differs;
/// another engine, machine, seed or limit is told and compared.
/// </summary>
public sealed record Comparability
{
    // They decide which samples are asked and what is reported of them, not what one sample's score means.
    private static readonly string[] Harmless = ["limit", "stratify", "epochs", "slices", "cluster", "metrics"];

    /// <summary>What forbids a comparison; empty where it is allowed.</summary>
    public required IReadOnlyList<KeyDifference> Refusals { get; init; }

    /// <summary>What else differs and may explain a difference of scores.</summary>
    public required IReadOnlyList<KeyDifference> Notes { get; init; }

    /// <summary>
    /// True where the two sides were not asked the very same samples with the same seed (another limit, another seed): a sample is then shared only
    /// where its stored prompt and target are the same.
    /// </summary>
    public bool ChecksQuestions { get; init; }

    /// <summary>True where a comparison is allowed.</summary>
    public bool IsAllowed => Refusals.Count == 0;

    /// <summary>Compares two cells.</summary>
    public static Comparability Of(ComparedCell old, ComparedCell @new)
    {
        var refusals = new List<KeyDifference>();
        var notes = new List<KeyDifference>();
        var (a, b) = (old.Cell, @new.Cell);
        Add(refusals, "tool", ToolOf(old), ToolOf(@new));
        Add(refusals, "suite", a.SuiteName, b.SuiteName);
        Add(refusals, "kind", a.SuiteKind, b.SuiteKind);
        Add(refusals, "version", a.SuiteVersion, b.SuiteVersion);
        var isSameData = a.DataHash == b.DataHash;
        foreach (var difference in Definition(a, b))
        {
            // Where the rows are the same it does not matter how they were found.
            var key = difference.Key.Split('.', '[')[0];
            var list = Harmless.Contains(key) || (key == "dataset" && isSameData) ? notes : refusals;
            if (!refusals.Exists(r => r.Key == difference.Key) && (key != "name" || a.SuiteName == b.SuiteName))
            {
                list.Add(difference);
            }
        }

        var isOtherChoice = a.Limit != b.Limit || (a.Limit is not null && old.Run.Seed != @new.Run.Seed) || a.DefinitionHash != b.DefinitionHash
            || a.Filter != b.Filter || old.WasAskedInSteps || @new.WasAskedInSteps;
        if (!isSameData && !isOtherChoice)
        {
            // What another tool chose to ask is not always recorded: its samples are told apart by what they ask.
            (old.Run.Import is { IsForeign: true } ? notes : refusals).Add(new KeyDifference("data", Data(a), Data(b)));
        }

        Skipped(refusals, a, b);
        Add(notes, "limit", a.Limit?.ToString(), b.Limit?.ToString());
        Add(notes, "filter", a.Filter, b.Filter);
        Add(notes, "seed", old.Run.Seed.ToString(), @new.Run.Seed.ToString());
        Add(notes, "epochs", a.Epochs.ToString(), b.Epochs.ToString());
        notes.AddRange(Circumstances(old, @new));
        return new Comparability
        {
            Refusals = refusals,
            Notes = [.. notes.DistinctBy(n => n.Key)],
            ChecksQuestions = !isSameData || old.Run.Seed != @new.Run.Seed,
        };
    }

    private static IEnumerable<KeyDifference> Definition(StoredCell a, StoredCell b) =>
        a.DefinitionHash == b.DefinitionHash ? []
        : a.DefinitionText is { } old && b.DefinitionText is { } @new ? DefinitionDiff.Of(old, @new)
        : [new KeyDifference("definition", $"hash {Short(a.DefinitionHash)}", $"hash {Short(b.DefinitionHash)}, and the older text was not kept")];

    private static void Skipped(List<KeyDifference> refusals, StoredCell a, StoredCell b)
    {
        if (a.SkipReason is not null || b.SkipReason is not null)
        {
            refusals.Add(new KeyDifference("skipped", a.SkipReason ?? "was run", b.SkipReason ?? "was run"));
        }
    }

    // The same engine on both sides is the rule, two engines (a local and a hosted model) have no settings in common to tell apart.
    private static IEnumerable<KeyDifference> Circumstances(ComparedCell old, ComparedCell @new)
    {
        var notes = new List<KeyDifference>();
        if (old.Cell.Model is { } a && @new.Cell.Model is { } b)
        {
            Add(notes, "engine", a.Engine, b.Engine);
            if (a.Kind == b.Kind)
            {
                var (x, y) = (Settings(ModelIdentity.WithoutHeaders(a.Settings)), Settings(ModelIdentity.WithoutHeaders(b.Settings)));
                foreach (var key in x.Keys.Union(y.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    Add(notes, key, x.GetValueOrDefault(key), y.GetValueOrDefault(key));
                }

                // Which headers differ is told, their values never: one may be a key. A file has none of them.
                var (before, after) = (ModelIdentity.HeadersOf(a.Settings), ModelIdentity.HeadersOf(b.Settings));
                foreach (var key in before.Keys.Where(k => after.TryGetValue(k, out var value) && value != before[k] && value != "…" && before[k] != "…"))
                {
                    notes.Add(new KeyDifference(key, "…", "… (another value)"));
                }
            }

            if (a.Kind == "local" || b.Kind == "local")
            {
                Add(notes, "machine", old.Run.Machine, @new.Run.Machine);
            }
        }

        Add(notes, "program", old.Run.Program, @new.Run.Program);
        return notes;
    }

    private static Dictionary<string, string> Settings(string settings)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in settings.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            map[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : pair[(equals + 1)..];
        }

        return map;
    }

    private static void Add(List<KeyDifference> list, string key, string? old, string? @new)
    {
        if (!string.Equals(old, @new, StringComparison.Ordinal))
        {
            list.Add(new KeyDifference(key, old, @new));
        }
    }

    // Two tools ask and score otherwise, whatever they call it.
    private static string ToolOf(ComparedCell side) => side.Run.Import is { IsForeign: true } import ? import.Tool : "this program";

    private static string Data(StoredCell cell) => $"{cell.Planned} samples, hash {Short(cell.DataHash)}";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
