namespace Eval.Core.Models;

/// <summary>
/// A judge cannot answer at all. That says nothing of the candidate whose answers it judges: only what needs this judge comes to an end.
/// </summary>
public sealed class JudgeUnavailableException : ModelUnavailableException
{
    /// <summary>Creates the exception; its message begins with the judge's name.</summary>
    /// <param name="judge">Id of the candidate that judges.</param>
    /// <param name="message">What happened and what to do, for the user.</param>
    /// <param name="isPermanent">True where trying again cannot help.</param>
    /// <param name="innerException">The cause.</param>
    public JudgeUnavailableException(string judge, string message, bool isPermanent, Exception innerException)
        : base($"judge {judge}: {message}", isPermanent, innerException) => Judge = judge;

    /// <summary>Id of the candidate that judges.</summary>
    public string Judge { get; }
}
