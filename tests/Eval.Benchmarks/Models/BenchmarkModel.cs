using Eval.Core.Statistics;

namespace Eval.Benchmarks.Models;

/// <summary>A model to measure with, and how much work suits it.</summary>
/// <param name="Name">For the table.</param>
/// <param name="File">Its GGUF file.</param>
/// <param name="Context">Context length to use.</param>
/// <param name="Chunk">Tokens in a window of perplexity.</param>
/// <param name="Words">Words of the text for perplexity.</param>
/// <param name="Questions">Multiple-choice questions.</param>
/// <param name="IsLarge">Whether it has a hundred million parameters or more.</param>
internal sealed record BenchmarkModel(string Name, string File, int Context, int Chunk, int Words, int Questions, bool IsLarge = false)
{
    /// <summary>What the benchmark's user set of the engine; null lets the program choose, as in a run.</summary>
    public EngineChoice Engine { get; init; } = new(Gpu: false, Batch: null, MicroBatch: null);

    private static readonly RandomVocabulary Vocabulary = RandomGguf.VocabularyOf(RandomModelShape.Hundred(WeightType.F16));

    /// <summary>Whether it is the one with heads of 8 that the budgets speak of, 1 MB.</summary>
    public bool IsOneMegabyte => Name.StartsWith("stories260K", StringComparison.Ordinal);

    /// <summary>Whether five examples and a question fit into the context.</summary>
    public bool HasRoomForPreamble => Context >= 1024;

    /// <summary>Seeded text of random words; every vocabulary here can encode it.</summary>
    public static string Text(SeededRandom random, int words) => Vocabulary.Text(random, words);

    /// <summary>The models that are there: the demo's, the shared ones, and generated ones of realistic shape.</summary>
    public static IEnumerable<BenchmarkModel> All(string repository, BenchmarkOptions options) => AllOf(repository, options).Select(m => m with
    {
        Words = m.Words * options.Work,
        Questions = m.Questions * options.Work,
        Engine = options.Engine,
    });

    private static IEnumerable<BenchmarkModel> AllOf(string repository, BenchmarkOptions options)
    {
        var demo = Path.Combine(repository, "suites", "demo-models");
        string[] demos = Directory.Exists(demo) ? Directory.GetFiles(demo, "*.gguf") : [];
        foreach (var file in demos.Order(StringComparer.Ordinal))
        {
            yield return new BenchmarkModel(Path.GetFileNameWithoutExtension(file), file, 512, 256, 4000, 80);
        }

        var shared = Environment.GetEnvironmentVariable("EVAL_SHARED") is { Length: > 0 } set ? set : Path.Combine(repository, "..", "shared");
        foreach (var path in new[] { "stories260K/stories260K-f32.gguf", "tinystories-656k/TinyStories-656K-Q8_0.gguf" })
        {
            var file = Path.Combine(shared, "models", path);
            if (System.IO.File.Exists(file))
            {
                yield return new BenchmarkModel(Path.GetFileNameWithoutExtension(file), file, 512, 256, 3000, 80);
            }
        }

        WeightType[] generated = options.Generate ? [WeightType.Q8_0, WeightType.F16] : [];
        foreach (var weights in generated)
        {
            var shape = RandomModelShape.Hundred(weights);
            yield return new BenchmarkModel($"random 110M {weights}", RandomGguf.Ensure(shape, options.Cache), 1024, 512, 1500, 16, IsLarge: true);
        }

        if (options.Billion)
        {
            yield return new BenchmarkModel("random 1.3B F16", RandomGguf.Ensure(RandomModelShape.Billion(WeightType.F16), options.Cache), 1024, 512, 1500, 16, IsLarge: true);
        }
    }
}
