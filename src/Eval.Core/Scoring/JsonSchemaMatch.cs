using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Datasets;
using Eval.Core.Metrics;
using Eval.Core.Schemas;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Whether the answer is JSON that obeys a schema (the subset of <see cref="JsonSchemaSubset"/>), given by the suite or by each row. A code fence
/// around the JSON is passed over; text before or behind it is not.
/// </summary>
public sealed partial class JsonSchemaMatch : Scorer
{
    /// <inheritdoc/>
    public override string Name => "json_schema";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
        [new ScoreMean("json_schema_valid", "share of answers that are JSON and obey the schema"), new ExtractionRate("json_schema")];

    /// <inheritdoc/>
    public override string Correct => "json_schema_valid";

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    public override bool NeedsReference => false;

    /// <inheritdoc/>
    public override object Read(ConfigMap options)
    {
        var field = options.OptionalString("field");
        FieldPath? path = null;
        if (field is not null && !FieldPath.TryParse(field, out path))
        {
            options.Report("field", $"\"{field}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        }

        if (options.Has("schema") == options.Has("field"))
        {
            options.Report(options.At, "json_schema needs either \"schema\" (the schema itself) or \"field\" (where each row has one)");
        }

        JsonSchemaSubset? schema = null;
        if (options.Has("schema"))
        {
            try
            {
                schema = JsonSchemaSubset.From(options.OptionalJson("schema"), options.PositionOf("schema"));
            }
            catch (EvalConfigurationException e)
            {
                foreach (var problem in e.Problems)
                {
                    options.Report(problem.At ?? options.At, problem.Message, problem.Hint);
                }
            }
        }

        return new Settings(schema, path);
    }

    /// <inheritdoc/>
    public override void Check(object? options, Sample sample, SampleContext context) => Schema((Settings)options!, sample);

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var text = Fence().Match(input.Text) is { Success: true } fence ? fence.Groups["json"].Value : input.Text;
        JsonData value;
        try
        {
            value = JsonData.Parse(text);
        }
        catch (JsonException)
        {
            return Scoring.Score.Of(Correct, false) with { IsUnread = true };
        }

        var violations = Schema((Settings)options!, input.Sample).Validate(value);
        return Scoring.Score.Of(Correct, violations.Count == 0) with
        {
            Reading = text.Trim(),
            Note = violations.Count == 0 ? null : $"breaks the schema at {violations[0]}",
        };
    }

    private static JsonSchemaSubset Schema(Settings settings, Sample sample)
    {
        if (settings.Schema is { } schema)
        {
            return schema;
        }

        if (settings.Field?.TryFind(sample.Fields, out var node) != true || node is null)
        {
            throw new EvalConfigurationException(sample.Source, $"there is no schema in the field \"{settings.Field}\" (sample {sample.Id})");
        }

        // A schema in a table is a text.
        return node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? JsonSchemaSubset.Parse(value.GetValue<string>(), sample.Source)
            : JsonSchemaSubset.From(node, sample.Source);
    }

    [GeneratedRegex(@"^\s*```[A-Za-z]*[ \t]*\r?\n(?<json>.*?)\r?\n?[ \t]*```\s*$", RegexOptions.Singleline)]
    private static partial Regex Fence();

    private sealed record Settings(JsonSchemaSubset? Schema, FieldPath? Field);
}
