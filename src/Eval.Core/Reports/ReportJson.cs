using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Reports.Documents;

namespace Eval.Core.Reports;

/// <summary>How the documents of reports are written. Generated at build time: no reflection at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(RunStatusConverter), typeof(SampleOutcomeConverter)],
    WriteIndented = true)]
[JsonSerializable(typeof(RunReportDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(BattleEntry))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The same without line breaks.</summary>
    public static ReportJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new RunStatusConverter(), new SampleOutcomeConverter() },
    });
}
