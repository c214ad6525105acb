using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Imports.Foreign;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>
/// Reads the variables of tests, and the plain files that they name with <c>file://</c>: a map of variables, or the text of one (YAML as JSON, everything
/// else as it is, without white space around it, as promptfoo has it). A test whose variables cannot be read is left out: it would ask something else.
/// </summary>
internal sealed partial class PromptfooVariables(ForeignFiles files)
{
    private const string Scheme = "file://";
    private const int MostBytes = 16 * 1024 * 1024;

    // Many tests may name one file; null where it cannot be taken.
    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);

    /// <summary>Adds a test's <c>vars:</c>: a map, or files with one. False where they cannot be taken, which is then noted.</summary>
    public bool TryAdd(JsonObject variables, YamlNode? node, string file, int line)
    {
        if (node is null or YamlMappingNode)
        {
            Put(variables, node);
            return true;
        }

        var references = node is YamlSequenceNode list ? list.Items().Select(i => i.Text()) : [node.Text()];
        foreach (var reference in references)
        {
            var why = reference is null ? "neither a map nor the name of a file"
                : Path.GetExtension(reference).ToLowerInvariant() is not (".yaml" or ".yml" or ".json") ? "a program or another kind of file makes the variables"
                : null;
            if (why is not null)
            {
                files.Leave(file, line, $"vars: {reference}", why + "; write them out. The test is left out");
                return false;
            }

            if (Find(file, line, "vars", reference!) is not { } path)
            {
                return false;
            }

            var yaml = ForeignYaml.Load(path);
            if (yaml.Root is not YamlMappingNode)
            {
                files.Leave(path, 1, $"vars: {reference}", "the file holds no map of variables; the test is left out");
                return false;
            }

            Put(variables, yaml.Root);
        }

        return true;
    }

    /// <summary>Puts texts in the place of the files that variables name. False where one cannot be taken, which is then noted.</summary>
    public bool TryFill(PromptfooTest test)
    {
        foreach (var (name, value) in test.Variables.ToList())
        {
            if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var reference) || !reference.StartsWith(Scheme, StringComparison.Ordinal))
            {
                continue;
            }

            if (TextOf(test, name, reference) is not { } text)
            {
                return false;
            }

            test.Variables[name] = text;
        }

        return true;
    }

    private string? TextOf(PromptfooTest test, string name, string reference)
    {
        if (WhyNot(reference) is { } why)
        {
            files.Leave(test.File, test.Line, $"vars: {name}: {reference}", why + ". The test is left out");
            return null;
        }

        if (Find(test.File, test.Line, $"vars: {name}", reference) is not { } path)
        {
            return null;
        }

        if (!_texts.TryGetValue(path, out var text))
        {
            _texts[path] = text = Read(path);
        }

        if (text is null)
        {
            files.Leave(test.File, test.Line, $"vars: {name}: {reference}", $"the file is no text in UTF-8, or is larger than {MostBytes / (1024 * 1024)} MiB. The test is left out");
        }

        return text;
    }

    private string? Find(string file, int line, string key, string reference) => files.Find(file, line, key, reference, "The test is left out");

    private static string? WhyNot(string reference) =>
        Program().IsMatch(reference) ? "a program makes the value: write it out"
        : reference.AsSpan().IndexOfAny("*?[{") >= 0 ? "the name stands for several files, or is a template: name each file"
        : null;

    private static string? Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            return null;
        }

        if (Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml")
        {
            return ForeignYaml.Load(path).Root.ToJson() is { } json ? ForeignText.Json(json) : "null";
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? null : text.Trim();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static void Put(JsonObject variables, YamlNode? map)
    {
        foreach (var (key, _, value) in map.Pairs())
        {
            variables[key] = value.ToJson();
        }
    }

    [GeneratedRegex(@"\.(?:js|cjs|mjs|ts|cts|mts|py|rb|go|sh)(?::\w+)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Program();
}
