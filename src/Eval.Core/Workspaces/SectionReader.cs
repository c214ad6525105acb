using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Eval.Core.Gates;
using Eval.Core.Models;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Workspaces;

/// <summary>Reads the sections of a workspace that schedules, gates, selection and the service use.</summary>
internal static class SectionReader
{
    public static List<ScheduleSpec> Schedules(ConfigMap root, IReadOnlyList<Candidate> candidates, IReadOnlyCollection<string> gates)
    {
        var schedules = new List<ScheduleSpec>();
        foreach (var map in root.OptionalMaps("schedules"))
        {
            var schedule = new ScheduleSpec(
                map.RequiredName("name"),
                Cron(map),
                TimeZone(map),
                map.OptionalStrings("suites"),
                map.OptionalStrings("candidates"),
                map.OptionalStrings("then"));
            if (schedules.Exists(s => s.Name == schedule.Name && s.Name.Length > 0))
            {
                map.Report("name", $"the schedule \"{schedule.Name}\" is already defined");
            }

            for (var i = 0; i < schedule.Candidates.Count; i++)
            {
                var pattern = schedule.Candidates[i];
                if (!candidates.Any(c => FileSystemName.MatchesSimpleExpression(pattern, c.Id, ignoreCase: false)))
                {
                    map.Report(map.PositionOf("candidates", i), $"no candidate matches \"{pattern}\"", NearestName.Hint(pattern, [.. candidates.Select(c => c.Id)]));
                }
            }

            for (var i = 0; i < schedule.Then.Count; i++)
            {
                CheckStep(map, i, schedule.Then[i], gates);
            }

            schedules.Add(schedule);
        }

        return schedules;
    }

    public static Dictionary<string, DecisionProfile> Selection(ConfigMap root, IReadOnlyList<Candidate> candidates)
    {
        var result = new Dictionary<string, DecisionProfile>(StringComparer.Ordinal);
        string[] ids = [.. candidates.Select(c => c.Id)];
        foreach (var (name, map) in Named(root, "selection"))
        {
            if (DecisionProfileReader.Read(map, name, ids) is { } profile)
            {
                result[name] = profile;
            }
            else if (!map.HasProblems)
            {
                map.Report(map.At, $"the profile \"{name}\" cannot be read");
            }
        }

        return result;
    }

    public static Dictionary<string, GatePolicy> Gates(ConfigMap root)
    {
        var result = new Dictionary<string, GatePolicy>(StringComparer.Ordinal);
        foreach (var (name, map) in Named(root, "gates"))
        {
            result[name] = GatePolicyReader.Read(map, name);
        }

        return result;
    }

    public static StorageSpec Storage(ConfigMap root)
    {
        if (root.OptionalMap("storage") is not { } map)
        {
            return new StorageSpec();
        }

        var storage = new StorageSpec(map.OptionalChoice("provider", "sqlite", "postgresql") ?? "sqlite", map.OptionalString("connectionEnv"));
        if (storage is { Provider: "postgresql", ConnectionEnv: null })
        {
            map.Report(map.At, "provider \"postgresql\" needs \"connectionEnv\"", "the name of the environment variable that holds the connection string");
        }

        return storage;
    }

    /// <summary>A list of maps whose keys later parts of the program check.</summary>
    public static JsonArray FreeMaps(ConfigMap root, string key)
    {
        var list = FreeList(root, key);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject)
            {
                root.Report(root.PositionOf(key, i), $"each entry of \"{key}\" must be a map of keys");
            }
        }

        return list;
    }

    /// <summary>A map whose keys later parts of the program check.</summary>
    public static JsonObject FreeMap(ConfigMap root, string key)
    {
        switch (root.OptionalJson(key))
        {
            case JsonObject map:
                return map;
            case null when !root.Has(key):
                return [];
            default:
                root.Report(key, $"\"{key}\" must be a map of keys");
                return [];
        }
    }

    private static JsonArray FreeList(ConfigMap map, string key)
    {
        switch (map.OptionalJson(key))
        {
            case JsonArray list:
                return list;
            case null when !map.Has(key):
                return [];
            default:
                map.Report(key, $"\"{key}\" must be a list");
                return [];
        }
    }

    private static IEnumerable<(string Name, ConfigMap Map)> Named(ConfigMap root, string key)
    {
        if (root.OptionalMap(key) is not { } map)
        {
            yield break;
        }

        foreach (var name in map.Keys.ToList())
        {
            if (map.OptionalMap(name) is { } child)
            {
                yield return (name, child);
            }
        }
    }

    private static string Cron(ConfigMap map)
    {
        var cron = map.RequiredString("cron");
        if (cron.Length > 0 && cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is not (6 or 7))
        {
            map.Report("cron", $"\"{cron}\" must have six or seven fields", "seconds minutes hours day-of-month month day-of-week [year], for example \"0 0 2 * * ?\"");
        }

        return cron;
    }

    private static string TimeZone(ConfigMap map)
    {
        var zone = map.OptionalString("timeZone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            map.Report("timeZone", $"\"{zone}\" is not a time zone of this machine", "an IANA name such as UTC or Europe/Berlin");
        }

        return zone;
    }

    private static void CheckStep(ConfigMap map, int index, string step, IReadOnlyCollection<string> gates)
    {
        var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = map.PositionOf("then", index);
        if (words is ["rank"] or ["report"] or ["gate"])
        {
            return;
        }

        if (words is not ["gate", var gate])
        {
            map.Report(at, $"\"{step}\" is not a step", NearestName.Hint(words.FirstOrDefault() ?? "", ["gate", "rank", "report"]));
        }
        else if (!gates.Contains(gate))
        {
            map.Report(at, $"there is no gate \"{gate}\"", NearestName.Hint(gate, gates));
        }
    }
}
