using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Inspect;

/// <summary>A log in the form of one JSON document. Samples are read one by one, their transcripts passed over.</summary>
internal sealed class InspectJson : IInspectLog
{
    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal) { "id", "epoch" };

    private readonly InspectOrder _order;
    private readonly SortedDictionary<int, SortedSet<int>> _present;

    private InspectJson(string file, InspectHeader header, InspectOrder order, SortedDictionary<int, SortedSet<int>> present) =>
        (File, Header, _order, _present) = (file, header, order, present);

    /// <inheritdoc/>
    public string File { get; }

    /// <inheritdoc/>
    public InspectHeader Header { get; }

    /// <summary>Reads the header, and which samples there are.</summary>
    public static async Task<InspectJson> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var found = new List<(string Id, int Epoch)>();
        await using var stream = System.IO.File.OpenRead(file);
        using var json = new JsonPull(stream, file);
        await json.ReadAsync(cancellationToken);
        while (await json.NextPropertyAsync(cancellationToken))
        {
            var name = json.Name;
            if (InspectHeaderReader.Parts.Contains(name))
            {
                values[name] = await json.TakeAsync(cancellationToken);
            }
            else if (name == "samples")
            {
                await foreach (var sample in SamplesAsync(json, Keys, cancellationToken))
                {
                    found.Add((sample.Id, sample.Epoch));
                }
            }
            else
            {
                await json.SkipAsync(cancellationToken);
            }
        }

        var header = InspectHeaderReader.Of(values, file);
        var order = new InspectOrder(header, found.Select(f => f.Id));
        var present = new SortedDictionary<int, SortedSet<int>>();
        foreach (var (id, epoch) in found)
        {
            present.TryAdd(epoch, []);
            present[epoch].Add(order.Of(id));
        }

        return new InspectJson(file, header, order, present);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(InspectSample Sample, int Ordinal)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (epoch, ordinals) in _present)
        {
            await foreach (var sample in InOrder.ByAsync(EpochAsync(epoch, cancellationToken), s => _order.Of(s.Id), ordinals, cancellationToken))
            {
                yield return (sample, _order.Of(sample.Id));
            }
        }
    }

    private async IAsyncEnumerable<InspectSample> EpochAsync(int epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = System.IO.File.OpenRead(File);
        using var json = new JsonPull(stream, File);
        await json.ReadAsync(cancellationToken);
        while (await json.NextPropertyAsync(cancellationToken))
        {
            if (json.Name != "samples")
            {
                await json.SkipAsync(cancellationToken);
                continue;
            }

            await foreach (var sample in SamplesAsync(json, only: null, cancellationToken))
            {
                if (sample.Epoch == epoch)
                {
                    yield return sample;
                }
            }
        }
    }

    private static async IAsyncEnumerable<InspectSample> SamplesAsync(
        JsonPull json, HashSet<string>? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await json.ReadAsync(cancellationToken);
        while (json.Token != JsonTokenType.Null && await json.ReadAsync(cancellationToken) && json.Token != JsonTokenType.EndArray)
        {
            yield return await InspectSample.ReadAsync(json, only, cancellationToken);
        }
    }
}
