using Eval.Core.Running;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Storage.Tests;

/// <summary>A test with a database file of its own.</summary>
public abstract class StorageTest : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    protected string DatabasePath => Folder.PathOf("results/eval.db");

    protected static CancellationToken None => CancellationToken.None;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<EvalDatabase> OpenAsync(OpenMode mode = OpenMode.ReadWrite) => EvalDatabase.OpenAsync(DatabasePath, mode, None);

    protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    protected static async Task<(long Run, long Cell)> CreateRunAsync(EvalDatabase database, RunPlan? plan = null)
    {
        var run = await database.Runs.CreateAsync(plan ?? Plans.Of(), None);
        return (run.Id, run.CellIds.Values.First());
    }
}
