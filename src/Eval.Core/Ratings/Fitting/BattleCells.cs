using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Battles grouped by ordered pair and outcome: all that a fit needs of them, in memory that depends on the number of models only.</summary>
internal sealed class BattleCells
{
    // Two models' places index a table up to here (4 MB); beyond it a dictionary, because most pairs will not have met.
    private const int MostInTable = 1024;

    // Weights beyond these would leave no digits of the others.
    private const double LeastWeight = 1e-12;
    private const double MostWeight = 1e12;

    private readonly int[]? _table;
    private readonly Dictionary<long, int>? _places;
    private BattleCell[] _cells = new BattleCell[64];

    private BattleCells(IReadOnlyList<string> models, int clusters)
    {
        (Models, Clusters) = (models, clusters);
        if (models.Count <= MostInTable)
        {
            _table = new int[models.Count * models.Count];
        }
        else
        {
            _places = [];
        }
    }

    public IReadOnlyList<string> Models { get; }

    /// <summary>Number of clusters; 0 where all battles stand alone.</summary>
    public int Clusters { get; }

    public int Count { get; private set; }

    public Span<BattleCell> All => _cells.AsSpan(0, Count);

    /// <summary>Reads all battles once.</summary>
    /// <exception cref="ArgumentException">A battle names a model or cluster that is not there, meets itself, or has a weight that cannot be.</exception>
    public static BattleCells Read(IBattles battles, BothBadRule rule)
    {
        var cells = new BattleCells(battles.Models, battles.Clusters);
        var models = battles.Models.Count;
        var number = 0L;
        foreach (var battle in battles.Read())
        {
            number++;
            if ((uint)battle.A >= (uint)models || (uint)battle.B >= (uint)models || battle.A == battle.B || (uint)battle.Outcome > (uint)BattleOutcome.BothBad
                || battle.Cluster < -1 || battle.Cluster >= battles.Clusters)
            {
                throw new ArgumentException($"Battle {number} is not one of two of the {models} models in one of the {battles.Clusters} clusters: {battle}", nameof(battles));
            }

            if (!(battle.Weight is >= LeastWeight and <= MostWeight))
            {
                throw new EvalConfigurationException(null, $"battle {number} has the weight {battle.Weight}", $"weights are from {LeastWeight:0e0} to {MostWeight:0e0}");
            }

            cells.Add(battle, rule);
        }

        return cells;
    }

    /// <summary>Place of an ordered pair in <see cref="All"/>, or −1.</summary>
    public int Find(int a, int b) =>
        _table is not null ? _table[(a * Models.Count) + b] - 1
        : _places!.TryGetValue(((long)a * Models.Count) + b, out var place) ? place : -1;

    private void Add(in Battle battle, BothBadRule rule)
    {
        var place = Find(battle.A, battle.B);
        if (place < 0)
        {
            place = New(battle.A, battle.B);
        }

        ref var cell = ref _cells[place];
        cell.Counts[(int)battle.Outcome]++;
        if (battle.Outcome == BattleOutcome.BothBad && rule == BothBadRule.Leave)
        {
            return;
        }

        var column = Math.Min((int)battle.Outcome, (int)BattleOutcome.Tie);
        cell.Weights[column] += battle.Weight;
        if (battle.Cluster < 0)
        {
            cell.LoneSquares[column] += battle.Weight * battle.Weight;
            cell.Lone++;
        }
    }

    private int New(int a, int b)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * Count);
        }

        _cells[Count] = new BattleCell(a, b);
        if (_table is not null)
        {
            _table[(a * Models.Count) + b] = Count + 1;
        }
        else
        {
            _places!.Add(((long)a * Models.Count) + b, Count);
        }

        return Count++;
    }
}
