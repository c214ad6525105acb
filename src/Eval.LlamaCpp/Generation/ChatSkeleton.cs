using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.LlamaCpp.Generation;

/// <summary>A piece of a rendered conversation.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsMessage">True for what somebody said, false for what the template wrote.</param>
internal readonly record struct ChatSegment(string Text, bool IsMessage);

/// <summary>
/// Tells what in a rendered conversation the template wrote and what somebody said, by rendering it a second time with harmless
/// placeholders in place of the messages.
/// </summary>
internal sealed class ChatSkeleton
{
    private static readonly char[] TrimmedByTemplates = [' ', '\t', '\n', '\v', '\f', '\r'];

    private ChatSkeleton(string rendered, string skeleton, IReadOnlyList<ChatSegment> segments)
    {
        Rendered = rendered;
        Skeleton = skeleton;
        Segments = segments;
    }

    /// <summary>The conversation as the template renders it.</summary>
    public string Rendered { get; }

    /// <summary>The same with placeholders for messages: what the template wrote, and nothing that anybody said.</summary>
    public string Skeleton { get; }

    /// <summary>The pieces of <see cref="Rendered"/> in order.</summary>
    public IReadOnlyList<ChatSegment> Segments { get; }

    /// <summary>Renders both. Null where the template changes messages by more than trimming them, so that they cannot be told apart.</summary>
    public static ChatSkeleton? Of(IReadOnlyList<ChatTurn> turns, Func<IReadOnlyList<ChatTurn>, string> render)
    {
        var nonce = Nonce(turns);
        var rendered = render(turns);

        // White space alone cannot be a marker, and some templates ask whether a message is empty.
        var skeleton = render([.. turns.Select((t, i) => string.IsNullOrWhiteSpace(t.Content) ? t : t with { Content = $"{nonce}{i}x" })]);
        var parts = Regex.Split(skeleton, $"{nonce}([0-9]+)x", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        var roles = turns.Select(t => t.Role).Distinct(StringComparer.Ordinal).ToList();
        for (var trimmedRoles = 0; trimmedRoles < 1 << roles.Count; trimmedRoles++)
        {
            var segments = Fill(parts, turns, role => (trimmedRoles >> roles.IndexOf(role) & 1) != 0);
            if (string.Concat(segments.Select(s => s.Text)) == rendered)
            {
                return new ChatSkeleton(rendered, skeleton, segments);
            }
        }

        return null;
    }

    private static List<ChatSegment> Fill(string[] parts, IReadOnlyList<ChatTurn> turns, Func<string, bool> isTrimmed)
    {
        List<ChatSegment> segments = [];
        for (var i = 0; i < parts.Length; i++)
        {
            // Split puts the captured numbers between the texts.
            if (i % 2 == 0)
            {
                segments.Add(new ChatSegment(parts[i], IsMessage: false));
                continue;
            }

            var turn = turns[int.Parse(parts[i], CultureInfo.InvariantCulture)];
            segments.Add(new ChatSegment(isTrimmed(turn.Role) ? turn.Content.Trim(TrimmedByTemplates) : turn.Content, IsMessage: true));
        }

        return segments;
    }

    /// <summary>Letters and digits that no message holds; the same for the same conversation.</summary>
    private static string Nonce(IReadOnlyList<ChatTurn> turns)
    {
        for (var salt = 0; ; salt++)
        {
            var all = salt + string.Join('\0', turns.Select(t => t.Content));
            var nonce = "m" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));
            if (!turns.Any(t => t.Content.Contains(nonce, StringComparison.Ordinal)))
            {
                return nonce;
            }
        }
    }
}
