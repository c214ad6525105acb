using System.Text;
using System.Text.Json;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Imports.Json;

public sealed class JsonPullTests
{
    [Fact]
    public async Task TakeAsync_AfterSkippedValues_GivesExactlyTheValue()
    {
        using var json = Pull("""{ "skip": [1, {"deep": ["]", "}"]}], "take": { "a": [1, 2, {"b": null}] }, "last": -2.5e3 }""");
        var taken = new Dictionary<string, string>();
        await json.ReadAsync(default);
        while (await json.NextPropertyAsync(default))
        {
            var name = json.Name;
            if (name == "skip")
            {
                await json.SkipAsync(default);
            }
            else
            {
                taken[name] = JsonSerializer.Serialize(await json.TakeAsync(default));
            }
        }

        taken.ShouldBe(new Dictionary<string, string> { ["take"] = """{"a":[1,2,{"b":null}]}""", ["last"] = "-2.5e3" });
        (await json.ReadAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task TakeRestAsync_OfListItems_LeavesTheCommasToTheList()
    {
        using var json = Pull("""[ {"a": 1} , "two,", 3 ,[4,5]]""");
        var items = new List<string>();
        await json.ReadAsync(default);
        while (await json.ReadAsync(default) && json.Token != JsonTokenType.EndArray)
        {
            items.Add((await json.TakeRestAsync(default)).GetRawText());
        }

        items.ShouldBe(["""{"a": 1}""", "\"two,\"", "3", "[4,5]"]);
    }

    [Fact]
    public async Task TakeAsync_TextLongerThanTheBuffer_IsWhole()
    {
        var text = new string('x', 300_000);
        using var json = Pull($$"""{"long":"{{text}}","next":1}""");
        await json.ReadAsync(default);
        await json.NextPropertyAsync(default);

        (await json.TakeAsync(default)).GetString().ShouldBe(text);
        (await json.NextPropertyAsync(default)).ShouldBeTrue();
        json.Name.ShouldBe("next");
    }

    [Fact]
    public async Task TakeAsync_ShortReads_LookAtTheTextInProportionToItsLength()
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"long":"{{new string('x', 2_000_000)}}"}""");
        var stream = new TrickleStream(bytes, 1_000);
        using var json = new JsonPull(stream, "test.json");
        await json.ReadAsync(default);
        await json.NextPropertyAsync(default);

        (await json.TakeAsync(default)).GetString()!.Length.ShouldBe(2_000_000);

        stream.Reads.ShouldBeGreaterThan(2_000);
        // A new look after each read would be at a thousand times the length.
        json.Scanned.ShouldBeLessThan(4 * bytes.Length);
    }

    [Theory]
    [InlineData("{\"a\":\n[1,2", "cut off")]
    [InlineData("{\"a\":\n[1,}", "not valid JSON")]
    [InlineData("{\"a\":\nNone}", "not valid JSON")]
    public async Task ReadAsync_DamagedDocument_IsAnErrorWithItsLine(string text, string message)
    {
        using var json = Pull(text);
        await json.ReadAsync(default);
        await json.NextPropertyAsync(default);

        var e = await Should.ThrowAsync<EvalConfigurationException>(async () => await json.TakeAsync(default));

        e.Problems.ShouldHaveSingleItem().Message.ShouldContain(message);
        e.Problems[0].At!.Line.ShouldBe(2);
    }

    [Fact]
    public async Task SkipAsync_DeeperThanTheLimit_IsAnError()
    {
        using var json = Pull(new string('[', JsonPull.MostDepth + 2) + new string(']', JsonPull.MostDepth + 2));

        await Should.ThrowAsync<EvalConfigurationException>(async () => await json.SkipAsync(default));
    }

    [Theory]
    [InlineData(@"""half \ud83d of a character""", "half \ufffd of a character")]
    [InlineData(@"""\ude00 \ud83d\ude00""", "\ufffd \U0001F600")]
    public void Text_HalvesOfCharacters_BecomeReplacements(string json, string expected) => JsonDocument.Parse(json).RootElement.Text().ShouldBe(expected);

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("\"-13.4\"", -13.4)]
    [InlineData("true", 1.0)]
    [InlineData("\"False\"", 0.0)]
    [InlineData("\"NaN\"", null)]
    [InlineData("\"Infinity\"", null)]
    [InlineData("1e999", null)]
    [InlineData("\"N/A\"", null)]
    [InlineData("[1]", null)]
    public void Number_OfWhatToolsWrite_IsFiniteOrNull(string json, double? expected) => JsonDocument.Parse(json).RootElement.Number().ShouldBe(expected);

    // As network and decompressing streams do, it gives less than was asked for.
    private sealed class TrickleStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public int Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            return base.Read(buffer, offset, Math.Min(most, count));
        }

        public override int Read(Span<byte> buffer)
        {
            var part = new byte[Math.Min(most, buffer.Length)];
            var read = Read(part, 0, part.Length);
            part.AsSpan(0, read).CopyTo(buffer);
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }

    private static JsonPull Pull(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.json");
}
