using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>The columns of one battle file that are read, each with its slot.</summary>
internal sealed class BattleColumns
{
    private readonly IReadOnlyList<string> _all;
    private readonly DataFile _file;
    private readonly List<string> _wanted = [];
    private readonly List<ConfigProblem> _problems = [];

    /// <summary>Finds the columns.</summary>
    /// <exception cref="EvalConfigurationException">One is missing; all that are missing are named.</exception>
    public BattleColumns(IReadOnlyList<string> all, BattleFileOptions options, DataFile file)
    {
        (_all, _file) = (all, file);
        A = Needed(options.ModelA, BattleColumnNames.ModelA, "the first model", "--model-a");
        B = Needed(options.ModelB, BattleColumnNames.ModelB, "the second model", "--model-b");
        Winner = Needed(options.Winner, BattleColumnNames.Winner, "the verdict", "--winner");
        Weight = options.InverseProbability ? Needed(options.Weight, BattleColumnNames.Probability, "the pair's probability", "--weights") : Named(options.Weight);
        Category = Named(options.Category);
        Period = Named(options.Period);
        Time = !options.Times ? -1 : options.Time is null ? Usual(BattleColumnNames.Time) : Named(options.Time);
        (Rater, Prompt) = !options.Raters ? (-1, -1)
            : (Needed(options.Rater, BattleColumnNames.Rater, "the rater", "--rater"), Usual(BattleColumnNames.Prompt));
        var prompt = BattleColumnNames.Find(all, BattleColumnNames.Prompt);
        ClusterNames = options.Clusterings ?? (prompt is null ? [] : [[prompt]]);
        Clusterings = [.. ClusterNames.Where(c => c.Count > 0).Select(c => c.Select(Named).ToArray())];
        Filters = [.. options.Filters.GroupBy(f => f.Column, StringComparer.Ordinal).Select(g => new ColumnFilter(Named(g.Key), [.. g]))];
        if (_problems.Count > 0)
        {
            throw new EvalConfigurationException(_problems);
        }
    }

    /// <summary>The columns in the order of their slots.</summary>
    public IReadOnlyList<string> Wanted => _wanted;

    public int A { get; }

    public int B { get; }

    public int Winner { get; }

    /// <summary>Slot of the weight, or −1; so also the ones that follow.</summary>
    public int Weight { get; }

    public int Category { get; }

    public int Period { get; }

    public int Time { get; }

    public int Rater { get; }

    public int Prompt { get; }

    public IReadOnlyList<IReadOnlyList<string>> ClusterNames { get; }

    public int[][] Clusterings { get; }

    public ColumnFilter[] Filters { get; }

    private int Needed(string? name, IReadOnlyList<string> usual, string what, string option)
    {
        if (name is not null)
        {
            return Named(name);
        }

        var slot = Usual(usual);
        if (slot < 0)
        {
            _problems.Add(new ConfigProblem(
                new SourcePosition(_file.Name, 1, 0), $"has no column for {what} ({usual[0]})", $"{option} names it; there are: {string.Join(", ", _all.Take(20))}{(_all.Count > 20 ? " …" : "")}"));
        }

        return slot;
    }

    private int Usual(IReadOnlyList<string> names) => BattleColumnNames.Find(_all, names) is { } found ? Slot(found) : -1;

    private int Named(string? name)
    {
        if (name is null)
        {
            return -1;
        }

        if (!_all.Contains(name))
        {
            _problems.Add(new ConfigProblem(new SourcePosition(_file.Name, 1, 0), $"has no column \"{name}\"", NearestName.Hint(name, _all)));
            return -1;
        }

        return Slot(name);
    }

    private int Slot(string name)
    {
        var slot = _wanted.IndexOf(name);
        if (slot < 0)
        {
            _wanted.Add(name);
            slot = _wanted.Count - 1;
        }

        return slot;
    }
}
