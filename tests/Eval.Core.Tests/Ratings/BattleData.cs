using System.Text.Json;
using Eval.Core.Ratings;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings;

/// <summary>Battles that several tests use.</summary>
internal static class BattleData
{
    private static readonly Dictionary<string, BattleOutcome> Labels = new(StringComparer.Ordinal)
    {
        ["model_a"] = BattleOutcome.AWins,
        ["model_b"] = BattleOutcome.BWins,
        ["tie"] = BattleOutcome.Tie,
    };

    /// <summary>The 200 battles of four models with which the oracles were computed.</summary>
    public static BattleList FourModels() => OfRows(File.ReadLines(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv")).Skip(1)
        .Select(l => l.Split(',')).Select(f => (f[0], f[1], f[2], 1)));

    /// <summary>What is expected of them.</summary>
    public static JsonElement FourModelsExpected() => Json("arena", "battles_4x200.expected.json");

    /// <summary>A case of the edge cases, and what is expected of it.</summary>
    public static (BattleList Battles, JsonElement Expected) EdgeCase(string name)
    {
        var expected = Json("arena", "edge_cases.json").GetProperty("cases").GetProperty(name);
        return (OfRows(expected.GetProperty("battles").EnumerateArray().Select(b => (b[0].GetString()!, b[1].GetString()!, b[2].GetString()!, b[3].GetInt32()))), expected);
    }

    public static JsonElement Json(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.PathOf(["oracles", .. path])));
        return document.RootElement.Clone();
    }

    /// <summary>Battles from names, labels and how often.</summary>
    public static BattleList OfRows(IEnumerable<(string A, string B, string Winner, int Times)> rows)
    {
        var names = new List<string>();
        var battles = rows.SelectMany(r => Enumerable.Repeat(new Battle(Place(r.A), Place(r.B), Labels[r.Winner]), r.Times)).ToList();
        return new BattleList(names, battles);

        int Place(string name)
        {
            if (!names.Contains(name))
            {
                names.Add(name);
            }

            return names.IndexOf(name);
        }
    }

    /// <summary>Battles between random pairs with planted strengths.</summary>
    /// <param name="strengths">Natural strengths.</param>
    /// <param name="count">How many battles.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="position">What being shown first is worth.</param>
    /// <param name="ties">How wide the Rao–Kupper band of ties is (η); 0 for none.</param>
    public static BattleList Planted(double[] strengths, int count, int seed, double position = 0, double ties = 0)
    {
        var random = SeededRandom.For(seed, "battles");
        var battles = new Battle[count];
        for (var i = 0; i < count; i++)
        {
            var a = random.Next(strengths.Length);
            var b = (a + 1 + random.Next(strengths.Length - 1)) % strengths.Length;
            battles[i] = new Battle(a, b, Draw(strengths[a] - strengths[b] + position, ties, random));
        }

        return new BattleList([.. strengths.Select((_, i) => $"m{i:00}")], battles);
    }

    /// <summary>An outcome by Rao and Kupper's model.</summary>
    public static BattleOutcome Draw(double difference, double ties, SeededRandom random)
    {
        var u = random.NextDouble();
        return u < Logistic(difference - ties) ? BattleOutcome.AWins : u < Logistic(difference + ties) ? BattleOutcome.Tie : BattleOutcome.BWins;
    }

    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The row of a model.</summary>
    public static RatingRow Row(this RatingBoard board, string name) => board.Rows.Single(r => r.Name == name);

    /// <summary>The place of a model's row.</summary>
    public static int Place(this RatingBoard board, string name) => board.Rows.Index().Single(r => r.Item.Name == name).Index;
}
