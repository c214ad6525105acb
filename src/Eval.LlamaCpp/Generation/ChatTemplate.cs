using System.Text;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// A chat template that llama.cpp knows. It does not interpret templates: it recognises a list of them, by name or by their text, and has
/// code for each. Anything else is refused here; a fallback would measure another prompt than the user meant.
/// </summary>
internal sealed unsafe class ChatTemplate
{
    private readonly string _template;

    private ChatTemplate(string template) => _template = template;

    /// <summary>The names that llama.cpp has built in.</summary>
    public static IReadOnlyList<string> BuiltInNames()
    {
        var count = LlamaApi.ChatBuiltinTemplates(null, 0);
        var names = stackalloc byte*[Math.Max(1, count)];
        count = Math.Min(count, LlamaApi.ChatBuiltinTemplates(names, (nuint)count));
        List<string> all = [];
        for (var i = 0; i < count; i++)
        {
            all.Add(NativeText.Read(names[i]) ?? "");
        }

        return all;
    }

    /// <summary>Why a template cannot be used, or null.</summary>
    /// <param name="template">A built-in name or a template's text; null where there is none.</param>
    /// <param name="isModelsOwn">True where the model brought it, false where the user wrote it.</param>
    public static string? Problem(string? template, bool isModelsOwn)
    {
        const string Remedy = "set the candidate's chatTemplate to a built-in name, or ask it raw prompts only";
        if (string.IsNullOrWhiteSpace(template))
        {
            return $"the model has no chat template; {Remedy}";
        }

        if (TryRender(template, [new ChatTurn("user", "a")]) is not null)
        {
            return null;
        }

        if (isModelsOwn)
        {
            return $"llama.cpp does not know the model's chat template; {Remedy}";
        }

        var names = BuiltInNames();
        var looksLikeName = template.Length < 40 && !template.Contains('{');
        return looksLikeName
            ? $"chatTemplate: {template} is no built-in template; {NearestName.Hint(template, names) ?? "known are " + string.Join(", ", names)}"
            : "chatTemplate: llama.cpp does not know this template; give the text of one it knows or a name: " + string.Join(", ", names);
    }

    /// <summary>The template. Throws <see cref="NotSupportedException"/> with <see cref="Problem"/>'s reason.</summary>
    public static ChatTemplate Of(string? template, bool isModelsOwn) =>
        Problem(template, isModelsOwn) is { } problem ? throw new NotSupportedException(problem) : new ChatTemplate(template!);

    /// <summary>The conversation as the model would see it, up to where its answer begins.</summary>
    public string Render(IReadOnlyList<ChatTurn> turns) =>
        TryRender(_template, turns) ?? throw new NotSupportedException("llama.cpp cannot render this conversation with the model's chat template");

    private static string? TryRender(string template, IReadOnlyList<ChatTurn> turns)
    {
        var texts = new byte[turns.Count * 2][];
        for (var i = 0; i < turns.Count; i++)
        {
            texts[2 * i] = Terminated(turns[i].Role);
            texts[(2 * i) + 1] = Terminated(turns[i].Content);
        }

        var pins = Array.ConvertAll(texts, t => System.Runtime.InteropServices.GCHandle.Alloc(t, System.Runtime.InteropServices.GCHandleType.Pinned));
        try
        {
            var messages = new LlamaChatMessage[turns.Count];
            for (var i = 0; i < messages.Length; i++)
            {
                messages[i].Role = (byte*)pins[2 * i].AddrOfPinnedObject();
                messages[i].Content = (byte*)pins[(2 * i) + 1].AddrOfPinnedObject();
            }

            return Apply(template, messages, capacity: texts.Sum(t => t.Length + 64) + 1024);
        }
        finally
        {
            foreach (var pin in pins)
            {
                pin.Free();
            }
        }
    }

    private static string? Apply(string template, LlamaChatMessage[] messages, int capacity)
    {
        while (true)
        {
            var buffer = new byte[capacity];
            int length;
            fixed (LlamaChatMessage* first = messages)
            fixed (byte* to = buffer)
            {
                length = LlamaApi.ChatApplyTemplate(template, first, (nuint)messages.Length, addAssistant: true, to, capacity);
            }

            if (length < 0)
            {
                return null;
            }

            if (length <= capacity)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }

            capacity = length;
        }
    }

    private static byte[] Terminated(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a text for a chat template cannot hold U+0000", nameof(text));
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
