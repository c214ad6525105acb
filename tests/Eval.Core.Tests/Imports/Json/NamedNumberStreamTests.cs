using System.Text;
using Eval.Core.Imports.Json;

namespace Eval.Core.Tests.Imports.Json;

public sealed class NamedNumberStreamTests
{
    [Theory]
    [InlineData("""{"a":NaN,"b":-Infinity,"c":[Infinity,-1,-0.5]}""", """{"a":"NaN","b":"-Infinity","c":["Infinity",-1,-0.5]}""")]
    [InlineData("""{"NaN":"NaN and \"Infinity\" \\","x":NaN}""", """{"NaN":"NaN and \"Infinity\" \\","x":"NaN"}""")]
    [InlineData("""{"a\\":"\\\"NaN","b":-NaN,"c":"\\"}""", """{"a\\":"\\\"NaN","b":-"NaN","c":"\\"}""")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("[-", "[-")]
    [InlineData("[-Infinit", "[-Infinit")]
    [InlineData("", "")]
    public async Task ReadAsync_WhateverThePiecesAre_QuotesBareWordsOnly(string written, string expected)
    {
        for (var source = 1; source <= 9; source++)
        {
            for (var target = 1; target <= 5; target++)
            {
                await using var stream = new NamedNumberStream(new Pieces(Encoding.UTF8.GetBytes(written), source));
                (await ReadAllAsync(stream, target)).ShouldBe(expected, $"pieces of {source}, reads of {target}");
            }
        }
    }

    [Fact]
    public void Read_WithoutTask_GivesTheSame()
    {
        using var stream = new NamedNumberStream(new MemoryStream("[NaN, 1]"u8.ToArray()));
        using var reader = new StreamReader(stream);

        reader.ReadToEnd().ShouldBe("[\"NaN\", 1]");
    }

    private static async Task<string> ReadAllAsync(Stream stream, int size)
    {
        var text = new MemoryStream();
        var buffer = new byte[size];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            text.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
