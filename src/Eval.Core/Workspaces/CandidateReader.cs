using Eval.Core.Models;

namespace Eval.Core.Workspaces;

/// <summary>Reads the entries of <c>candidates:</c>.</summary>
internal static class CandidateReader
{
    public static List<Candidate> Read(ConfigMap root, string folder)
    {
        var candidates = new List<Candidate>();
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        foreach (var map in root.OptionalMaps("candidates"))
        {
            var candidate = ReadOne(map, folder);
            if (candidate.Id.Length > 0 && !seen.TryAdd(candidate.Id, map.PositionOf("id")))
            {
                map.Report("id", $"the candidate \"{candidate.Id}\" is already defined at line {seen[candidate.Id].Line}");
            }

            candidates.Add(candidate);
        }

        return candidates;
    }

    private static Candidate ReadOne(ConfigMap map, string folder)
    {
        var id = map.RequiredName("id");
        var local = map.OptionalMap("local");
        var hosted = map.OptionalMap("hosted");
        if (!map.Has("local") && !map.Has("hosted"))
        {
            map.Report(map.At, $"candidate \"{id}\" needs \"local\" (a GGUF file) or \"hosted\" (an endpoint)");
        }
        else if (map.Has("local") && map.Has("hosted"))
        {
            map.Report("hosted", $"candidate \"{id}\" has both \"local\" and \"hosted\"", "make two candidates of it");
        }

        return new Candidate
        {
            Id = id,
            Local = local is null ? null : ReadLocal(local, folder),
            Hosted = hosted is null ? null : HostedReader.Read(hosted, folder),
            Price = map.OptionalMap("price") is { } price ? PriceReader.Read(price) : null,
            Exact = map.OptionalBool("exact") ?? false,
            Facts = map.OptionalTexts("facts"),
            Tags = map.OptionalStrings("tags"),
            DefinedAt = map.At,
        };
    }

    private static LocalModelSpec ReadLocal(ConfigMap map, string folder)
    {
        var layers = GpuLayers.Auto;
        if (map.OptionalString("gpuLayers") is { } text && !GpuLayers.TryParse(text, out layers))
        {
            map.Report("gpuLayers", $"\"{text}\" is not a valid gpuLayers", "auto, all or a number of layers");
        }

        if (map.Has("url") && !map.Has("sha256"))
        {
            map.Report("url", "\"url\" needs \"sha256\" beside it, so that what is downloaded can be checked");
        }

        return new LocalModelSpec
        {
            File = Path.GetFullPath(Path.Combine(folder, map.RequiredString("file"))),
            Url = map.OptionalUrl("url"),
            Sha256 = map.OptionalSha256("sha256"),
            GpuLayers = layers,
            Context = map.OptionalInt("context", min: 1),
            Threads = map.OptionalInt("threads", min: 1, max: 4096),
            Batch = map.OptionalInt("batch", min: 1),
            MicroBatch = map.OptionalInt("microBatch", min: 1),
            KvType = map.OptionalChoice("kvType", "f16", "f32", "bf16", "q8_0"),
            FlashAttention = map.OptionalBool("flashAttention"),
            ChatTemplate = map.OptionalString("chatTemplate"),
            RopeScaling = map.OptionalChoice("ropeScaling", "none", "linear", "yarn"),
            RopeFrequencyScale = map.OptionalDouble("ropeFrequencyScale", min: double.Epsilon),
            RopeFrequencyBase = map.OptionalDouble("ropeFrequencyBase", min: double.Epsilon),
        };
    }
}
