namespace Eval.Core.Ratings.Elo;

/// <summary>Ratings every so many battles: where there are too many points, every second one goes and the step doubles, so that any length takes the same room.</summary>
internal sealed class EloHistory(int most)
{
    private readonly List<(long Battle, double[] Ratings)> _points = [];
    private long _step = 1;

    public void Add(long battle, double[] ratings)
    {
        if (battle % _step != 0)
        {
            return;
        }

        if (_points.Count + 1 >= most)
        {
            _step *= 2;
            _points.RemoveAll(p => p.Battle % _step != 0);
            if (battle % _step != 0)
            {
                return;
            }
        }

        _points.Add((battle, [.. ratings]));
    }

    public void End(long battle, double[] ratings)
    {
        if (battle > 0 && (_points.Count == 0 || _points[^1].Battle != battle))
        {
            _points.Add((battle, [.. ratings]));
        }
    }

    public IReadOnlyList<EloPoint> Of(IReadOnlyList<RatingRow> rows) =>
        [.. _points.Select(p => new EloPoint(p.Battle, [.. rows.Select(r => double.IsNaN(p.Ratings[r.Model]) ? (double?)null : p.Ratings[r.Model])]))];
}
