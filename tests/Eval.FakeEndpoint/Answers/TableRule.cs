using System.Text.Json;
using Eval.Core.Statistics;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Answers from a JSONL file: the row whose <c>prompt</c> is the last user message, else the first whose <c>contains</c> is part of it.</summary>
internal sealed class TableRule : IAnswerRule
{
    private readonly Dictionary<string, TableRow> _exact = new(StringComparer.Ordinal);
    private readonly List<TableRow> _parts = [];

    public static TableRule Read(string file)
    {
        var table = new TableRule();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                table.Add(JsonSerializer.Deserialize<TableRow>(line, EndpointJson.Options)!);
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new FormatException($"{file}:{number}: {e.Message}", e);
            }
        }

        return table;
    }

    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken)
    {
        var row = _exact.GetValueOrDefault(prompt.Question) ?? _parts.Find(p => prompt.Question.Contains(p.Contains!, StringComparison.Ordinal));
        return ValueTask.FromResult(row is null ? new Draft("The table has no answer to this.") : row.Draft(random));
    }

    private void Add(TableRow row)
    {
        if (row.Prompt is { } prompt)
        {
            _exact[prompt] = row;
        }
        else if (row.Contains is { Length: > 0 })
        {
            _parts.Add(row);
        }
        else
        {
            throw new FormatException("a row needs 'prompt' or 'contains'");
        }
    }
}

/// <summary>A row of the table.</summary>
internal sealed record TableRow
{
    public string? Prompt { get; init; }

    public string? Contains { get; init; }

    public string? Answer { get; init; }

    /// <summary>Several answers, one of which the request's seed picks.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    public string? Finish { get; init; }

    public bool Refused { get; init; }

    public string? Reasoning { get; init; }

    public IReadOnlyList<TableToolCall> ToolCalls { get; init; } = [];

    public Draft Draft(SeededRandom random) => new(Answers.Count > 0 ? Answers[random.Next(Answers.Count)] : Answer ?? "")
    {
        Finish = Finish,
        Refused = Refused,
        Reasoning = Reasoning,
        ToolCalls = [.. ToolCalls.Select(c => new ToolCall(c.Name, c.Arguments.GetRawText()))],
    };
}

/// <summary>A tool call of a row.</summary>
internal sealed record TableToolCall(string Name, JsonElement Arguments);
