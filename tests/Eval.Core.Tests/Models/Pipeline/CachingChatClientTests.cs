using System.Text.Json;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Models.Pipeline;

public class CachingChatClientTests
{
    private static readonly PriceSpec Price = new() { InputPerMTok = 2, OutputPerMTok = 8 };
    private static readonly ModelIdentity Model = new("hosted", "m", "openai", "");

    [Fact]
    public void GetResponse_SameRequestAgain_IsServedWithItsOriginalTimeAndCost() => Simulation.Run(async time =>
    {
        var cache = new MemoryCache();
        var bench = new PipelineBench(time, i => i == 0 ? Reaction.Fail(CallFailure.Server) : new Reaction(), price: Price, cache: cache);
        var first = CallRecord.Of(await bench.AskAsync())!;
        var answer = await bench.AskAsync();
        var second = CallRecord.Of(answer)!;

        (first.Cached, first.Attempts, first.CostMicroUsd).ShouldBe((false, 2, 360));
        second.ShouldBe(first with { Cached = true, Attempts = 0, SentTimestamp = null });
        (answer.Text, answer.FinishReason, answer.ModelId, answer.Usage!.InputTokenCount).ShouldBe(("an answer", ChatFinishReason.Stop, "m-1", 100));
        bench.Endpoint.Arrivals.Count.ShouldBe(2);
        cache.Entries.Values.ShouldHaveSingleItem().KeptFor.ShouldBe(TimeSpan.FromDays(14));
        cache.Entries.Values.Single().Answer.CostMicroUsd.ShouldBe(360);
        bench.Books.Totals.CostMicroUsd.ShouldBe(360);
    });

    [Fact]
    public void GetStreamingResponse_SameRequestAgain_IsServedAsAStream() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => new Reaction { Text = "one two" }, price: Price, cache: new MemoryCache());
        ChatMessage[] prompt = [new(ChatRole.User, "x")];
        var first = await bench.Client().GetStreamingResponseAsync(prompt).ToChatResponseAsync();
        var second = await bench.Client().GetStreamingResponseAsync(prompt).ToChatResponseAsync();

        second.Text.ShouldBe(first.Text);
        CallRecord.Of(second).ShouldBe(CallRecord.Of(first)! with { Cached = true, Attempts = 0, SentTimestamp = null });
        CallRecord.Of(second)!.FirstTokenMs.ShouldBe(1000);
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
    });

    [Fact]
    public void GetResponse_Failure_IsNotKept() => Simulation.Run(async time =>
    {
        var cache = new MemoryCache();
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.Filtered), cache: cache);
        await Should.ThrowAsync<ModelCallException>(bench.AskAsync());
        cache.Entries.ShouldBeEmpty();
    });

    [Fact]
    public void GetResponse_WithoutReading_AsksAgainAndKeepsTheNewAnswer() => Simulation.Run(async time =>
    {
        var cache = new MemoryCache();
        var bench = new PipelineBench(time, i => new Reaction { Text = $"answer {i}" }, cache: cache);
        for (var i = 0; i < 2; i++)
        {
            (await bench.Client(readCache: false).GetResponseAsync("x")).Text.ShouldBe($"answer {i}");
        }

        (await bench.Client().GetResponseAsync("x")).Text.ShouldBe("answer 1");
    });

    [Fact]
    public void Of_AnyPartOfTheRequest_ChangesTheKey()
    {
        static ChatOptions Options() => new() { MaxOutputTokens = 5, Temperature = 0.5f, Seed = 3, StopSequences = ["\n"], TopP = 0.9f, ModelId = "m" };
        static string Key(ChatOptions? options, string text = "x", int epoch = 0, ModelIdentity? model = null, ChatRole? role = null) =>
            RequestKey.Of(model ?? Model, [new ChatMessage(role ?? ChatRole.User, text)], options, epoch)!;

        var tool = AIFunctionFactory.CreateDeclaration("f", "does it", JsonElement.Parse("""{"type":"object"}"""));
        var other = AIFunctionFactory.CreateDeclaration("f", "does it", JsonElement.Parse("""{"type":"string"}"""));
        Action<ChatOptions>[] changes =
        [
            o => o.MaxOutputTokens = 6, o => o.Temperature = 0.6f, o => o.Seed = 4, o => o.StopSequences = ["\t"], o => o.TopP = 0.8f, o => o.ModelId = "n",
            o => o.TopK = 3, o => o.FrequencyPenalty = 1, o => o.PresencePenalty = 1, o => o.Instructions = "be brief", o => o.ResponseFormat = ChatResponseFormat.Json,
            o => o.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}""")), o => o.ToolMode = ChatToolMode.RequireAny,
            o => o.AdditionalProperties = new() { ["raw_prompt"] = true }, o => o.AdditionalProperties = new() { ["raw_prompt"] = false },
            o => o.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low }, o => o.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            o => o.Tools = [tool], o => o.Tools = [other],
        ];
        var keys = changes.Select(change =>
        {
            var options = Options();
            change(options);
            return Key(options);
        }).Concat([Key(Options()), Key(null), Key(Options(), "y"), Key(Options(), epoch: 1), Key(Options(), model: Model with { Weights = "m2" }), Key(Options(), role: ChatRole.System)]).ToList();

        keys.Distinct().Count().ShouldBe(keys.Count);
        Key(Options()).ShouldBe(Key(Options()));
        Key(new CallScope().In(Options())).ShouldBe(Key(Options()));
        RequestKey.Of(Model, [], new ChatOptions { RawRepresentationFactory = _ => null }, 0).ShouldBeNull();
    }
}
