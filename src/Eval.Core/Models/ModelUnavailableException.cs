namespace Eval.Core.Models;

/// <summary>
/// The model cannot answer at all: its process crashed, its endpoint is gone, its file cannot be loaded. The samples concerned become
/// <c>ProviderError</c>; they never count as wrong answers.
/// </summary>
public class ModelUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do, for the user.</param>
    /// <param name="isPermanent">True where trying again cannot help (file missing, unsupported architecture, given up after crashes).</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelUnavailableException(string message, bool isPermanent, Exception? innerException = null)
        : base(message, innerException) => IsPermanent = isPermanent;

    /// <summary>True where trying again cannot help.</summary>
    public bool IsPermanent { get; }
}
