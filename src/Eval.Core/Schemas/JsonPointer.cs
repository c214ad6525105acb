namespace Eval.Core.Schemas;

/// <summary>JSON pointers, RFC 6901.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string token) => $"{pointer}/{token.Replace("~", "~0").Replace("/", "~1")}";

    public static string Append(string pointer, int index) => $"{pointer}/{index}";
}
