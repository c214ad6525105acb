using Eval.FakeEndpoint.Answers;
using Eval.FakeEndpoint.Language;
using Eval.FakeEndpoint.Limits;

namespace Eval.FakeEndpoint.Serving;

/// <summary>One model of the endpoint, ready to serve.</summary>
internal sealed class ServedModel
{
    public ServedModel(ModelProfile profile, FakeEndpointOptions options, ILanguage language)
    {
        Profile = profile;
        Language = language;
        Limiter = profile.Limits is { } limits ? new RateLimiter(limits, options.Time) : null;
        Maker = new AnswerMaker(AnswerRules.Parse(profile.Answers, language), profile, language, options.Seed);
    }

    public ModelProfile Profile { get; }

    public ILanguage Language { get; }

    public RateLimiter? Limiter { get; }

    public AnswerMaker Maker { get; }
}
