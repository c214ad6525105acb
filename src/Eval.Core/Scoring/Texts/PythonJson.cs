using System.Text;
using System.Text.Json;

namespace Eval.Core.Scoring.Texts;

/// <summary>What Python's JSON parser accepts: JSON, with NaN and both infinities as numbers.</summary>
public static class PythonJson
{
    private static readonly string[] Numbers = ["NaN", "-Infinity", "Infinity"];

    /// <summary>True where a text is one JSON value.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutSpecialNumbers(text), new JsonDocumentOptions { MaxDepth = 900 });
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static string WithoutSpecialNumbers(string text)
    {
        var result = new StringBuilder(text.Length);
        var inText = false;
        for (var i = 0; i < text.Length; i++)
        {
            var word = inText ? null : Array.Find(Numbers, n => string.CompareOrdinal(text, i, n, 0, n.Length) == 0);
            if (word is not null)
            {
                result.Append('0');
                i += word.Length - 1;
                continue;
            }

            result.Append(text[i]);
            if (inText && text[i] == '\\' && i + 1 < text.Length)
            {
                result.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                inText = !inText;
            }
        }

        return result.ToString();
    }
}
