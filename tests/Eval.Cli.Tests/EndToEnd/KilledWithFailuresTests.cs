using System.Text.Json.Nodes;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>
/// Wrong answers among the last before the program dies. Where the summary is what a process remembers, a resumed run ends with "100 % passed";
/// here it is what is stored.
/// </summary>
public sealed class KilledWithFailuresTests : IDisposable
{
    private const int Samples = 200;
    private static readonly int[] Wrong = [80, 81, 82, 83, 84];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(83)]
    [InlineData(84)]
    [InlineData(86)]
    public async Task Run_KilledAfterWrongAnswers_CountsThemWhenItGoesOn(int killedAt)
    {
        await using var server = await StartAsync();
        using (var first = ProgramRun.Start(_folder.Root, null, ["run", "--quiet"]))
        {
            await UntilAnsweredAsync(server, killedAt, first);
            await first.SignalAsync("KILL");
            await first.EndAsync();
        }

        using var last = await ProgramRun.ToEndAsync(_folder.Root, "run", "--json");

        last.ExitCode.ShouldBe(0, last.Error);
        var cell = JsonNode.Parse(last.Out)!["cells"]![0]!;
        cell["outcomes"]!["completed"]!.GetValue<int>().ShouldBe(Samples);
        var accuracy = cell["estimates"]!.AsArray().Single(e => e!["metric"]!.GetValue<string>() == "exact_match" && e["slice"] is null)!;
        accuracy["value"]!.GetValue<double>().ShouldBe((double)(Samples - Wrong.Length) / Samples);
        using var wrong = await ProgramRun.ToEndAsync(_folder.Root, "samples", "--wrong", "--jsonl");
        wrong.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["sampleId"]!.GetValue<string>())
            .ShouldBe(Wrong.Select(i => $"q{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Run_InterruptedHalfWay_IsNoSuccessAndSaysHowToGoOn()
    {
        await using var server = await StartAsync();
        using var run = ProgramRun.Start(_folder.Root, null, ["run"]);
        await UntilAnsweredAsync(server, 90, run);
        await run.SignalAsync("INT");
        await run.EndAsync();

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("to go on: ");
        using var shown = await ProgramRun.ToEndAsync(_folder.Root, "show", "--json");
        var stored = JsonNode.Parse(shown.Out)!;
        stored["status"]!.GetValue<string>().ShouldBe("interrupted");
        stored["cells"]![0]!["outcomes"]!["completed"]!.GetValue<int>().ShouldBeInRange(90, Samples - 1);

        var asked = (await server.Ledger.SettleAsync()).Answered;
        using var rest = await ProgramRun.ToEndAsync(_folder.Root, "run", "--resume", "1");
        rest.ExitCode.ShouldBe(0, rest.Error);
        server.Ledger.Totals.AskedAgain.ShouldBeLessThanOrEqualTo(8);
        asked.ShouldBeLessThan(Samples);
    }

    // The answer of one question after the other, each wrong one with a word too many.
    private async Task<FakeEndpointServer> StartAsync()
    {
        var table = _folder.Write("table.jsonl", string.Join('\n', Enumerable.Range(0, Samples).Select(i =>
            $$"""{"prompt":"{{EchoedQuestions.Question(i)}}","answer":"{{EchoedQuestions.Question(i)}}{{(Wrong.Contains(i) ? " No." : "")}}"}""")));
        var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Otherwise = new ModelProfile { Answers = $"table:{table}", Latency = new Latency { Ms = 10 } },
        });
        EchoedQuestions.Write(_folder, server.OpenAiAddress.ToString(), Samples, "concurrency: 1");
        return server;
    }

    private static async Task UntilAnsweredAsync(FakeEndpointServer server, int question, ProgramRun run)
    {
        var text = EchoedQuestions.Question(question);
        while (!server.Ledger.Entries.Any(e => e.Question == text && e.EndedMs is not null))
        {
            run.HasExited.ShouldBeFalse(run.Error);
            await Task.Delay(2);
        }
    }
}
