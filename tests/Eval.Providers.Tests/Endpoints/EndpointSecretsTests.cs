using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Providers.Endpoints;
using Eval.TestSupport;

namespace Eval.Providers.Tests.Endpoints;

public class EndpointSecretsTests
{
    private static readonly HostedModelSpec OpenAi = new() { Provider = "openai", Model = "m" };

    [Fact]
    public void Read_KeyFile_GivesItsTrimmedText()
    {
        using var folder = new TemporaryFolder();
        var secrets = Read(OpenAi with { ApiKeyFile = folder.Write("key.txt", "  sk-from-file\n") });

        secrets.Key.ShouldBe("sk-from-file");
        secrets.Source.ShouldBe(folder.PathOf("key.txt"));
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("azure-openai", "AZURE_OPENAI_API_KEY")]
    [InlineData("anthropic", "ANTHROPIC_API_KEY")]
    public void Read_NothingNamed_TakesTheUsualVariable(string provider, string variable)
    {
        Read(OpenAi with { Provider = provider }, (variable, "sk-usual")).Key.ShouldBe("sk-usual");
        Should.Throw<EvalConfigurationException>(() => Read(OpenAi with { Provider = provider })).Message.ShouldContain($"the environment variable {variable} is not set");
    }

    [Fact]
    public void Read_CompatibleEndpoint_NeedsNoKey() => Read(OpenAi with { Provider = "openai-compatible" }).Key.ShouldBeNull();

    [Fact]
    public void Read_KeyInAHeader_NeedsNoOther()
    {
        var secrets = Read(OpenAi with { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${GATEWAY}" } }, ("GATEWAY", "gate-secret"));

        secrets.Key.ShouldBeNull();
        secrets.Headers["Authorization"].ShouldBe("Bearer gate-secret");
        secrets.Mask.Apply("you sent gate-secret").ShouldBe("you sent ***");
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("", "is not set")]
    [InlineData("sk-a\nb", "line break")]
    public void Read_UnusableVariable_IsOneClearProblem(string? value, string expected)
    {
        var error = Should.Throw<EvalConfigurationException>(() => Read(OpenAi with { ApiKeyEnv = "MINE" }, ("MINE", value)));

        error.Problems.ShouldHaveSingleItem().Message.ShouldContain(expected);
        error.ToString().ShouldNotContain("sk-a");
        error.Problems[0].Message.ShouldContain("MINE");
    }

    [Fact]
    public void Read_MissingFileOrHeaderVariable_IsNamed()
    {
        Should.Throw<EvalConfigurationException>(() => Read(OpenAi with { ApiKeyFile = "/nowhere/key.txt" })).Message.ShouldContain("/nowhere/key.txt cannot be read: there is none");
        Should.Throw<EvalConfigurationException>(() => Read(OpenAi with { Provider = "openai-compatible", Headers = new Dictionary<string, string> { ["X-Team"] = "${TEAM}" } }))
            .Message.ShouldContain("header X-Team: the environment variable TEAM is not set");
    }

    [Fact]
    public void Mask_EscapedAndLongerSecrets_AreReplacedWhole()
    {
        var mask = new SecretMask(["abcd", "abcd/efgh", "x"]);

        mask.Apply("abcd/efgh abcd%2Fefgh ABCD x").ShouldBe("*** *** *** x");
        mask.ToString().ShouldBe("***");
    }

    private static EndpointSecrets Read(HostedModelSpec spec, params (string Name, string? Value)[] variables) =>
        EndpointSecrets.Read(new Candidate { Id = "a", Hosted = spec }, name => variables.FirstOrDefault(v => v.Name == name).Value);
}
