using System.Text;
using Eval.Core.Workspaces;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>
/// A task file of lm-evaluation-harness with the files that it includes: keys of the including file win. Python functions (<c>!function</c>) stay
/// what they are, a tag and a name; nothing is ever run.
/// </summary>
internal sealed class TaskYaml
{
    private const int MostDepth = 64;
    private const int MostIncludes = 8;
    private const long MostBytes = 4 << 20;

    private readonly Dictionary<string, (YamlNode Node, string File)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private TaskYaml(string file, string root) => (File, Root) = (file, root);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The folder that everything it names must lie in.</summary>
    public string Root { get; }

    /// <summary>True where a path lies in that folder.</summary>
    public bool IsInside(string path) => path.StartsWith(Path.TrimEndingDirectorySeparator(Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Reads a task.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The folder that included files must lie in.</param>
    /// <param name="notTaken">Takes the includes that cannot be read.</param>
    /// <exception cref="EvalConfigurationException">The file is no YAML map.</exception>
    public static TaskYaml Load(string file, string root, List<NotTaken> notTaken)
    {
        var task = new TaskYaml(file, root);
        task.Add(file, root, notTaken, MostIncludes);
        return task;
    }

    /// <summary>Keys that nobody asked for.</summary>
    public IEnumerable<string> Unused => _entries.Keys.Where(k => !_used.Contains(k)).Order(StringComparer.Ordinal);

    /// <summary>A key's value, or null where it is absent or null.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            _used.Add(key);
            return _entries.TryGetValue(key, out var entry) && entry.Node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" or "None" } ? entry.Node : null;
        }
    }

    /// <summary>A scalar's text; null where the key is absent, or holds something else or a function.</summary>
    public string? Text(string key) => this[key] is YamlScalarNode scalar && !IsFunction(key) ? scalar.Value : null;

    /// <summary>True where the value is a Python function.</summary>
    public bool IsFunction(string key) => this[key] is { Tag: { IsEmpty: false, IsNonSpecific: false } };

    /// <summary>Where a key's value stands.</summary>
    public SourcePosition At(string key) => _entries.TryGetValue(key, out var entry) ? Place(entry.File, entry.Node) : new SourcePosition(File, 1, 1);

    /// <summary>Where a node below a key stands.</summary>
    public SourcePosition At(string key, YamlNode node) => Place(_entries.TryGetValue(key, out var entry) ? entry.File : File, node);

    /// <summary>A scalar below a map, or null.</summary>
    public static string? TextOf(YamlNode? map, string key) =>
        map is YamlMappingNode m && m.Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlScalarNode { Value: { } value } ? value : null;

    /// <summary>A node below a map, or null.</summary>
    public static YamlNode? NodeOf(YamlNode? map, string key) => map is YamlMappingNode m && m.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static SourcePosition Place(string file, YamlNode node) => new(file, (int)node.Start.Line, (int)node.Start.Column);

    private void Add(string file, string root, List<NotTaken> notTaken, int left)
    {
        var map = Parse(file);
        foreach (var (keyNode, value) in map.Children)
        {
            if (keyNode is YamlScalarNode { Value: { } key } && key != "include")
            {
                _entries.TryAdd(key, (value, file));
            }
        }

        var includes = NodeOf(map, "include") switch
        {
            YamlScalarNode one => [one],
            YamlSequenceNode several => several.Children.OfType<YamlScalarNode>(),
            _ => Enumerable.Empty<YamlScalarNode>(),
        };
        foreach (var include in includes)
        {
            var path = Path.GetFullPath(include.Value ?? "", Path.GetDirectoryName(file)!);
            var why = left == 0 ? $"files include each other more than {MostIncludes} deep"
                : !IsInside(path) ? $"lies outside {root}; import the folder that holds both"
                : !System.IO.File.Exists(path) ? "there is no such file beside it"
                : null;
            if (why is null)
            {
                Add(path, root, notTaken, left - 1);
            }
            else
            {
                notTaken.Add(new NotTaken(Place(file, include), $"include: {include.Value}", why));
            }
        }
    }

    private static YamlMappingNode Parse(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                throw new EvalConfigurationException(new SourcePosition(file, 0, 0), $"is longer than {MostBytes >> 20} MiB: no task is");
            }

            var text = System.IO.File.ReadAllText(file, Encoding.UTF8);
            Check(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map
                ? map
                : throw new EvalConfigurationException(new SourcePosition(file, 1, 1), "must be one map of keys");
        }
        catch (YamlException e)
        {
            throw new EvalConfigurationException(new SourcePosition(file, (int)e.Start.Line, (int)e.Start.Column), "is not valid YAML: " + (e.InnerException ?? e).Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(new SourcePosition(file, 0, 0), $"cannot be read: {e.Message}");
        }
    }

    // An alias can grow without bound; a task has no need of one.
    private static void Check(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            var why = parser.Current is AnchorAlias alias ? $"the alias *{alias.Value} is not read: write the value out"
                : depth > MostDepth ? $"is nested more than {MostDepth} levels deep"
                : null;
            if (why is not null)
            {
                throw new EvalConfigurationException(new SourcePosition(file, (int)parser.Current.Start.Line, (int)parser.Current.Start.Column), why);
            }
        }
    }
}
