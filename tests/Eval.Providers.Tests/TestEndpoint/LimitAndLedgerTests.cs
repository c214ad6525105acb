using System.Net;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;

namespace Eval.Providers.Tests.TestEndpoint;

public class LimitAndLedgerTests
{
    [Fact]
    public async Task Limits_MoreRequestsThanAllowed_SendTheRestAwayWithHeaders()
    {
        await using var server = await Serve(new ModelProfile { Limits = new RateLimits { RequestsPerMinute = 3 } });
        using var client = new EndpointClient(server);

        var replies = new List<Reply>();
        for (var i = 0; i < 5; i++)
        {
            replies.Add(await client.ChatAsync($"question {i}"));
        }

        replies.Select(r => (int)r.Status).ShouldBe([200, 200, 200, 429, 429]);
        replies.Select(r => r.Headers["x-ratelimit-remaining-requests"]).ShouldBe(["2", "1", "0", "0", "0"]);
        replies[3].Json["error"]!["code"]!.GetValue<string>().ShouldBe("rate_limit_exceeded");
        int.Parse(replies[3].Headers["Retry-After"]).ShouldBeInRange(50, 60);
        ((await server.Ledger.SettleAsync()).OverLimit, server.Ledger.PeakRequests(TimeSpan.FromMinutes(1))).ShouldBe((2, 5));
    }

    [Fact]
    public async Task Limits_Tokens_CountWhatIsReadAndWritten()
    {
        await using var server = await Serve(new ModelProfile { Limits = new RateLimits { TokensPerMinute = 100 } });
        using var client = new EndpointClient(server);

        (await client.ChatAsync(new string('x', 20))).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await client.ChatAsync(new string('y', 40));

        refused.Json["error"]!["type"]!.GetValue<string>().ShouldBe("tokens");
        var entry = server.Ledger.Entries[0];
        server.Ledger.PeakTokens(TimeSpan.FromMinutes(1)).ShouldBe(entry.InputTokens + entry.OutputTokens);
    }

    [Fact]
    public async Task Limits_AfterTheWindow_LetRequestsIn()
    {
        await using var server = await Serve(new ModelProfile { Limits = new RateLimits { RequestsPerMinute = 1, WindowSeconds = 0.05 } });
        using var client = new EndpointClient(server);
        (await client.ChatAsync("first")).Status.ShouldBe(HttpStatusCode.OK);
        await Task.Delay(80);
        (await client.ChatAsync("second")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ledger_SendTimes_FollowLatencyAndSpeed()
    {
        await using var server = await Serve(new ModelProfile { Answers = "words:20", Latency = new Latency { Ms = 30 }, TokensPerSecond = 500 });
        using var client = new EndpointClient(server);

        await client.ChatAsync("go", stream: true);

        await server.Ledger.SettleAsync();
        // The endpoint may be late, never early: lower bounds only.
        var entry = server.Ledger.Entries.Single();
        var written = entry.Chunks.Where(c => c.Tokens > 0).ToList();
        written.Sum(c => c.Tokens).ShouldBe(entry.OutputTokens);
        written.Count.ShouldBeGreaterThan(10);
        entry.Chunks[0].SentMs.ShouldBeGreaterThanOrEqualTo(entry.ArrivedMs + 30);
        written.Select((c, i) => c.SentMs - entry.ArrivedMs - 30 - (2 * i)).ShouldAllBe(late => late >= 0);
    }

    [Fact]
    public async Task Ledger_SameContentAgain_IsCountedAsAskedAgainAndWrittenToItsFile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("ledger.jsonl");
        await using (var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { LedgerFile = file, ApiKey = "sk-secret" }))
        {
            using var client = new EndpointClient(server);
            foreach (var question in new[] { "a", "b", "a" })
            {
                await client.PostAsync("/v1/chat/completions", EndpointClient.Chat(question), ("Authorization", "Bearer sk-secret"));
            }

            var totals = await server.Ledger.SettleAsync();
            (totals.Requests, totals.Contents, totals.AskedAgain, totals.Answered).ShouldBe((3, 2, 1, 3));
            server.Ledger.Clear();
            server.Ledger.Totals.Requests.ShouldBe(0);
        }

        var lines = await File.ReadAllLinesAsync(file);
        lines.Length.ShouldBe(3);
        lines[2].ShouldContain("\"attempt\":2");
        string.Concat(lines).ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task Answers_InAnyOrderAndConcurrency_AreTheSame()
    {
        var profile = new ModelProfile { Answers = "letter", Faults = new FaultPlan { Mixed = 0.5 } };
        await using var one = await Serve(profile);
        await using var two = await Serve(profile);
        using var first = new EndpointClient(one);
        using var second = new EndpointClient(two);
        var questions = Enumerable.Range(0, 60).Select(i => $"Question {i}\nA. left\nB. right\nC. none").ToList();

        var forward = new List<string>();
        foreach (var question in questions)
        {
            forward.Add(Essence(await first.ChatAsync(question)));
        }

        var together = await Task.WhenAll(questions.AsEnumerable().Reverse().Select(async q => Essence(await second.ChatAsync(q))));

        together.Reverse().ShouldBe(forward);
        forward.Distinct().Count().ShouldBeGreaterThan(3);
        (await one.Ledger.SettleAsync()).Billed.ShouldBe((await two.Ledger.SettleAsync()).Billed);
        (await one.Ledger.SettleAsync()).Lost.ShouldBe((await two.Ledger.SettleAsync()).Lost);
    }

    // Without what names the moment. A connection that is dropped may take with it what was on its way: how much of such an answer arrives is up to the network.
    private static string Essence(Reply reply) => (int)reply.Status == 0 || (reply.Text.StartsWith("{\"id\"", StringComparison.Ordinal) && !reply.Text.TrimEnd().EndsWith('}'))
        ? "dropped"
        : System.Text.RegularExpressions.Regex.Replace($"{reply.Status} {reply.Text}", "\"created\":\\d+", "");

    private static Task<FakeEndpointServer> Serve(ModelProfile profile) => FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = profile });
}
