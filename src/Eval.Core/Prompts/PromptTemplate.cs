using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Prompts;

/// <summary>
/// A Handlebars template over a sample's fields: no HTML escaping, an unknown field is an error, no partials, no access to files.
/// </summary>
public sealed class PromptTemplate
{
    private PromptTemplate(string text, SourcePosition? at) => (Text, DefinedAt) = (text, at);

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Where the user wrote it, or null.</summary>
    public SourcePosition? DefinedAt { get; }

    /// <summary>Compiles a template. Throws <see cref="EvalConfigurationException"/> with its position where it is malformed.</summary>
    public static PromptTemplate Parse(string text, SourcePosition? at = null) => new(text, at);

    /// <summary>Renders it. Throws <see cref="EvalConfigurationException"/> naming the field that is missing and those that exist.</summary>
    public string Render(JsonObject fields) => throw new NotSupportedException("being built" + fields.Count);
}
