using System.Text;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Wire;

/// <summary>Cuts tokens into the texts of stream chunks; bytes of an unfinished character wait for the next chunk.</summary>
internal static class TokenChunks
{
    public static IEnumerable<(string Text, IReadOnlyList<int> Tokens)> Of(IReadOnlyList<int> tokens, ILanguage vocabulary, int perChunk)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var waiting = new List<int>();
        for (var i = 0; i < tokens.Count; i += Math.Max(1, perChunk))
        {
            var some = tokens.Skip(i).Take(Math.Max(1, perChunk)).ToList();
            waiting.AddRange(some);
            var isLast = i + some.Count >= tokens.Count;
            var bytes = some.SelectMany(vocabulary.Bytes).ToArray();
            var characters = new char[decoder.GetCharCount(bytes, isLast)];
            decoder.GetChars(bytes, characters, isLast);
            if (characters.Length > 0 || isLast)
            {
                yield return (new string(characters), [.. waiting]);
                waiting.Clear();
            }
        }
    }
}
