using System.Text.Json.Nodes;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Prompts;

public class PromptTemplateTests
{
    private static readonly JsonObject Row = (JsonObject)JsonNode.Parse("""
        { "q": "a < b & \"c\" > 'd' {{q}} {{{x}}} \\{{y}} <b>", "n": 3, "f": 2.50, "tiny": 1e-05, "zero": 0, "yes": true, "no": false, "nul": null, "empty": "",
          "Best Answer": "BA", "choices": ["one", "two", "three"], "meta": { "topic": "T", "tags": ["x", "y"], "none": [] },
          "turns": [ { "role": "user", "text": "hi" }, { "role": "bot", "text": "ho" } ], "letter": "L", "has": "H", "pre": "#### 42" }
        """)!;

    [Theory]
    [InlineData("{{q}}", "a < b & \"c\" > 'd' {{q}} {{{x}}} \\{{y}} <b>")]
    [InlineData("{{{q}}}", "a < b & \"c\" > 'd' {{q}} {{{x}}} \\{{y}} <b>")]
    [InlineData("{{#if yes}}{{q}}{{/if}}", "a < b & \"c\" > 'd' {{q}} {{{x}}} \\{{y}} <b>")]
    [InlineData("{{join choices \"<&>\"}}", "one<&>two<&>three")]
    [InlineData("<&\"'> {{n}} { } } }}", "<&\"'> 3 { } } }}")]
    public void Render_MarkupAndBracesInData_StayInert(string template, string expected) => Render(template).ShouldBe(expected);

    [Theory]
    [InlineData("  {{n}}\t \n\n{{n}} \r\n", "  3\t \n\n3 \r\n")]
    [InlineData("Q: {{n}}\nA:", "Q: 3\nA:")]
    [InlineData("{{#each choices}}\n{{letter @index}}. {{this}}\n{{/each}}\nAnswer:", "A. one\nB. two\nC. three\nAnswer:")]
    [InlineData("{{#each choices}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}", "one, two, three")]
    [InlineData("a {{~n~}} b", "a3b")]
    [InlineData("\\{{n}}", "{{n}}")]
    public void Render_WhiteSpace_IsKeptAsHandlebarsDefines(string template, string expected) => Render(template).ShouldBe(expected);

    [Theory]
    [InlineData("{{n}} {{f}} {{tiny}} {{zero}} {{yes}} {{no}} [{{nul}}] [{{empty}}]", "3 2.50 1e-05 0 true false [] []")]
    [InlineData("{{meta.topic}} {{meta.tags.[1]}} {{choices.[0]}} {{[Best Answer]}} {{turns.[1].text}}", "T y one BA ho")]
    [InlineData("{{#if zero}}y{{else}}n{{/if}}{{#if empty}}y{{else}}n{{/if}}{{#if nul}}y{{else}}n{{/if}}{{#if meta.none}}y{{else}}n{{/if}}{{#if f}}y{{/if}}", "nnnny")]
    [InlineData("{{#each turns}}{{role}}={{text}}/{{../n}};{{/each}}", "user=hi/3;bot=ho/3;")]
    [InlineData("{{#with meta}}{{topic}}{{/with}}", "T")]
    [InlineData("{{#if (has \"nope\")}}y{{else}}n{{/if}}{{#if (has \"n\")}}y{{else}}n{{/if}}", "ny")]
    [InlineData("{{letter}} {{this.letter}} {{has}} {{this.has}} {{letter n}} {{letter 0}}", "L L H H D A")]
    [InlineData("{{letterIndex \"C\"}} {{letterIndex \"(b)\"}} {{letterIndex letter}}", "2 1 11")]
    [InlineData("{{match pre '#### (.*)'}} {{match pre '(?<a>#+) (?<b>\\d)(\\d)' 'b'}} {{match pre '\\d+'}}", "42 4 42")]
    [InlineData("{{trim \"  x \"}}|{{join meta.none}}", "x|")]
    [InlineData("{{! a comment }}x{{!-- {{y}} --}}", "x")]
    public void Render_ValuesPathsAndHelpers_Work(string template, string expected) => Render(template).ShouldBe(expected);

