using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Gates;

/// <summary>Policies as files, and as the JSON that decision records keep: both have the keys of one entry of <c>gates:</c>.</summary>
public static class GatePolicyFile
{
    /// <summary>Reads a policy file.</summary>
    /// <param name="path">The YAML file; its name without folder and extension becomes the policy's name.</param>
    /// <exception cref="EvalConfigurationException">The file is missing, unreadable or wrong; all mistakes are told.</exception>
    public static GatePolicy Load(string path) => Read(ConfigDocument.Load(path), Path.GetFileNameWithoutExtension(path));

    /// <summary>Reads a policy from text, for example from <see cref="ToJson"/>.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="name">The policy's name.</param>
    /// <exception cref="EvalConfigurationException">The text is wrong.</exception>
    public static GatePolicy Parse(string text, string name) => Read(ConfigDocument.Parse(text, name), name);

    /// <summary>The whole policy with its defaults filled in; <see cref="Parse"/> reads it back.</summary>
    public static JsonObject ToJson(this GatePolicy policy)
    {
        var json = new JsonObject();
        if (policy.Baseline is { } baseline)
        {
            json["baseline"] = baseline;
        }

        json["margin"] = Map(policy.Suites, s => s.Name, s => s.Margin);
        AddIfAny(json, "metric", Map(policy.Suites.Where(s => s.MetricId is not null), s => s.Name, s => s.MetricId));
        json["confidence"] = policy.Confidence;
        json["minCoverage"] = policy.MinCoverage;
        json["power"] = policy.Power;
        AddIfAny(json, "slices", Map(policy.Suites.Where(s => s.Slices.Count > 0), s => s.Name, s => Map(s.Slices, r => r.Slice, SliceJson)));
        Add(json, "maxCostIncrease", policy.MaxCostIncrease);
        Add(json, "maxLatencyIncrease", policy.MaxLatencyIncrease);
        Add(json, "maxP95LatencyMs", policy.MaxP95LatencyMs);
        var must = new JsonObject();
        AddIfAny(must, "facts", Map(policy.MustHaves.Facts, f => f.Key, f => new JsonArray([.. f.Value.Select(v => JsonValue.Create(v))])));
        Add(must, "contextLength", policy.MustHaves.ContextLength);
        AddIfAny(must, "floor", Map(policy.MustHaves.Floors, f => f.Key, f => f.Value));
        AddIfAny(json, "mustHaves", must);
        if (policy.EarlyStopping is { } early)
        {
            json["earlyStopping"] = new JsonObject
            {
                ["looks"] = early.Looks,
                ["spending"] = GatePolicyReader.Word(early.Spending),
                ["futility"] = early.Futility,
            };
        }

        return json;
    }

    /// <summary>
    /// SHA-256 over the meaning of a policy, lower-case hex: equal where the same things decide in the same way. Its name, its layout and its
    /// <c>baseline</c> (which only says what to compare with) do not count.
    /// </summary>
    public static string Hash(this GatePolicy policy)
    {
        var text = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(text, policy.ToJson(), except: "baseline");
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static GatePolicy Read(ConfigDocument document, string name)
    {
        var policy = GatePolicyReader.Read(document.Root, name);
        document.ThrowIfInvalid();
        return policy;
    }

    private static JsonObject SliceJson(SliceRule rule)
    {
        var json = new JsonObject();
        Add(json, "maxLoss", rule.MaxLoss);
        Add(json, "floor", rule.Floor);
        Add(json, "minSamples", rule.MinSamples == 0 ? null : rule.MinSamples);
        return json;
    }

    private static JsonObject Map<T, TValue>(IEnumerable<T> items, Func<T, string> key, Func<T, TValue> value) =>
        new(items.Select(i => KeyValuePair.Create(key(i), value(i) is JsonNode node ? node : JsonValue.Create(value(i)) as JsonNode)));

    private static void Add(JsonObject json, string key, double? value)
    {
        if (value is { } number)
        {
            json[key] = number == Math.Floor(number) && Math.Abs(number) < 1e15 ? JsonNode.Parse(number.ToString("0", CultureInfo.InvariantCulture)) : number;
        }
    }

    private static void AddIfAny(JsonObject json, string key, JsonObject value)
    {
        if (value.Count > 0)
        {
            json[key] = value;
        }
    }
}
