using System.Diagnostics;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>Whole runs whose processes are killed at random moments, from the program's start to its end.</summary>
public sealed class KilledRunTests
{
    private const int KillsInARound = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Answers of the run before would hide that something is asked again.
    private static readonly string[] Command = ["run", "--no-cache"];

    [Fact]
    public async Task Run_ProgramOrModelHostKilledAtAnyMoment_ResumesToTheSameNumbersAndAsksNothingStoredAgain()
    {
        using var undisturbed = new DemoSubset();
        var length = Stopwatch.StartNew();
        using (var whole = await ProgramRun.ToEndAsync(undisturbed.Root, Command))
        {
            whole.ExitCode.ShouldBe(0, whole.Error);
        }

        length.Stop();
        var expected = StoredNumbers.Samples(undisturbed.Database);
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            using var workspace = new DemoSubset();
            await KillAndResumeAsync(workspace, SeededRandom.For(round, "killed run"), expected.Count, length.Elapsed);
            StoredNumbers.Samples(workspace.Database).ShouldBe(expected, $"round {round}");
            StoredNumbers.Estimates(workspace.Database).ShouldBe(StoredNumbers.Estimates(undisturbed.Database), $"round {round}");
            StoredNumbers.Totals(workspace.Database).ShouldBe(StoredNumbers.Totals(undisturbed.Database), $"round {round}");
        }
    }

    private static async Task KillAndResumeAsync(DemoSubset workspace, SeededRandom random, int samples, TimeSpan length)
    {
        var processes = new MarkedProcesses();
        var run = ProgramRun.Start(workspace.Root, processes.Variables, Command);
        try
        {
            IReadOnlyList<string> stored = [];
            for (var kill = 0; kill < KillsInARound && stored.Count < samples; kill++)
            {
                var victim = (Victim)random.Next(3);
                if (victim != Victim.Host && random.Next(4) == 0)
                {
                    // By the clock: often while the program still reads its files or opens a model.
                    await Task.WhenAny(run.EndAsync(), Task.Delay(length * random.NextDouble(), TimeProvider.System));
                }
                else
                {
                    // By the work, and a little later: somewhere within a unit.
                    await StoresAsync(run, workspace, stored.Count + 1 + random.Next(Math.Max(1, samples - stored.Count - 1)));
                    await Task.Delay(2 * Pause * random.NextDouble(), TimeProvider.System);
                }

                stored = Grown(stored, workspace);
                KillNow(run, processes, victim);
                if (victim != Victim.Host)
                {
                    await EndedAsync(run, processes);
                    stored = Grown(stored, workspace);
                    if (run.ExitCode == 0)
                    {
                        return;
                    }

                    run.Dispose();
                    run = ProgramRun.Start(workspace.Root, processes.Variables, Command);
                }
            }

            await EndedAsync(run, processes);
            run.ExitCode.ShouldBe(0, run.Error);
            Grown(stored, workspace).Count.ShouldBe(samples);
        }
        finally
        {
            run.Dispose();
        }
    }

    private static async Task StoresAsync(ProgramRun run, DemoSubset workspace, int wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!run.HasExited && StoredNumbers.Count(workspace.Database) < wanted && !patience.IsCancellationRequested)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        StoredNumbers.Count(workspace.Database).ShouldBeGreaterThanOrEqualTo(wanted, run.Error);
    }

    private static void KillNow(ProgramRun run, MarkedProcesses processes, Victim victim)
    {
        var hosts = processes.Hosts();
        IReadOnlyList<int> victims = victim switch
        {
            Victim.Program => [run.ProcessId],
            Victim.Host => hosts,
            _ => [run.ProcessId, .. hosts],
        };
        foreach (var id in victims)
        {
            processes.Kill(id);
        }
    }

    private static async Task EndedAsync(ProgramRun run, MarkedProcesses processes)
    {
        await run.EndAsync();
        (await processes.LeftAsync()).ShouldBeEmpty("no model host outlives the program");
    }

    // What is stored now; what was stored before must be the beginning of it.
    private static IReadOnlyList<string> Grown(IReadOnlyList<string> before, DemoSubset workspace)
    {
        var now = StoredNumbers.Askings(workspace.Database);
        now.Take(before.Count).ShouldBe(before, "what was stored is neither lost nor asked again");
        return now;
    }

    private enum Victim
    {
        Program,
        Host,
        Both,
    }
}
