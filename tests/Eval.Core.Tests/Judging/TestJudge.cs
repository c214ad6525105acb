using System.Text.RegularExpressions;
using Eval.Core.Judging;
using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Judging;

/// <summary>An open judge whose replies are scripted.</summary>
internal sealed partial class TestJudge : IModelSession
{
    public TestJudge(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> answer, ModelCapabilities? capabilities = null, string id = "judge")
    {
        Client = new ScriptedChatClient(answer);
        Candidate = new Candidate { Id = id };
        Description = new ModelDescription(
            new ModelIdentity("hosted", id, "test", ""), capabilities ?? new ModelCapabilities { Chat = true }, new Dictionary<string, string>());
    }

    public TestJudge(params string[] replies)
        : this(Turns(replies))
    {
    }

    public ScriptedChatClient Client { get; }

    public Candidate Candidate { get; }

    public ModelDescription Description { get; }

    public ILikelihoodModel? Likelihood { get; init; }

    public IChatClient? Chat => Client;

    public int Calls => Client.Calls.Count;

    /// <summary>How it is asked, with the usual settings.</summary>
    public JudgeCall Call() => new(this, 7);

    /// <summary>The mark that the prompt names.</summary>
    public static string MarkOf(IReadOnlyList<ChatMessage> messages) => Mark().Match(messages[^1].Text).Groups[1].Value;

    /// <summary>The fenced texts of a prompt, by name, read as a judge does that follows the rules.</summary>
    public static List<(string Name, string Text)> Fenced(IReadOnlyList<ChatMessage> messages)
    {
        var mark = MarkOf(messages);
        var texts = new List<(string, string)>();
        string? open = null;
        var lines = new List<string>();
        foreach (var line in messages[^1].Text.Split('\n'))
        {
            if (line.StartsWith("<<<BEGIN ", StringComparison.Ordinal) && line.EndsWith($" {mark}>>>", StringComparison.Ordinal))
            {
                open.ShouldBeNull();
                open = line["<<<BEGIN ".Length..^$" {mark}>>>".Length];
                lines.Clear();
            }
            else if (line.StartsWith("<<<END ", StringComparison.Ordinal) && line.EndsWith($" {mark}>>>", StringComparison.Ordinal))
            {
                line.ShouldBe($"<<<END {open} {mark}>>>");
                texts.Add((open!, string.Join('\n', lines)));
                open = null;
            }
            else if (open is not null)
            {
                lines.Add(line);
            }
        }

        open.ShouldBeNull();
        return texts;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> Turns(string[] replies)
    {
        var next = -1;
        return (_, _) => ScriptedChatClient.Text(replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)]);
    }

    [GeneratedRegex(@"\AThe mark of this message is ([0-9a-f]{24})\.")]
    private static partial Regex Mark();
}
