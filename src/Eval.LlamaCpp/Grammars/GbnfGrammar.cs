using Eval.Core.Schemas;
using Eval.Core.Workspaces;

namespace Eval.LlamaCpp.Grammars;

/// <summary>
/// Grammars in llama.cpp's GBNF notation. A grammar made from a schema never admits a text that the schema refuses; it may admit fewer
/// texts than the schema allows, in ways that DECISION-grammars.md lists: compact JSON with at most one blank after a comma or colon,
/// declared members only and in the schema's order, one spelling for each number and character.
/// </summary>
public static class GbnfGrammar
{
    /// <summary>
    /// The grammar of a schema; its start rule is <c>root</c>. Throws <see cref="EvalConfigurationException"/> where a part of the schema
    /// cannot be written exactly (an <c>oneOf</c> whose alternatives overlap, a pattern that needs too many states), or where no value
    /// satisfies it.
    /// </summary>
    public static string FromSchema(JsonSchemaSubset schema)
    {
        try
        {
            var (text, problems) = new SchemaGrammar().Build(schema.Root);
            return problems.Count == 0
                ? text
                : throw new EvalConfigurationException([.. problems.Select(p => new ConfigProblem(schema.At, p))]);
        }
        catch (GrammarTooLargeException e)
        {
            throw new EvalConfigurationException(schema.At, "schema #: " + e.Message);
        }
    }
}
