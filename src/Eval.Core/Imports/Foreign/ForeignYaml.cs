using System.Text;
using Eval.Core.Workspaces;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Foreign;

/// <summary>A YAML (or JSON) file of another tool: anchors are allowed, absurd depth and size are not.</summary>
internal sealed class ForeignYaml
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostDepth = 64;
    private const int MostAliases = 1_000;

    private ForeignYaml(string file, YamlNode root) => (File, Root) = (file, root);

    /// <summary>Absolute path.</summary>
    public string File { get; }

    /// <summary>The node at the top.</summary>
    public YamlNode Root { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="EvalConfigurationException">It is missing, damaged, too large or too deep.</exception>
    public static ForeignYaml Load(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                throw new EvalConfigurationException(new SourcePosition(file, 0, 0), $"is larger than {MostBytes / (1024 * 1024)} MiB");
            }

            var text = System.IO.File.ReadAllText(file, Encoding.UTF8);
            Guard(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0
                ? throw new EvalConfigurationException(new SourcePosition(file, 1, 1), "is empty")
                : new ForeignYaml(file, stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            throw new EvalConfigurationException(new SourcePosition(file, (int)e.Start.Line, (int)e.Start.Column), "is not valid YAML: " + (e.InnerException ?? e).Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(new SourcePosition(file, 0, 0), e is FileNotFoundException ? "there is no such file" : $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Where a node stands.</summary>
    public SourcePosition At(YamlNode node) => new(File, (int)node.Start.Line, (int)node.Start.Column);

    // Aliases that hold lists of aliases grow without bound once they are read out.
    private static void Guard(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, aliases) = (0, 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            aliases += parser.Current is YamlDotNet.Core.Events.AnchorAlias ? 1 : 0;
            if (depth > MostDepth || aliases > MostAliases)
            {
                throw new EvalConfigurationException(
                    new SourcePosition(file, (int)parser.Current.Start.Line, (int)parser.Current.Start.Column),
                    depth > MostDepth ? $"is nested more than {MostDepth} levels deep" : $"has more than {MostAliases} aliases");
            }
        }
    }
}
