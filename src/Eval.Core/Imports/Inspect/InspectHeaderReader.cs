using System.Text.Json;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Inspect;

/// <summary>Finds the header of a log.</summary>
internal static class InspectHeaderReader
{
    private const string Header = "header.json";
    private const string Journal = "_journal/start.json";

    // As the very first .eval logs had it, in autumn 2024.
    private const string OldStart = "start.json";
    private const string OldResults = "results.json";

    /// <summary>True where a zip file's entries are those of a log.</summary>
    public static bool Knows(ZipFile zip) => zip.Has(Header) || zip.Has(Journal) || (zip.Has(OldStart) && zip.Has(OldResults));

    /// <summary>The header of a zip file.</summary>
    public static async Task<InspectHeader> ReadAsync(ZipFile zip, string file, CancellationToken cancellationToken)
    {
        if (!Knows(zip))
        {
            throw new EvalConfigurationException(new SourcePosition(file, 0, 0), "is no log of inspect: it has neither header.json nor _journal/start.json");
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        string[] entries = zip.Has(Header) ? [Header] : zip.Has(Journal) ? [Journal] : [OldStart, OldResults];
        foreach (var entry in entries)
        {
            await using var stream = zip.Open(entry);
            using var json = new JsonPull(stream, $"{file}/{entry}");
            await json.ReadAsync(cancellationToken);
            while (json.Token is JsonTokenType.StartObject or not JsonTokenType.None && await json.NextPropertyAsync(cancellationToken))
            {
                var name = json.Name;
                if (Parts.Contains(name))
                {
                    values[name] = await json.TakeAsync(cancellationToken);
                }
                else
                {
                    await json.SkipAsync(cancellationToken);
                }
            }
        }

        return Of(values, file);
    }

    /// <summary>The parts of a log that make its header.</summary>
    public static IReadOnlySet<string> Parts { get; } = new HashSet<string>(StringComparer.Ordinal) { "version", "status", "eval", "plan", "results", "stats", "error" };

    /// <summary>The header made of those parts.</summary>
    public static InspectHeader Of(IReadOnlyDictionary<string, JsonElement> values, string file)
    {
        var version = values.TryGetValue("version", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var v) ? v : 1;
        if (version > InspectHeader.NewestVersion)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, 0, 0), $"the log has version {version}; versions up to {InspectHeader.NewestVersion} are understood");
        }

        return values.TryGetValue("eval", out var eval) && eval.ValueKind == JsonValueKind.Object
            ? new InspectHeader(
                version, values.TryGetValue("status", out var status) ? status.Label() ?? "started" : "started", eval, Part("plan"), Part("results"), Part("stats"), Part("error"))
            : throw new EvalConfigurationException(new SourcePosition(file, 0, 0), "is no log of inspect: it has no \"eval\"");

        JsonElement? Part(string name) => values.TryGetValue(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;
    }
}
