using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports;

/// <summary>A file or folder that the user wants to take in, with what its beginning tells.</summary>
public sealed class ImportSource
{
    private const int HeadBytes = 64 * 1024;

    private ImportSource(string path, bool isFolder, byte[] head)
    {
        (Path, IsFolder, Head) = (path, isFolder, head);
        JsonKeys = isFolder ? [] : KeysOf(head);
        YamlKeys = isFolder || JsonKeys.Count > 0 ? [] : YamlKeysOf(head);
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Its name without the folders above.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>True for a folder.</summary>
    public bool IsFolder { get; }

    /// <summary>The first 64 KiB, decompressed where the file is in gzip; empty for a folder.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>
    /// Keys of the JSON object that the file begins with (of its first line, in JSON Lines), as far as they stand in <see cref="Head"/>, each with the
    /// start of its value where that is a text or a number; empty for anything else.
    /// </summary>
    public IReadOnlyDictionary<string, string?> JsonKeys { get; }

    /// <summary>Keys at the margin of a YAML file, as far as they stand in <see cref="Head"/>; empty for JSON and anything else.</summary>
    public IReadOnlyCollection<string> YamlKeys { get; }

    /// <summary>Looks at a file or folder.</summary>
    /// <exception cref="EvalConfigurationException">There is none, or it cannot be read.</exception>
    public static ImportSource Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            return new ImportSource(path, isFolder: true, []);
        }

        try
        {
            return new ImportSource(path, isFolder: false, ReadHead(path));
        }
        catch (InvalidDataException)
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "is no whole gzip file: it is cut off or damaged", "copy or export it again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(
                null, e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file or folder {path}" : $"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>SHA-256 of a file's bytes, lower-case hex.</summary>
    public static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static byte[] ReadHead(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        var head = new byte[HeadBytes];
        return head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static Dictionary<string, string?> KeysOf(byte[] head)
    {
        var keys = new Dictionary<string, string?>(StringComparer.Ordinal);
        var start = head.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(head.AsSpan(start), isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 }));
        try
        {
            string? key = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is not JsonTokenType.StartObject)
                {
                    break;
                }

                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    keys[key = reader.GetString()!] = null;
                }
                else if (reader.CurrentDepth == 1 && key is not null)
                {
                    keys[key] = reader.TokenType switch
                    {
                        JsonTokenType.String => reader.GetString(),
                        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                        _ => null,
                    };
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON only as far as the keys that were read.
        }

        return keys;
    }

    private static HashSet<string> YamlKeysOf(byte[] head)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(head).Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && (char.IsAsciiLetter(line[0]) || line[0] is '_' or '"' or '\''))
            {
                keys.Add(line[..colon].Trim('"', '\'', ' '));
            }
        }

        return keys;
    }
}
