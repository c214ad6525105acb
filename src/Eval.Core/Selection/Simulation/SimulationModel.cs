using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Aggregation;

namespace Eval.Core.Selection.Simulation;

/// <summary>
/// The decision as numbers, and one draw of everything that is uncertain. Each uncertain number has a stream of its own by its name, so that a cause alone sees the same
/// numbers as all together, and a further candidate changes nobody else's.
/// </summary>
internal sealed class SimulationModel
{
    public const int All = -1;

    // Causes that add to raw values: items, judge, latency, price.
    private const int Additive = 5;

    private readonly IAnchoredAggregation _method;
    private readonly ValueFunction[] _functions;
    private readonly WeightBelief? _belief;
    private readonly PriceUncertainty _prices;
    private readonly (double Until, double[] Factors)[] _scenarios;
    private readonly double[] _ranges;
    private readonly double[] _weights;
    private readonly double[] _raw;
    private readonly double[] _point;
    private readonly double[] _error;
    private readonly int[] _errorCause;
    private readonly double[] _judgeError;
    private readonly bool[] _isCost;
    private readonly int[] _causes;
    private readonly bool[] _isMissing;
    private readonly DrawStream[] _errors;
    private readonly DrawStream[] _judges;
    private readonly DrawStream[] _missing;
    private readonly DrawStream[] _ranged;
    private readonly DrawStream _scenario;
    private readonly DrawStream _drawnWeights;

    public SimulationModel(SimulationInput input)
    {
        var matrix = input.Matrix;
        (Candidates, Factors) = (matrix.Candidates.Count, matrix.Factors.Count);
        _method = (input.Method ?? AggregationMethods.WeightedSum).Anchored();
        _functions = [.. matrix.Functions];
        _weights = [.. input.Weights.Values];
        _belief = input.Belief is PointWeights ? null : input.Belief;
        _prices = input.Prices;
        Samplers = ItemSampler.Of(input.Items, matrix, input.Draws, input.Seed);
        DrawStream[] Streams(string what) =>
            [.. matrix.Candidates.SelectMany(c => matrix.Factors.Select(f => new DrawStream(input.Seed, $"{what}\n{f.Id}\n{c}")))];
        (_errors, _judges, _missing) = (Streams("error"), Streams("judge"), Streams("missing"));
        _ranged = [.. matrix.Candidates.Select(c => new DrawStream(input.Seed, "price\n" + c))];
        (_scenario, _drawnWeights) = (new(input.Seed, "scenario"), new(input.Seed, "weights"));
        (_scenarios, _ranges) = (Scenarios(matrix), [.. matrix.Candidates.Select(c => _prices.Ranges.GetValueOrDefault(c))]);
        _isCost = [.. matrix.Factors.Select(f => _prices.CostFactors.Contains(f.Id))];
        (_raw, _point, _error, _judgeError) = (new double[Cells], new double[Cells], new double[Cells], new double[Cells]);
        (_errorCause, _causes, _isMissing) = (new int[Cells], new int[Cells], new bool[Cells]);
        var sampled = Samplers.SelectMany(s => s.Cells).ToHashSet();
        for (var cell = 0; cell < Cells; cell++)
        {
            var (c, f) = (cell / Factors, cell % Factors);
            var evidence = matrix.At(c, f);
            _isMissing[cell] = evidence.Value is null;
            if (evidence.Value is not { } raw)
            {
                (_point[cell], _causes[cell]) = (0.5, Bit(UncertaintyCause.Missing));
                continue;
            }

            (_raw[cell], _point[cell], _judgeError[cell]) = (raw, matrix.Value(c, f)!.Value, evidence.JudgeError);
            var cause = evidence.Cause is UncertaintyCause.Weights or UncertaintyCause.Missing ? UncertaintyCause.Items : evidence.Cause;
            (_error[cell], _errorCause[cell]) = (sampled.Contains(cell) ? 0 : evidence.Error, (int)cause);
            _causes[cell] = (sampled.Contains(cell) ? Bit(UncertaintyCause.Items) : _error[cell] > 0 ? Bit(cause) : 0)
                | (evidence.JudgeError > 0 ? Bit(UncertaintyCause.Judge) : 0)
                | (_isCost[f] && (_ranges[c] > 0 || _scenarios.Any(s => s.Factors[c] != 1)) ? Bit(UncertaintyCause.Price) : 0);
        }

        var active = _causes.Aggregate(_belief is null ? 0 : Bit(UncertaintyCause.Weights), (all, cell) => all | cell);
        Causes = [.. Enum.GetValues<UncertaintyCause>().Where(c => (active & Bit(c)) != 0)];
    }

    public int Candidates { get; }

    public int Factors { get; }

    public int Cells => Candidates * Factors;

    public IReadOnlyList<ItemSampler> Samplers { get; }

    /// <summary>Causes that vary something.</summary>
    public IReadOnlyList<UncertaintyCause> Causes { get; }

