using Eval.Core.Imports.LmEval.Tasks;
using Eval.Core.Prompts;
using System.Text.Json.Nodes;

namespace Eval.Core.Tests.Imports.LmEval;

public sealed class JinjaTextTests
{
    [Theory]
    [InlineData("Question: {{question}}\nAnswer:", "Question: {{question}}\nAnswer:")]
    [InlineData("{{ doc['Question text'] }}{{doc.b}}", "{{[Question text]}}{{b}}")]
    [InlineData("{{a.b['c d'][0]}}", "{{a.b.[c d].[0]}}")]
    [InlineData("{{ question.strip() }} {{x|trim}}", "{{trim question}} {{trim x}}")]
    [InlineData("{{choices|join(', ')}}{{'; '.join(tags)}}", "{{join choices \", \"}}{{join tags \"; \"}}")]
    [InlineData("a{# note #}b{{- x -}} c", "ab{{~x~}} c")]
    [InlineData("{{'{'}}x { y }", "{x { y }")]
    public void TryTranslate_PlainTemplate_MeansTheSame(string jinja, string expected)
    {
        JinjaText.TryTranslate(jinja, out var template, out _).ShouldBeTrue();
        template.ShouldBe(expected);
        PromptTemplate.Parse(template);
    }

    [Theory]
    [InlineData("{% if a %}x{% endif %}", "code")]
    [InlineData("{{a + b}}", "more than a field")]
    [InlineData("{{a|upper}}", "more than a field")]
    [InlineData("{{choices[answer]}}", "more than a field")]
    [InlineData("{{['A','B'][label]}}", "more than a field")]
    [InlineData("{{range(1000000)}}", "more than a field")]
    [InlineData("{{ a", "not closed")]
    [InlineData("{{ {'a': 1}[x] }} {{b}}", "not closed")]
    [InlineData("\\{{a}}", "backslash")]
    public void TryTranslate_Code_IsRefusedWithTheReason(string jinja, string why)
    {
        JinjaText.TryTranslate(jinja, out _, out var reason).ShouldBeFalse();
        reason!.ShouldContain(why);
    }

    [Fact]
    public void TryTranslate_TranslatedTemplate_RendersTheRow()
    {
        JinjaText.TryTranslate("Q: {{doc['The question'].strip()}}\n{{choices|join('/')}}", out var template, out _).ShouldBeTrue();

        PromptTemplate.Parse(template!).Render(JsonNode.Parse("""{"The question": " why? ", "choices": ["a", "b"]}""")!.AsObject()).ShouldBe("Q: why?\na/b");
    }

    [Theory]
    [InlineData("question", "question")]
    [InlineData("{{choices.text}}", "choices.text")]
    [InlineData("{{doc['a b']}}", "[a b]")]
    public void TryField_OneField_IsItsPath(string jinja, string expected)
    {
        JinjaText.TryField(jinja, out var field).ShouldBeTrue();
        field.ShouldBe(expected);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("{{a}}{{b}}")]
    [InlineData("0")]
    [InlineData("")]
    public void TryField_AnythingElse_IsNone(string jinja) => JinjaText.TryField(jinja, out _).ShouldBeFalse();

    [Theory]
    [InlineData("{{[option_a, option_b, 'none, of these']}}", "{{option_a}}|{{option_b}}|none, of these")]
    [InlineData("[\"True\", \"False\"]", "True|False")]
    [InlineData("{{[c[0], c['x']]}}", "{{c.[0]}}|{{c.x}}")]
    public void TryList_WrittenList_IsItsItems(string jinja, string expected)
    {
        JinjaText.TryList(jinja, out var items).ShouldBeTrue();
        string.Join('|', items!).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{{choices}}")]
    [InlineData("{{[x for x in y]}}")]
    [InlineData("['one']")]
    public void TryList_AnythingElse_IsNone(string jinja) => JinjaText.TryList(jinja, out _).ShouldBeFalse();
}
