namespace Eval.FakeEndpoint.Requests;

/// <summary>A request that a real endpoint would refuse with 400.</summary>
/// <param name="message">What is wrong, in the words of OpenAI.</param>
/// <param name="parameter">The parameter, or null.</param>
/// <param name="code">OpenAI's code, or null.</param>
internal sealed class RequestFormatException(string message, string? parameter = null, string? code = null) : Exception(message)
{
    public string? Parameter { get; } = parameter;

    public string? Code { get; } = code;
}
