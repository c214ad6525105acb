using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Grammars;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Grammars;

public class RandomGrammarTests
{
    private const int Schemas = 600;

    [Fact]
    public void FromSchema_RandomSchemas_AdmitOnlyValidTexts()
    {
        var (written, refused) = (0, 0);
        for (var seed = 0; seed < Schemas; seed++)
        {
            var schema = JsonSchemaSubset.From(new RandomSchemas(seed).Schema());
            if (TryGrammar(schema) is not { } grammar)
            {
                refused++;
                continue;
            }

            var random = new Random(seed);
            for (var i = 0; i < 15; i++, written++)
            {
                var text = grammar.Write(random, length: 60);
                schema.Validate(text).ShouldBeEmpty($"seed {seed}: {text}");
                grammar.Admits(text).ShouldBeTrue(text);
            }
        }

        written.ShouldBeGreaterThan(Schemas * 10);
        refused.ShouldBeInRange(1, Schemas / 4);
    }

    [Fact]
    public void FromSchema_RandomSchemas_AdmitValidCanonicalValues()
    {
        var tried = 0;
        for (var seed = 0; seed < Schemas; seed++)
        {
            var random = new RandomSchemas(seed, faithful: true);
            var node = random.Schema();
            var schema = JsonSchemaSubset.From(node);
            if (TryGrammar(schema) is not { } grammar)
            {
                continue;
            }

            var hasChoices = node.ToJsonString() is var text && (text.Contains("anyOf") || text.Contains("oneOf"));
            for (var i = 0; i < 10; i++)
            {
                var value = JsonData.Parse(random.Instance(node)?.ToJsonString() ?? "null");

                // A map made for one alternative may be valid for another that does not declare its members, which a grammar leaves out.
                if (schema.Validate(value).Count == 0 && !(hasChoices && value.ToString().Contains('{')))
                {
                    grammar.Admits(value.ToString()).ShouldBeTrue($"seed {seed}: {value} under {node.ToJsonString()}");
                    tried++;
                }
            }
        }

        tried.ShouldBeGreaterThan(Schemas);
    }

    private static Gbnf? TryGrammar(JsonSchemaSubset schema)
    {
        try
        {
            return new Gbnf(GbnfGrammar.FromSchema(schema));
        }
        catch (EvalConfigurationException)
        {
            return null;
        }
    }
}
