using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Serving;
using Eval.FakeEndpoint.Wire;

namespace Eval.FakeEndpoint.CommandLine;

/// <summary>The program: options to settings, an address on the first line, an end.</summary>
internal static class EndpointCommand
{
    public static RootCommand Create()
    {
        var config = new Option<string?>("--config") { Description = "JSON file with everything, models by name included; the options below shape every other name" };
        var port = new Option<int>("--port") { Description = "port on 127.0.0.1; 0 takes a free one" };
        var seed = new Option<int>("--seed") { Description = "seed of faults, delays and answers", DefaultValueFactory = _ => 17 };
        var answers = new Option<string>("--answers") { Description = "echo, letter, greedy, arithmetic, arithmetic:SHARE, words:N, fixed:TEXT, table:FILE, gguf:FILE", DefaultValueFactory = _ => "echo" };
        var dialect = new Option<Dialect>("--dialect") { Description = "whose errors and extra fields it shows" };
        var echo = new Option<EchoMode>("--echo") { Description = "what echo of /v1/completions does" };
        var latency = new Option<double>("--latency") { Description = "milliseconds to the first token" };
        var shape = new Option<LatencyShape>("--latency-shape") { Description = "distribution of the latency" };
        var spread = new Option<double>("--latency-spread") { Description = "half width in milliseconds (uniform), or deviation of the logarithm (log-normal)" };
        var rate = new Option<double>("--tokens-per-second") { Description = "speed after the first token; 0 does not wait" };
        var requests = new Option<int?>("--requests-per-minute") { Description = "limit in every sliding minute" };
        var tokens = new Option<int?>("--tokens-per-minute") { Description = "limit in every sliding minute" };
        var mixed = new Option<double>("--faults") { Description = "share of attempts (0 to 1) that fail in one of the ways that trying again cures" };
        var fault = new Option<string[]>("--fault") { Description = "a certain fault and its share, as KIND=SHARE (repeatable): " + string.Join(", ", Enum.GetNames<FaultKind>().Skip(1)) };
        var key = new Option<string?>("--key") { Description = "the only key that is accepted" };
        var ledger = new Option<string?>("--ledger") { Description = "JSONL file with a line per request; the sums are at /_ledger, the entries at /_ledger/entries" };
        var keep = new Option<int>("--ledger-entries") { Description = "entries kept in memory", DefaultValueFactory = _ => int.MaxValue };
        var minutes = new Option<double>("--max-minutes") { Description = "stop after this time", DefaultValueFactory = _ => 60 };
        var alone = new Option<bool>("--ignore-input") { Description = "do not stop when standard input is closed" };
        var root = new RootCommand("A test endpoint: speaks the formats of hosted models, fails as they fail, and keeps a ledger. Its address is the first line it prints.")
        {
            config, port, seed, answers, dialect, echo, latency, shape, spread, rate, requests, tokens, mixed, fault, key, ledger, keep, minutes, alone,
        };
        root.SetAction(async (line, cancel) =>
        {
            FakeEndpointOptions options;
            try
            {
                options = await FileAsync(line.GetValue(config), cancel);
                options = options with
                {
                    Port = line.GetResult(port) is { Implicit: false } ? line.GetValue(port) : options.Port,
                    Seed = line.GetResult(seed) is { Implicit: false } ? line.GetValue(seed) : options.Seed,
                    ApiKey = line.GetValue(key) ?? options.ApiKey,
                    LedgerFile = line.GetValue(ledger) ?? options.LedgerFile,
                    LedgerEntries = line.GetResult(keep) is { Implicit: false } ? line.GetValue(keep) : options.LedgerEntries,
                    Otherwise = line.GetValue(config) is null
                        ? new ModelProfile
                        {
                            Answers = line.GetValue(answers)!,
                            Dialect = line.GetValue(dialect),
                            Echo = line.GetValue(echo),
                            Latency = new Latency { Ms = line.GetValue(latency), Shape = line.GetValue(shape), Spread = line.GetValue(spread) },
                            TokensPerSecond = line.GetValue(rate),
                            Limits = line.GetValue(requests) is null && line.GetValue(tokens) is null
                                ? null
                                : new RateLimits { RequestsPerMinute = line.GetValue(requests), TokensPerMinute = line.GetValue(tokens) },
                            Faults = new FaultPlan { Mixed = line.GetValue(mixed), Rates = Rates(line.GetValue(fault) ?? []) },
                        }
                        : options.Otherwise,
                };
            }
            catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }

            return await ServeAsync(options, TimeSpan.FromMinutes(line.GetValue(minutes)), line.GetValue(alone), cancel);
        });
        return root;
    }

    private static async Task<int> ServeAsync(FakeEndpointOptions options, TimeSpan longest, bool ignoresInput, CancellationToken cancel)
    {
        try
        {
            await using var server = await FakeEndpointServer.StartAsync(options, cancel);
            await Console.Out.WriteLineAsync(server.Address.ToString().TrimEnd('/'));
            await Console.Out.FlushAsync(cancel);
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timer.CancelAfter(longest);
            var ended = new TaskCompletionSource();
            await using var end = timer.Token.Register(() => ended.TrySetResult());
            await (ignoresInput ? ended.Task : Task.WhenAny(ended.Task, InputEndAsync()));
            return 0;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    // A parent that ends, however it ends, closes the pipe.
    private static async Task InputEndAsync()
    {
        await Task.Yield();
        var buffer = new byte[256];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer) > 0)
        {
        }
    }

    private static async Task<FakeEndpointOptions> FileAsync(string? file, CancellationToken cancel)
    {
        if (file is null)
        {
            return new FakeEndpointOptions();
        }

        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<FakeEndpointOptions>(stream, EndpointJson.Options, cancel) ?? new FakeEndpointOptions();
    }

    private static Dictionary<FaultKind, double> Rates(string[] faults) => faults.Select(f => f.Split('=')).ToDictionary(
        f => Enum.TryParse<FaultKind>(f[0], ignoreCase: true, out var kind) ? kind : throw new FormatException($"'{f[0]}' is no fault"),
        f => f.Length == 2 && double.TryParse(f[1], CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new FormatException($"--fault wants KIND=SHARE with a share from 0 to 1, not '{string.Join('=', f)}'"));
}
