using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Reports;
using Eval.Core.Statistics;

namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>Pairs of answers for people to vote on: who answered and what judges said stay hidden, and which answer is shown first is drawn for each.</summary>
public static class VotingSheet
{
    /// <summary>Head of the column that people fill.</summary>
    public const string VerdictColumn = "verdict";

    /// <summary>Chooses pairs and puts them in an order drawn from the seed.</summary>
    /// <param name="places">What there is to vote on.</param>
    /// <param name="blind">Ids of the battles, and who is shown first.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="most">Pairs at most, so taken that all pairs of candidates meet equally often; null for all.</param>
    /// <param name="answer">A candidate's answer at a place with its texts; null where it has none that could be compared.</param>
    public static IReadOnlyList<VotingPair> Choose(
        IEnumerable<VotingPlace> places, BlindBattles blind, int seed, int? most, Func<string, VotingPlace, SampleResult?> answer)
    {
        VotingPlace[] there = [.. places.Where(p => answer(p.A, p) is not null && answer(p.B, p) is not null)];
        VotingPlace[] chosen = [.. Balanced(there, seed).Take(most ?? int.MaxValue)];
        SeededRandom.For(seed, "blind battles rows").Shuffle<VotingPlace>(chosen);
        return [.. chosen.Select(place =>
        {
            var isLowFirst = blind.IsFirstShownFirst(place.Ordinal, place.Epoch, place.Low, place.High);
            var (first, second) = (answer(isLowFirst ? place.Low : place.High, place)!, answer(isLowFirst ? place.High : place.Low, place)!);

            // Of a conversation each side has its own: what was asked after the first answer stands beside that answer.
            var isShared = first.Prompt == second.Prompt;
            string Text(SampleResult side) => isShared ? side.Answer ?? "" : $"{side.Prompt}\n\n{side.Answer}";
            return new VotingPair(blind.IdOf(place.Ordinal, place.Epoch, place.Low, place.High), isShared ? first.Prompt ?? "" : null, Text(first), Text(second));
        })];
    }

    /// <summary>Writes pairs as a table for a spreadsheet: no cell is a formula.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="delimiter">Between cells.</param>
    public static void WriteTable(TextWriter writer, IReadOnlyList<VotingPair> pairs, string delimiter)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", Delimiter = delimiter }, leaveOpen: true);
        foreach (var head in (string[])["id", VerdictColumn, "question", "answer_a", "answer_b"])
        {
            csv.WriteField(head);
        }

        foreach (var pair in pairs)
        {
            csv.NextRecord();
            foreach (var cell in (string[])[pair.Id, "", pair.Question ?? "(each side has its conversation)", pair.AnswerA, pair.AnswerB])
            {
                csv.WriteField(SpreadsheetText.Inert(cell));
            }
        }

        csv.NextRecord();
    }

    // One prompt of each pair, then another of each: however few are taken, all pairs meet equally often.
    private static IEnumerable<VotingPlace> Balanced(VotingPlace[] places, int seed)
    {
        SeededRandom.For(seed, "blind battles").Shuffle<VotingPlace>(places);
        return places.GroupBy(p => (p.Low, p.High)).SelectMany(g => g.Select((p, i) => (p, i))).OrderBy(x => x.i).Select(x => x.p);
    }
}
