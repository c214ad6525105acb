using System.Text.Json;

namespace Eval.Providers.Batches;

/// <summary>
/// What is known of batches under way, in a folder: a file for each, written before it is handed in and completed with its id, and beside it the
/// keys whose answers were handed on. A run that was killed finds there what it has paid for.
/// </summary>
internal sealed class BatchStore(string folder, string address)
{
    /// <summary>Notes down what is about to be handed in.</summary>
    public BatchNote Begin(string tag, IReadOnlyList<string> keys)
    {
        var note = new BatchNote(address, tag, null, [.. keys]);
        Write(note);
        return note;
    }

    public BatchNote Complete(BatchNote note, string batch)
    {
        var complete = note with { Batch = batch };
        Write(complete);
        return complete;
    }

    /// <summary>Notes that an answer was handed on; it may not have been stored yet.</summary>
    public void Deliver(BatchNote note, string key)
    {
        lock (note.Keys)
        {
            File.AppendAllText(DonePath(note.Tag), key + "\n");
        }
    }

    public void Forget(BatchNote note)
    {
        File.Delete(PathOf(note.Tag));
        File.Delete(DonePath(note.Tag));
    }

    /// <summary>Batches that an earlier process left, with the keys that it handed on.</summary>
    public IReadOnlyList<(BatchNote Note, IReadOnlySet<string> Delivered)> Load()
    {
        var found = new List<(BatchNote, IReadOnlySet<string>)>();
        if (!Directory.Exists(folder))
        {
            return found;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize<BatchNote>(File.ReadAllText(file)) is { } note && note.Address == address)
                {
                    var done = DonePath(note.Tag);
                    found.Add((note, File.Exists(done) ? File.ReadAllLines(done).ToHashSet(StringComparer.Ordinal) : new HashSet<string>()));
                }
            }
            catch (JsonException)
            {
                // Killed while it was written: nothing had been handed in yet.
                File.Delete(file);
            }
        }

        return found;
    }

    private void Write(BatchNote note)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(note.Tag);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(note));
        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(string tag) => Path.Combine(folder, tag + ".json");

    private string DonePath(string tag) => Path.Combine(folder, tag + ".done");
}

/// <summary>One batch under way.</summary>
/// <param name="Address">The endpoint.</param>
/// <param name="Tag">Our name for it.</param>
/// <param name="Batch">The service's id, or null where it was not told yet.</param>
/// <param name="Keys">The keys of its requests.</param>
internal sealed record BatchNote(string Address, string Tag, string? Batch, IReadOnlyList<string> Keys);
