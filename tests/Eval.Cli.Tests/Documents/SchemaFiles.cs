using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Eval.Cli.Documents;
using Eval.Core.Schemas;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Documents;

/// <summary>The committed JSON Schemas of the documents, and what the document types would have them be.</summary>
internal static class SchemaFiles
{
    public static string Folder { get; } = Path.Combine(SharedFolder.RepositoryRoot, "src", "Eval.Cli", "Schemas");

    public static IReadOnlyDictionary<string, JsonTypeInfo> Types { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["init"] = DocumentContext.Default.InitDocument,
        ["error"] = DocumentContext.Default.ErrorDocument,
        ["run"] = DocumentContext.Default.RunDocument,
        ["run-report"] = DocumentContext.Default.RunReportDocument,
        ["run-list"] = DocumentContext.Default.RunListDocument,
        ["plan"] = DocumentContext.Default.PlanDocument,
        ["samples"] = DocumentContext.Default.SamplesDocument,
        ["sample-line"] = SampleLineContext.Default.SampleEntry,
        ["battle-line"] = SampleLineContext.Default.BattleEntry,
        ["check"] = DocumentContext.Default.CheckDocument,
        ["doctor"] = DocumentContext.Default.DoctorDocument,
        ["models"] = DocumentContext.Default.ModelsDocument,
        ["model-file"] = DocumentContext.Default.ModelFileDocument,
        ["pull"] = DocumentContext.Default.PullDocument,
        ["probe"] = DocumentContext.Default.ProbeDocument,
        ["cache"] = DocumentContext.Default.CacheDocument,
        ["cache-removal"] = DocumentContext.Default.CacheRemovalDocument,
        ["db"] = DocumentContext.Default.DbDocument,
        ["db-work"] = DocumentContext.Default.DbWorkDocument,
        ["prices"] = DocumentContext.Default.PricesDocument,
        ["rank"] = DocumentContext.Default.RankDocument,
        ["rate"] = DocumentContext.Default.RateDocument,
        ["cost-workload"] = DocumentContext.Default.CostWorkloadDocument,
        ["cost-break-even"] = DocumentContext.Default.CostBreakEvenDocument,
        ["cost-audit"] = DocumentContext.Default.CostAuditDocument,
        ["agree"] = DocumentContext.Default.AgreeDocument,
        ["blind-sheet"] = DocumentContext.Default.BlindSheetDocument,
        ["gate"] = DocumentContext.Default.GateDocument,
        ["gate-list"] = DocumentContext.Default.GateListDocument,
        ["gate-self-check"] = DocumentContext.Default.GateSelfCheckDocument,
        ["export"] = DocumentContext.Default.ExportDocument,
        ["import"] = DocumentContext.Default.ImportDocument,
        ["compare"] = DocumentContext.Default.CompareDocument,
        ["item-diff"] = DocumentContext.Default.ItemDiffDocument,
    };

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.schema.json");

    /// <summary>What the type of a document says its schema is.</summary>
    public static string Export(string name)
    {
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(Types[name], new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Transform,
        });
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = name };
        foreach (var (key, value) in schema.AsObject().ToList())
        {
            document[key] = value?.DeepClone();
        }

        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <summary>What a document has against its schema; empty where it fits.</summary>
    public static IReadOnlyList<SchemaViolation> Validate(string name, string json) =>
        JsonSchemaSubset.Parse(File.ReadAllText(PathOf(name))).Validate(json);

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        schema.Remove("format");
        if (context.PropertyInfo?.Name == "schema")
        {
            return new JsonObject { ["const"] = 1 };
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema.ContainsKey("properties"))
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }
}
