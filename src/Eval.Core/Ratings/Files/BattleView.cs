namespace Eval.Core.Ratings.Files;

/// <summary>A file's battles by one of its clusterings, or those of one category, whose models are numbered anew.</summary>
internal sealed class BattleView : IBattles
{
    private readonly BattleFile _file;
    private readonly int _clustering;
    private readonly int _category;
    private readonly int[] _models;
    private readonly Dictionary<int, int> _clusters = [];

    public BattleView(BattleFile file, int clustering, int category)
    {
        (_file, _clustering, _category) = (file, clustering, category);
        if (category < 0)
        {
            (_models, Models, Clusters) = ([.. Enumerable.Range(0, file.Models.Count)], file.Models, file.ClustersOf(clustering));
            return;
        }

        _models = new int[file.Models.Count];
        Array.Fill(_models, -1);
        var names = new List<string>();
        foreach (var battle in file.Read(clustering, category))
        {
            foreach (var model in (ReadOnlySpan<int>)[battle.A, battle.B])
            {
                if (_models[model] < 0)
                {
                    _models[model] = names.Count;
                    names.Add(file.Models[model]);
                }
            }

            if (battle.Cluster >= 0)
            {
                _clusters.TryAdd(battle.Cluster, _clusters.Count);
            }
        }

        (Models, Clusters) = (names, _clusters.Count);
    }

    public IReadOnlyList<string> Models { get; }

    public int Clusters { get; }

    public IEnumerable<Battle> Read()
    {
        foreach (var battle in _file.Read(_clustering, _category))
        {
            yield return _category < 0 ? battle : Own(battle);
        }
    }

    /// <summary>A battle of the file by this view's numbers.</summary>
    public Battle Own(in Battle battle) => battle with { A = _models[battle.A], B = _models[battle.B], Cluster = battle.Cluster < 0 ? -1 : _clusters[battle.Cluster] };
}
