using System.Text;
using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Grammars;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Grammars;

/// <summary>Our grammars in llama.cpp's own hands, over a real model's vocabulary.</summary>
public sealed unsafe class SampledGrammarTests : IDisposable
{
    private const int MaxTokens = 200;

    private static readonly string[] Schemas =
    [
        """{"type":"object","properties":{"verdict":{"enum":["better","worse","same"]},"score":{"type":"integer","minimum":1,"maximum":10}},"required":["verdict","score"],"additionalProperties":false}""",
        """{"type":"object","properties":{"name":{"type":"string","maxLength":12},"born":{"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])$"},"tags":{"type":"array","items":{"type":"string","minLength":1,"maxLength":5},"maxItems":3}},"required":["born"]}""",
        """{"type":"string","pattern":"^-?\\d{1,3}(\\.\\d{1,2})?%$"}""",
        """{"type":"array","items":{"type":["integer","null","boolean"],"minimum":-20,"maximum":300},"minItems":2,"maxItems":4}""",
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"circle"},"r":{"type":"integer","minimum":0,"maximum":99}},"required":["kind","r"]},{"type":"object","properties":{"kind":{"const":"box"},"w":{"type":"integer","minimum":0,"maximum":9}},"required":["kind","w"]}]}""",
        """{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"v":{"type":"integer","minimum":0,"maximum":9},"kids":{"type":"array","items":{"$ref":"#/$defs/tree"},"maxItems":1}},"required":["v"]}}}""",
        """{"type":"string","pattern":"(cat|dog)","maxLength":20}""",
        """{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"null"},"c":{"const":[1,{"x":"y"}]}},"minProperties":1,"maxProperties":2}""",
        """{"anyOf":[{"type":"integer","minimum":-99,"maximum":-5},{"type":"string","minLength":2,"maxLength":8,"pattern":"^\\S*$"}]}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"string","maxLength":6}},"required":["a"]},{"properties":{"a":{"pattern":"^[A-Z]"},"b":{"anyOf":[{"type":"null"},{"enum":[1,2.5,"é😀"]}]}}}]}""",
    ];

    // Texts of these may go on for ever.
    private static readonly string[] Unbounded =
    [
        """{"type":"number","minimum":0,"exclusiveMaximum":1}""",
        """{"type":"object","additionalProperties":{"type":"boolean"},"maxProperties":2}""",
        """{"type":"string"}""",
    ];

    private LlamaModelHandle? _model;

    [SharedFact]
    public void Generate_UnderAGrammar_GivesValidTextsOnly()
    {
        using var context = Load();
        var finished = 0;
        foreach (var source in Schemas.Concat(Unbounded))
        {
            var schema = JsonSchemaSubset.Parse(source);
            var grammar = GbnfGrammar.FromSchema(schema);
            for (var seed = 1u; seed <= 20; seed++)
            {
                var text = Generate(context, grammar, seed);
                (text is not null || Unbounded.Contains(source)).ShouldBeTrue(source);
                if (text is not null)
                {
                    schema.Validate(text).ShouldBeEmpty($"{source} gave {text}");
                    finished++;
                }
            }
        }

        finished.ShouldBeGreaterThan(20 * Schemas.Length);
    }

    [SharedFact]
    public void FromSchema_RandomSchemas_AreReadByLlamaCpp()
    {
        using var context = Load();
        var vocab = LlamaApi.ModelGetVocab(_model!);
        var read = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            string grammar;
            try
            {
                grammar = GbnfGrammar.FromSchema(JsonSchemaSubset.From(new RandomSchemas(seed).Schema()));
            }
            catch (EvalConfigurationException)
            {
                continue;
            }

            var sampler = LlamaApi.SamplerGrammar(vocab, grammar, "root");
            sampler.ShouldNotBe(0, grammar);
            LlamaApi.SamplerFree(sampler);
            read++;
        }

        read.ShouldBeGreaterThan(150);
    }

    public void Dispose() => _model?.Dispose();

    private LlamaContextHandle Load()
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        _model = LlamaApi.ModelLoadFromFile(SharedFolder.PathOf("models", "stories260K", "stories260K-f32.gguf"), LlamaApi.ModelDefaultParams());
        var parameters = LlamaApi.ContextDefaultParams();
        parameters.NCtx = MaxTokens + 8;
        parameters.NThreads = parameters.NThreadsBatch = 1;
        return LlamaContextHandle.Create(_model, parameters).ShouldNotBeNull();
    }

    private string? Generate(LlamaContextHandle context, string grammar, uint seed)
    {
        var vocab = LlamaApi.ModelGetVocab(_model!);
        using var chain = LlamaApi.SamplerChainInit(new LlamaSamplerChainParams());
        LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerGrammar(vocab, grammar, "root"));
        LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerTemperature(1.5f));
        LlamaApi.SamplerChainAdd(chain, LlamaApi.SamplerDistribution(seed));
        LlamaApi.MemoryClear(LlamaApi.GetMemory(context), data: false);

        var text = new List<byte>();
        var buffer = stackalloc byte[256];
        var token = LlamaApi.VocabBos(vocab);
        for (var position = 0; position < MaxTokens; position++)
        {
            LlamaApi.Decode(context, new LlamaBatch { NTokens = 1, Token = &token }).ShouldBe(0);
            token = LlamaApi.SamplerSample(chain, context, -1);
            if (LlamaApi.VocabIsEndOfGeneration(vocab, token))
            {
                return Encoding.UTF8.GetString([.. text]);
            }

            var length = LlamaApi.TokenToPiece(vocab, token, buffer, 256, 0, special: true);
            text.AddRange(new ReadOnlySpan<byte>(buffer, length));
        }

        return null;
    }
}
