using System.Runtime.CompilerServices;
using Eval.Core.Running;

namespace Eval.Core.Reports.Html;

/// <summary>Which samples go into a page, and how long their texts may be, so that it stays below ten megabytes.</summary>
/// <param name="Stored">Samples of the run.</param>
/// <param name="Taken">Samples that go in.</param>
/// <param name="TextLimit">Characters of a text that go in.</param>
internal sealed record SampleChoice(long Stored, long Taken, int TextLimit)
{
    /// <summary>A text that is longer than this is always cut.</summary>
    public const int LongestText = 8_000;

    private const int MostSamples = 20_000;
    private const long MostTextBytes = 5_500_000;
    private static readonly int[] Limits = [LongestText, 4_000, 2_000, 1_200, 800, 500, 300, 200, 120];

    /// <summary>How many of each cell's samples that are right, and that are not, are left out.</summary>
    private Dictionary<long, (long Right, long Other)> Quotas { get; init; } = [];

    /// <summary>Chooses. The samples are read twice: to count them, and to weigh their texts.</summary>
    public static async Task<SampleChoice> OfAsync(ReportedRun report, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<long, (long Right, long Other)>();
        foreach (var cell in report.Run.Cells)
        {
            var (by, right, other) = (ScoredBy.Of(cell), 0L, 0L);
            await foreach (var sample in report.ReadAsync(cell, texts: false, cancellationToken))
            {
                (right, other) = IsRight(by, sample) ? (right + 1, other) : (right, other + 1);
            }

            counts[cell.Id] = (right, other);
        }

        var quotas = Shared(counts);
        var choice = new SampleChoice(counts.Values.Sum(c => c.Right + c.Other), quotas.Values.Sum(c => c.Right + c.Other), LongestText) { Quotas = quotas };
        return choice with { TextLimit = await LimitAsync(choice, report, cancellationToken) };
    }

    /// <summary>The samples of a cell that go in.</summary>
    public async IAsyncEnumerable<SampleResult> ReadAsync(
        ReportedRun report, StoredCell cell, bool texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var by = ScoredBy.Of(cell);
        var (right, other) = Quotas.GetValueOrDefault(cell.Id);
        await foreach (var sample in report.ReadAsync(cell, texts, cancellationToken))
        {
            if (IsRight(by, sample) ? right-- > 0 : other-- > 0)
            {
                yield return sample;
            }
        }
    }

    // Every cell gets the same room; what small ones leave over goes to the others.
    private static Dictionary<long, (long Right, long Other)> Shared(Dictionary<long, (long Right, long Other)> counts)
    {
        var quotas = new Dictionary<long, (long Right, long Other)>();
        var (room, left) = ((long)MostSamples, counts.Count);
        foreach (var (cell, (right, other)) in counts.OrderBy(c => c.Value.Right + c.Value.Other).ThenBy(c => c.Key))
        {
            var share = Math.Max(1, room / left--);
            var taken = Math.Min(other, share);
            quotas[cell] = (Math.Min(right, share - taken), taken);
            room = Math.Max(0, room - quotas[cell].Right - quotas[cell].Other);
        }

        return quotas;
    }

    private static bool IsRight(ScoredBy? by, SampleResult sample) => ScoredBy.WorthOf(by, sample) is SampleWorth.Right or SampleWorth.Unjudged;

    private static async Task<int> LimitAsync(SampleChoice choice, ReportedRun report, CancellationToken cancellationToken)
    {
        var sheets = Limits.Select(limit => new QuestionSheet(limit)).ToArray();
        var bytes = new long[Limits.Length];
        foreach (var cell in report.Run.Cells)
        {
            await foreach (var sample in choice.ReadAsync(report, cell, texts: true, cancellationToken))
            {
                for (var i = 0; i < Limits.Length; i++)
                {
                    bytes[i] += sheets[i].Add(cell.SuiteName, sample) is { IsNew: true } question ? Weight(question.Rest) + Weight(question.Target) : 0;
                    bytes[i] += Weight(ClippedText.Of(sample.Answer, Limits[i])) + Weight(ClippedText.Of(sample.Reason, Limits[i]));
                }
            }
        }

        var fits = Array.FindIndex(bytes, b => b <= MostTextBytes);
        return fits < 0 ? Limits[^1] : Limits[fits];
    }

    // As JSON in UTF-8, near enough: quotes and signs of markup become six bytes each.
    private static long Weight(string? text)
    {
        long bytes = 0;
        foreach (var c in text ?? "")
        {
            bytes += c switch
            {
                '\n' or '\r' or '\t' or '\\' => 2,
                '"' or '<' or '>' or '&' or '\'' or '+' or '`' or < ' ' => 6,
                < '\u0080' => 1,
                < '\u0800' => 2,
                >= '\ud800' and <= '\udfff' => 6,
                _ => 3,
            };
        }

        return bytes;
    }
}
