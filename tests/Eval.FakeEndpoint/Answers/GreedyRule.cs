using Eval.Core.Statistics;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Continues the prompt with the most probable tokens of the endpoint's own language model: gibberish, but true to its log-probabilities.</summary>
internal sealed class GreedyRule(FakeLanguage language) : IAnswerRule
{
    private const int Longest = 64;

    public ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken)
    {
        var prefix = prompt.Tokens ?? language.Vocabulary.Encode(prompt.Text);
        List<int> all = [.. prefix];
        var most = Math.Min(request.MaxTokens ?? Longest, Longest);
        while (all.Count - prefix.Count < most)
        {
            var next = FakeLanguage.Top(language.LogProbabilities(all.ToArray()), 1).Single().Token;
            if (next == FakeVocabulary.Eos)
            {
                break;
            }

            all.Add(next);
        }

        var written = all[prefix.Count..];
        return ValueTask.FromResult(new Draft(language.Vocabulary.Decode(written)) { Tokens = written, Finish = written.Count == most ? "length" : null });
    }
}
