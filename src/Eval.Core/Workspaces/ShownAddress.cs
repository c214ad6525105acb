namespace Eval.Core.Workspaces;

/// <summary>Addresses as they may be shown and stored.</summary>
public static class ShownAddress
{
    /// <summary>An address without its password, parameters and fragment, which may be secrets.</summary>
    public static string Of(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The same of an address as it was written; what is no absolute address is given as it is.</summary>
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? Of(uri) : url;
}
