namespace Eval.Core.Scoring.Overlap;

/// <summary>
/// Scores of a whole SQuAD 2.0 set where the model also gives the probability that a question has no answer.
/// </summary>
public static class SquadAbstention
{
    /// <summary>A question's score once the model abstains above a threshold: 1 for a question without answer, 0 for another.</summary>
    /// <param name="score">The raw score.</param>
    /// <param name="noAnswer">The probability that there is no answer.</param>
    /// <param name="threshold">The model abstains strictly above it.</param>
    /// <param name="hasAnswer">True where the question has an answer.</param>
    public static double Apply(double score, double noAnswer, double threshold, bool hasAnswer) =>
        noAnswer > threshold ? hasAnswer ? 0 : 1 : score;

    /// <summary>The threshold that gives the best mean score, and that score (0 to 1); equal probabilities are taken one by one, as in the script.</summary>
    /// <param name="questions">Raw score, probability of no answer, whether there is an answer, and whether the raw answer is empty.</param>
    public static (double Score, double Threshold) Best(IReadOnlyList<(double Score, double NoAnswer, bool HasAnswer, bool IsEmpty)> questions)
    {
        double running = questions.Count(q => !q.HasAnswer);
        var best = (Score: running, Threshold: 0.0);
        foreach (var question in questions.OrderBy(q => q.NoAnswer))
        {
            running += question.HasAnswer ? question.Score : question.IsEmpty ? 0 : -1;
            if (running > best.Score)
            {
                best = (running, question.NoAnswer);
            }
        }

        return (best.Score / questions.Count, best.Threshold);
    }
}
