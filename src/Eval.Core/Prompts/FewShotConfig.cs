using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Prompts;

/// <summary>Reads <c>fewShot:</c>.</summary>
internal static class FewShotConfig
{
    private static readonly Dictionary<string, FewShotChoice> Choices = new(StringComparer.Ordinal)
    {
        ["fixed"] = FewShotChoice.Fixed,
        ["random"] = FewShotChoice.Random,
        ["balanced"] = FewShotChoice.Balanced,
        ["similar"] = FewShotChoice.Similar,
    };

    public static FewShotSpec Read(ConfigMap map)
    {
        var standard = new FewShotSpec { Count = 1 };
        if (!map.Has("count"))
        {
            map.Report(map.At, "\"count\" is missing in fewShot: how many examples stand before each question");
        }

        var spec = new FewShotSpec
        {
            Count = map.OptionalInt("count", min: 1, max: 1000) ?? 1,
            Choice = map.OptionalWord("choice", Choices) ?? FewShotChoice.Fixed,
            Dataset = map.OptionalMap("dataset") is { } dataset ? DatasetConfig.Read(dataset) : null,
            Template = map.OptionalTemplate("template"),
            BalanceBy = Path(map, "balanceBy"),
            SimilarBy = Path(map, "similarBy"),
            MatchBy = Path(map, "matchBy"),
            Separator = map.OptionalString("separator") ?? standard.Separator,
            Preamble = map.OptionalTemplate("preamble"),
        };
        if (spec is { Choice: FewShotChoice.Balanced, BalanceBy: null } && !map.Has("balanceBy"))
        {
            map.Report("choice", "choice \"balanced\" needs \"balanceBy\": the field whose values are balanced");
        }
        else if (spec.Choice != FewShotChoice.Balanced && map.Has("balanceBy"))
        {
            map.Report("balanceBy", "\"balanceBy\" goes with \"choice: balanced\"");
        }

        if (spec is { Choice: FewShotChoice.Similar, SimilarBy: null } && !map.Has("similarBy"))
        {
            map.Report("choice", "choice \"similar\" needs \"similarBy\": the field whose text is compared");
        }
        else if (spec.Choice != FewShotChoice.Similar && map.Has("similarBy"))
        {
            map.Report("similarBy", "\"similarBy\" goes with \"choice: similar\"");
        }

        return spec;
    }

    private static string? Path(ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text || FieldPath.TryParse(text, out _))
        {
            return map.OptionalString(key);
        }

        map.Report(key, $"\"{text}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        return null;
    }
}
