using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Workspaces;

/// <summary>
/// A map in a YAML file. Reading a key also declares it: keys that nobody asked for are mistakes, reported with the nearest name that was
/// asked for. Wrong values are reported to the document, and a neutral value is returned so that reading can go on.
/// </summary>
public sealed class ConfigMap
{
    private readonly ConfigDocument _document;
    private readonly YamlMappingNode _node;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<ConfigMap> _children = [];

    private readonly SourcePosition? _at;

    internal ConfigMap(ConfigDocument document, YamlMappingNode node, string path, SourcePosition? at = null) =>
        (_document, _node, _path, _at) = (document, node, path, at);

    /// <summary>Where the map begins.</summary>
    public SourcePosition At => _at ?? _document.At(_node);

    /// <summary>The keys present, in the file's order.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    /// <summary>The keys that were asked for so far; a test compares them with the JSON Schema.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>Where a key's value stands; the map itself where it is absent.</summary>
    public SourcePosition PositionOf(string key) => Find(key) is { } node ? _document.At(node) : At;

    /// <summary>True where the key is present, whatever its value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Records a mistake at a place in the file.</summary>
    public void Report(SourcePosition at, string message, string? hint = null) => _document.Report(at, message, hint);

    /// <summary>Records a mistake about a key (or about the map, where the key is absent).</summary>
    public void Report(string key, string message, string? hint = null) => _document.Report(PositionOf(key), message, hint);

    /// <summary>A text that must be there and not be empty.</summary>
    public string RequiredString(string key)
    {
        if (OptionalString(key) is { } text)
        {
            if (text.Length == 0)
            {
                Report(key, $"\"{key}\" is empty");
            }

            return text;
        }

        if (Find(key) is null)
        {
            _document.Report(At, $"\"{key}\" is missing in {_path}");
        }

        return "";
    }

