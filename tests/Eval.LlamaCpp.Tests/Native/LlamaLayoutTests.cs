using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Native;

/// <summary>Compares every struct that crosses the border with the interface as a C compiler measured it.</summary>
public sealed class LlamaLayoutTests
{
    private static readonly Dictionary<string, Type> Structs = new()
    {
        ["llama_model_params"] = typeof(LlamaModelParams),
        ["llama_context_params"] = typeof(LlamaContextParams),
        ["llama_batch"] = typeof(LlamaBatch),
        ["llama_token_data"] = typeof(LlamaTokenData),
        ["llama_token_data_array"] = typeof(LlamaTokenDataArray),
        ["llama_sampler_chain_params"] = typeof(LlamaSamplerChainParams),
        ["llama_chat_message"] = typeof(LlamaChatMessage),
        ["llama_logit_bias"] = typeof(LlamaLogitBias),
        ["llama_perf_context_data"] = typeof(LlamaPerfContextData),
    };

    [SharedFact]
    public void Structs_AllOfTheInterface_AreBound()
    {
        Structs.Keys.ShouldBe(Abi().GetProperty("structs").EnumerateObject().Select(s => s.Name), ignoreOrder: true);
    }

    [SharedFact]
    public void Fields_OfEveryStruct_HaveTheMeasuredNamesTypesAndOffsets()
    {
        foreach (var measured in Abi().GetProperty("structs").EnumerateObject())
        {
            var type = Structs[measured.Name];
            SizeOf(type).ShouldBe(measured.Value.GetProperty("size").GetInt32(), measured.Name);
            var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public);
            var expected = measured.Value.GetProperty("fields").EnumerateArray().ToArray();
            fields.Select(f => f.Name).ShouldBe(expected.Select(e => Pascal(e.GetProperty("name").GetString()!)), measured.Name);
            for (var i = 0; i < fields.Length; i++)
            {
                var what = $"{measured.Name}.{fields[i].Name}";
                OffsetOf(type, fields[i]).ShouldBe(expected[i].GetProperty("offset").GetInt32(), what);
                SizeOf(fields[i].FieldType).ShouldBe(expected[i].GetProperty("size").GetInt32(), what);
                CTypes(fields[i].FieldType).ShouldContain(expected[i].GetProperty("type").GetString()!, what);
            }
        }
    }

    [SharedTheory]
    [InlineData("llama_model_params")]
    [InlineData("llama_context_params")]
    public void Defaults_AsTheLibraryGivesThem_AreTheMeasuredOnes(string name)
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        object given = name == "llama_model_params" ? LlamaApi.ModelDefaultParams() : LlamaApi.ContextDefaultParams();
        foreach (var expected in Abi().GetProperty("defaults").GetProperty(name).EnumerateObject())
        {
            var field = given.GetType().GetField(Pascal(expected.Name)).ShouldNotBeNull(expected.Name);
            Convert.ToDouble(field.GetValue(given)).ShouldBe(expected.Value.GetDouble(), expected.Name);
        }
    }

    [SharedFact]
    public void Enums_AsBound_HaveTheMeasuredValues()
    {
        var bound = new Dictionary<string, Type>
        {
            ["llama_vocab_type"] = typeof(LlamaVocabType),
            ["llama_token_attr"] = typeof(LlamaTokenAttributes),
            ["llama_rope_scaling_type"] = typeof(LlamaRopeScalingType),
            ["llama_pooling_type"] = typeof(LlamaPoolingType),
            ["llama_attention_type"] = typeof(LlamaAttentionType),
            ["llama_flash_attn_type"] = typeof(LlamaFlashAttnType),
            ["llama_split_mode"] = typeof(LlamaSplitMode),
            ["llama_load_mode"] = typeof(LlamaLoadMode),
            ["llama_lazy_mode"] = typeof(LlamaLazyMode),
            ["llama_context_type"] = typeof(LlamaContextType),
        };
        foreach (var (name, type) in bound)
        {
            var measured = Abi().GetProperty("enums").GetProperty(name).EnumerateObject()
                .ToDictionary(e => e.Name.Replace("_", "").ToLowerInvariant(), e => e.Value.GetInt32());
            foreach (var value in Enum.GetValues(type))
            {
                var suffix = value.ToString()!.ToLowerInvariant();
                measured.Where(m => m.Key.EndsWith(suffix, StringComparison.Ordinal)).Select(m => m.Value)
                    .ShouldContain((int)value, $"{name}.{value}");
            }
        }
    }

    private static JsonElement Abi() =>
        JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "llama-abi.json"))).RootElement;

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    private static int SizeOf(Type type) => type switch
    {
        { IsPointer: true } or { IsFunctionPointer: true } => nint.Size,
        { IsEnum: true } => SizeOf(Enum.GetUnderlyingType(type)),
        _ => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!,
    };

    /// <summary>The field's real offset: the first byte of the struct that changes it.</summary>
    private static int OffsetOf(Type type, FieldInfo field)
    {
        var read = typeof(LlamaLayoutTests).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
        var size = SizeOf(type);
        for (var i = 0; i < size; i++)
        {
            var bytes = new byte[size];
            bytes[i] = 1;
            if (!IsZero(field.GetValue(read.Invoke(null, [bytes]))))
            {
                return i;
            }
        }

        return -1;
    }

    private static T Read<T>(byte[] bytes)
        where T : struct => MemoryMarshal.Read<T>(bytes);

    private static unsafe bool IsZero(object? value) => value switch
    {
        null => true,
        Pointer p => (nint)Pointer.Unbox(p) == 0,
        nint n => n == 0,
        bool b => !b,
        float f => f == 0,
        double d => d == 0,
        nuint n => n == 0,
        _ => Convert.ToInt64(value) == 0,
    };

    private static string[] CTypes(Type type) => type switch
    {
        _ when type == typeof(int) => ["int32"],
        _ when type == typeof(uint) => ["uint32"],
        _ when type == typeof(long) => ["int64"],
        _ when type == typeof(nuint) => ["size_t"],
        _ when type == typeof(float) => ["float"],
        _ when type == typeof(double) => ["double"],
        _ when type == typeof(bool) => ["bool"],
        _ when type == typeof(GgmlType) => ["enum ggml_type"],
        { IsEnum: true } => ["enum"],
        _ when type == typeof(int).MakePointerType() => ["int32*"],
        _ when type == typeof(int).MakePointerType().MakePointerType() => ["int32**"],
        _ when type == typeof(sbyte).MakePointerType() => ["int8*"],
        _ when type == typeof(byte).MakePointerType() => ["const char*"],
        _ when type == typeof(float).MakePointerType() => ["float*", "const float*"],
        _ when type == typeof(LlamaTokenData).MakePointerType() => ["llama_token_data*"],
        { IsFunctionPointer: true } => ["bool(*)(float, void*)", "bool(*)(void*)"],
        _ =>
        [
            "void*", "function pointer", "ggml_backend_dev_t*", "const llama_model_tensor_buft_override*",
            "const llama_model_kv_override*", "llama_sampler_seq_config*", "llama_context*",
        ],
    };
}
