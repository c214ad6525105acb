using System.Text.Json;
using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

public sealed class VocabularyTests
{
    private const string Known656K = "\n !\"$',-.0123456789:;<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz|";

    [SharedFact]
    public void EncodeWithBos_KnownStart_GivesThePublishedTokens()
    {
        using var model = Open(SharedModels.Stories260K);
        model.Vocabulary.EncodeWithBos("Once upon a time").ShouldBe([1, 403, 407, 261, 378]);
        model.Vocabulary.AddsBos.ShouldBeTrue();
        model.Vocabulary.Prefix.ShouldBe(1);
        model.Vocabulary.Encode("").ShouldBeEmpty();
    }

    [SharedFact]
    public void EncodeWithBos_ReferenceTexts_GiveTheReferenceTokens()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_outputs.json"))).RootElement;
        foreach (var entry in reference.GetProperty("models").EnumerateObject())
        {
            using var model = Open(SharedModels.ByReferenceName(entry.Name));
            foreach (var text in entry.Value.GetProperty("texts").EnumerateObject())
            {
                var expected = text.Value.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32());
                var given = model.Vocabulary.EncodeWithBos(reference.GetProperty("texts").GetProperty(text.Name).GetString()!);
                given.ShouldBe(expected, $"{entry.Name} {text.Name}");
            }
        }
    }

    [SharedFact]
    public void Encode_AnyText_ComesBackFromItsPieces()
    {
        using var model = Open(SharedModels.Stories260K);
        foreach (var text in new[] { "Once upon a time", "naïve – \u2581 ß 漢字 🙂\n\tx", "<s> </s>", "a\0b" })
        {
            var tokens = model.Vocabulary.Encode(text);
            tokens.ShouldNotContain(1); // <s> in a text is text
            tokens.ShouldNotContain(2);
            model.Vocabulary.Decode(tokens).ShouldBe(" " + text.Replace('\u2581', ' '));
            tokens.Sum(model.Vocabulary.PieceBytes).ShouldBe(1 + System.Text.Encoding.UTF8.GetByteCount(text.Replace('\u2581', ' ')));
        }
    }

    [SharedFact]
    public void WhyNot_VocabularyWithoutBytes_AllowsItsOwnCharactersOnly()
    {
        using var model = Open(SharedModels.Stories656K("F32"));
        for (var c = 1; c < 0x3000; c++)
        {
            var text = ((char)c).ToString();
            var allowed = Known656K.Contains((char)c) || c == 0x2581; // the sign that stands for a space
            (model.Vocabulary.WhyNot(text) is null).ShouldBe(allowed, $"U+{c:X4}");
        }

        var failure = model.Vocabulary.WhyNot("so far so good 🙂").ShouldNotBeNull();
        failure.Kind.ShouldBe(RequestFailureKind.Unencodable);
        failure.Message.ShouldContain("U+1F642");
        model.Vocabulary.WhyNot("a lone \ud83d surrogate").ShouldNotBeNull();
        Should.Throw<ArgumentException>(() => model.Vocabulary.Encode("tab\t"));
    }

    [SharedFact]
    public void Encode_EveryAllowedCharacter_DoesNotEndTheProcess()
    {
        using var model = Open(SharedModels.Stories656K("Q4_0"));
        foreach (var c in Known656K)
        {
            model.Vocabulary.Encode(new string(c, 3)).ShouldNotBeEmpty();
        }
    }

    [SharedFact]
    public void WhyNot_VocabularyWithBytes_AllowsEverything()
    {
        using var model = Open(SharedModels.Stories260K);
        model.Vocabulary.WhyNot("漢字 🙂 \u0001 \ud83d").ShouldBeNull();
    }

    private static LoadedModel Open(string path) => TestModels.Load(path);
}
