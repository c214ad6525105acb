namespace Eval.FakeEndpoint.Wire;

/// <summary>Token counts as reported; not always as billed.</summary>
internal sealed record Usage(int Input, int CachedInput, int Output, int Reasoning)
{
    public int Total { get; init; } = Input + Output;
}
