using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Gguf;

public sealed class GgufFileTests
{
    [SharedFact]
    public void Read_Stories260K_TellsItsShape()
    {
        var file = GgufFile.Read(SharedModels.Stories260K);

        file.Architecture.ShouldBe("llama");
        file.Version.ShouldBe(3u);
        file.ParameterCount.ShouldBe(292_800); // models/reference_outputs.json counts the output matrix too
        file.LayerCount.ShouldBe(5);
        file.EmbeddingLength.ShouldBe(64);
        file.HeadCount.ShouldBe(8);
        file.HeadSize.ShouldBe(8);
        file.VocabularySize.ShouldBe(512);
        file.TrainingContext.ShouldBe(512);
        file.TokenizerModel.ShouldBe("llama");
        file.Quantisation.ShouldBe("F32");
        file.IsRecurrent.ShouldBeFalse();
        file.FileBytes.ShouldBe(1_185_344);
    }

    [SharedTheory]
    [InlineData("F32", 2_674_304)]
    [InlineData("F16", 1_363_648)]
    [InlineData("Q8_0", 749_248)]
    [InlineData("Q4_0", 552_640)]
    public void Read_Stories656K_TellsItsQuantisation(string quantisation, long bytes)
    {
        var file = GgufFile.Read(SharedModels.Stories656K(quantisation));

        file.Quantisation.ShouldBe(quantisation);
        file.FileBytes.ShouldBe(bytes);
        file.ParameterCount.ShouldBe(656_000);
        file.HeadSize.ShouldBe(16);
        file.VocabularySize.ShouldBe(2048);
    }

    [SharedFact]
    public void VocabularyHash_PrecisionsOfOneModel_IsEqualAndOfAnotherModelIsNot()
    {
        var hashes = new[] { "F32", "F16", "Q8_0", "Q4_0" }.Select(q => GgufFile.Read(SharedModels.Stories656K(q)).VocabularyHash).ToArray();
        hashes.Distinct().Count().ShouldBe(1);
        GgufFile.Read(SharedModels.Stories260K).VocabularyHash.ShouldNotBe(hashes[0]);
    }

    [SharedFact]
    public void Read_EveryPrefixOfAFile_IsRefusedAsIncomplete()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(SharedModels.Stories260K);
        var path = folder.PathOf("cut.gguf");
        for (var length = 0; length < whole.Length; length += length < 16_000 ? 499 : 49_999)
        {
            File.WriteAllBytes(path, whole[..length]);
            var problem = Should.Throw<GgufFormatException>(() => GgufFile.Read(path));
            problem.Message.ShouldContain(path);
        }

        File.WriteAllBytes(path, whole[..^1]);
        Should.Throw<GgufFormatException>(() => GgufFile.Read(path)).Message.ShouldContain("incomplete");
    }

    [SharedFact]
    public void Read_DamagedHeaders_AreRefusedOrReadButNeverCrash()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(SharedModels.Stories260K);
        var path = folder.PathOf("damaged.gguf");
        var refused = 0;
        var rounds = TestRounds.Of(2000);
        for (var i = 0; i < rounds; i++)
        {
            // Every byte of the counts and of the first keys, then places all over the header.
            var at = i < 200 ? 4 + i : (int)(i * 7919L % 14_000);
            var damaged = whole[..20_000];
            damaged[at] = (byte)(damaged[at] ^ (0x80 >> (i % 8)));
            File.WriteAllBytes(path, damaged);
            try
            {
                GgufFile.Read(path);
            }
            catch (GgufFormatException)
            {
                refused++;
            }
        }

        refused.ShouldBe(rounds); // 20,000 bytes never hold the tensors, whatever the header says
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("GG", "not a GGUF file")]
    [InlineData("{\"model\": \"llama\"}", "not a GGUF file")]
    public void Read_OtherFiles_AreRefused(string content, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.gguf", content);
        Should.Throw<GgufFormatException>(() => GgufFile.Read(path)).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(1u, "version 1")]
    [InlineData(0x03000000u, "big-endian")]
    [InlineData(9u, "newer")]
    public void Read_OtherVersions_AreRefused(uint version, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.gguf");
        File.WriteAllBytes(path, new GgufBytes(version).ToArray());
        Should.Throw<GgufFormatException>(() => GgufFile.Read(path)).Message.ShouldContain(message);
    }

    [Fact]
    public void Read_HostileLengths_AreRefusedWithoutMemory()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("hostile.gguf");
        byte[][] hostile =
        [
            new GgufBytes(3, tensors: long.MaxValue, metadata: 1).ToArray(),
            new GgufBytes(3, tensors: 0, metadata: long.MaxValue).ToArray(),
            new GgufBytes(3, 0, 1).Length(ulong.MaxValue).ToArray(),
            new GgufBytes(3, 0, 1).Text("general.architecture").Type(8).Length(1UL << 40).ToArray(),
            new GgufBytes(3, 0, 1).Text("a").Type(9).Type(8).Length(1UL << 60).ToArray(),
            new GgufBytes(3, 0, 1).Text("a").Type(9).Type(4).Length(1UL << 61).ToArray(),
            new GgufBytes(3, 0, 1).Text("a").Type(9).Type(9).Length(1).ToArray(),
            new GgufBytes(3, 0, 1).Text("a").Type(77).ToArray(),
            new GgufBytes(3, 1, 1).Text("general.architecture").Type(8).Text("llama")
                .Text("t").Type(2).Length(1UL << 31).Length(1UL << 31).Type(0).Length(0).Pad(64).ToArray(),
            new GgufBytes(3, 1, 1).Text("general.architecture").Type(8).Text("llama")
                .Text("t").Type(1).Length(32).Type(0).Length(ulong.MaxValue).Pad(64).ToArray(),
            new GgufBytes(3, 1, 1).Text("general.architecture").Type(8).Text("llama")
                .Text("t").Type(1).Length(33).Type(8).Length(0).Pad(64).ToArray(),
            new GgufBytes(3, 1, 1).Text("general.architecture").Type(8).Text("llama")
                .Text("t").Type(1).Length(32).Type(4).Length(0).Pad(64).ToArray(),
        ];
        foreach (var bytes in hostile)
        {
            File.WriteAllBytes(path, bytes);
            Should.Throw<GgufFormatException>(() => GgufFile.Read(path));
        }
    }

    [Fact]
    public void Read_WithoutArchitecture_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.gguf");
        File.WriteAllBytes(path, new GgufBytes(3, 0, 1).Text("general.name").Type(8).Text("x").ToArray());
        Should.Throw<GgufFormatException>(() => GgufFile.Read(path)).Message.ShouldContain("general.architecture");
    }

    [Fact]
    public unsafe void TensorTypes_AgainstTheLibrarysTable_AreEqualAndComplete()
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        for (var id = 0; id < 43; id++)
        {
            var blockSize = GgmlApi.BlockSize(id);
            GgufTensorType.All.ContainsKey(id).ShouldBe(blockSize != 0, $"type {id}");
            if (blockSize != 0)
            {
                var type = GgufTensorType.All[id];
                NativeText.Read(GgmlApi.TypeName(id))!.ToUpperInvariant().ShouldBe(type.Name);
                blockSize.ShouldBe(type.BlockSize, type.Name);
                GgmlApi.TypeSize(id).ShouldBe((nuint)type.BlockBytes, type.Name);
            }
        }
    }
}
