using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Judging.Canaries;
using Eval.Core.Suites;

namespace Eval.Core.Judging.Rubrics;

/// <summary>
/// The canonical text of a rubric and its hash. It is made from what was read, with defaults filled in, so that comments, layout, the order of keys,
/// a default written out and the short form of a single criterion change nothing.
/// </summary>
internal static class RubricDefinition
{
    /// <summary>A rubric with its definition and hash.</summary>
    public static Rubric Complete(Rubric rubric)
    {
        var text = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(text, Json(rubric));
        return rubric with
        {
            DefinitionText = Encoding.UTF8.GetString(text.WrittenSpan),
            Hash = Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan)),
        };
    }

    private static JsonObject Json(Rubric rubric)
    {
        var json = new JsonObject
        {
            ["name"] = rubric.Name,
            ["version"] = rubric.Version,
            ["scale"] = Scale(rubric.Scale),
            ["criteria"] = new JsonArray([.. rubric.Criteria.Select(Criterion)]),
            ["reference"] = RubricReader.Word(rubric.Reference),
            ["context"] = RubricReader.Word(rubric.Context),
            ["joint"] = rubric.IsJoint,
            ["method"] = rubric.Method,
            ["aggregate"] = RubricReader.Word(rubric.Aggregate),
        };
        if (rubric.Prompt is { } prompt)
        {
            json["prompt"] = prompt.Text;
        }

        if (rubric.Canaries.Count < Canary.Names.Count)
        {
            json["canaries"] = new JsonArray([.. rubric.Canaries.Order(StringComparer.Ordinal).Select(c => (JsonNode)c)]);
        }

        // Examples that only people see decide nothing.
        if (rubric.ShowsExamples)
        {
            json["examples"] = new JsonArray([.. rubric.Examples.Select(Example)]);
        }

        return json;
    }

    private static JsonObject Scale(RubricScale scale)
    {
        var json = new JsonObject { ["min"] = scale.Min, ["max"] = scale.Max };
        if (scale.Labels is { } labels)
        {
            json["labels"] = new JsonArray([.. labels.Select(l => (JsonNode?)l)]);
        }

        if (scale.PassFrom is { } passFrom)
        {
            json["passFrom"] = passFrom;
        }

        return json;
    }

    private static JsonObject Criterion(RubricCriterion criterion) => new()
    {
        ["name"] = criterion.Name,
        ["question"] = criterion.Question,
        ["weight"] = criterion.Weight,
        ["scores"] = new JsonObject(criterion.Descriptors.Select(
            d => KeyValuePair.Create(d.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)d.Value))),
    };

    private static JsonObject Example(RubricExample example)
    {
        var json = new JsonObject
        {
            ["question"] = example.Question,
            ["answer"] = example.Answer,
            ["score"] = example.Score,
            ["why"] = example.Why,
        };
        if (example.Reference is { } reference)
        {
            json["reference"] = reference;
        }

        if (example.Context is { } context)
        {
            json["context"] = context;
        }

        return json;
    }
}
