namespace Eval.Benchmarks.Models;

/// <summary>Where models are evaluated, and in what portions.</summary>
/// <param name="Gpu">All layers on a GPU, for both sides; else none.</param>
/// <param name="Batch">Tokens given to llama.cpp at a time; null: the program's choice.</param>
/// <param name="MicroBatch">Tokens computed at a time; null: the program's choice.</param>
internal sealed record EngineChoice(bool Gpu, int? Batch, int? MicroBatch);
