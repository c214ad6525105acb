using System.Globalization;
using Eval.Benchmarks.Models;

namespace Eval.Benchmarks;

/// <summary>What the command line asked for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        Measures the program against what it is compared with in its design, and prints a Markdown table.

          dotnet run -c Release --project tests/Eval.Benchmarks -- [options] [--peer PATH [FLAGS…]]

          --only WORD        only cases whose name holds the word: perplexity, choice, preamble, store, memory,
                             hosted, judged, speed, gate, ratings, selection, battles
                             (repeatable)
          --models WORD      only models whose name holds the word (repeatable)
          --rounds N         counted rounds per case (default 5)
          --threads N        threads of both sides (default: all cores)
          --calls N          hosted calls of a round (default 10000)
          --rows N           samples to store (default 100000)
          --battles N        battles of a file to rate (default 10000000; the file takes 450 MB in --cache)
          --sizes A,B,…      samples of the runs whose memory is measured (default 10000,100000)
          --cache FOLDER     where generated models are kept (default: the system's temporary folder)
          --no-generated     leave out the generated 110 M models
          --billion          also a generated model of 1.3 B parameters (2.6 GB)
          --gpu              all layers on a GPU; for a peer give its own flag
          --work N           N times the text and the questions (default 1)
          --batch N, --micro-batch N   tokens of a batch and a micro-batch of ours (default: what a run chooses)
          --peer PATH FLAGS  compare with this llama-perplexity instead of the naive baseline; what follows are its own flags
        """;

    public IReadOnlyList<string> Only { get; private init; } = [];

    public IReadOnlyList<string> Models { get; private init; } = [];

    public int Rounds { get; private init; } = 5;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public int Calls { get; private init; } = 10_000;

    public int Rows { get; private init; } = 100_000;

    public int Battles { get; private init; } = 10_000_000;

    public IReadOnlyList<int> Sizes { get; private init; } = [10_000, 100_000];

    public string Cache { get; private init; } = Path.Combine(Path.GetTempPath(), "eval-benchmark-models");

    public bool Generate { get; private init; } = true;

    public bool Billion { get; private init; }

    public int Work { get; private init; } = 1;

    public EngineChoice Engine { get; private init; } = new(Gpu: false, Batch: null, MicroBatch: null);

    public string? Peer { get; private init; }

    public IReadOnlyList<string> PeerFlags { get; private init; } = [];

    /// <summary>Reads the arguments; null where they are not understood.</summary>
    public static BenchmarkOptions? Read(string[] arguments)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            BenchmarkOptions? next = (arguments[i], value) switch
            {
                ("--no-generated", _) => options with { Generate = false },
                ("--billion", _) => options with { Billion = true },
                ("--gpu", _) => options with { Engine = options.Engine with { Gpu = true } },
                (_, null) => null,
                ("--only", _) => options with { Only = [.. options.Only, value] },
                ("--models", _) => options with { Models = [.. options.Models, value] },
                ("--rounds", _) when Count(value) is { } n => options with { Rounds = n },
                ("--threads", _) when Count(value) is { } n => options with { Threads = n },
                ("--calls", _) when Count(value) is { } n => options with { Calls = n },
                ("--rows", _) when Count(value) is { } n => options with { Rows = n },
                ("--battles", _) when Count(value) is { } n => options with { Battles = n },
                ("--work", _) when Count(value) is { } n => options with { Work = n },
                ("--batch", _) when Count(value) is { } n => options with { Engine = options.Engine with { Batch = n } },
                ("--micro-batch", _) when Count(value) is { } n => options with { Engine = options.Engine with { MicroBatch = n } },
                ("--sizes", _) when value.Split(',').Select(Count).ToList() is var sizes && !sizes.Contains(null) =>
                    options with { Sizes = [.. sizes.OfType<int>()] },
                ("--cache", _) => options with { Cache = value },
                ("--peer", _) => options with { Peer = value, PeerFlags = arguments[(i + 2)..] },
                _ => null,
            };
            if (next is null || next.Peer is not null)
            {
                return next;
            }

            i += arguments[i] is "--no-generated" or "--billion" or "--gpu" ? 0 : 1;
            options = next;
        }

        return options;
    }

    public bool Wants(string name) => Only.Count == 0 || Only.Any(o => name.Contains(o, StringComparison.OrdinalIgnoreCase));

    public bool WantsModel(string name) => Models.Count == 0 || Models.Any(m => name.Contains(m, StringComparison.OrdinalIgnoreCase));

    private static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;
}
