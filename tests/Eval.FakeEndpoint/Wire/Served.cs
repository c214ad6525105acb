using Eval.FakeEndpoint.Answers;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Wire;

/// <summary>Everything a wire format needs to write an answer.</summary>
/// <param name="Id">A name of the answer, without the prefix of its format.</param>
/// <param name="Created">When, in seconds since 1970.</param>
/// <param name="Request">The request.</param>
/// <param name="Profile">The model's behaviour.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Usage">Token counts to report, or null for none.</param>
/// <param name="Language">Source of log-probabilities.</param>
internal sealed record Served(
    string Id, long Created, ModelRequest Request, ModelProfile Profile, Answer Answer, Usage? Usage, ILanguage Language)
{
    public ILanguage Vocabulary => Language;
}

/// <summary>A piece of a response that is sent at once.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Tokens">Tokens of the answer in it.</param>
/// <param name="Ends">True for what only stands at the end: finish reason, usage, end mark.</param>
internal readonly record struct Frame(byte[] Bytes, int Tokens, bool Ends = false);
