using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Reports;

namespace Eval.Core.Running.Tournaments;

/// <summary>
/// Battles of a run as a table that any battle file may be: one row for each verdict, the answer that was shown first as <c>model_a</c>. What rates a file rates it, and gives
/// what the run's own table has.
/// </summary>
public sealed class VerdictTable
{
    private const string Cluster = "cluster";
    private static readonly string[] Fixed = ["model_a", "model_b", "winner", "judge", "prompt", Cluster, Weight, "probability", "position", "round"];

    private readonly IReadOnlyList<BattleResult> _battles;
    private readonly bool _halves;
    private readonly bool _hasEpochs;

    /// <summary>Makes the table.</summary>
    /// <param name="battles">Battles; those without a verdict have no row.</param>
    /// <param name="halves">True to write a verdict that no order counts for as two halves, one in each order: a term for being shown first needs it.</param>
    public VerdictTable(IReadOnlyList<BattleResult> battles, bool halves)
    {
        (_battles, _halves) = (battles, halves);
        _hasEpochs = battles.Any(b => b.Plan.Epoch > 0);
        HasClusters = _hasEpochs || battles.Any(b => b.Games.Count > 0 && b.Cluster != b.Plan.SampleId);
        var weights = battles.SelectMany(Rows).Select(r => r.Weight).ToList();
        (Count, HasWeights) = (weights.Count, weights.Distinct().Skip(1).Any());
        Slices = battles.SelectMany(b => b.Slices.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(s => s, ColumnOf, StringComparer.Ordinal);
    }

    /// <summary>Name of the column that weighs verdicts.</summary>
    public const string Weight = "weight";

    /// <summary>The columns that group dependent battles: the prompt's, unless the suite groups prompts or asks them again.</summary>
    public string ClusterColumn => HasClusters ? Cluster : "prompt";

    /// <summary>True where battles on several prompts, or on one prompt's repetitions, depend on each other: then a column of its own tells it.</summary>
    public bool HasClusters { get; }

    /// <summary>True where verdicts weigh differently, because the verdicts on one battle weigh as one together and there are not as many on each.</summary>
    public bool HasWeights { get; }

    /// <summary>Verdicts.</summary>
    public int Count { get; }

    /// <summary>Columns of the slices by their field. A field that is named like another column is <c>slice_FIELD</c>.</summary>
    public IReadOnlyDictionary<string, string> Slices { get; }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="delimiter">Between cells.</param>
    /// <param name="isInert">True where a spreadsheet may open it: no cell is a formula then.</param>
    public void Write(TextWriter writer, string delimiter, bool isInert)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", Delimiter = delimiter }, leaveOpen: true);
        Row(["model_a", "model_b", "winner", "judge", "prompt", .. HasClusters ? [Cluster] : None, .. HasWeights ? [Weight] : None, "probability", "position", "round", .. Slices.Values]);
        foreach (var (battle, game, weight, isShown) in _battles.SelectMany(Rows))
        {
            var plan = battle.Plan;
            var isSwapped = game.AFirst == false;
            Row(
            [
                isSwapped ? plan.CandidateB : plan.CandidateA,
                isSwapped ? plan.CandidateA : plan.CandidateB,
                Word(isSwapped ? TournamentBattles.Swapped(game.Outcome) : game.Outcome),
                game.Judge,
                PromptOf(plan),
                .. HasClusters ? [battle.Cluster] : None,
                .. HasWeights ? [weight.ToString("R", CultureInfo.InvariantCulture)] : None,
                plan.Probability.ToString("R", CultureInfo.InvariantCulture),
                isShown ? "model_a first" : "",
                plan.Round.ToString(CultureInfo.InvariantCulture),
                .. Slices.Keys.Select(s => battle.Slices.GetValueOrDefault(s, "")),
            ]);
        }

        void Row(IEnumerable<string> cells)
        {
            foreach (var cell in cells)
            {
                csv.WriteField(isInert ? SpreadsheetText.Inert(cell) : cell);
            }

            csv.NextRecord();
        }
    }

    private static readonly string[] None = [];

    /// <summary>What tells which verdicts are on the same answers' prompt: its id, with the repetition where prompts are asked again.</summary>
    internal string PromptOf(PlannedBattle plan) =>
        _hasEpochs ? string.Create(CultureInfo.InvariantCulture, $"{plan.SampleId}#{plan.Epoch + 1}") : plan.SampleId;

    /// <summary>The rows of a battle: its verdicts, what each weighs, and whether its order is one in which the answers were shown.</summary>
    internal IEnumerable<(BattleResult Battle, BattleGame Game, double Weight, bool IsShown)> Rows(BattleResult battle)
    {
        var weight = 1.0 / battle.Games.Count;
        return battle.Games.SelectMany(g => _halves && g.AFirst is null
            ? new[] { (battle, g with { AFirst = true }, weight / 2, false), (battle, g with { AFirst = false }, weight / 2, false) }
            : [(battle, g, weight, g.AFirst is not null)]);
    }

    /// <summary>A verdict as battle files say it.</summary>
    internal static string Word(BattleOutcome outcome) => outcome switch
    {
        BattleOutcome.AWins => "model_a",
        BattleOutcome.BWins => "model_b",
        BattleOutcome.Tie => "tie",
        _ => "tie (bothbad)",
    };

    // A field of the data must not be taken for the winner or the prompt by whoever looks for usual names.
    private static string ColumnOf(string field) =>
        Fixed.Contains(field, StringComparer.OrdinalIgnoreCase) || new[] { BattleColumnNames.ModelA, BattleColumnNames.ModelB, BattleColumnNames.Winner, BattleColumnNames.Rater, BattleColumnNames.Prompt, BattleColumnNames.Time, BattleColumnNames.Probability }
            .Any(names => BattleColumnNames.Find([field], names) is not null) ? $"slice_{field}" : field;
}