    [Theory]
    [InlineData("{{nope}}", "\"nope\"", "fields: Best Answer, choices")]
    [InlineData("{{meta.nope}}", "\"meta.nope\"", "fields: meta.none, meta.tags, meta.topic")]
    [InlineData("{{#if nope}}x{{/if}}", "\"nope\"", "fields: ")]
    [InlineData("{{#unless nope}}x{{/unless}}", "\"nope\"", "fields: ")]
    [InlineData("{{#each nope}}x{{/each}}", "\"nope\"", "fields: ")]
    [InlineData("{{#each turns}}{{nope}}{{/each}}", "\"nope\"", "")]
    [InlineData("{{#each choices}}{{n}}{{/each}}", "\"n\"", "")]
    [InlineData("{{choices.[7]}}", "7", "")]
    [InlineData("{{join nope}}", "\"nope\"", "fields: ")]
    [InlineData("{{nope choices}}", "nope", "")]
    [InlineData("{{q.x}}", "q.x", "")]
    public void Render_UnknownField_NamesItAndThoseThatExist(string template, string field, string hint)
    {
        var problem = ConfigAssert.Problem(() => Render(template));
        problem.ShouldStartWith("suite.yaml:4:3: the template asks for ");
        problem.ShouldContain(field);
        problem.ShouldContain(hint);
    }

    [Theory]
    [InlineData("{{choices}}", "a list cannot be printed as a whole")]
    [InlineData("{{meta}}", "a map cannot be printed as a whole")]
    [InlineData("{{join n}}", "join takes a list")]
    [InlineData("{{join turns}}", "a list or map stands where a single value is needed")]
    [InlineData("{{letter 26}}", "letter takes a number from 0 to 25")]
    [InlineData("{{letterIndex \"AB\"}}", "letterIndex takes one letter")]
    [InlineData("{{trim}}", "trim needs arguments")]
    [InlineData("{{trim q q}}", "trim takes 1 arguments, not 2")]
    [InlineData("{{match pre 'z+'}}", "'z+' does not match \"#### 42\"")]
    [InlineData("{{match pre '('}}", "'(' is not a usable regular expression")]
    [InlineData("{{match pre '(?=x)'}}", "'(?=x)' is not a usable regular expression")]
    public void Render_ValueThatCannotBeUsed_SaysWhy(string template, string message) =>
        ConfigAssert.Problem(() => Render(template)).ShouldStartWith("suite.yaml:4:3: the template fails: " + message);

    [Theory]
    [InlineData("{{> part}}")]
    [InlineData("{{#> part}}x{{/part}}")]
    [InlineData("{{#*inline \"x\"}}x{{/inline}}")]
    [InlineData("{{*deco}}")]
    [InlineData("{{~> part}}")]
    [InlineData("{{#if n}}x")]
    [InlineData("{{n")]
    [InlineData("{{/if}}")]
    [InlineData("{{}}")]
    [InlineData("{{#each}}x{{/if}}")]
    public void Parse_PartialOrMalformed_IsRefusedWithItsPlace(string template) =>
        ConfigAssert.Problem(() => PromptTemplate.Parse(template, new SourcePosition("suite.yaml", 4, 3))).ShouldStartWith("suite.yaml:4:3: the template ");

    [Fact]
    public void Render_FromManyThreads_GivesEachItsOwnText()
    {
        var template = PromptTemplate.Parse("{{#each list}}{{this}},{{/each}}{{name}}");
        Parallel.For(0, 2000, i =>
        {
            var row = new JsonObject { ["name"] = $"n{i}", ["list"] = new JsonArray(i, i + 1) };
            template.Render(row).ShouldBe($"{i},{i + 1},n{i}");
        });
    }

    [Fact]
    public void Render_AnyTextAsData_ComesOutUnchanged() => FsCheck.Check.QuickThrowOnFailure(FsCheck.Fluent.Prop.ForAll(
        FsCheck.Fluent.ArbMap.Default.ArbFor<string>(),
        text =>
        {
            var value = text ?? "";
            return PromptTemplate.Parse("[{{x}}]").Render(new JsonObject { ["x"] = value }) == $"[{value}]";
        }));

    private static string Render(string template) => PromptTemplate.Parse(template, new SourcePosition("suite.yaml", 4, 3)).Render(Row);
}
