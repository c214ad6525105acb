using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>
/// A task's <c>filter_list</c>: chains that find the answer in what the model wrote. A regular expression and the first answer are taken over; one
/// suite is made for each chain, and the second finds its answers in the cache.
/// </summary>
internal static class TaskFilters
{
    /// <summary>Each chain that can be taken over, with its name and the options of <c>exact_match</c> that do the same.</summary>
    public static IReadOnlyList<(string? Name, JsonObject? Extract)> Of(TaskYaml task, List<NotTaken> notTaken)
    {
        if (task["filter_list"] is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            return [(null, new JsonObject())];
        }

        var chains = new List<(string?, JsonObject?)>();
        foreach (var chain in list.Children)
        {
            var name = TaskYaml.TextOf(chain, "name") ?? "filter";
            if (Chain(task, chain, name, notTaken) is { } extract)
            {
                chains.Add((name, extract));
            }
        }

        return chains;
    }

    private static JsonObject? Chain(TaskYaml task, YamlNode chain, string name, List<NotTaken> notTaken)
    {
        var extract = new JsonObject();
        foreach (var step in TaskYaml.NodeOf(chain, "filter") is YamlSequenceNode steps ? steps.Children : [])
        {
            switch (TaskYaml.TextOf(step, "function"))
            {
                case "take_first":
                    break;
                case "remove_whitespace" when extract.Count > 0:
                    // What is found has no white space at its ends here anyway.
                    break;
                case "regex" when extract.Count == 0 && TaskYaml.TextOf(step, "group_select") is null or "0" or "-1":
                    // The pattern that the tool takes where none is given.
                    extract["extract"] = TaskYaml.TextOf(step, "regex_pattern") ?? @"#### (\-?[0-9\.\,]+)";
                    if (TaskYaml.TextOf(step, "group_select") == "-1")
                    {
                        extract["take"] = "last";
                    }

                    break;
                case var other:
                    notTaken.Add(new NotTaken(
                        task.At("filter_list", step), $"filter {name}: {other ?? "?"}", "has no counterpart here (regex and take_first have); the chain is left out"));
                    return null;
            }
        }

        return extract;
    }
}
