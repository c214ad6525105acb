using System.Security.Cryptography;
using System.Text;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>The text that llama.cpp's tool was run on (research/benchmark-harnesses.md 4.5).</summary>
internal static class OracleText
{
    internal const string Paragraph =
        "Once upon a time there was a little girl named Lily. She loved to play in the park with her dog. One day the dog ran away and "
        + "Lily was very sad. She looked under the tree and behind the house. Then she saw the dog in the garden. Lily was happy and they "
        + "went home together. ";

    internal static string SixTimes { get; } = Checked(string.Concat(Enumerable.Repeat(Paragraph, 6)));

    private static string Checked(string text)
    {
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            .ShouldBe("6a55574903b9f21251ca4a08009f76d3319e20c847303ff7551fedc211e3e542");
        return text;
    }
}
