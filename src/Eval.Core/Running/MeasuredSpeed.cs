namespace Eval.Core.Running;

/// <summary>How fast a model was on a suite, from a stored cell that is complete and was not served from the cache.</summary>
/// <param name="Identity">The model; see <see cref="Models.ModelIdentity.Canonical"/>.</param>
/// <param name="SuiteKind">Kind of the suite.</param>
/// <param name="SuiteName">Name of the suite.</param>
/// <param name="DefinitionHash">Hash of the suite's definition.</param>
/// <param name="TokensPerSecond">
/// Tokens of the cell's plan (<see cref="RunCell.OwnTokens"/>) per second of model time: plans estimate tokens in one way, so that its
/// error cancels out where the next plan is multiplied with this.
/// </param>
public sealed record MeasuredSpeed(string Identity, string SuiteKind, string SuiteName, string DefinitionHash, double TokensPerSecond)
{
    /// <summary>
    /// Time that a cell takes of its candidate, without its judges, by the speeds of earlier runs of the same model: on the same suite, or else on one of the same kind; null
    /// where there was none, or where only judges are asked. What the cache will answer is not taken off.
    /// </summary>
    /// <param name="cell">The planned cell.</param>
    /// <param name="speeds">Speeds, the newest first.</param>
    public static TimeSpan? Estimate(RunCell cell, IReadOnlyList<MeasuredSpeed> speeds)
    {
        var own = speeds.Where(s => s.Identity == cell.Model.Identity.Canonical && s.SuiteKind == cell.Suite.Kind && s.TokensPerSecond > 0).ToList();
        var speed = own.Find(s => s.SuiteName == cell.Suite.Name && s.DefinitionHash == cell.Suite.DefinitionHash) ?? own.FirstOrDefault();
        return speed is null || cell.SkipReason is not null || cell.AnswersFrom is not null || cell.OwnTokens <= 0
            ? null
            : TimeSpan.FromSeconds(cell.OwnTokens / speed.TokensPerSecond);
    }
}
