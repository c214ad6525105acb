using System.Text;
using Eval.Core.Costs;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models.Pipeline;

/// <summary>
/// Tells how many tokens a call will take before it is made. The rate limits use an estimate that learns from what the model reports; the budget
/// uses a bound that holds for every byte-level vocabulary. Thread-safe.
/// </summary>
/// <param name="hosted">The model's settings, which may change the length of answers that suites ask for.</param>
/// <param name="contextLength">The model's context in tokens, or null where unknown.</param>
internal sealed class TokenGauge(HostedModelSpec hosted, int? contextLength)
{
    // Where neither the request nor the model says how long an answer can be.
    private const int LongestOutput = 32_768;

    // Roles, separators, and what a provider puts around a conversation.
    private const int PerMessage = 16;

    // Between English (about 4) and dense text; the first answers correct it.
    private const double FirstTokensPerByte = 1 / 3.0;

    private readonly Lock _gate = new();
    private double? _tokensPerByte;

    /// <summary>What a call should take: input as learned so far, output at its limit.</summary>
    public CallUsage Estimate(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var (bytes, count) = Measure(messages, options);
        double ratio;
        lock (_gate)
        {
            ratio = _tokensPerByte ?? FirstTokensPerByte;
        }

        return new CallUsage((long)Math.Ceiling(bytes * ratio) + (count * PerMessage), Output(options));
    }

    /// <summary>What a call can take at most: a token is at least one byte.</summary>
    public CallUsage Most(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var (bytes, count) = Measure(messages, options);
        var output = Output(options);
        return new CallUsage(bytes + (count * PerMessage), output) { InputCharacters = bytes, OutputCharacters = 8L * output };
    }

    /// <summary>
    /// False for a usage that cannot be: an answer longer than any context, or many more tokens read than bytes were sent. Some endpoints report
    /// nonsense, and a price on it would be nonsense too.
    /// </summary>
    public bool IsPossible(IEnumerable<ChatMessage> messages, ChatOptions? options, CallUsage usage)
    {
        // Providers may add a preamble of their own; it was never seen to be longer than some thousand tokens.
        var (bytes, _) = Measure(messages, options);
        return usage.OutputTokens <= Math.Max(Output(options), hosted.Context ?? contextLength ?? 4 * LongestOutput) && usage.InputTokens <= (4 * bytes) + 8192;
    }

    /// <summary>Takes note of what a call really took. The densest text seen counts, forgotten slowly.</summary>
    public void Learn(IEnumerable<ChatMessage> messages, ChatOptions? options, CallUsage used)
    {
        var (bytes, count) = Measure(messages, options);
        if (bytes > 0 && used.InputTokens > 0)
        {
            var seen = Math.Clamp((used.InputTokens - (0.5 * count * PerMessage)) / bytes, 0.05, 1) * 1.05;
            lock (_gate)
            {
                _tokensPerByte = _tokensPerByte is { } known ? Math.Max(seen, known + (0.02 * (seen - known))) : seen;
            }
        }
    }

    /// <summary>Characters of a conversation, for prices by the character.</summary>
    public static long Characters(IEnumerable<ChatMessage> messages) => messages.Sum(m => (long)m.Text.Length);

    private int Output(ChatOptions? options) =>
        (hosted.Omit.Contains("max_tokens") ? null : hosted.MaxOutputTokens ?? options?.MaxOutputTokens) ?? hosted.Context ?? contextLength ?? LongestOutput;

    private static (long Bytes, int Messages) Measure(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var (bytes, count) = (0L, 1);
        foreach (var message in messages)
        {
            count++;
            foreach (var content in message.Contents)
            {
                bytes += content switch
                {
                    TextContent text => Encoding.UTF8.GetByteCount(text.Text),
                    DataContent data => data.Data.Length,
                    _ => 256,
                };
            }
        }

        bytes += options?.Instructions is { } instructions ? Encoding.UTF8.GetByteCount(instructions) : 0;
        foreach (var tool in options?.Tools ?? [])
        {
            bytes += 64 + tool.Name.Length + tool.Description.Length + ((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText().Length ?? 0);
        }

        return (bytes, count);
    }
}
