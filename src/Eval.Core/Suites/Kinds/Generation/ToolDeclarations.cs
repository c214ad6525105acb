using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>The tools that a model may call: the same for all rows, or a field of each row. Only declared, never run.</summary>
internal sealed class ToolDeclarations
{
    private readonly IReadOnlyList<AITool> _all = [];
    private readonly FieldPath? _field;

    private ToolDeclarations(IReadOnlyList<AITool> all, FieldPath? field) => (_all, _field) = (all, field);

    /// <summary>Reads <c>tools:</c>: a field, or a list of maps with name, description and parameters; null where the key is absent.</summary>
    public static ToolDeclarations? Read(ConfigMap map)
    {
        switch (map.OptionalJson("tools"))
        {
            case null:
                return null;
            case JsonArray list:
                try
                {
                    return new ToolDeclarations(Declare(list), null);
                }
                catch (FormatException e)
                {
                    map.Report("tools", e.Message);
                    return null;
                }

            case JsonValue value when FieldPath.TryParse(FieldPath.TextOf(value) ?? "", out var path):
                return new ToolDeclarations([], path);
            default:
                map.Report("tools", "\"tools\" must be a field, or a list of maps with \"name\", \"description\" and \"parameters\" (a JSON Schema)");
                return null;
        }
    }

    /// <summary>The tools of a row. Throws <see cref="EvalConfigurationException"/> where its field holds none.</summary>
    public IReadOnlyList<AITool> Of(Sample sample)
    {
        if (_field is null)
        {
            return _all;
        }

        try
        {
            return _field.TryFind(sample.Fields, out var value) && value is JsonArray list ? Declare(list) : throw new FormatException($"the field \"{_field}\" is not a list of tools");
        }
        catch (FormatException e)
        {
            throw new EvalConfigurationException(sample.Source, $"{e.Message} (sample {sample.Id})");
        }
    }

    private static List<AITool> Declare(JsonArray list)
    {
        var tools = new List<AITool>();
        foreach (var item in list)
        {
            // {"type": "function", "function": {…}} is the form in which requests are stored.
            var tool = item is JsonObject outer && outer["function"] is JsonObject function ? function : item as JsonObject;
            if (tool?["name"] is not JsonValue name || name.GetValueKind() != JsonValueKind.String || (tool["parameters"] is { } given and not JsonObject))
            {
                throw new FormatException("a tool needs a \"name\", and \"parameters\" that are a JSON Schema");
            }

            var schema = tool["parameters"]?.ToJsonString() ?? """{"type":"object","properties":{}}""";
            tools.Add(AIFunctionFactory.CreateDeclaration(name.GetValue<string>(), FieldPath.TextOf(tool["description"]) ?? "", JsonElement.Parse(schema)));
        }

        return tools;
    }
}
