namespace Eval.Core.Scoring;

/// <summary>The scorer failed, not the model: the sample's outcome is <c>ScorerError</c>, which lowers coverage and never a score.</summary>
/// <param name="message">What happened, for the user.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class ScorerException(string message, Exception? innerException = null) : Exception(message, innerException);
