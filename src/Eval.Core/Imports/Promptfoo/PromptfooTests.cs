using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Imports.Foreign;
using Eval.Core.Workspaces;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>Reads <c>tests:</c>: written out, or in CSV, YAML, JSON or JSON Lines beside the configuration.</summary>
internal sealed class PromptfooTests(ForeignFiles files, YamlNode? defaults)
{
    private const int MostTests = 1_000_000;
    private static readonly string[] Known = ["description", "vars", "assert", "metadata"];

    private readonly List<PromptfooTest> _tests = [];
    private readonly PromptfooVariables _variables = new(files);

    public IReadOnlyList<PromptfooTest> Read(YamlNode? node)
    {
        foreach (var item in node is YamlSequenceNode list ? list.Items() : node is null ? [] : [node])
        {
            if (item.Text() is { } file)
            {
                ReadFile(item, file);
            }
            else if (item.Get("path").Text() is { } path && item.Get("vars") is null)
            {
                ReadFile(item, path);
            }
            else
            {
                Add(files.Yaml, item);
            }
        }

        return _tests;
    }

    private void ReadFile(YamlNode at, string reference)
    {
        if (files.Find(at, "tests", reference) is not { } path)
        {
            return;
        }

        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv":
                ReadCsv(path);
                break;
            case ".yaml" or ".yml" or ".json":
                var yaml = ForeignYaml.Load(path);
                foreach (var item in yaml.Root is YamlSequenceNode list ? list.Items() : [yaml.Root])
                {
                    Add(yaml, item);
                }

                break;
            case ".jsonl":
                ReadLines(path);
                break;
            default:
                files.Leave(at, $"tests: {reference}", "tests made by a program or kept elsewhere: write them to a file first");
                break;
        }
    }

    private void ReadLines(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim().Length > 0)
            {
                Add(line, path, number);
            }
        }
    }

    private void Add(string json, string path, int line)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(json));
        }
        catch (YamlDotNet.Core.YamlException)
        {
            throw new EvalConfigurationException(new SourcePosition(path, line, 0), "is not valid JSON");
        }

        Add(null, stream.Documents[0].RootNode, path, line);
    }

    private void Add(ForeignYaml yaml, YamlNode item)
    {
        var at = yaml.At(item);
        Add(yaml == files.Yaml ? item : null, item, at.File, at.Line);
    }

    private void Add(YamlNode? at, YamlNode item, string file, int line)
    {
        foreach (var (key, _, _) in item.Pairs().Where(p => !Known.Contains(p.Key)))
        {
            files.Leave(file, line, $"tests: {key}", "there is nothing like it for a single sample");
        }

        foreach (var (key, _, _) in item.Get("metadata").Pairs().Where(p => p.Value.Text() is null))
        {
            files.Leave(file, line, $"metadata: {key}", "a label is one text or number");
        }

        if (item.Get("assert").Text() is { } elsewhere)
        {
            files.Leave(file, line, $"assert: {elsewhere}", "assertions are not read from elsewhere: write them out");
        }

        var variables = new JsonObject();
        if (!_variables.TryAdd(variables, defaults.Get("vars"), file, line) || !_variables.TryAdd(variables, item.Get("vars"), file, line))
        {
            return;
        }

        var metadata = Metadata();
        foreach (var (key, _, value) in item.Get("metadata").Pairs().Where(p => p.Value.Text() is not null))
        {
            metadata[key] = value.Text()!;
        }

        var assertions = defaults.Get("assert").Items().Concat(item.Get("assert").Items()).Select(Assertion).ToList();
        Unfold(new PromptfooTest(at, file, line, item.Get("description").Text(), variables, metadata, assertions));
    }

    private Dictionary<string, string> Metadata() => defaults.Get("metadata").Pairs().Where(p => p.Value.Text() is not null)
        .GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value.Text()!, StringComparer.Ordinal);

    private static PromptfooAssertion Assertion(YamlNode node) => new(
        node.Get("type").Text() ?? "(without type)", node.Get("value")?.ToJson(),
        [.. node.Pairs().Select(p => p.Key).Where(k => k is not ("type" or "value"))]);

    // A list of values makes a test of each, as promptfoo does; two lists make all pairs.
    private void Unfold(PromptfooTest test)
    {
        if (test.Variables.FirstOrDefault(v => v.Value is JsonArray) is not { Key: { } key, Value: JsonArray values })
        {
            if (_tests.Count == MostTests)
            {
                throw new EvalConfigurationException(new SourcePosition(test.File, test.Line, 0), $"the lists of values make more than {MostTests} tests");
            }

            if (_variables.TryFill(test))
            {
                _tests.Add(test);
            }

            return;
        }

        foreach (var value in values)
        {
            var one = (JsonObject)test.Variables.DeepClone();
            one[key] = value is JsonArray inner ? ForeignText.Json(inner) : value?.DeepClone();
            Unfold(test with { Variables = one });
        }
    }

    private void ReadCsv(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
        try
        {
            csv.Read();
            csv.ReadHeader();
            var columns = csv.HeaderRecord ?? [];
            while (csv.Read())
            {
                AddRow(columns, csv, path);
            }
        }
        catch (CsvHelperException e)
        {
            throw new EvalConfigurationException(new SourcePosition(path, csv.Parser.Row, 0), "is not valid CSV: " + e.Message.Split('\n')[0]);
        }
    }

    private void AddRow(string[] columns, CsvReader csv, string path)
    {
        var variables = new JsonObject();
        if (!_variables.TryAdd(variables, defaults.Get("vars"), path, csv.Parser.RawRow))
        {
            return;
        }

        var metadata = Metadata();
        var assertions = defaults.Get("assert").Items().Select(Assertion).ToList();
        string? description = null;
        for (var i = 0; i < columns.Length; i++)
        {
            var (column, cell) = (columns[i].Trim(), csv.GetField(i) ?? "");
            if (column.StartsWith("__expected", StringComparison.Ordinal))
            {
                if (cell.Trim().Length > 0)
                {
                    assertions.Add(PromptfooExpected.Parse(cell));
                }
            }
            else if (column == "__description")
            {
                description = cell;
            }
            else if (column.StartsWith("__metadata:", StringComparison.Ordinal))
            {
                metadata[column["__metadata:".Length..]] = cell;
            }
            else if (column.StartsWith("__", StringComparison.Ordinal))
            {
                files.Leave(path, 1, column, "there is nothing like this column for a single sample");
            }
            else if (column.Length > 0)
            {
                variables[column] = cell;
            }
        }

        Unfold(new PromptfooTest(null, path, csv.Parser.RawRow, description, variables, metadata, assertions));
    }
}
