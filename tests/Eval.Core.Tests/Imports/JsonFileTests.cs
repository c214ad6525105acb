using System.Text;
using Eval.Core.Imports;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports;

public sealed class JsonFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"list":[1,{"x":[2]},"three"]},"b":2}""", "1|{\"x\":[2]}|\"three\"")]
    [InlineData("""{"other":{"list":[9]},"a":{"other":[8],"list":[1]}}""", "1")]
    [InlineData("""{"a":{"list":{"list":[1]}},"list":[2]}""", "")]
    [InlineData("""{"a":{"x":1},"b":{"list":[2]}}""", "")]
    [InlineData("\uFEFF{\"a\":{\"list\":[null,[]]}}", "null|[]")]
    [InlineData("""{"a":{"list":[]}}""", "")]
    public async Task Elements_OfTheListOnThePath_AreReadInOrder(string json, string expected) =>
        string.Join('|', await ElementsAsync(json)).ShouldBe(expected);

    [Fact]
    public async Task Elements_LargerThanTheBuffer_AreReadWhole()
    {
        var texts = Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), i * 20_000)).ToList();
        var json = $$"""{"head":"x","a":{"list":[{{string.Join(", ", texts.Select(t => $"\"{t}\""))}}],"after":[1,2]},"z":3}""";
        (await ElementsAsync(json)).Select(e => e.Trim('"')).ShouldBe(texts);
        (await WithoutAsync(json)).ShouldBe("""{"head":"x","a":{"list":[],"after":[1,2]},"z":3}""");
    }

    [Theory]
    [InlineData("""{"a":{"list":[1,[2],{"list":[3]}],"t":"é\n","n":-1.50e3},"b":[true,null]}""", """{"a":{"list":[],"t":"é\n","n":-1.50e3},"b":[true,null]}""")]
    [InlineData("""{"b":1}""", """{"b":1}""")]
    public async Task Without_List_KeepsEverythingElse(string json, string expected) =>
        System.Text.RegularExpressions.Regex.Unescape(await WithoutAsync(json)).ShouldBe(System.Text.RegularExpressions.Regex.Unescape(expected));

    [Theory]
    [InlineData("""{"a":{"list":[1,""", "1:")]
    [InlineData("{\n\"a\": {\"list\": [1, oops]}}", "2:19")]
    [InlineData("[1]", "1:1")]
    public async Task Reading_Damaged_NamesThePlace(string json, string place)
    {
        var path = Write(json);
        var error = await Should.ThrowAsync<EvalConfigurationException>(async () =>
        {
            await foreach (var _ in JsonFile.ElementsAsync(path, ["a", "list"], CancellationToken.None))
            {
            }

            await JsonFile.WithoutAsync(path, ["a", "list"], CancellationToken.None);
        });
        error.Message.ShouldContain($"{path}:{place}");
    }

    [Fact]
    public async Task Reading_TooDeep_IsRefused()
    {
        var json = "{\"a\":{\"list\":[" + new string('[', 5_000) + new string(']', 5_000) + "]}}";
        (await Should.ThrowAsync<EvalConfigurationException>(() => ElementsAsync(json))).Message.ShouldContain("depth");
    }

    private string Write(string json)
    {
        var path = _folder.PathOf("file.json");
        File.WriteAllText(path, json, new UTF8Encoding(false));
        return path;
    }

    private async Task<List<string>> ElementsAsync(string json)
    {
        var texts = new List<string>();
        await foreach (var element in JsonFile.ElementsAsync(Write(json), ["a", "list"], CancellationToken.None))
        {
            texts.Add(element.GetRawText());
        }

        return texts;
    }

    private async Task<string> WithoutAsync(string json) =>
        (await JsonFile.WithoutAsync(Write(json), ["a", "list"], CancellationToken.None)).ToJsonString();
}
