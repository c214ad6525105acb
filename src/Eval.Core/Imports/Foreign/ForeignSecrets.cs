using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Foreign;

/// <summary>
/// Takes keys, passwords and the like out of what other tools write of their settings, at any depth: such files are passed around, and what is stored
/// here is shown, compared and exported. A setting that holds a secret is left out as if it were not there, so that two runs with two keys are one.
/// </summary>
internal static partial class ForeignSecrets
{
    /// <summary>What stands in the place of a secret within a text.</summary>
    public const string Mark = "***";

    // Parameters of signed addresses (Azure, AWS, Google), beside those that a name tells.
    private static readonly HashSet<string> Signatures = new(StringComparer.OrdinalIgnoreCase)
    {
        "sig", "signature", "sas", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-goog-signature", "x-goog-credential", "code",
    };

    /// <inheritdoc cref="SecretNames.IsSecret"/>
    public static bool IsSecret(string name) => SecretNames.IsSecret(name);

    /// <summary>A value without the members that hold secrets, and with its texts as <see cref="Text"/> leaves them. Null for JSON's null.</summary>
    public static JsonNode? Clean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Map(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Clean)]),
        JsonValueKind.String => JsonValue.Create(Text(value.Text())),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(value.Clone()),
    };

    /// <summary>A setting as one text, or null where it has none or may not be kept.</summary>
    public static string? Setting(string name, JsonElement? value) =>
        value is not { } given || IsSecret(name) ? null : given.ValueKind == JsonValueKind.String ? Text(given.Text()) : Clean(given)?.ToJsonString();

    /// <summary>
    /// A text without what gives access: user and password of an address, its secret parameters (<see cref="Address"/>), the values of secrets written as
    /// <c>api_key=…</c> or <c>"api_key": "…"</c>, and keys in the form that the large providers give them.
    /// </summary>
    public static string Text(string text)
    {
        text = Addresses().Replace(text, m => Address(m.Value));
        text = Assigned().Replace(text, m => IsSecret(m.Groups["name"].Value) ? $"{m.Groups["name"].Value}={Mark}" : m.Value);
        text = Quoted().Replace(text, m => IsSecret(m.Groups["name"].Value) ? $"{m.Groups["start"].Value}\"{Mark}\"" : m.Value);
        return Keys().Replace(text, Mark);
    }

    /// <inheritdoc cref="Text"/>
    public static string? TextOrNull(string? text) => text is null ? null : Text(text);

    /// <summary>An address without user, password and secret parameters; anything that is none stays as it is.</summary>
    public static string Address(string url)
    {
        url = User().Replace(url, "://", 1);
        var query = url.IndexOfAny(['?', '#']);
        if (query < 0)
        {
            return url;
        }

        var kept = url[(query + 1)..].Split('&').Where(p => p.Split('=', 2)[0] is var name && !IsSecret(Uri.UnescapeDataString(name)) && !Signatures.Contains(name)).ToList();
        return kept.Count == 0 ? url[..query] : url[..(query + 1)] + string.Join('&', kept);
    }

    private static JsonObject Map(JsonElement value)
    {
        // [{ "name": "api_key", "value": "…" }] is a map in other words.
        var isNamed = (value.TextOf("name") ?? value.TextOf("key")) is { } named && IsSecret(named);
        var map = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            if (!IsSecret(member.Name) || (member.Name == "key" && value.Member("value") is not null))
            {
                map[member.Name] = isNamed && member.Name == "value" ? null : Clean(member.Value);
            }
        }

        return map;
    }

    [GeneratedRegex("""[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s"'<>\]})]+""", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();

    [GeneratedRegex("://[^/?#]*@", RegexOptions.CultureInvariant)]
    private static partial Regex User();

    [GeneratedRegex("""(?<![A-Za-z0-9_.-])(?<name>[A-Za-z_][A-Za-z0-9_.-]*)=(?:"[^"]*"|'[^']*'|[^\s,;&\])}"']+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Assigned();

    [GeneratedRegex("""(?<start>(?<q>["'])(?<name>[A-Za-z_][A-Za-z0-9_.-]{0,100})\k<q>\s{0,9}:\s{0,9})(?:"[^"]*"|'[^']*')""", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    // OpenAI and Anthropic, Hugging Face, GitHub, AWS, Google, Slack, Groq, and what follows "Bearer".
    [GeneratedRegex(
        """(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{12,}|hf_[A-Za-z0-9]{20,}|gh[opsu]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|gsk_[A-Za-z0-9]{20,})|(?<=\bBearer )[A-Za-z0-9._~+/=-]{8,}""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Keys();
}
