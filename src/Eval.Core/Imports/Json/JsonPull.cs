using System.Buffers;
using System.Text;
using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Json;

/// <summary>
/// Reads a JSON document token by token from a stream, so that a file of any size needs no more memory than its longest text: values are
/// taken whole (<see cref="TakeAsync"/>) or passed over (<see cref="SkipAsync"/>). Depth and the size of what is taken are limited.
/// </summary>
internal sealed class JsonPull(Stream stream, string file) : IDisposable
{
    /// <summary>Levels of nesting that are accepted.</summary>
    public const int MostDepth = 256;

    /// <summary>Bytes of one text or one taken value that are accepted: 256 MiB.</summary>
    public const int MostBytes = 256 << 20;

    private readonly NamedNumberStream _stream = new NamedNumberStream(stream);
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MostDepth });
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isLast;
    private ReadOnlyMemory<byte> _bytes;
    private int _tokenStart;
    private bool _isPassing;

    /// <summary>What was read last.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>The name of the property read last.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Levels of objects and lists around the token.</summary>
    public int Depth { get; private set; }

    /// <summary>Bytes that were looked at, twice where a text did not fit into what was read. In proportion to the document, however short the reads.</summary>
    public long Scanned { get; private set; }

    /// <summary>Reads one token. False at the end of the document.</summary>
    /// <exception cref="EvalConfigurationException">It is no JSON, is cut off, or exceeds a limit.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TryRead(out var isEnd))
        {
            if (isEnd)
            {
                return false;
            }

            await FillAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Reads the next property's name in an object; false at the object's end.</summary>
    public async ValueTask<bool> NextPropertyAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) && Token == JsonTokenType.PropertyName;

    /// <summary>Passes over the next value.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await SkipRestAsync(cancellationToken);
    }

    /// <summary>Passes over the rest of the value whose first token was just read.</summary>
    public async ValueTask SkipRestAsync(CancellationToken cancellationToken)
    {
        if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = Depth;
            _isPassing = true;
            while (await ReadAsync(cancellationToken) && !IsEnd(depth))
            {
            }

            _isPassing = false;
        }
    }

    /// <summary>Takes the next value as a document of its own.</summary>
    public async ValueTask<JsonElement> TakeAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return await TakeRestAsync(cancellationToken);
    }

    /// <summary>Takes the value whose first token was just read.</summary>
    public async ValueTask<JsonElement> TakeRestAsync(CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        // The comma before a list's item belongs to the list; those between the tokens of a value belong to the value.
        bytes.Write(_bytes.Span[_tokenStart..]);
        if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = Depth;
            _isPassing = true;
            do
            {
                await ReadAsync(cancellationToken);
                if (bytes.WrittenCount > MostBytes - _bytes.Length)
                {
                    throw Wrong($"one value is longer than {MostBytes >> 20} MiB");
                }

                bytes.Write(_bytes.Span);
            }
            while (!IsEnd(depth));
            _isPassing = false;
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory, new JsonDocumentOptions { MaxDepth = MostDepth });
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>An error about the file as a whole.</summary>
    public EvalConfigurationException Wrong(string message, string? hint = null) => new(new SourcePosition(file, 0, 0), message, hint);

    private bool TryRead(out bool isEnd)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
        isEnd = false;
        try
        {
            if (!reader.Read())
            {
                isEnd = _isLast;
                Scanned += _end - _start;
                return false;
            }
        }
        catch (JsonException e)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, (int)Math.Min(int.MaxValue, e.LineNumber.GetValueOrDefault() + 1), 0), "is not valid JSON or is cut off: " + Plain(e));
        }

        (Token, Depth) = (reader.TokenType, reader.CurrentDepth);
        if (Token == JsonTokenType.PropertyName && !_isPassing)
        {
            Name = Encoding.UTF8.GetString(reader.ValueSpan);
        }

        (_bytes, _tokenStart) = (_buffer.AsMemory(_start, (int)reader.BytesConsumed), (int)reader.TokenStartIndex);
        _start += (int)reader.BytesConsumed;
        Scanned += reader.BytesConsumed;
        _state = reader.CurrentState;
        return true;
    }

    private bool IsEnd(int depth) => Depth == depth && Token is JsonTokenType.EndObject or JsonTokenType.EndArray;

    private static string Plain(JsonException e) => e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            var rest = _end - _start;
            if (rest > MostBytes)
            {
                throw Wrong($"one text is longer than {MostBytes >> 20} MiB");
            }

            var target = rest > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffer.BlockCopy(_buffer, _start, target, 0, rest);
            (_buffer, _start, _end) = (target, 0, rest);
        }

        // The whole of it: a text is scanned from its start after each filling, so that short reads would cost the square of its length.
        var free = _buffer.AsMemory(_end);
        var read = await _stream.ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancellationToken);
        _isLast = read < free.Length;
        _end += read;
    }
}
