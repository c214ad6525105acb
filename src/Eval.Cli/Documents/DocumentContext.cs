using System.Text.Json.Serialization;

namespace Eval.Cli.Documents;

/// <summary>How documents are written. Generated at build time: no reflection at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(RunStatusConverter), typeof(SampleOutcomeConverter)],
    WriteIndented = true)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(InitDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RunReportDocument))]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(SamplesDocument))]
[JsonSerializable(typeof(CheckDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(ModelsDocument))]
[JsonSerializable(typeof(ModelFileDocument))]
[JsonSerializable(typeof(PricesDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(PullDocument))]
[JsonSerializable(typeof(ProbeDocument))]
[JsonSerializable(typeof(CacheDocument))]
[JsonSerializable(typeof(CacheRemovalDocument))]
[JsonSerializable(typeof(DbDocument))]
[JsonSerializable(typeof(DbWorkDocument))]
[JsonSerializable(typeof(AgreeDocument))]
[JsonSerializable(typeof(RankDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(BlindSheetDocument))]
[JsonSerializable(typeof(CostWorkloadDocument))]
[JsonSerializable(typeof(CostBreakEvenDocument))]
[JsonSerializable(typeof(CostAuditDocument))]
[JsonSerializable(typeof(GateDocument))]
[JsonSerializable(typeof(GateListDocument))]
[JsonSerializable(typeof(GateSelfCheckDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(ItemDiffDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;

/// <summary>How lines of JSON are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(RunStatusConverter), typeof(SampleOutcomeConverter)])]
[JsonSerializable(typeof(SampleEntry))]
[JsonSerializable(typeof(BattleEntry))]
internal sealed partial class SampleLineContext : JsonSerializerContext;
