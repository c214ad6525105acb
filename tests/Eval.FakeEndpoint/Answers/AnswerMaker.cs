using System.Text.Json.Nodes;
using Eval.Core.Statistics;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Turns a rule's draft into an answer as a model would give it: tools, schema, stop sequences, limits.</summary>
internal sealed class AnswerMaker(IAnswerRule rule, ModelProfile profile, ILanguage vocabulary, int seed)
{
    private const string RefusalText = "I'm sorry, but I can't help with that.";

    public async ValueTask<Answer> AnswerAsync(ModelRequest request, FaultKind fault, CancellationToken cancellationToken)
    {
        var prompts = request.Prompts.Select(p => p.TokensIn(vocabulary)).ToList();
        if (prompts.SelectMany(p => p).FirstOrDefault(t => t < 0 || t >= vocabulary.Size, -1) is var stranger and not -1)
        {
            throw new RequestFormatException($"token {stranger} is not in the vocabulary of {vocabulary.Size}");
        }

        var choices = new List<AnswerChoice>(prompts.Count * request.Count);
        for (var p = 0; p < prompts.Count; p++)
        {
            for (var i = 0; i < request.Count; i++)
            {
                var random = SeededRandom.For(seed, $"answer {(request.Temperature == 0 ? 0 : i)} {p} {request.Content}");
                var prompt = request.Prompts[p] is { Tokens: { } tokens } given ? given with { Question = vocabulary.Decode(tokens) } : request.Prompts[p];
                var draft = await rule.AnswerAsync(request, prompt, random, cancellationToken);
                choices.Add(Finish(Change(draft, request, fault), request, p, choices.Count));
            }
        }

        return new Answer(choices, prompts);
    }

    private static Draft Change(Draft draft, ModelRequest request, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Refusal:
                return new Draft(RefusalText) { Refused = true };
            case FaultKind.Length:
                return draft with { Text = FirstHalf(draft.Text), Tokens = null, Finish = "length" };
            case FaultKind.ContentFilterAnswer:
                return draft with { Text = FirstHalf(draft.Text), Tokens = null, Finish = "content_filter" };
        }

        if (draft.ToolCalls.Count == 0 && request.RequiredTool is { } required && request.Tools.Count > 0)
        {
            var tool = required == "*" ? request.Tools.First() : request.Tools.FirstOrDefault(t => t.Key == required);
            return draft with { Text = "", Tokens = null, ToolCalls = [new ToolCall(tool.Key, SchemaInstance.Of(tool.Value)?.ToJsonString() ?? "{}")] };
        }

        return request.Schema is { } schema && !draft.Refused && !IsJson(draft.Text)
            ? draft with { Tokens = null, Text = SchemaInstance.Of(schema)?.ToJsonString() ?? "null" }
            : draft;
    }

    private AnswerChoice Finish(Draft draft, ModelRequest request, int prompt, int index)
    {
        var text = draft.Text;
        var stoppedBy = default(string);
        foreach (var stop in request.Stop.Where(s => s.Length > 0))
        {
            if (text.IndexOf(stop, StringComparison.Ordinal) is var at and >= 0)
            {
                (text, stoppedBy) = (text[..at], stop);
            }
        }

        var tokens = draft.Tokens is { } own && text.Length == draft.Text.Length ? own : vocabulary.Encode(text);
        var reasoning = draft.Reasoning ?? profile.Reasoning;
        var reasoningTokens = profile.ReasoningTokens + (reasoning is null ? 0 : vocabulary.Encode(reasoning).Length);
        var room = request.MaxTokens is { } most ? Math.Max(0, most - (request.Kind is RequestKind.Chat or RequestKind.Messages ? reasoningTokens : 0)) : int.MaxValue;
        var finish = draft.Finish ?? (draft.ToolCalls.Count > 0 ? "tool_calls" : "stop");
        if (tokens.Count > room)
        {
            tokens = [.. tokens.Take(room)];
            (text, finish, stoppedBy) = (vocabulary.Decode(tokens), "length", null);
        }

        var inTools = draft.ToolCalls.Sum(c => vocabulary.Encode(c.Name + c.Arguments).Length);
        return new AnswerChoice
        {
            Prompt = prompt,
            Index = index,
            Text = text,
            Tokens = tokens,
            Finish = finish,
            StoppedBy = stoppedBy,
            ToolCalls = draft.ToolCalls,
            Refused = draft.Refused,
            Reasoning = reasoning,
            ReasoningTokens = reasoningTokens,
            BilledTokens = tokens.Count + inTools + reasoningTokens,
        };
    }

    private static string FirstHalf(string text) => text[..(text.Length / 2)];

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
