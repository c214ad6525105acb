using HandlebarsDotNet;
using HandlebarsDotNet.IO;

namespace Eval.Core.Prompts;

/// <summary>The one Handlebars environment that all templates share: strict, without escaping, partials or files.</summary>
internal static class TemplateEnvironment
{
    private static readonly IHandlebars Environment = Create();

    public static HandlebarsTemplate<object, object> Compile(string text) => Environment.Compile(text);

    private static IHandlebars Create()
    {
        var configuration = new HandlebarsConfiguration
        {
            NoEscape = true,
            ThrowOnUnresolvedBindingExpression = true,
            PartialTemplateResolver = null!,
            FileSystem = null!,
        };
        configuration.FormatterProviders.Add(new StrictFormatters());
        var handlebars = Handlebars.Create(configuration);
        TemplateHelpers.Register(handlebars);
        return handlebars;
    }

    /// <summary>Prints truth values as JSON does and refuses to print what is not a single value.</summary>
    private sealed class StrictFormatters : IFormatterProvider, IFormatter
    {
        public bool TryCreateFormatter(Type type, out IFormatter formatter)
        {
            formatter = this;
            return type == typeof(bool) || type == typeof(object[]) || type == typeof(Dictionary<string, object>);
        }

        public void Format<T>(T value, in EncodedTextWriter writer)
        {
            switch (value)
            {
                case bool truth:
                    writer.Write(truth ? "true" : "false", false);
                    break;
                case object[]:
                    throw new TemplateValueException("a list cannot be printed as a whole: use {{#each}} or {{join}}");
                default:
                    throw new TemplateValueException("a map cannot be printed as a whole: name one of its fields");
            }
        }
    }
}
