using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>
/// What a field of <c>map:</c> is made of:
/// <list type="bullet">
/// <item>a template gives a text; a template that is nothing but one field (<c>"{{choices.text}}"</c>) gives that field's value, whatever its type;</item>
/// <item>a number, true, false or null gives itself;</item>
/// <item>a list gives a list; an item that gives a list is spliced in;</item>
/// <item><c>{ number: "{{letterIndex answer}}" }</c> gives a number;</item>
/// <item><c>{ forEach: "{{choices}}", value: "{{item.text}}" }</c> gives a list: one value for each item, which sees <c>item</c>,
/// <c>index</c> (from 0) and the row's own fields.</item>
/// </list>
/// </summary>
public abstract partial class FieldMapping
{
    private protected FieldMapping()
    {
    }

    /// <summary>Reads what the user wrote.</summary>
    /// <exception cref="EvalConfigurationException">It is none of the forms above.</exception>
    public static FieldMapping Parse(JsonNode? node, SourcePosition? at = null)
    {
        switch (node)
        {
            case JsonArray list:
                return new ListMapping([.. list.Select(item => Parse(item, at))]);
            case JsonObject map when map.Count == 1 && map.ContainsKey("number"):
                return new NumberMapping(Parse(map["number"], at), at);
            case JsonObject map when map.Count == 2 && map.ContainsKey("forEach") && map.ContainsKey("value"):
                return new ForEachMapping(Parse(map["forEach"], at), Parse(map["value"], at), at);
            case JsonObject:
                throw new EvalConfigurationException(at, "a map here must be { number: … } or { forEach: …, value: … }");
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                return SingleField().Match(text) is { Success: true } match && FieldPath.TryParse(match.Groups[1].Value, out var path)
                    && !path.Segments[0].StartsWith("..", StringComparison.Ordinal)
                    ? new CopyMapping(path, at)
                    : new TextMapping(PromptTemplate.Parse(text, at));
            default:
                return new ConstantMapping(node?.DeepClone());
        }
    }

    /// <summary>Makes the field.</summary>
    /// <exception cref="EvalConfigurationException">A field that it needs is missing or of the wrong type.</exception>
    public JsonNode? Apply(JsonObject row, SourcePosition? source = null) => Apply(new Scope(row, source, InLoop: false, Item: null, Index: 0));

    private protected abstract JsonNode? Apply(Scope scope);

    [GeneratedRegex(@"^\{\{\s*((?:this\.)?[^\s{}]+|\[[^\]]+\])\s*\}\}\z")]
    private static partial Regex SingleField();

    private protected sealed record Scope(JsonObject Row, SourcePosition? Source, bool InLoop, JsonNode? Item, int Index);

    private sealed class ConstantMapping(JsonNode? value) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope) => value?.DeepClone();
    }

    private sealed class TextMapping(PromptTemplate template) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope)
        {
            var values = TemplateValues.Of(scope.Row);
            if (scope.InLoop)
            {
                values["item"] = TemplateValues.Of(scope.Item);
                values["index"] = (long)scope.Index;
            }

            return JsonValue.Create(template.Render(values, scope.Source));
        }
    }

    private sealed class CopyMapping(FieldPath path, SourcePosition? at) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope)
        {
            var row = scope.Row;
            if (scope.InLoop && path.Segments[0] is "item" or "index")
            {
                row = new JsonObject { ["item"] = scope.Item?.DeepClone(), ["index"] = scope.Index };
            }

            return path.TryFind(row, out var value)
                ? value?.DeepClone()
                : throw new EvalConfigurationException(
                    at, $"the field \"{path}\" is not in the row{(scope.Source is { } source ? $" at {source}" : "")}",
                    TemplateValues.FieldsAround(TemplateValues.Of(row), path.Text));
        }
    }

    private sealed class ListMapping(IReadOnlyList<FieldMapping> items) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope)
        {
            var list = new JsonArray();
            foreach (var item in items)
            {
                if (item.Apply(scope) is var value && value is JsonArray inner)
                {
                    foreach (var one in inner)
                    {
                        list.Add(one?.DeepClone());
                    }
                }
                else
                {
                    list.Add(value);
                }
            }

            return list;
        }
    }

    private sealed class NumberMapping(FieldMapping inner, SourcePosition? at) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope)
        {
            var text = (FieldPath.TextOf(inner.Apply(scope)) ?? "").Trim();
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number)
                : throw new EvalConfigurationException(at, $"\"{text}\" is not a number{(scope.Source is { } source ? $" (row at {source})" : "")}");
        }
    }

    private sealed class ForEachMapping(FieldMapping list, FieldMapping value, SourcePosition? at) : FieldMapping
    {
        private protected override JsonNode? Apply(Scope scope)
        {
            if (list.Apply(scope) is not JsonArray items)
            {
                throw new EvalConfigurationException(at, $"\"forEach\" needs a list{(scope.Source is { } source ? $" (row at {source})" : "")}");
            }

            var result = new JsonArray();
            for (var i = 0; i < items.Count; i++)
            {
                result.Add(value.Apply(scope with { InLoop = true, Item = items[i], Index = i }));
            }

            return result;
        }
    }
}
