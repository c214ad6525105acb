using System.Diagnostics;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Hosting;

public sealed class ModelHostTests
{
    private static readonly GenerationRequest Story = new() { Prompt = "Once upon a time", MaxTokens = 24, IgnoreEnd = true };

    [Fact]
    public async Task DisposeAsync_AfterWork_LeavesNoProcess()
    {
        int process;
        await using (var model = await HostedModels.OpenAsync(DemoModels.TinySmall))
        {
            process = await model.HostProcessIdAsync(CancellationToken.None);
            HostedModels.IsRunning(process).ShouldBeTrue();
            var answers = await model.GenerateAsync([Story], null, CancellationToken.None);
            answers[0].Tokens.Count.ShouldBe(24);
            var tokens = await model.TokenizeAsync("Once upon é", CancellationToken.None);
            tokens.Pieces.Count.ShouldBe(tokens.Tokens.Count);
            string.Concat(tokens.Pieces).ShouldStartWith("Once upon");
        }

        HostedModels.IsRunning(process).ShouldBeFalse();
    }

    [Fact]
    public async Task GenerateAsync_NativeCodePrints_TheProtocolIsUntouched()
    {
        var log = new List<string>();
        using var provider = TestHostProgram.Provider(line =>
        {
            lock (log)
            {
                log.Add(line);
            }
        });
        await using var model = (HostedModel)await provider.OpenAsync(HostedModels.Candidate(DemoModels.TinySmall), CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            (await model.GenerateAsync([Story with { Prompt = TestHostProgram.Print }], null, CancellationToken.None))[0].Failure.ShouldBeNull();
        }

        model.HostStarts.ShouldBe(1);
        await model.DisposeAsync();
        log.ShouldContain("native noise");
        log.ShouldContain(line => line.Contains("llama_model_loader", StringComparison.Ordinal), "llama.cpp's own log arrives too");
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_TheSameHostGoesOn()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var expected = (await model.GenerateAsync([Story], null, CancellationToken.None))[0].Text;
        var endless = Enumerable.Range(0, 200).Select(_ => Story with { MaxTokens = int.MaxValue, IgnoreEnd = true, Stream = true }).ToList();
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => model.GenerateAsync(endless, (_, _) => cancel.Cancel(), cancel.Token));
        (await model.GenerateAsync([Story], null, CancellationToken.None))[0].Text.ShouldBe(expected);
        model.HostStarts.ShouldBe(1);
    }

    [Fact]
    public async Task GenerateAsync_ManyCallsAtOnce_EachGetsItsOwnAnswer()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        string[] prompts = ["Once upon a time", "Tom and Lily went to the park.", "The dog", "One day"];
        var expected = new List<string>();
        foreach (var prompt in prompts)
        {
            expected.Add((await model.GenerateAsync([Story with { Prompt = prompt }], null, CancellationToken.None))[0].Text);
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            model.GenerateAsync([Story with { Prompt = prompts[i % 4] }], null, CancellationToken.None)));
        together.Select(a => a[0].Text).ShouldBe(Enumerable.Range(0, 60).Select(i => expected[i % 4]));
        model.HostStarts.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_ParentIsKilledInTheMiddleOfWork_TheHostEnds()
    {
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            var command = TestHostProgram.Command("parent", DemoModels.TinySmall);
            using var parent = Start(command);
            var host = int.Parse((await parent.StandardOutput.ReadLineAsync())!);
            HostedModels.IsRunning(host).ShouldBeTrue();
            await Task.Delay(TimeSpan.FromMilliseconds(40 * round), TimeProvider.System);
            parent.Kill();
            (await HostedModels.EndsAsync(host)).ShouldBeTrue("the host outlives its parent");
            await parent.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Load_AgainAndAgain_TakesNoMoreMemory()
    {
        const int Rounds = 24;
        var command = TestHostProgram.Command("reload", DemoModels.TinySmall, $"{Rounds}");
        using var process = Start(command);
        var kibibytes = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToList();
        await process.WaitForExitAsync();
        kibibytes.Count.ShouldBe(Rounds);

        // One lost context of this model would be 20 MiB a round.
        (kibibytes[^1] - kibibytes[5]).ShouldBeLessThan(30 * 1024, string.Join(' ', kibibytes));
    }

    [Fact]
    public async Task OpenAsync_AgainAndAgain_LeavesNoDescriptorsOrThreads()
    {
        await using (await HostedModels.OpenAsync(DemoModels.TinySmall))
        {
        }

        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 6; i++)
        {
            await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        }

        Directory.GetFiles("/proc/self/fd").Length.ShouldBeLessThan(before + 6);
    }

    private static Process Start(ModelHostCommand command) =>
        Process.Start(new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
