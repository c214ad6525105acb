using System.Text.Json;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>
/// What was asked of whom, found by going once through the rows: promptfoo writes no list of it. Keeps a few numbers a row and the names of tests.
/// </summary>
internal sealed class PromptfooPlan
{
    private const int MostSlices = 20;

    private readonly List<(int Column, int Test, int Epoch)> _rows = [];
    private readonly Dictionary<string, int> _byQuestion = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Column, int Test), int> _seen = [];
    private readonly SortedDictionary<int, Column> _columns = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Columns by their number.</summary>
    public IReadOnlyList<Column> Columns => [.. _columns.Values];

    /// <summary>Ids of the tests, in the order in which they were first met; a test that is repeated is one.</summary>
    public List<string> Tests { get; } = [];

    /// <summary>Names of the scores that assertions with a metric of their own gave.</summary>
    public SortedSet<string> NamedScores { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of the tests' metadata.</summary>
    public List<string> Slices { get; } = [];

    /// <summary>Most repetitions of a test in a column.</summary>
    public int Epochs { get; private set; } = 1;

    /// <summary>Rows whose test asserts nothing.</summary>
    public int WithoutAssertions { get; private set; }

    /// <summary>True where a model graded some answer.</summary>
    public bool IsJudged { get; private set; }

    public static async Task<PromptfooPlan> ReadAsync(string file, string[] path, CancellationToken cancellationToken)
    {
        var plan = new PromptfooPlan();
        await foreach (var row in JsonFile.ElementsAsync(file, path, cancellationToken))
        {
            plan.Add(row, file);
        }

        return plan;
    }

    /// <summary>Where a row belongs.</summary>
    public (bool IsOfColumn, int Test, int Epoch) PlaceOf(int row, int column) => (_rows[row].Column == column, _rows[row].Test, _rows[row].Epoch);

    private void Add(JsonElement row, string file)
    {
        if (row.ValueKind != JsonValueKind.Object || row.Member("promptIdx").Number() is not { } index || row.Member("testCase") is null)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, 0, 0), $"result {_rows.Count + 1} is no row of promptfoo: \"promptIdx\" or \"testCase\" is missing");
        }

        var question = PromptfooSample.QuestionOf(row);
        if (!_byQuestion.TryGetValue(question, out var test))
        {
            _byQuestion[question] = test = Tests.Count;
            Tests.Add(IdOf(row, question));
        }

        var key = ((int)index, test);
        var epoch = _seen.GetValueOrDefault(key);
        _seen[key] = epoch + 1;
        Epochs = Math.Max(Epochs, epoch + 1);
        _rows.Add((key.Item1, test, epoch));
        AddColumn(key.Item1, row);
        AddNames(row);
        IsJudged = IsJudged || PromptfooSample.IsJudged(row);
        WithoutAssertions += PromptfooSample.HasAssertion(row) ? 0 : 1;
    }

    // By what it asks and not by its number, which another test before it would change.
    private string IdOf(JsonElement row, string question)
    {
        var description = ForeignText.Of(row.Member("testCase").Member("description"));
        var name = string.IsNullOrWhiteSpace(description) ? $"test-{question[..8]}" : ForeignText.Cut(description.Trim(), 100);
        return _ids.Add(name) ? name : _ids.Add($"{name} ({question[..8]})") ? $"{name} ({question[..8]})" : $"{name} ({question})";
    }

    private void AddColumn(int index, JsonElement row)
    {
        if (!_columns.TryGetValue(index, out var column))
        {
            var provider = row.Member("provider");
            var id = ForeignText.Of(provider.Member("id")) ?? (provider is { ValueKind: JsonValueKind.String } text ? text.GetString() : null) ?? "unknown";
            var label = ForeignText.Of(provider.Member("label"));
            _columns[index] = column = new Column(
                index, ForeignSecrets.Text(id), ForeignSecrets.Text(string.IsNullOrEmpty(label) ? id : label), ForeignText.Of(row.Member("promptId")) ?? "", ForeignText.Of(row.Member("prompt").Member("label")) ?? "");
        }

        column.Rows++;
        column.Passed += row.Member("success") is { ValueKind: JsonValueKind.True } ? 1 : 0;
        column.ScoreSum += row.Member("score").Number() ?? 0;
    }

    private void AddNames(JsonElement row)
    {
        if (row.Member("namedScores") is { ValueKind: JsonValueKind.Object } named)
        {
            NamedScores.UnionWith(named.EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Number).Select(s => s.Name));
        }

        foreach (var (key, _) in PromptfooSample.SlicesOf(row))
        {
            if (Slices.Count < MostSlices && !Slices.Contains(key))
            {
                Slices.Add(key);
            }
        }
    }

    /// <summary>A provider with a prompt.</summary>
    internal sealed class Column(int index, string providerId, string provider, string promptId, string label)
    {
        public int Index { get; } = index;

        public string ProviderId { get; } = providerId;

        public string Provider { get; } = provider;

        public string PromptId { get; } = promptId;

        public string Label { get; } = label;

        public int Rows { get; set; }

        public int Passed { get; set; }

        public double ScoreSum { get; set; }
    }
}
