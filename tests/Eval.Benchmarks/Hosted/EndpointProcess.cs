using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Eval.Benchmarks.Hosted;

/// <summary>The test endpoint in a process of its own; it ends with this one, however this one ends.</summary>
internal sealed class EndpointProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new(new SocketsHttpHandler(), disposeHandler: true);

    private EndpointProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="latencyMs">Its delay in milliseconds.</param>
    /// <param name="ledgerEntries">Requests that it remembers one by one.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<EndpointProcess> StartAsync(double latencyMs, int ledgerEntries, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Eval.FakeEndpoint.dll"),
            "--latency", latencyMs.ToString(CultureInfo.InvariantCulture),
            "--ledger-entries", ledgerEntries.ToString(CultureInfo.InvariantCulture),
            .. more,
        ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the test endpoint did not start");
        return new EndpointProcess(process, new Uri(address));
    }

    /// <summary>The sums of its ledger.</summary>
    public async Task<JsonNode> TotalsAsync() => JsonNode.Parse(await _http.GetStringAsync(new Uri(Address, "/_ledger")))!;

    /// <summary>Its own delay of each question, in milliseconds, from the arrival of the request to the sending of the answer.</summary>
    public async Task<Dictionary<string, double>> DelaysAsync()
    {
        var entries = JsonNode.Parse(await _http.GetStringAsync(new Uri(Address, "/_ledger/entries")))!.AsArray();
        return entries.Where(e => e!["chunks"]!.AsArray().Count > 0).DistinctBy(e => e!["question"]!.GetValue<string>()).ToDictionary(
            e => e!["question"]!.GetValue<string>(), e => e!["chunks"]![0]!["sentMs"]!.GetValue<double>() - e["arrivedMs"]!.GetValue<double>(), StringComparer.Ordinal);
    }

    /// <summary>When it sent each piece of an answer that held tokens, in milliseconds since the request arrived, by question.</summary>
    public async Task<Dictionary<string, double[]>> PiecesAsync()
    {
        var entries = JsonNode.Parse(await _http.GetStringAsync(new Uri(Address, "/_ledger/entries")))!.AsArray();
        return entries.ToDictionary(
            e => e!["question"]!.GetValue<string>(),
            e => e!["chunks"]!.AsArray().Where(c => c!["tokens"]!.GetValue<int>() > 0).Select(c => c!["sentMs"]!.GetValue<double>() - e["arrivedMs"]!.GetValue<double>()).ToArray(),
            StringComparer.Ordinal);
    }

    /// <summary>Empties its ledger.</summary>
    public async Task ClearAsync() => (await _http.DeleteAsync(new Uri(Address, "/_ledger"))).Dispose();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
