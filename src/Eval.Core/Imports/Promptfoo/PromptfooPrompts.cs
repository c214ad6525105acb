using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>A prompt of a configuration.</summary>
/// <param name="Label">What to call it, or null.</param>
/// <param name="System">The system message, or null.</param>
/// <param name="Text">The user's message, a template of ours.</param>
internal sealed record PromptfooPrompt(string? Label, string? System, string Text)
{
    /// <summary>Variables that it names.</summary>
    public IEnumerable<string> Variables => PromptfooPrompts.VariablesOf($"{System}\n{Text}");
}

/// <summary>Reads <c>prompts:</c>. Nunjucks and our templates agree on <c>{{name}}</c> and <c>{{a.b}}</c>; what goes beyond that is left and told.</summary>
internal static partial class PromptfooPrompts
{
    private static readonly string[] Taken = ["raw", "id", "label"];

    public static IReadOnlyList<PromptfooPrompt> Read(ForeignFiles files, YamlNode? node)
    {
        var prompts = new List<PromptfooPrompt>();
        foreach (var item in node is YamlSequenceNode list ? list.Items() : node is null ? [] : [node])
        {
            var (text, label) = item is YamlMappingNode
                ? (item.Get("raw").Text() ?? item.Get("id").Text(), item.Get("label").Text())
                : (item.Text(), null);
            if (text is null)
            {
                files.Leave(item, "prompts", "the prompt has no text");
                continue;
            }

            foreach (var (key, keyNode, _) in item.Pairs().Where(p => !Taken.Contains(p.Key)))
            {
                files.Leave(keyNode, $"prompts: {label ?? ForeignText.Cut(text, 40)}: {key}", "a prompt is a text and a label here");
            }

            foreach (var (raw, name) in Texts(files, item, text, label))
            {
                if (Convert(files, item, raw, name) is { } prompt)
                {
                    prompts.Add(prompt);
                }
            }
        }

        return prompts;
    }

    /// <summary>The names that stand in double braces; of a path the first.</summary>
    public static IEnumerable<string> VariablesOf(string template) => Plain().Matches(template).Select(m => m.Groups[1].Value.Split('.')[0]).Distinct();

    /// <summary>Why a template is no plain one, or null.</summary>
    public static string? WhyNot(string template) =>
        template.Contains("{%", StringComparison.Ordinal) || template.Contains("{#", StringComparison.Ordinal) ? "it has Nunjucks statements or comments ({% … %}, {# … #})"
        : Braces().Matches(template).FirstOrDefault(m => !Plain().IsMatch(m.Value)) is { } odd ? $"{ForeignText.Cut(odd.Value, 40)} is more than the name of a variable"
        : template.Contains("{{ env.", StringComparison.Ordinal) || template.Contains("{{env.", StringComparison.Ordinal) ? "it reads an environment variable"
        : null;

    private static IEnumerable<(string Text, string? Label)> Texts(ForeignFiles files, YamlNode item, string text, string? label)
    {
        if (!text.StartsWith("file://", StringComparison.Ordinal) && !IsFileName(text))
        {
            return [(text, label)];
        }

        if (Path.GetExtension(text.Split(':')[^1]).ToLowerInvariant() is not (".txt" or ".md" or ".json" or ".j2"))
        {
            files.Leave(item, $"prompts: {text}", "a prompt made by a program: write its text as \"prompt\" of the suite");
            return [];
        }

        if (files.Find(item, "prompts", text) is not { } path)
        {
            return [];
        }

        // A text file holds several prompts with a line of three hyphens between them.
        var content = File.ReadAllText(path);
        var parts = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? [content] : Separator().Split(content).Where(p => p.Trim().Length > 0).ToArray();
        var name = label ?? Path.GetFileNameWithoutExtension(path);
        return parts.Select((p, i) => (p.TrimEnd('\r', '\n'), (string?)(parts.Length == 1 ? name : $"{name}-{i + 1}")));
    }

    private static bool IsFileName(string text) => text.Length < 200 && FileName().IsMatch(text);

    private static PromptfooPrompt? Convert(ForeignFiles files, YamlNode item, string text, string? label)
    {
        if (WhyNot(text) is { } why)
        {
            files.Leave(item, $"prompts: {label ?? ForeignText.Cut(text, 40)}", why);
            return null;
        }

        var (isChat, messages) = Chat(text);
        if (!isChat)
        {
            return new PromptfooPrompt(label, null, text);
        }

        switch (messages)
        {
            case [("user", var user)]:
                return new PromptfooPrompt(label, null, user);
            case [("system" or "developer", var system), ("user", var user)]:
                return new PromptfooPrompt(label, system, user);
            default:
                files.Leave(item, $"prompts: {label ?? ForeignText.Cut(text, 40)}", "a chat of other messages than one of the system and one of the user");
                return null;
        }
    }

    private static (bool IsChat, List<(string Role, string Content)> Messages) Chat(string text)
    {
        if (!text.TrimStart().StartsWith('['))
        {
            return (false, []);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var messages = json.RootElement.EnumerateArray().Select(m => (ForeignText.Of(m.Member("role")) ?? "", ForeignText.Of(m.Member("content")) ?? "")).ToList();
            return (messages.Count > 0 && messages.TrueForAll(m => m.Item1.Length > 0), messages);
        }
        catch (JsonException)
        {
            return (false, []);
        }
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\s*\}\}")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^[^\s{}]+\.(txt|md|json|j2|js|mjs|cjs|ts|py)(:\w+)?\z")]
    private static partial Regex FileName();
}
