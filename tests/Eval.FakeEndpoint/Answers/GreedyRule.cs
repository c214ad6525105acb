using Eval.Core.Statistics;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Continues the prompt with the most probable tokens of the model, true to its log-probabilities (gibberish, where the model is the endpoint's own).</summary>
internal sealed class GreedyRule(ILanguage language) : IAnswerRule
{
    private const int Longest = 64;

    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken)
    {
        var prefix = prompt.TokensIn(language);
        List<int> all = [.. prefix];
        var most = Math.Min(request.MaxTokens ?? Longest, Longest);
        while (all.Count - prefix.Count < most)
        {
            var next = TopTokens.Of(language.LogProbabilities(all.ToArray()), 1).Single().Token;
            if (language.Ends(next))
            {
                break;
            }

            all.Add(next);
        }

        var written = all[prefix.Count..];
        return ValueTask.FromResult(new Draft(language.Decode(written)) { Tokens = written, Finish = written.Count == most ? "length" : null });
    }
}