    /// <summary>A text, or null where the key is absent.</summary>
    public string? OptionalString(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar when !IsNull(scalar):
                return scalar.Value ?? "";
            default:
                Report(key, $"\"{key}\" must be a text");
                return null;
        }
    }

    /// <summary>A whole number, or null where the key is absent.</summary>
    public int? OptionalInt(string key, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode { Style: ScalarStyle.Plain } s
            && int.TryParse(s.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        Report(key, $"\"{key}\" must be a whole number{Range(min == int.MinValue ? null : min, max == int.MaxValue ? null : max)}");
        return null;
    }

    /// <summary>A number, or null where the key is absent.</summary>
    public double? OptionalDouble(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode { Style: ScalarStyle.Plain } s
            && double.TryParse(s.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) && value >= min && value <= max)
        {
            return value;
        }

        Report(key, $"\"{key}\" must be a number{Range(double.IsInfinity(min) ? null : min, double.IsInfinity(max) ? null : max)}");
        return null;
    }

    /// <summary>Yes or no, or null where the key is absent.</summary>
    public bool? OptionalBool(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" }:
                return true;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" }:
                return false;
            default:
                Report(key, $"\"{key}\" must be true or false");
                return null;
        }
    }

    /// <summary>One of some words, or null where the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="words">Every valid word with its meaning.</param>
    public T? OptionalWord<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (OptionalString(key) is not { } word)
        {
            return null;
        }

        if (words.TryGetValue(word, out var value))
        {
            return value;
        }

        Report(key, $"\"{word}\" is not a valid {key}", NearestName.Hint(word, words.Keys));
        return null;
    }

    /// <summary>A list of texts; a single text counts as a list of one; empty where the key is absent.</summary>
    public IReadOnlyList<string> OptionalStrings(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlScalarNode scalar when !IsNull(scalar):
                return [scalar.Value ?? ""];
            case YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode s && !IsNull(s)):
                return [.. list.Children.Cast<YamlScalarNode>().Select(s => s.Value ?? "")];
            default:
                Report(key, $"\"{key}\" must be a list of texts");
                return [];
        }
    }

    /// <summary>Position of an item of a list.</summary>
    public SourcePosition PositionOf(string key, int index) =>
        Find(key) is YamlSequenceNode list && index < list.Children.Count ? _document.At(list.Children[index]) : PositionOf(key);

    /// <summary>A map, or null where the key is absent.</summary>
    public ConfigMap? OptionalMap(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return Child(map, key);
            default:
                Report(key, $"\"{key}\" must be a map of keys");
                return null;
        }
    }

    /// <summary>A map that must be there; null (and a mistake) where it is not.</summary>
    public ConfigMap? RequiredMap(string key)
    {
        var map = OptionalMap(key);
        if (map is null && Find(key) is null)
        {
            _document.Report(At, $"\"{key}\" is missing in {_path}");
        }

        return map;
    }

    /// <summary>A map without keys that stands at a place in the file: the options of something that was only named.</summary>
    public ConfigMap Empty(string name, SourcePosition at) => new(_document, [], $"{_path} › {name}", at);

    /// <summary>A list of maps; empty where the key is absent.</summary>
    public IReadOnlyList<ConfigMap> OptionalMaps(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list when list.Children.All(c => c is YamlMappingNode):
                return [.. list.Children.Cast<YamlMappingNode>().Select((c, i) => Child(c, $"{key}[{i}]"))];
            default:
                Report(key, $"\"{key}\" must be a list of maps");
                return [];
        }
    }

    /// <summary>Any value as JSON, or null where the key is absent. Plain scalars become numbers, booleans and nulls as YAML 1.2's core schema reads them.</summary>
    public JsonNode? OptionalJson(string key) => Find(key) is { } node ? YamlJson.Convert(node) : null;

    /// <summary>True where a mistake was reported anywhere in the file.</summary>
    internal bool HasProblems => _document.Problems.Count > 0;

    /// <summary>True where a map stands under the key.</summary>
    internal bool IsMap(string key) => Find(key) is YamlMappingNode;

    /// <summary>The text of a scalar that stands without quotes (a number, a date), or null.</summary>
    internal string? PlainScalar(string key) => Find(key) is YamlScalarNode { Style: ScalarStyle.Plain } s && !IsNull(s) ? s.Value : null;

    /// <summary>The entries of a free map (names chosen by the user), as texts.</summary>
    public IReadOnlyDictionary<string, string> OptionalTexts(string key)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (OptionalMap(key) is not { } map)
        {
            return result;
        }

        foreach (var name in map.Keys)
        {
            if (map.OptionalString(name) is { } text)
            {
                result[name] = text;
            }
        }

        return result;
    }

    /// <summary>The whole map as JSON, for hashing.</summary>
    public JsonObject ToJson() => (JsonObject)YamlJson.Convert(_node)!;

    /// <summary>Reports every key that nobody asked for, here and in the maps read from here.</summary>
    public void RejectUnknown()
    {
        foreach (var (keyNode, _) in _node.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key })
            {
                _document.Report(_document.At(keyNode), $"a key in {_path} is not a text");
            }
            else if (!_asked.Contains(key))
            {
                _document.Report(_document.At(keyNode), $"unknown key \"{key}\" in {_path}", NearestName.Hint(key, _asked));
            }
        }

        foreach (var child in _children)
        {
            child.RejectUnknown();
        }
    }

    private ConfigMap Child(YamlMappingNode node, string key)
    {
        // The same map may be read twice (a list is asked for again); one child per node keeps the set of asked keys whole.
        var existing = _children.Find(c => ReferenceEquals(c._node, node));
        if (existing is null)
        {
            existing = new ConfigMap(_document, node, $"{_path} › {key}");
            _children.Add(existing);
        }

        return existing;
    }

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }

    // Only plain scalars can be null; a quoted "" or "null" is a text.
    private static bool IsNull(YamlScalarNode s) => s.Style == ScalarStyle.Plain && (s.Value is null or "" or "null" or "~");

    private static string Range(double? min, double? max) => (min, max) switch
    {
        (null, null) => "",
        ({ } a, null) => $", {a} or more",
        (null, { } b) => $", {b} or less",
        ({ } a, { } b) => $" from {a} to {b}",
    };
}
