using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Eval.Core.Prompts;

/// <summary>
/// A Handlebars template over a sample's fields: no HTML escaping, an unknown field is an error, no partials, no access to files. Data is
/// inert: braces in a field's value are text. Compiled once; safe for several threads.
/// </summary>
/// <remarks>
/// <c>{{field}}</c>, <c>{{outer.inner}}</c>, <c>{{list.[0]}}</c>, <c>{{[Field with spaces]}}</c>, <c>{{#each}}</c>, <c>{{#if}}</c>,
/// <c>{{#unless}}</c>, <c>{{#with}}</c> and the helpers of <see cref="TemplateHelpers"/>. White space is kept as written, except that a line
/// which holds nothing but a block tag (<c>{{#each …}}</c>, <c>{{else}}</c>, <c>{{/each}}</c>) disappears, as Handlebars defines. A list or a
/// map cannot be printed as a whole: loop over it, or join it. A field that only some rows have is asked for with
/// <c>{{#if (has "field")}}</c>.
/// </remarks>
public sealed partial class PromptTemplate
{
    private readonly HandlebarsTemplate<object, object> _render;

    private PromptTemplate(string text, SourcePosition? at, HandlebarsTemplate<object, object> render) =>
        (Text, DefinedAt, _render) = (text, at, render);

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Where the user wrote it, or null.</summary>
    public SourcePosition? DefinedAt { get; }

    /// <summary>Compiles a template. Throws <see cref="EvalConfigurationException"/> with its position where it is malformed.</summary>
    public static PromptTemplate Parse(string text, SourcePosition? at = null)
    {
        if (PartialOrDecorator().Match(text) is { Success: true } partial)
        {
            throw new EvalConfigurationException(at, $"the template uses a partial or decorator (\"{partial.Value.Trim()}…\"), which is not supported");
        }

        try
        {
            return new PromptTemplate(text, at, TemplateEnvironment.Compile(text));
        }
        catch (Exception e) when (e is HandlebarsException or InvalidOperationException or ArgumentException)
        {
            throw new EvalConfigurationException(at, "the template is malformed: " + OneLine(e.Message));
        }
    }

    /// <summary>Renders it. Throws <see cref="EvalConfigurationException"/> naming the field that is missing and those that exist.</summary>
    public string Render(JsonObject fields) => Render(TemplateValues.Of(fields), row: null);

    /// <summary>Renders it over a sample's fields; errors name the sample's place too.</summary>
    public string Render(Sample sample) => Render(TemplateValues.Of(sample.Fields), sample.Source);

    internal string Render(Dictionary<string, object?> values, SourcePosition? row)
    {
        try
        {
            return _render(values);
        }
        catch (HandlebarsUndefinedBindingException e)
        {
            throw Wrong($"the template asks for \"{Asked(e)}\", which is not there", TemplateValues.FieldsAround(values, e.Path ?? ""), row);
        }
        catch (Exception e) when (e is HandlebarsException or TemplateValueException or InvalidCastException or FormatException)
        {
            var cause = e as TemplateValueException ?? e.InnerException as TemplateValueException;
            throw Wrong("the template fails: " + OneLine((cause ?? e).Message), hint: null, row);
        }
    }

    private static string Asked(HandlebarsUndefinedBindingException e) => string.IsNullOrEmpty(e.Path) ? e.MissingKey : e.Path;

    private static string OneLine(string message) => message.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    // The row is what the user has to look at when the template serves all the others.
    private EvalConfigurationException Wrong(string message, string? hint, SourcePosition? row) =>
        new(DefinedAt, row is null ? message : $"{message} (row at {row})", hint);

    // {{> name}}, {{#> name}}, {{* name}}, {{#* name}}; a backslash before the braces makes them text.
    [GeneratedRegex(@"(?<!\\)\{\{~?\s*#?\s*[>*]\s*[^\s}]*")]
    private static partial Regex PartialOrDecorator();
}
