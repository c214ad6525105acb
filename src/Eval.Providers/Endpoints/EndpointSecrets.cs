using System.Text.RegularExpressions;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Providers.Endpoints;

/// <summary>
/// The key and the headers of a candidate, read from the environment or a file when it is opened. Nothing of it is written or shown
/// anywhere; <see cref="Mask"/> takes it out of texts that come back.
/// </summary>
internal sealed partial class EndpointSecrets
{
    private EndpointSecrets(string? key, string source, IReadOnlyDictionary<string, string> headers, SecretMask mask) =>
        (Key, Source, Headers, Mask) = (key, source, headers, mask);

    /// <summary>The key, or null where the endpoint takes none.</summary>
    public string? Key { get; }

    /// <summary>Where the key came from, for people: never the key.</summary>
    public string Source { get; }

    /// <summary>Headers with their values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public SecretMask Mask { get; }

    /// <summary>Reads them. Throws <see cref="EvalConfigurationException"/> that says what is missing and where to put it.</summary>
    public static EndpointSecrets Read(Candidate candidate, Func<string, string?> variable)
    {
        var spec = candidate.Hosted!;
        var (key, source) = ReadKey(candidate, spec, variable);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var secrets = new List<string>();
        foreach (var (name, template) in spec.Headers)
        {
            headers[name] = Placeholder().Replace(template, match =>
            {
                var value = variable(match.Groups[1].Value) is { Length: > 0 } set
                    ? set
                    : throw Problem(candidate, $"header {name}: the environment variable {match.Groups[1].Value} is not set");
                secrets.Add(value);
                return Checked(candidate, value, match.Groups[1].Value);
            });
        }

        return new EndpointSecrets(key, source, headers, new SecretMask(key is null ? secrets : [.. secrets, key]));
    }

    private static (string? Key, string Source) ReadKey(Candidate candidate, HostedModelSpec spec, Func<string, string?> variable)
    {
        if (spec.ApiKeyFile is { } file)
        {
            return (ReadFile(candidate, file), file);
        }

        var name = spec.ApiKeyEnv ?? UsualVariable(spec.Provider);
        if (name is null)
        {
            return (null, "none needed");
        }

        if (variable(name)?.Trim() is { Length: > 0 } key)
        {
            return (Checked(candidate, key, name), name);
        }

        return spec.ApiKeyEnv is null && spec.Headers.Keys.Any(h => SameHeader(h, "authorization") || SameHeader(h, "api-key") || SameHeader(h, "x-api-key"))
            ? (null, "in the headers")
            : throw Problem(
                candidate, $"the environment variable {name} is not set", "set it, write it into .env beside eval.yaml, or name a file with apiKeyFile");
    }

    /// <summary>The variable that a provider's own tools read, or null where keys are not the rule.</summary>
    private static string? UsualVariable(string provider) => provider switch
    {
        "openai" => "OPENAI_API_KEY",
        "azure-openai" => "AZURE_OPENAI_API_KEY",
        "anthropic" => "ANTHROPIC_API_KEY",
        _ => null,
    };

    private static string ReadFile(Candidate candidate, string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } key
                ? Checked(candidate, key, file)
                : throw Problem(candidate, $"the key file {file} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(candidate, $"the key file {file} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is none" : e.Message)}");
        }
    }

    // The text of an exception about a wrong header would repeat the header.
    private static string Checked(Candidate candidate, string value, string source) => value.Any(c => c is < ' ' or > '~')
        ? throw Problem(candidate, $"the value in {source} has a line break or a character that no header may hold")
        : value;

    private static bool SameHeader(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static EvalConfigurationException Problem(Candidate candidate, string message, string? hint = null) =>
        new(candidate.DefinedAt, $"candidate \"{candidate.Id}\": {message}", hint);

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
