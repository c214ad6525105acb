using System.Globalization;
using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>Reads the keys of a speed suite.</summary>
internal static class SpeedConfig
{
    private const int MostRequests = 1_000_000;

    private static readonly Dictionary<string, PromptMode> Modes = new(StringComparer.Ordinal)
    {
        ["chat"] = PromptMode.Chat,
        ["raw"] = PromptMode.Raw,
        ["auto"] = PromptMode.Auto,
    };

    private static readonly Dictionary<string, IgnoreEnd> Ends = new(StringComparer.Ordinal)
    {
        ["auto"] = IgnoreEnd.Auto,
        ["always"] = IgnoreEnd.Always,
        ["never"] = IgnoreEnd.Never,
    };

    public static SpeedSettings Read(ConfigMap map)
    {
        var standard = new SpeedSettings();
        var slo = map.OptionalMap("slo");
        var settings = new SpeedSettings
        {
            Loads = Loads(map) is { Count: > 0 } loads ? loads : standard.Loads,
            Warmup = map.OptionalInt("warmup", min: 0, max: MostRequests) ?? standard.Warmup,
            Mode = map.OptionalWord("mode", Modes) ?? standard.Mode,
            System = map.OptionalTemplate("system"),
            InputTokens = map.OptionalInt("inputTokens", min: 1),
            OutputTokens = map.OptionalInt("outputTokens", min: 1),
            MaxTokens = map.OptionalInt("maxTokens", min: 1) ?? standard.MaxTokens,
            IgnoreEnd = map.OptionalWord("ignoreEnd", Ends) ?? standard.IgnoreEnd,
            UniquePrefix = map.OptionalBool("uniquePrefix") ?? standard.UniquePrefix,
            Temperature = map.OptionalDouble("temperature", min: 0, max: 2) ?? standard.Temperature,
            Target = Target(map),
            Objective = slo is null ? null : new ServiceObjective(
                slo.OptionalDouble("firstToken", min: 0), slo.OptionalDouble("perToken", min: 0), slo.OptionalDouble("whole", min: 0)),
            ObjectiveShare = slo?.OptionalDouble("share", min: 0, max: 1) ?? standard.ObjectiveShare,
        };
        Check(map, settings, slo);
        return settings;
    }

    private static List<LoadSpec> Loads(ConfigMap map)
    {
        var loads = new List<LoadSpec>();
        foreach (var (i, load) in map.OptionalMaps("load").Index())
        {
            if (Load(load) is not { } read)
            {
                continue;
            }

            if (loads.Exists(l => l.Name == read.Name))
            {
                map.Report(map.PositionOf("load", i), $"the load {read.Name} is there twice");
            }

            loads.Add(read);
        }

        if (map.Has("load") && map.OptionalMaps("load").Count == 0)
        {
            map.Report("load", "\"load\" names no load", "load: [ { concurrency: 1 }, { rate: 2.5, requests: 100 } ]");
        }

        return loads;
    }

    private static LoadSpec? Load(ConfigMap map)
    {
        var concurrency = map.OptionalInt("concurrency", min: 1, max: 100_000);
        var rate = map.OptionalDouble("rate", min: 1e-6, max: 1e6);
        var repeat = map.OptionalInt("repeat", min: 1, max: 1000);
        var requests = map.OptionalInt("requests", min: 1, max: MostRequests);
        if (new[] { concurrency is not null, rate is not null, repeat is not null }.Count(given => given) != 1)
        {
            map.Report(
                map.At, "a load is one of concurrency (users who wait for their answers), rate (requests per second that do not wait) and repeat (how often a text is repeated)");
            return null;
        }

        return (concurrency, rate, repeat) switch
        {
            // Each user asks often enough that the beginning and the end, when fewer are under way, weigh little.
            ({ } users, _, _) => new($"closed-{users}", LoadShape.Closed, users, requests ?? Math.Max(40, 10 * users)),
            (_, { } perSecond, _) => new($"open-{perSecond.ToString(CultureInfo.InvariantCulture)}", LoadShape.Open, perSecond, requests ?? 100),
            _ => new($"repeat-{repeat}", LoadShape.Closed, 1, requests ?? 5, repeat!.Value),
        };
    }

    // As in a generation suite: a field or a template.
    private static PromptTemplate? Target(ConfigMap map)
    {
        if (map.OptionalString("target") is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Contains("{{", StringComparison.Ordinal) ? TemplateConfig.Parse(map, text, map.PositionOf("target"))
            : FieldPath.TryParse(text, out _) ? TemplateConfig.Parse(map, $"{{{{{text}}}}}", map.PositionOf("target"))
            : null;
    }

    private static void Check(ConfigMap map, SpeedSettings settings, ConfigMap? slo)
    {
        if (!map.Has("prompt"))
        {
            map.Report("prompt", "\"prompt\" is missing");
        }

        if (settings.Target is null && settings.Loads.Any(l => l.Repeat > 0))
        {
            map.Report("target", "\"target\" is missing: the text that is to be repeated");
        }

        if (slo is not null && settings.Objective is { FirstTokenMs: null, PerTokenMs: null, WholeMs: null })
        {
            map.Report("slo", "\"slo\" sets no bound", "firstToken, perToken or whole, in milliseconds");
        }
    }
}
