using System.Text.RegularExpressions;

namespace Eval.Core.Imports.Foreign;

/// <summary>
/// Tells by its name whether a setting of another tool holds a secret. The words of the name's last segment decide, never parts of words:
/// <c>hf_token</c> and <c>x-api-key</c> do, <c>tokenizer</c>, <c>max_tokens</c>, <c>add_bos_token</c> and <c>sort_keys</c> do not. A name in doubt holds one.
/// </summary>
internal static partial class SecretNames
{
    // Wherever they stand in a name.
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "password", "passwords", "passwd", "pwd", "passphrase", "secret", "secrets", "credential", "credentials", "creds", "authorization", "authentication",
        "bearer", "apikey", "apikeys", "accesskey", "secretkey", "privatekey", "authtoken", "accesstoken", "hftoken", "clientsecret", "oauth", "cookie", "cookies",
    };

    // At the end of a name.
    private static readonly HashSet<string> Last = new(StringComparer.Ordinal) { "key", "token", "auth", "header", "headers", "pat" };

    // After these, "token" is a piece of text and "key" the name of a field.
    private static readonly HashSet<string> TextTokens = new(StringComparer.Ordinal)
    {
        "bos", "eos", "pad", "unk", "sep", "cls", "mask", "stop", "special", "think", "thinking", "end", "start", "begin", "eot", "eod", "image", "video",
        "audio", "prefix", "suffix", "per", "next", "first", "last", "by", "new", "delimiter", "separator",
    };

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "answer", "target", "sort", "primary", "foreign", "input", "output", "label", "column", "metric", "text", "question", "group", "choice", "score",
        "dict", "json", "field", "doc", "image", "prompt", "context", "state", "store", "metadata",
    };

    // Keys and tokens in the plural are secrets after these only: max_tokens and sort_keys are none.
    private static readonly HashSet<string> OfAccess = new(StringComparer.Ordinal) { "api", "access", "auth", "bearer", "private", "refresh", "session" };

    // Behind a name that says where a secret is, and not what it is: apiKeyEnvar, password_file.
    private static readonly HashSet<string> Places = new(StringComparer.Ordinal) { "env", "envar", "var", "variable", "file", "path", "name" };

    /// <summary>True where what stands under the name is never kept.</summary>
    public static bool IsSecret(string name)
    {
        var words = WordsOf(name[(name.LastIndexOf('.') + 1)..]);
        if (words.Count == 0 || Places.Contains(words[^1]))
        {
            return false;
        }

        if (words.Exists(Always.Contains) || words is [.., "connection", "string"])
        {
            return true;
        }

        var end = words is [.., "key", "id" or "value"] ? words.Count - 2 : words.Count - 1;
        var before = end > 0 ? words[end - 1] : "";
        return words[end] switch
        {
            "token" => !TextTokens.Contains(before),
            "key" => !Fields.Contains(before),
            "tokens" or "keys" => OfAccess.Contains(before),
            var word => Last.Contains(word),
        };
    }

    private static List<string> WordsOf(string name) => [.. Words().Matches(name).Select(m => m.Value.ToLowerInvariant())];

    // Of snake_case, kebab-case, camelCase and SCREAMING_CASE; digits belong to the word before them, and are no part of it.
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
