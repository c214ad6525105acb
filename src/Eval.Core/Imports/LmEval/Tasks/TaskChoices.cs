using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>Choices and the right one of a multiple-choice task.</summary>
/// <param name="task">The task.</param>
/// <param name="data">Its rows.</param>
/// <param name="refuse">Takes a key that no suite can be made without, and why.</param>
internal sealed partial class TaskChoices(TaskYaml task, TaskData data, Action<string, string> refuse)
{
    /// <summary>Adds the keys to a suite.</summary>
    public void AddTo(JsonObject suite)
    {
        var choices = Choices();
        if (choices is null && data.HasSamples)
        {
            // As the tool made them; its delimiter stands before each already.
            choices = TaskData.ChoicesField;
            suite["targetDelimiter"] = "";
        }
        else if (choices is null)
        {
            refuse("doc_to_choice", task.IsFunction("doc_to_choice") ? "a Python function" : "is neither a field nor a list of texts");
        }

        suite["choices"] = choices;
        Answer(suite);
    }

    private JsonNode? Choices()
    {
        if (task["doc_to_choice"] is YamlSequenceNode list)
        {
            var items = new JsonArray();
            foreach (var item in list.Children)
            {
                if (item is not YamlScalarNode { Value: { } text } || !JinjaText.TryTranslate(text, out var template, out _))
                {
                    return null;
                }

                items.Add(template);
            }

            return items.Count > 1 ? items : null;
        }

        return task.IsFunction("doc_to_choice") || task.Text("doc_to_choice") is not { } jinja ? null
            : JinjaText.TryField(jinja, out var field) ? field
            : JinjaText.TryList(jinja, out var written) ? new JsonArray([.. written.Select(w => (JsonNode?)JsonValue.Create(w))])
            : null;
    }

    // The index of the right choice; its text; a label's place in a list of labels.
    private void Answer(JsonObject suite)
    {
        var jinja = task.IsFunction("doc_to_target") ? null : task.Text("doc_to_target");
        if (data.HasSamples)
        {
            suite["answer"] = TaskData.TargetField;
        }
        else if (int.TryParse(jinja, out var fixedIndex))
        {
            suite["dataset"]!["map"] = new JsonObject { [TaskData.TargetField] = fixedIndex };
            suite["answer"] = TaskData.TargetField;
        }
        else if (jinja is not null && JinjaText.TryField(jinja, out var field))
        {
            suite["answer"] = field;
        }
        else if (jinja is not null && LabelIndex().Match(jinja) is { Success: true } match && Labels(match.Groups["labels"].Value) is { } kind
            && JinjaText.TryField(match.Groups["field"].Value.Trim(), out var label))
        {
            suite["answer"] = label;
            foreach (var (key, value) in kind)
            {
                suite[key] = value?.DeepClone();
            }
        }
        else
        {
            refuse("doc_to_target", task.IsFunction("doc_to_target") ? "a Python function" : "is neither an index, a field nor the place of a label");
        }
    }

    // A, B, C … are letters to us; 0, 1 … and 1, 2 … are indices.
    private static JsonObject? Labels(string list)
    {
        var labels = LabelItem().Matches(list).Select(m => m.Value.Trim('\'', '"')).ToList();
        return labels.Count < 2 ? null
            : labels.Index().All(l => l.Item == ((char)('A' + l.Index)).ToString()) ? new JsonObject { ["answerKind"] = "letter" }
            : labels.Index().All(l => l.Item == $"{l.Index}") ? new JsonObject { ["answerKind"] = "index" }
            : labels.Index().All(l => l.Item == $"{l.Index + 1}") ? new JsonObject { ["answerKind"] = "index", ["answerBase"] = 1 }
            : null;
    }

    [GeneratedRegex(@"^\s*\{\{-?\s*(?<labels>\[[^\]]*\])\.index\((?<field>[^()]+)\)\s*-?\}\}\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelIndex();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\d+", RegexOptions.CultureInvariant)]
    private static partial Regex LabelItem();
}
