using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Workspaces;

/// <summary>
/// One YAML file that is read strictly. Mistakes are collected, so that the user sees all of them at once;
/// <see cref="ThrowIfInvalid"/> raises them together.
/// </summary>
public sealed class ConfigDocument
{
    private readonly List<ConfigProblem> _problems = [];

    private ConfigDocument(string file, YamlMappingNode root)
    {
        File = file;
        Root = new ConfigMap(this, root, Path.GetFileName(file));
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The map at the top.</summary>
    public ConfigMap Root { get; }

    /// <summary>Everything found wrong so far.</summary>
    public IReadOnlyList<ConfigProblem> Problems => _problems;

    /// <summary>Reads a file. Throws <see cref="EvalConfigurationException"/> where it is missing, unreadable or not a YAML map.</summary>
    public static ConfigDocument Load(string file)
    {
        byte[] bytes;
        try
        {
            bytes = System.IO.File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EvalConfigurationException(new SourcePosition(file, 0, 0), "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(new SourcePosition(file, 0, 0), $"cannot be read: {e.Message}");
        }

        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, Math.Max(0, e.Index)).Count((byte)'\n');
            throw new EvalConfigurationException(new SourcePosition(file, line, 0), "is not valid UTF-8");
        }

        return Parse(text.TrimStart('\uFEFF'), file);
    }

    /// <summary>Reads text. <paramref name="file"/> is used in messages.</summary>
    public static ConfigDocument Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            YamlGuard.Check(text, file);
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new EvalConfigurationException(YamlGuard.Locate(text, file, e), Plain(e));
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, 1, 1), stream.Documents.Count == 0 ? "is empty" : "must be a map of keys at the top");
        }

        if (stream.Documents.Count > 1)
        {
            var second = stream.Documents[1].RootNode.Start;
            throw new EvalConfigurationException(
                new SourcePosition(file, (int)second.Line, (int)second.Column), "holds more than one YAML document");
        }

        return new ConfigDocument(file, root);
    }

    /// <summary>Records a mistake.</summary>
    public void Report(SourcePosition at, string message, string? hint = null) => _problems.Add(new ConfigProblem(at, message, hint));

    /// <summary>
    /// Reports keys that nobody asked for, then raises all mistakes as one <see cref="EvalConfigurationException"/>, in the order of the file.
    /// </summary>
    public void ThrowIfInvalid()
    {
        Root.RejectUnknown();
        if (_problems.Count > 0)
        {
            // A key may be read by two readers (the suite and its kind); the user made the mistake once.
            throw new EvalConfigurationException([.. _problems.Distinct().OrderBy(p => p.At!.Line).ThenBy(p => p.At!.Column)]);
        }
    }

    internal SourcePosition At(YamlNode node) => new(File, (int)node.Start.Line, (int)node.Start.Column);

    private static string Plain(YamlException e)
    {
        const string Duplicate = "Duplicate key ";
        var message = (e.InnerException ?? e).Message;
        return message.StartsWith(Duplicate, StringComparison.Ordinal)
            ? $"the key \"{message[Duplicate.Length..]}\" is given twice in one map"
            : "is not valid YAML: " + message;
    }
}
