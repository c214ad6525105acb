namespace Eval.Providers.Endpoints;

/// <summary>Replaces secrets in texts that leave the program: providers echo keys in their error messages.</summary>
internal sealed class SecretMask
{
    private const string Shown = "***";

    // Anything shorter would mask half of every message, and is no secret.
    private const int Shortest = 4;

    private readonly string[] _secrets;

    public SecretMask(IEnumerable<string> secrets) => _secrets =
    [
        .. secrets.SelectMany(s => new[] { s, Uri.EscapeDataString(s) }).Where(s => s.Length >= Shortest)
            .Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length),
    ];

    public string Apply(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Shown, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    public override string ToString() => Shown;
}
