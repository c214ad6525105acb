using System.IO.Compression;
using System.Text.Json;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Agreement;

/// <summary>Cards of the recorded verdicts of LLMBar, against what is counted here from the same files by other means.</summary>
public class StoredVerdictTests
{
    // Stored verdicts never block; what the labels would allow is asked of the same judge in a suite.
    private static JudgeCard AsIfAsked(JudgeCard card) => card with { Subject = card.Subject with { Method = "score" } };

    private static readonly LabelColumns Columns = new()
    {
        Verdict = "results.[0].[swap = False].winner",
        VerdictSwapped = "results.[0].[swap = True].winner",
    };

    public static TheoryData<string> Files => [.. Names];

    private static IEnumerable<string> Names => SharedFolder.Root is null
        ? []
        : Directory.GetFiles(Root, "result.json.gz", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal);

    private static string Root => SharedFolder.PathOf("datasets", "llmbar", "judge-results", "LLMBar");

    [SharedTheory]
    [MemberData(nameof(Files))]
    public async Task Of_StoredVerdicts_IsWhatTheFileAndItsStatisticsSay(string file)
    {
        var card = await CardAsync(file);
        var counted = Count(file);
        double n = counted.N;
        card.Items.ShouldBe(counted.N);
        card.Judged.ShouldBe(counted.N);
        Value(card, "agreement_given").ShouldBe(counted.RightGiven / n, 1e-12);
        Value(card, "agreement_swapped").ShouldBe(counted.RightSwapped / n, 1e-12);
        Value(card, "agreement_orders").ShouldBe((counted.RightGiven + counted.RightSwapped) / (2 * n), 1e-12);
        Value(card, "both_right").ShouldBe(counted.BothRight / n, 1e-12);
        Value(card, "position_consistency").ShouldBe(counted.Equal / n, 1e-12);
        Value(card, "first_preference").ShouldBe(counted.First / n, 1e-12);
        Value(card, "second_preference").ShouldBe(counted.Second / n, 1e-12);
        Value(card, "net_first_bias").ShouldBe((counted.First - counted.Second) / n, 1e-12);
        Value(card, "position_kappa").ShouldBe(counted.KappaOfOrders, 1e-12);
        Value(card, "parsed").ShouldBe(1);
        card.Find("parsed")!.N.ShouldBe(2 * counted.N);
        Value(card, "rule_longer").ShouldBe(counted.LongerRight / (double)counted.LengthsDiffer, 1e-12);

        // What the authors stored: the rates agree, and the kappa of the two orders.
        using var statistics = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, Path.GetDirectoryName(file)!, "statistics.json")));
        var stored = statistics.RootElement;
        stored.GetProperty("correct_False").GetString()!.ShouldStartWith($"{card.Find("agreement_given")!.Count} / {counted.N} =");
        stored.GetProperty("correct_True").GetString()!.ShouldStartWith($"{card.Find("agreement_swapped")!.Count} / {counted.N} =");
        stored.GetProperty("correct_both").GetString()!.ShouldStartWith($"{card.Find("both_right")!.Count} / {counted.N} =");
        stored.GetProperty("equal").GetString()!.ShouldStartWith($"{card.Find("position_consistency")!.Count} / {counted.N} =");
        stored.GetProperty("kappa_agreement").GetDouble().ShouldBe(Value(card, "position_kappa"), 1e-9);

        // Their kappas against the labels do not follow from their own verdicts: a table of two classes gives another number, which is ours.
        Math.Abs(stored.GetProperty("kappa_False").GetDouble() - counted.KappaGiven).ShouldBeGreaterThan(1e-3);
        var given = await CardAsync(file, Columns with { VerdictSwapped = null });
        Value(given, "kappa").ShouldBe(counted.KappaGiven, 1e-12);
    }

    [SharedFact]
    public async Task Of_Gpt4OnNatural_GivesThePublishedFigures()
    {
        var card = await CardAsync(Path.Combine("Natural", "GPT-4", "Vanilla", "result.json.gz"));
        (card.Find("agreement_given")!.Count, card.Find("agreement_swapped")!.Count).ShouldBe((95, 96));
        Value(card, "agreement_orders").ShouldBe(0.955, 1e-12);
        Value(card, "both_right").ShouldBe(0.93, 1e-12);
        Value(card, "position_consistency").ShouldBe(0.95, 1e-12);
        Value(card, "position_kappa").ShouldBe(0.8977, 5e-5);
        card.Classes.Select(c => (c.Label, c.Count)).ShouldBe([("first", 42), ("second", 58), ("tie", 0)]);
        JudgeTrust.WhyNotBlock(AsIfAsked(card))!.ShouldContain("42 labels of \"first\" and 58 labels of \"second\"");

        // Settled over both orders: 93 right, 5 disagreements are ties, 2 wrong in both. By hand for Wilson: z = 1.96, n = 100.
        var agreement = card.Find("agreement")!;
        (agreement.Count, agreement.N).ShouldBe((93, 100));
        agreement.Low!.Value.ShouldBe(0.8625, 5e-4);
        agreement.High!.Value.ShouldBe(0.9657, 5e-4);
        (card.Find("agreement_decided")!.Count, card.Find("agreement_decided")!.N).ShouldBe((93, 95));
        card.Find("ties")!.Count.ShouldBe(5);
        card.Find("agreement_orders")!.Clusters.ShouldBe(100);
        foreach (var figure in card.Figures)
        {
            (figure is { Value: not null, Low: not null } || figure.Reason is not null).ShouldBeTrue(figure.Id);
        }

        card.Find("length_effect")!.Value.ShouldNotBeNull();
        JudgeCardJson.Write(JudgeCardJson.Read(JudgeCardJson.Write(card))).ShouldBe(JudgeCardJson.Write(card));
    }

    [SharedFact]
    public async Task Of_AllSetsOfOneJudgeTogether_HasEnoughLabelsToBlock()
    {
        string[] files = [.. Names.Where(f => f.Contains("GPT-4") && f.Contains("Vanilla"))];
        files.Length.ShouldBe(4);
        var read = await LabelFile.ReadAsync([.. files.Select(f => Path.Combine(Root, f))], Columns, null, CancellationToken.None);
        var card = Card(read);
        card.Classes.ShouldBe([new LabelClass("first", 131, true), new LabelClass("second", 154, true), new LabelClass("tie", 0, false)]);
        JudgeTrust.WhyNotBlock(AsIfAsked(card)).ShouldBeNull();
    }

    private static double Value(JudgeCard card, string id) => card.Find(id)!.Value!.Value;

    private static async Task<JudgeCard> CardAsync(string file, LabelColumns? columns = null) =>
        Card(await LabelFile.ReadAsync([Path.Combine(Root, file)], columns ?? Columns, null, CancellationToken.None));

    private static JudgeCard Card(LabelFile file) => JudgeCards.Of(
        new CardSubject("stored|GPT-4", "GPT-4", "stored", "1", "", ""), file.Source, file.Form, [.. file.Rows.Select(r => r.Item)]);

    private static Counted Count(string file)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Root, file)), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        var counted = new Counted();
        var (given, swapped) = (new int[2, 2], new int[2, 2]);
        foreach (var row in document.RootElement.EnumerateArray())
        {
            var gold = row.GetProperty("label").GetInt32();
            var result = row.GetProperty("results")[0];
            var first = int.Parse(result.GetProperty("swap = False").GetProperty("winner").GetString()!);
            var second = int.Parse(result.GetProperty("swap = True").GetProperty("winner").GetString()!);
            var (one, two) = (row.GetProperty("output_1").GetString()!.Length, row.GetProperty("output_2").GetString()!.Length);
            counted.N++;
            counted.RightGiven += first == gold ? 1 : 0;
            counted.RightSwapped += second == gold ? 1 : 0;
            counted.BothRight += first == gold && second == gold ? 1 : 0;
            counted.Equal += first == second ? 1 : 0;

            // In the file's order the first answer stands first, exchanged the second one does.
            counted.First += first == 1 && second == 2 ? 1 : 0;
            counted.Second += first == 2 && second == 1 ? 1 : 0;
            counted.LengthsDiffer += one != two ? 1 : 0;
            counted.LongerRight += one != two && (one > two ? 1 : 2) == gold ? 1 : 0;
            given[gold - 1, first - 1]++;
            swapped[first - 1, second - 1]++;
        }

        counted.KappaGiven = Kappa(given);
        counted.KappaOfOrders = Kappa(swapped);
        return counted;
    }

    private static double Kappa(int[,] t)
    {
        double n = t[0, 0] + t[0, 1] + t[1, 0] + t[1, 1];
        var observed = (t[0, 0] + t[1, 1]) / n;
        var expected = ((t[0, 0] + t[0, 1]) / n * ((t[0, 0] + t[1, 0]) / n)) + ((t[1, 0] + t[1, 1]) / n * ((t[0, 1] + t[1, 1]) / n));
        return (observed - expected) / (1 - expected);
    }

    private sealed class Counted
    {
        public int N, RightGiven, RightSwapped, BothRight, Equal, First, Second, LengthsDiffer, LongerRight;

        public double KappaGiven, KappaOfOrders;
    }
}
