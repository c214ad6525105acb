using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// Chooses the tokens of one sequence by llama.cpp's samplers. As in its own programs, a grammar first only judges the token that was
/// chosen without it, and masks the whole vocabulary where that one is refused: the same for greedy decoding, and a thousand times cheaper.
/// </summary>
internal sealed unsafe class TokenSampler : IDisposable
{
    // llama.cpp takes this seed as "any".
    private const uint AnySeed = uint.MaxValue;

    private readonly LlamaSamplerHandle? _chain;
    private readonly LlamaSamplerHandle? _grammar;

    private TokenSampler(LlamaSamplerHandle? chain, LlamaSamplerHandle? grammar)
    {
        _chain = chain;
        _grammar = grammar;
    }

    /// <summary>Makes a sampler; null where the grammar cannot be understood.</summary>
    /// <param name="settings">How tokens are chosen.</param>
    /// <param name="grammar">GBNF, or null.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="longestAnswer">Tokens that penalties look back on.</param>
    public static TokenSampler? Create(SamplingSettings settings, string? grammar, Vocabulary vocabulary, int longestAnswer)
    {
        LlamaSamplerHandle? constraint = null;
        if (grammar is not null)
        {
            var native = LlamaApi.SamplerGrammar(vocabulary.Handle, grammar, "root");
            if (native == 0)
            {
                return null;
            }

            constraint = NewChain();
            LlamaApi.SamplerChainAdd(constraint, native);
        }

        return new TokenSampler(ChainOf(settings, vocabulary.Size, longestAnswer), constraint);
    }

    /// <summary>
    /// Chooses from a row of logits; -1 where the grammar leaves nothing. <paramref name="scratch"/> has room for the whole vocabulary.
    /// </summary>
    public int Choose(ReadOnlySpan<float> logits, LlamaTokenData[] scratch)
    {
        var token = _chain is null ? Greatest(logits) : Draw(logits, scratch, constrained: false);
        if (_grammar is not null && !Allows(token))
        {
            token = Draw(logits, scratch, constrained: true);
        }

        return token;
    }

    /// <summary>Tells the sampler that a token was taken; not called for the one that ends the answer.</summary>
    public void Accept(int token)
    {
        if (_chain is not null)
        {
            LlamaApi.SamplerAccept(_chain, token);
        }

        if (_grammar is not null)
        {
            LlamaApi.SamplerAccept(_grammar, token);
        }
    }

    public void Dispose()
    {
        _chain?.Dispose();
        _grammar?.Dispose();
    }

    /// <summary>The most probable token, the first one among equals.</summary>
    internal static int Greatest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Null for plain greedy decoding, which needs no sampler.</summary>
    private static LlamaSamplerHandle? ChainOf(SamplingSettings settings, int vocabularySize, int longestAnswer)
    {
        var penalised = settings.FrequencyPenalty != 0 || settings.PresencePenalty != 0;
        if (settings.IsGreedy && !penalised)
        {
            return null;
        }

        var chain = NewChain();
        if (penalised)
        {
            LlamaApi.SamplerChainAdd(
                chain, LlamaApi.SamplerPenalties(vocabularySize, longestAnswer, 1, settings.FrequencyPenalty, settings.PresencePenalty));
        }

        if (settings.IsGreedy)
        {
            LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerGreedy());
            return chain;
        }

        if (settings.TopK is { } k)
        {
            LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerTopK(k));
        }

        if (settings.TopP is { } p)
        {
            LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerTopP(p, 1));
        }

        if (settings.MinP is { } m)
        {
            LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerMinP(m, 1));
        }

        LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerTemperature(settings.Temperature));
        LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerDistribution(settings.Seed == AnySeed ? 0 : settings.Seed));
        return chain;
    }

    private static LlamaSamplerHandle NewChain() => LlamaApi.SamplerChainInit(default);

    private bool Allows(int token)
    {
        var candidate = new LlamaTokenData { Id = token, Logit = 1 };
        var candidates = new LlamaTokenDataArray { Data = &candidate, Size = 1, Selected = -1 };
        LlamaApi.SamplerApply(_grammar!, &candidates);
        return !float.IsNegativeInfinity(candidate.Logit);
    }

    private int Draw(ReadOnlySpan<float> logits, LlamaTokenData[] scratch, bool constrained)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            scratch[i] = new LlamaTokenData { Id = i, Logit = logits[i] };
        }

        fixed (LlamaTokenData* data = scratch)
        {
            var candidates = new LlamaTokenDataArray { Data = data, Size = (nuint)logits.Length, Selected = -1 };
            if (constrained)
            {
                LlamaApi.SamplerApply(_grammar!, &candidates);
                if (!AnyLeft(candidates))
                {
                    return -1;
                }
            }

            if (_chain is null)
            {
                return GreatestOf(candidates);
            }

            LlamaApi.SamplerApply(_chain, &candidates);
            return candidates.Selected < 0 ? -1 : candidates.Data[candidates.Selected].Id;
        }
    }

    private static bool AnyLeft(LlamaTokenDataArray candidates)
    {
        for (nuint i = 0; i < candidates.Size; i++)
        {
            if (!float.IsNegativeInfinity(candidates.Data[i].Logit))
            {
                return true;
            }
        }

        return false;
    }

    private static int GreatestOf(LlamaTokenDataArray candidates)
    {
        var best = candidates.Data[0];
        for (nuint i = 1; i < candidates.Size; i++)
        {
            if (candidates.Data[i].Logit > best.Logit)
            {
                best = candidates.Data[i];
            }
        }

        return best.Id;
    }
}
