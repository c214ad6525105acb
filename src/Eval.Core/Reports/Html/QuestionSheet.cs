using Eval.Core.Running;

namespace Eval.Core.Reports.Html;

/// <summary>
/// Questions, each written once for all candidates that were asked it, and without the beginning that it shares with the question before it: few-shot
/// examples would fill a page.
/// </summary>
internal sealed class QuestionSheet(int textLimit)
{
    private readonly Dictionary<(string Suite, string Id, string? Prompt, string? Target), int> _places = [];
    private string _last = "";

    /// <summary>The question of a sample: its place, and its texts where it is new.</summary>
    public Question Add(string suite, SampleResult sample)
    {
        // A long prompt is known by its length and hash: keeping all of them would cost more than the page.
        var prompt = sample.Prompt is { Length: > 200 } text ? $"{text.Length} {ContentHash.Of(text)}" : sample.Prompt;
        var key = (suite, sample.SampleId, prompt, ClippedText.Of(sample.Target, 200));
        if (_places.TryGetValue(key, out var place))
        {
            return new Question(place, false, 0, null, null);
        }

        place = _places.Count;
        _places[key] = place;
        var whole = sample.Prompt ?? "";
        var shared = whole.AsSpan().CommonPrefixLength(_last);
        if (shared > 0 && char.IsHighSurrogate(whole[shared - 1]))
        {
            shared--;
        }

        var rest = ClippedText.Of(whole[shared..], textLimit)!;
        _last = string.Concat(_last.AsSpan(0, shared), rest);
        return new Question(place, true, shared, rest, ClippedText.Of(sample.Target, textLimit));
    }
}

/// <summary>A question on a sheet.</summary>
/// <param name="Place">Its place, from 0.</param>
/// <param name="IsNew">True the first time.</param>
/// <param name="Shared">Characters that it begins with as the question before it does.</param>
/// <param name="Rest">What follows them; null where it is not new.</param>
/// <param name="Target">What would have been right, or null.</param>
internal readonly record struct Question(int Place, bool IsNew, int Shared, string? Rest, string? Target);
