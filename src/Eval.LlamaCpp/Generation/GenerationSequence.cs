using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>One answer while it is being generated: its place in the KV cache, its sampler, its text and its times.</summary>
internal sealed class GenerationSequence : IDisposable
{
    private readonly Vocabulary _vocabulary;
    private readonly TokenSampler _sampler;
    private readonly TimeProvider _time;
    private readonly TextAssembler _text;
    private readonly List<int> _tokens = [];
    private readonly List<TokenChoice>? _choices;
    private readonly List<float> _gaps = [];
    private readonly long _begin;
    private readonly int _limit;
    private readonly int _promptTokens;
    private readonly string _promptSha256;
    private long _lastToken;
    private double _firstToken;

    public GenerationSequence(
        GenerationJob job, int slot, int promptTokens, string promptSha256, TokenSampler sampler, Vocabulary vocabulary, int contextLength, TimeProvider time)
    {
        Job = job;
        Slot = slot;
        _promptTokens = promptTokens;
        _promptSha256 = promptSha256;
        _sampler = sampler;
        _vocabulary = vocabulary;
        _time = time;
        _text = new TextAssembler(job.Request.StopSequences);
        _choices = job.Request.TopLogProbs is null ? null : [];
        _limit = Math.Min(job.Request.MaxTokens, contextLength - promptTokens);
        _begin = _lastToken = time.GetTimestamp();
        Position = promptTokens;
    }

    public GenerationJob Job { get; }

    /// <summary>Its sequence in the KV cache.</summary>
    public int Slot { get; }

    /// <summary>Where the next token goes.</summary>
    public int Position { get; set; }

    /// <summary>The token that was chosen last and has not been evaluated.</summary>
    public int NextToken { get; private set; }

    /// <summary>Takes the logits behind the last token and chooses the next. True where the answer is complete.</summary>
    public bool Take(ReadOnlySpan<float> logits, LlamaTokenData[] scratch)
    {
        var token = _sampler.Choose(logits, scratch);
        if (token < 0 || (_vocabulary.IsEndOfGeneration(token) && !Job.Request.IgnoreEnd))
        {
            End(GenerationEnd.Stop);
            return true;
        }

        _sampler.Accept(token);
        NextToken = token;
        _tokens.Add(token);
        _choices?.Add(TokenChoices.Of(logits, token, Job.Request.TopLogProbs!.Value));
        CountTime();
        Emit(_text.Push(_vocabulary.Piece(token)));
        if (_text.StopSequence is null && _tokens.Count < _limit)
        {
            return false;
        }

        End(_text.StopSequence is null ? GenerationEnd.Length : GenerationEnd.Stop);
        return true;
    }

    public void Dispose() => _sampler.Dispose();

    private void CountTime()
    {
        var now = _time.GetTimestamp();
        if (_tokens.Count == 1)
        {
            _firstToken = _time.GetElapsedTime(_begin, now).TotalMilliseconds;
        }
        else
        {
            _gaps.Add((float)_time.GetElapsedTime(_lastToken, now).TotalMilliseconds);
        }

        _lastToken = now;
    }

    private void Emit(string text)
    {
        if (text.Length > 0)
        {
            Job.OnPiece?.Invoke(text);
        }
    }

    private void End(GenerationEnd end)
    {
        Emit(_text.Finish());
        Job.OnEnd(new GeneratedText
        {
            Text = _text.Text,
            Tokens = _tokens,
            // Half a character at the end may have completed nothing; a stop sequence found in the last flush still is a stop.
            End = _text.StopSequence is null ? end : GenerationEnd.Stop,
            StopSequence = _text.StopSequence,
            PromptTokens = _promptTokens,
            PromptSha256 = _promptSha256,
            Choices = _choices,
            FirstTokenMilliseconds = _firstToken,
            GapMilliseconds = _gaps,
        });
    }
}
