using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Tests.Hosting;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests;

public sealed class LlamaModelProviderTests
{
    [Fact]
    public async Task DescribeAsync_DemoModel_TellsWhatOpeningFinds()
    {
        using var provider = TestHostProgram.Provider();
        var candidate = HostedModels.Candidate(DemoModels.TinySmall);
        provider.CanOpen(candidate).ShouldBeTrue();
        var description = await provider.DescribeAsync(candidate, CancellationToken.None);
        description.Identity.Kind.ShouldBe("local");
        description.Identity.Weights.ShouldMatch("^[0-9a-f]{64}$");
        description.Identity.Engine.ShouldStartWith("llama.cpp 0.5.0 cpu-");
        description.Capabilities.Chat.ShouldBeTrue();
        description.Capabilities.ContextLength.ShouldBe(512);
        description.Capabilities.VocabularySize.ShouldBe(1280);
        description.Facts["architecture"].ShouldBe("llama");
        description.Facts["parameters"].ShouldBe("164160");
        await using var model = await provider.OpenAsync(candidate, CancellationToken.None);
        model.Description.Identity.ShouldBe(description.Identity);
        model.Description.Capabilities.ShouldBe(description.Capabilities);
    }

    [Fact]
    public async Task DescribeAsync_Settings_AreInTheIdentity()
    {
        using var provider = TestHostProgram.Provider();
        var plain = HostedModels.Candidate(DemoModels.TinySmall);
        Candidate[] candidates =
        [
            plain,
            plain with { Exact = true },
            plain with { Local = plain.Local! with { KvType = "f32" } },
            plain with { Local = plain.Local! with { ChatTemplate = "llama3" } },
            plain with { Local = plain.Local! with { ChatTemplate = "vicuna" } },
        ];
        var identities = new List<string>();
        foreach (var candidate in candidates)
        {
            identities.Add((await provider.DescribeAsync(candidate, CancellationToken.None)).Identity.Canonical);
        }

        identities.Distinct().Count().ShouldBe(candidates.Length);
        (await provider.DescribeAsync(plain with { Id = "other" }, CancellationToken.None)).Identity.Canonical.ShouldBe(identities[0]);
    }

    [Theory]
    [InlineData("missing.gguf", "no such file")]
    [InlineData("not.gguf", "not a GGUF file")]
    [InlineData("cut.gguf", "incomplete")]
    public async Task DescribeAsync_BadFiles_AreConfigurationErrorsWithTheirPlace(string name, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("not.gguf", "hello, I am a text");
        await File.WriteAllBytesAsync(folder.PathOf("cut.gguf"), (await File.ReadAllBytesAsync(DemoModels.TinySmall))[..100_000]);
        using var provider = TestHostProgram.Provider();
        var candidate = HostedModels.Candidate(folder.PathOf(name)) with { DefinedAt = new SourcePosition("eval.yaml", 3, 5) };
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => provider.DescribeAsync(candidate, CancellationToken.None));
        error.Message.ShouldStartWith("eval.yaml:3:5: ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task DescribeAsync_WrongSettings_AreConfigurationErrors()
    {
        using var provider = TestHostProgram.Provider();
        var spec = HostedModels.Candidate(DemoModels.TinySmall).Local!;
        await FailsAsync(spec with { Sha256 = new string('0', 64) }, "another file");
        await FailsAsync(spec with { ChatTemplate = "chatmll" }, "did you mean \"chatml\"?");
        await FailsAsync(spec with { ChatTemplate = "{% for m in messages %}{{ m.content }}{% endfor %}" }, "does not know this template");
        await FailsAsync(spec with { KvType = "f8" }, "kvType");
        if ((await provider.ExamineAsync(CancellationToken.None)).Devices.All(d => !d.IsGpu))
        {
            await FailsAsync(spec with { GpuLayers = GpuLayers.All }, "asks for a GPU");
        }

        async Task FailsAsync(LocalModelSpec wrong, string reason)
        {
            var candidate = new Candidate { Id = "model", Local = wrong };
            (await Should.ThrowAsync<EvalConfigurationException>(() => provider.DescribeAsync(candidate, CancellationToken.None))).Message.ShouldContain(reason);
        }
    }

    [Theory]
    [InlineData("no-host", "exit code 9", "this is no model host")]
    [InlineData("foreign-host", "another build", "")]
    [InlineData("/nowhere/eval", "cannot be started", "/nowhere/eval")]
    public async Task OpenAsync_NoUsableHost_SaysWhy(string program, string reason, string detail)
    {
        var command = program.StartsWith('/') ? new(program, []) : TestHostProgram.Command(program);
        using var provider = new LlamaModelProvider(new LlamaProviderOptions { HostCommand = command });
        var error = await Should.ThrowAsync<ModelUnavailableException>(
            () => provider.OpenAsync(HostedModels.Candidate(DemoModels.TinySmall), CancellationToken.None));
        error.IsPermanent.ShouldBeTrue();
        error.Message.ShouldContain(reason);
        error.Message.ShouldContain(detail);
    }

    [Fact]
    public async Task ExamineAsync_ItsProcessIsKilled_AsksAnother()
    {
        using var folder = new TemporaryFolder();
        using var provider = new LlamaModelProvider(new LlamaProviderOptions { HostCommand = TestHostProgram.Command("killed-once", folder.PathOf("mark")) });
        (await provider.ExamineAsync(CancellationToken.None)).Problem.ShouldBeNull();
        File.Exists(folder.PathOf("mark")).ShouldBeTrue();
    }

    [Fact]
    public async Task ExamineAsync_ThisMachine_HasAProcessor()
    {
        using var provider = TestHostProgram.Provider();
        var doctor = await provider.ExamineAsync(CancellationToken.None);
        doctor.Problem.ShouldBeNull();
        doctor.Version.ShouldNotBeNull().ShouldStartWith("0.5.0");
        doctor.Devices.ShouldContain(d => !d.IsGpu);
    }
}
