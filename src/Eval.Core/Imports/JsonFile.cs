using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports;

/// <summary>
/// Reads a large JSON document that another tool wrote: the elements of one list in it one by one, and everything around that list apart. Depth and
/// sizes are limited; damage is told with its line.
/// </summary>
internal static class JsonFile
{
    /// <summary>Nesting beyond which a file is refused.</summary>
    public const int MostDepth = 128;

    /// <summary>Bytes of one element, or of all that stands around the list, beyond which a file is refused.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    /// <summary>The elements of a list, in order. Each is valid until the next is asked for. Nothing where there is no such list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The keys that lead to the list from the top.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">The file is no JSON, cut off, too deep or too large.</exception>
    public static async IAsyncEnumerable<JsonElement> ElementsAsync(
        string file, string[] path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new JsonListWalk(path, outside: null);
        var found = new List<JsonDocument>();
        await foreach (var _ in WalkAsync(file, walk, found, cancellationToken))
        {
            foreach (var document in found)
            {
                using (document)
                {
                    yield return document.RootElement;
                }
            }

            found.Clear();
            if (walk.IsPastList)
            {
                yield break;
            }
        }
    }

    /// <summary>The document with an empty list in the place of a list, however large that is.</summary>
    /// <inheritdoc cref="ElementsAsync"/>
    public static async Task<JsonObject> WithoutAsync(string file, string[] path, CancellationToken cancellationToken)
    {
        var around = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(around, new JsonWriterOptions { SkipValidation = true }))
        {
            await foreach (var _ in WalkAsync(file, new JsonListWalk(path, writer), [], cancellationToken))
            {
                if (around.WrittenCount + writer.BytesPending > MostBytes)
                {
                    throw TooLarge(file);
                }
            }
        }

        return JsonNode.Parse(around.WrittenSpan, documentOptions: new JsonDocumentOptions { MaxDepth = MostDepth }) as JsonObject
            ?? throw new EvalConfigurationException(new SourcePosition(file, 1, 1), "a JSON object was expected");
    }

    private static async IAsyncEnumerable<bool> WalkAsync(
        string file, JsonListWalk walk, List<JsonDocument> found, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var buffer = new byte[256 * 1024];
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = MostDepth });
        int start = 0, end = 0;
        var isFirst = true;
        while (true)
        {
            if (end == buffer.Length)
            {
                // Move the rest to the front; an element that is longer than the buffer makes it grow.
                var rest = end - start;
                if (rest > MostBytes)
                {
                    throw TooLarge(file);
                }

                var target = rest > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
                Buffer.BlockCopy(buffer, start, target, 0, rest);
                (buffer, start, end) = (target, 0, rest);
            }

            // The whole of it: an element is scanned from its start after each filling.
            var free = buffer.AsMemory(end);
            var read = await stream.ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancellationToken);
            var isLast = read < free.Length;
            end += read;
            if (isFirst && buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
            {
                start = 3;
            }

            isFirst = false;
            start += Step(file, walk, buffer.AsSpan(start, end - start), isLast, ref state, found);
            yield return true;
            if (isLast)
            {
                yield break;
            }
        }
    }

    private static int Step(string file, JsonListWalk walk, ReadOnlySpan<byte> bytes, bool isLast, ref JsonReaderState state, List<JsonDocument> found)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, isLast, state);
            walk.Read(ref reader, found);
            state = reader.CurrentState;
            return (int)reader.BytesConsumed;
        }
        catch (JsonException e)
        {
            found.ForEach(d => d.Dispose());
            throw Broken(e, file);
        }
    }

    private static EvalConfigurationException TooLarge(string file) =>
        new(new SourcePosition(file, 0, 0), $"one part of the file is larger than {MostBytes / (1024 * 1024)} MiB");

    private static EvalConfigurationException Broken(JsonException e, string file) => new(
        new SourcePosition(file, 1 + (int)(e.LineNumber ?? 0), 1 + (int)(e.BytePositionInLine ?? -1)),
        "is not valid JSON: " + e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.'));
}
