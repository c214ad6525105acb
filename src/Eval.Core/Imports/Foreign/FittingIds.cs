namespace Eval.Core.Imports.Foreign;

/// <summary>The ids of a cell's metrics, by what their values turn out to be: see <see cref="ImportedMetric.Fitting"/>. One value decides for the cell.</summary>
internal sealed class FittingIds
{
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    /// <summary>True where every id is what its name tells.</summary>
    public bool IsEmpty => _others.Count == 0;

    /// <summary>Takes a value, or a sample's score.</summary>
    public void See(string id, double? value)
    {
        // Nearly every value lies between 0 and 1: the rest is looked up once.
        if (value is < 0 or > 1 && !_others.ContainsKey(id) && ImportedMetric.Fitting(id, value) is var fitting && fitting != id)
        {
            _others[id] = fitting;
        }
    }

    /// <summary>The id to use.</summary>
    public string Of(string id) => _others.GetValueOrDefault(id, id);

    /// <summary>Scores under the ids to use.</summary>
    public void Rename(Dictionary<string, double> scores)
    {
        foreach (var (id, other) in _others)
        {
            if (scores.Remove(id, out var score))
            {
                scores[other] = score;
            }
        }
    }
}