    /// <summary>True where scores are sums of the factors' parts.</summary>
    public bool Adds => _method is WeightedSum;

    public static int Bit(UncertaintyCause cause) => 1 << (int)cause;

    /// <summary>Draws everything but the items, whose share has been drawn into the room already.</summary>
    public void Draw(int draw, Room room, ReadOnlySpan<double> items)
    {
        for (var cause = 0; cause < Additive; cause++)
        {
            Array.Clear(room.Deltas[cause]);
        }

        items.CopyTo(room.Deltas[(int)UncertaintyCause.Items]);
        for (var cell = 0; cell < Cells; cell++)
        {
            if (_error[cell] > 0)
            {
                room.Deltas[_errorCause[cell]][cell] += _error[cell] * _errors[cell].Normal(draw);
            }

            if (_judgeError[cell] > 0)
            {
                room.Deltas[(int)UncertaintyCause.Judge][cell] += _judgeError[cell] * _judges[cell].Normal(draw);
            }

            if (_isMissing[cell])
            {
                room.Missing[cell] = _missing[cell].Uniform(draw);
            }
        }

        DrawPrices(draw, room.Prices);
        if (_belief is null)
        {
            _weights.CopyTo(room.Weights, 0);
        }
        else
        {
            _belief.Draw(_drawnWeights.Generator(draw), room.Weights);
        }
    }

    /// <summary>A candidate's score in the room's draw with some causes at work, everything else at its estimate.</summary>
    public double Score(int candidate, int causes, Room room)
    {
        for (var f = 0; f < Factors; f++)
        {
            var cell = (candidate * Factors) + f;
            var atWork = _causes[cell] & causes;
            room.Values[f] = atWork == 0 ? _point[cell] : _isMissing[cell] ? room.Missing[cell] : _functions[f].Clamped(Raw(cell, f, candidate, atWork, room));
        }

        return _method.Score(room.Values, (causes & Bit(UncertaintyCause.Weights)) != 0 ? room.Weights : _weights);
    }

    /// <summary>
    /// What each factor adds to the gap between two candidates in the room's draw, with one cause at work; for methods that add. With weights at work a part is counted from
    /// the gap of the point estimate.
    /// </summary>
    public void Parts(int candidate, int other, UncertaintyCause cause, double gap, Room room, Span<double> parts)
    {
        var weights = cause == UncertaintyCause.Weights ? room.Weights : _weights;
        Score(candidate, Bit(cause), room);
        room.Values.CopyTo(parts);
        Score(other, Bit(cause), room);
        for (var f = 0; f < Factors; f++)
        {
            parts[f] = weights[f] * (parts[f] - room.Values[f] - (cause == UncertaintyCause.Weights ? gap : 0));
        }
    }

    private double Raw(int cell, int factor, int candidate, int causes, Room room)
    {
        var raw = _raw[cell];
        for (var cause = 0; cause < Additive; cause++)
        {
            if ((causes & (1 << cause)) != 0)
            {
                raw += room.Deltas[cause][cell];
            }
        }

        return _isCost[factor] && (causes & Bit(UncertaintyCause.Price)) != 0 ? raw * room.Prices[candidate] : raw;
    }

    private void DrawPrices(int draw, double[] prices)
    {
        Array.Fill(prices, 1);
        if (_scenarios.Length > 0)
        {
            var u = _scenario.Uniform(draw);
            _scenarios.First(s => u < s.Until).Factors.CopyTo(prices, 0);
        }

        for (var c = 0; c < prices.Length; c++)
        {
            prices[c] *= _ranges[c] > 0 ? 1 + (_ranges[c] * ((2 * _ranged[c].Uniform(draw)) - 1)) : 1;
        }
    }

    private (double Until, double[] Factors)[] Scenarios(DecisionMatrix matrix)
    {
        var (total, sum) = (_prices.Scenarios.Sum(s => s.Probability), 0.0);
        (double Until, double[] Factors)[] scenarios =
        [
            .. _prices.Scenarios.Where(s => s.Probability > 0)
                .Select(s => ((sum += s.Probability) / total, matrix.Candidates.Select(c => s.Factors.GetValueOrDefault(c, 1)).ToArray())),
        ];
        if (scenarios.Length > 0)
        {
            // Whatever the sum's rounding, the last scenario takes what is left.
            scenarios[^1].Until = 1;
        }

        return scenarios;
    }

    /// <summary>What one thread draws into.</summary>
    public sealed class Room(SimulationModel model)
    {
        public double[][] Deltas { get; } = [.. Enumerable.Range(0, Additive).Select(_ => new double[model.Cells])];

        public double[] Missing { get; } = new double[model.Cells];

        public double[] Prices { get; } = new double[model.Candidates];

        public double[] Weights { get; } = new double[model.Factors];

        public double[] Values { get; } = new double[model.Factors];

        public double[] Items { get; } = new double[JointSimulation.Block * model.Cells];
    }
}
