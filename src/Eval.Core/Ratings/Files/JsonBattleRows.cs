using System.Text;
using System.Text.Json;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// Rows of JSON Lines, and of a JSON document that is one list: each an object whose fields are the columns. Objects are cut out of the stream one by one, so a list of
/// any length takes the room of its longest object.
/// </summary>
internal sealed class JsonBattleRows : BattleRows
{
    private const int Deepest = 64;

    private byte[][] _names = [];
    private (byte[] Outer, byte[] Inner)[] _parts = [];
    private int _next;
    private int _lineBreaks;
    private bool _inList;
    private bool _listEnded;

    public JsonBattleRows(DataFile file)
        : base(file)
    {
        try
        {
            Window.ReadMore(1);
            _next = Window.Start;
            ReadHeader();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool Next()
    {
        Problem = null;
        if (!Cut())
        {
            return false;
        }

        Array.Clear(Cells);
        try
        {
            ReadFields();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Broken(e);
        }

        return true;
    }

    // "slices.topic" is a field of its own, or the field "topic" of the object "slices".
    protected override void Choose(IReadOnlyList<string> columns)
    {
        _names = [.. columns.Select(Encoding.UTF8.GetBytes)];
        _parts = [.. columns.Select(c => c.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? (Encoding.UTF8.GetBytes(c[..dot]), Encoding.UTF8.GetBytes(c[(dot + 1)..])) : ([], []))];
    }

    // The first object's fields name the columns; later objects may lack some.
    private void ReadHeader()
    {
        if (!Cut())
        {
            return;
        }

        try
        {
            var names = new List<string>();
            var reader = new Utf8JsonReader(Window.Bytes.AsSpan(RowStart, _next - RowStart), new JsonReaderOptions { MaxDepth = Deepest });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                names.Add(name);
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    names.Add($"{name}.{reader.GetString()}");
                    reader.Skip();
                }
            }

            Columns = names.Count <= MostColumns ? [.. names.Distinct(StringComparer.Ordinal)] : throw Wrong($"has {names.Count} fields; a battle has at most {MostColumns}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Broken(e);
        }

        _next = RowStart;
        _lineBreaks = 0;
    }

    private void ReadFields()
    {
        var row = Window.Bytes.AsSpan(RowStart, _next - RowStart);
        var reader = new Utf8JsonReader(row, new JsonReaderOptions { MaxDepth = Deepest });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var slot = Slot(ref reader);
            var outer = slot < 0 ? Outer(ref reader) : -1;
            reader.Read();
            if (outer >= 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var inner = Inner(ref reader, outer);
                    reader.Read();
                    TakeOnce(inner, ref reader);
                }
            }
            else
            {
                TakeOnce(slot, ref reader);
            }
        }
    }

    private void TakeOnce(int slot, ref Utf8JsonReader reader)
    {
        if (slot < 0)
        {
            reader.Skip();
            return;
        }

        if (Cells[slot].Start > 0)
        {
            Problem = $"has the field \"{Encoding.UTF8.GetString(_names[slot])}\" twice";
        }

        Take(slot, ref reader);
    }

    private int Slot(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A slot whose object this is, or −1.
    private int Outer(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Outer.Length > 0 && reader.ValueTextEquals(_parts[i].Outer))
            {
                return i;
            }
        }

        return -1;
    }

    private int Inner(ref Utf8JsonReader reader, int outer)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Outer.AsSpan().SequenceEqual(_parts[outer].Outer) && reader.ValueTextEquals(_parts[i].Inner))
            {
                return i;
            }
        }

        return -1;
    }

    private void Take(int slot, ref Utf8JsonReader reader)
    {
        var start = RowStart + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                Cells[slot] = new RowCell { Start = start, Form = CellForm.Null };
                break;
            case JsonTokenType.String when !reader.ValueIsEscaped:
                Cells[slot] = new RowCell { Start = start + 1, Length = reader.ValueSpan.Length };
                break;
            case JsonTokenType.String:
                var text = new byte[reader.ValueSpan.Length];
                try
                {
                    Unescaped[slot] = text[..reader.CopyString(text)];
                }
                catch (InvalidOperationException)
                {
                    // Half of a surrogate pair: no text at all.
                    (Problem, Unescaped[slot]) = ($"has a field \"{Encoding.UTF8.GetString(_names[slot])}\" that is no valid text", []);
                }

                Cells[slot] = new RowCell { Start = start, Form = CellForm.Unescaped };
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                Problem = $"has a field \"{Encoding.UTF8.GetString(_names[slot])}\" that is neither a text nor a number";
                Cells[slot] = new RowCell { Start = start };
                break;
            default:
                Cells[slot] = new RowCell { Start = start, Length = reader.ValueSpan.Length };
                break;
        }
    }

    // Cuts the next object out: RowStart to _next. False at the end of the file.
    private bool Cut()
    {
        Line += _lineBreaks;
        _lineBreaks = 0;
        Window.Start = _next;
        while (!TryBegin())
        {
            if (Window.IsAtEnd)
            {
                return _inList && !_listEnded ? throw Wrong("ends inside a list") : false;
            }

            Window.ReadMore(Line);
        }

        while (!TryEnd())
        {
            if (Window.IsAtEnd)
            {
                throw Wrong("begins a JSON object that never ends");
            }

            Window.ReadMore(Line);
        }

        return true;
    }

    // Goes to the next brace; the window begins there.
    private bool TryBegin()
    {
        for (; Window.Start < Window.End; Window.Start++)
        {
            switch (Window.Bytes[Window.Start])
            {
                case (byte)'\n':
                    Line++;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    break;
                case (byte)'[' when !_inList && Columns.Count == 0:
                    _inList = true;
                    break;
                case (byte)',' when _inList && !_listEnded && Columns.Count > 0:
                    break;
                case (byte)']' when _inList && !_listEnded:
                    _listEnded = true;
                    break;
                case (byte)'{' when !_listEnded:
                    return true;
                default:
                    throw Wrong("is not a JSON object", "a battle is one object a line, or one of a list");
            }
        }

        return false;
    }

    // Finds the brace that closes the object at the window's start.
    private bool TryEnd()
    {
        var bytes = Window.Bytes.AsSpan(0, Window.End);
        var (i, depth) = (RowStart = Window.Start, 0);
        _lineBreaks = 0;
        while (true)
        {
            var stop = bytes[i..].IndexOfAny((byte)'"', (byte)'{', (byte)'}');
            if (stop < 0)
            {
                return false;
            }

            _lineBreaks += bytes.Slice(i, stop).Count((byte)'\n');
            i += stop;
            switch (bytes[i++])
            {
                case (byte)'{':
                    depth = depth < Deepest ? depth + 1 : throw Wrong($"is nested deeper than {Deepest} levels");
                    break;
                case (byte)'}' when --depth == 0:
                    _next = i;
                    return true;
                case (byte)'"':
                    if (!TrySkipText(bytes, ref i))
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    // The reader appends its own "LineNumber: 0 | BytePositionInLine: 5." to the message, counted within the object. Half of a surrogate pair in a field's name is valid JSON to
    // it, until the name is read.
    private EvalConfigurationException Broken(Exception e) => Wrong(
        e is JsonException ? "is not valid JSON: " + e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.') : "has a field whose name is no valid text");

    private static bool TrySkipText(ReadOnlySpan<byte> bytes, ref int i)
    {
        while (true)
        {
            var stop = bytes[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                return false;
            }

            i += stop + 1;
            if (bytes[i - 1] == '"')
            {
                return true;
            }

            if (++i > bytes.Length)
            {
                return false;
            }
        }
    }
}
