using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Rows of plain text: line by line, in groups of lines, or the file as a whole.</summary>
internal static class TextRows
{
    public static async IAsyncEnumerable<RawRow> ReadAsync(
        DatasetSpec spec, Stream stream, string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (spec.LinesPerSample == 0)
        {
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, cancellationToken);
            var bytes = memory.GetBuffer().AsMemory(0, (int)memory.Length);
            var text = Encoding.UTF8.GetString((bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).Span);
            if (text.Length > 0)
            {
                yield return new RawRow(new JsonObject { [Name(spec, 0)] = text }, 1);
            }

            yield break;
        }

        var size = spec.LinesPerSample;
        var (fields, count, first) = (new JsonObject(), 0, 0);
        await foreach (var (bytes, number) in Utf8Lines.ReadAsync(stream, cancellationToken))
        {
            if (size == 1 && bytes.Length == 0)
            {
                continue;
            }

            first = count == 0 ? number : first;
            fields.Add(Name(spec, count), Encoding.UTF8.GetString(bytes.Span));
            if (++count == size)
            {
                yield return new RawRow(fields, first);
                (fields, count) = (new JsonObject(), 0);
            }
        }

        if (count > 0)
        {
            throw new EvalConfigurationException(new SourcePosition(file, first, 0), $"the last sample has {count} of {size} lines");
        }
    }

    private static string Name(DatasetSpec spec, int index) =>
        index < spec.Columns.Count ? spec.Columns[index] : spec.LinesPerSample <= 1 ? "text" : $"line{index + 1}";
}
