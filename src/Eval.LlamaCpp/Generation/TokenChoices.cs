namespace Eval.LlamaCpp.Generation;

/// <summary>Log-probabilities of chosen tokens under the model's own distribution.</summary>
internal static class TokenChoices
{
    /// <summary>The choice of one token, with the <paramref name="top"/> most probable ones beside it.</summary>
    public static TokenChoice Of(ReadOnlySpan<float> logits, int token, int top)
    {
        var logSum = LogSumExp(logits);
        return new TokenChoice(token, (float)(logits[token] - logSum), Top(logits, top, logSum));
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var greatest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            greatest = Math.Max(greatest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - greatest);
        }

        return greatest + Math.Log(sum);
    }

    private static TokenProbability[] Top(ReadOnlySpan<float> logits, int count, double logSum)
    {
        if (count == 0)
        {
            return [];
        }

        // The worst of the best is on top: least logit, then greatest id, so that equals come in the order of their ids.
        var best = new PriorityQueue<int, (float Logit, int NegatedId)>(count + 1);
        for (var i = 0; i < logits.Length; i++)
        {
            best.Enqueue(i, (logits[i], -i));
            if (best.Count > count)
            {
                best.Dequeue();
            }
        }

        var result = new TokenProbability[best.Count];
        for (var i = result.Length - 1; i >= 0; i--)
        {
            var token = best.Dequeue();
            result[i] = new TokenProbability(token, (float)(logits[token] - logSum));
        }

        return result;
    }
}
