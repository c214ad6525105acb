using Eval.Core.Statistics;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Answers;

/// <summary>Where answers come from.</summary>
internal interface IAnswerRule
{
    /// <summary>The answer to one prompt; <paramref name="random"/> depends on the request's content and the answer's index alone.</summary>
    ValueTask<Draft> AnswerAsync(ModelRequest request, Prompt prompt, SeededRandom random, CancellationToken cancellationToken);
}
