using System.Diagnostics;
using System.Globalization;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>Rating 12 models by 20,000 battles of 2,500 prompts that are in memory: the fit, what intervals and rank probabilities cost beside, and the other methods.</summary>
internal static class RatingsCase
{
    private const int Models = 12;
    private const int Battles = 20_000;
    private const int Clusters = 2_500;
    private const int WarmUp = 60;
    private const int Laps = 40;

    public static void Measure(TextWriter output)
    {
        var styled = Planted();
        var clustered = new BattleList(styled.Models, [.. styled.Read().Select(b => b.Battle)]);
        var alone = new BattleList(styled.Models, [.. styled.Read().Select(b => b.Battle with { Cluster = -1 })]);
        var (plain, drawn) = (new RatingOptions { Draws = 0 }, new RatingOptions());
        output.WriteLine($"| {Models} models, {Battles:N0} battles, {Clusters:N0} clusters, in memory | wall, median (range), n = {Laps} | budget |");
        output.WriteLine("|---|---|---|");
        Row("fit and clustered intervals", () => RatingBoards.Of(clustered, plain), "5 ms");
        Row("the same and P(rank) of 10,000 draws", () => RatingBoards.Of(clustered, drawn), "50 ms");
        Row("fit and intervals, battles alone", () => RatingBoards.Of(alone, plain), "–");
        Row("Rao–Kupper, position term, clustered", () => RatingBoards.Of(clustered, plain with { Method = RatingMethod.RaoKupper, Position = true }), "–");
        Row("Davidson, clustered", () => RatingBoards.Of(clustered, plain with { Method = RatingMethod.Davidson }), "–");
        Row("style control of two features, clustered", () => StyledRatingBoards.Of(styled, plain), "–");
        var board = RatingBoards.Of(clustered, plain).Single();
        Row("bootstrap of 100 rounds by cluster", () => RatingBootstrap.Of(clustered, board, plain, rounds: 100), "–");
        output.WriteLine();

        void Row(string what, Func<object?> work, string budget)
        {
            // Tiered compilation needs some thirty calls and a pause before the code is what a longer run would have.
            for (var i = 0; i < WarmUp; i++)
            {
                work();
            }

            var times = new double[Laps];
            for (var i = 0; i < Laps; i++)
            {
                var watch = Stopwatch.GetTimestamp();
                work();
                times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
            }

            Array.Sort(times);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | **{Quantile.OfSorted(times, 0.5):0.00} ms** ({times[0]:0.00} – {times[^1]:0.00}) | {budget} |"));
        }
    }

    private static StyledBattleList Planted()
    {
        var random = SeededRandom.For(17, "ratings");
        var battles = new StyledBattle[Battles];
        for (var i = 0; i < battles.Length; i++)
        {
            var a = random.Next(Models);
            var b = (a + 1 + random.Next(Models - 1)) % Models;
            double[] features = [random.NextDouble() - 0.5, random.NextDouble() - 0.5];
            var win = 1 / (1 + Math.Exp(((a - b) / 6.0) - (0.5 * features[0])));
            var u = random.NextDouble();
            var outcome = u < win - 0.1 ? BattleOutcome.AWins : u < win + 0.1 ? BattleOutcome.Tie : BattleOutcome.BWins;
            battles[i] = new(new Battle(a, b, outcome) { Cluster = random.Next(Clusters) }, features);
        }

        return new StyledBattleList([.. Enumerable.Range(0, Models).Select(m => $"m{m:00}")], ["length", "lists"], battles);
    }
}
