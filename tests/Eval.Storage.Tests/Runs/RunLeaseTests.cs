using Eval.Core.Running;
using Eval.Storage.Opening;

namespace Eval.Storage.Tests.Runs;

public class RunLeaseTests : StorageTest
{
    [Fact]
    public async Task AcquireAsync_HeldByALivingProcess_NamesIt()
    {
        await using var database = await OpenAsync();
        var (run, _) = await CreateRunAsync(database);
        using var child = new ChildProcess("hold", DatabasePath, $"{run}");
        (await child.ReadLineAsync()).ShouldBe("held");

        var error = await Should.ThrowAsync<RunInUseException>(() => database.Runs.AcquireAsync(run, None));

        error.Message.ShouldStartWith($"run {run} is being worked on by process {child.Id} on {Environment.MachineName} (since ");
        (await database.RunQueries.GetWorkerAsync(run, None)).ShouldNotBeNull().ProcessId.ShouldBe(child.Id);
        (await database.RunQueries.ListAsync(0, 10, None)).Single().Worker.ShouldNotBeNull().ProcessId.ShouldBe(child.Id);
    }

    [Fact]
    public async Task AcquireAsync_OwnerKilled_TakesTheRunAtOnce()
    {
        await using var database = await OpenAsync();
        var (run, _) = await CreateRunAsync(database);
        using (var child = new ChildProcess("hold", DatabasePath, $"{run}"))
        {
            (await child.ReadLineAsync()).ShouldBe("held");
            await child.KillAsync();
        }

        (await database.RunQueries.GetWorkerAsync(run, None)).ShouldBeNull();
        await using var lease = await database.Runs.AcquireAsync(run, None);

        (await database.RunQueries.GetWorkerAsync(run, None)).ShouldNotBeNull().ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task AcquireAsync_TwoStoresOfOneProcess_SecondIsRefusedUntilTheFirstGivesBack()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var (run, _) = await CreateRunAsync(first);
        var (other, _) = await CreateRunAsync(first);
        await using (await first.Runs.AcquireAsync(run, None))
        {
            await Should.ThrowAsync<RunInUseException>(() => second.Runs.AcquireAsync(run, None));
            await using var unrelated = await second.Runs.AcquireAsync(other, None);
        }

        await using var lease = await second.Runs.AcquireAsync(run, None);
        Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.lock").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AcquireAsync_InterruptedRun_IsRunningAgain()
    {
        await using var database = await OpenAsync();
        var (run, _) = await CreateRunAsync(database);
        await database.Runs.FinishAsync(run, RunStatus.Interrupted, "stopped by the user", None);

        await using (await database.Runs.AcquireAsync(run, None))
        {
            var stored = (await database.Runs.GetRunAsync(run, None))!;
            (stored.Status, stored.Note, stored.FinishedAt).ShouldBe((RunStatus.Running, null, null));
        }

        Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.lock").ShouldBeEmpty();
    }

    [Fact]
    public async Task AcquireAsync_UnknownRun_LeavesNoLock()
    {
        await using var database = await OpenAsync();
        await Should.ThrowAsync<ArgumentException>(() => database.Runs.AcquireAsync(77, None));
        Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.lock").ShouldBeEmpty();
    }

    [Fact]
    public async Task ProcessLock_ManyTakersWhileFilesComeAndGo_AreNeverTwoAtOnce()
    {
        var path = Folder.PathOf("x.lock");
        var inside = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var held = (await ProcessLock.TakeAsync(path, TimeSpan.FromMinutes(5), None)).ShouldNotBeNull();
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));

        most.ShouldBe(1);
        File.Exists(path).ShouldBeFalse();
    }
}
