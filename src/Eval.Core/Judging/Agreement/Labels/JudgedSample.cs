using System.Text.Json;
using Eval.Core.Running;

namespace Eval.Core.Judging.Agreement.Labels;

/// <summary>What a stored sample of a judged suite tells of its judges.</summary>
public static class JudgedSample
{
    /// <summary>The judges' verdict on a stored answer as an item without labels; null where nobody was asked to judge it.</summary>
    /// <param name="sample">The sample with its detail.</param>
    /// <param name="metricId">The metric that holds the verdict.</param>
    public static LabelledItem? Read(SampleResult sample, string metricId)
    {
        var seats = Seats(sample.DetailJson);
        if (seats.Count == 0)
        {
            return null;
        }

        double? score = sample.Measures.TryGetValue(metricId, out var value) ? value : null;
        var worst = seats.Select(s => s.State).FirstOrDefault(s => s != VerdictState.Scored);
        return new LabelledItem
        {
            Id = sample.SampleId,
            Labels = [],
            Readings = [score is null ? new JudgeReading(worst == VerdictState.Scored ? VerdictState.Unparsed : worst, null) : JudgeReading.Of(score.Value)],
            Verdict = score,
            Cluster = sample.Cluster,
            Length = sample.Answer?.Length,
            ByJudge = seats.Count < 2 ? new Dictionary<string, double?>(StringComparer.Ordinal)
                : seats.GroupBy(s => s.Judge, StringComparer.Ordinal).ToDictionary(
                    g => g.Key, g => g.All(s => s.Score is not null) ? g.Average(s => s.Score) : null, StringComparer.Ordinal),
        };
    }

    private static List<(string Judge, VerdictState State, double? Score)> Seats(string? detail)
    {
        try
        {
            using var document = JsonDocument.Parse(detail ?? "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("judges", out var judges) && judges.ValueKind == JsonValueKind.Array
                ? [.. judges.EnumerateArray().Where(j => j.ValueKind == JsonValueKind.Object).Select(Seat)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static (string Judge, VerdictState State, double? Score) Seat(JsonElement seat)
    {
        string? Text(string key) => seat.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        double? score = seat.TryGetProperty("score", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
        return (Text("judge") ?? "?", Enum.TryParse<VerdictState>(Text("state"), out var state) ? state : VerdictState.Unparsed, score);
    }
}
