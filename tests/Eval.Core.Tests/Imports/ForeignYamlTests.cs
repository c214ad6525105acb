using Eval.Core.Imports.Foreign;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports;

public sealed class ForeignYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_AnchorsAndTypes_AreReadOut()
    {
        var yaml = Load("a: &x { t: yes, n: 1, f: 1.5, q: \"1\", z: ~, b: true, v: 1.2.3, d: 2024-01-01 }\nb: *x\nc: [1, two]\n");
        yaml.Root.Get("b")!.ToJson()!.ToJsonString().ShouldBe("""{"t":"yes","n":1,"f":1.5,"q":"1","z":null,"b":true,"v":"1.2.3","d":"2024-01-01"}""");
        yaml.Root.Get("c").Items().Count.ShouldBe(2);
        yaml.Root.Get("a").Get("z").ShouldBeNull();
        yaml.Root.Get("missing").Get("deeper").Text().ShouldBeNull();
        yaml.At(yaml.Root.Get("c")!).ToString().ShouldEndWith("f.yaml:3:4");
    }

    [Theory]
    [InlineData("a: [", "is not valid YAML")]
    [InlineData("", "is empty")]
    public void Load_Damaged_NamesTheFile(string text, string message) =>
        Should.Throw<EvalConfigurationException>(() => Load(text)).Message.ShouldContain(message);

    [Fact]
    public void Load_Bombs_AreRefused()
    {
        Should.Throw<EvalConfigurationException>(() => Load(new string('[', 200) + new string(']', 200))).Message.ShouldContain("levels deep");
        Should.Throw<EvalConfigurationException>(() => Load("a: &a 1\nb: [" + string.Concat(Enumerable.Repeat("*a,", 1_001)) + "]")).Message.ShouldContain("aliases");
        var laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Should.Throw<EvalConfigurationException>(() => Load(laughs).Root.ToJson()).Message.ShouldContain("unfolds");
    }

    private ForeignYaml Load(string text)
    {
        var path = _folder.PathOf("f.yaml");
        File.WriteAllText(path, text);
        return ForeignYaml.Load(path);
    }
}
