using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>
/// The planned samples of suites: rows in the data's order, after the limit, with their ordinals. Streams: memory does not grow with the
/// rows, but for eight bytes each while ids are compared. Safe for several threads.
/// </summary>
/// <param name="sources">Where data files may be.</param>
public sealed class SuiteData(DataSources sources)
{
    private const int MostProblems = 20;

    // What InspectAsync chose is what ReadAsync gives, without choosing again for every epoch and candidate.
    private readonly ConcurrentDictionary<(string File, string Definition, SampleSelection? Selection, SampleRange Range, int Seed), Choice> _chosen = new();

    /// <summary>
    /// Reads all planned samples once: checks the files' hashes, counts and hashes the samples, checks that ids are unique and that the fields
    /// to slice, cluster and stratify by exist, and lets the kind check each sample.
    /// </summary>
    /// <param name="suite">The suite.</param>
    /// <param name="range">Samples to take: a limit, or null for all.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="check">The kind's check; its estimates are summed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">Rows are wrong; holds the first mistakes of many.</exception>
    public async Task<SuiteInspection> InspectAsync(
        Suite suite, SampleRange range, int seed, Func<Sample, SampleEstimate> check, CancellationToken cancellationToken)
    {
        _chosen[(suite.File, suite.DefinitionHash, suite.Selection, range, seed)] = await ChooseAsync(suite, range, seed, cancellationToken);

        using var hash = new RowHash();
        var problems = new List<ConfigProblem>();
        var ids = new IdCheck();
        var fields = new FieldCheck(suite);
        var found = new SuiteInspection("", 0, 0, 0, 0);
        await foreach (var sample in SamplesAsync(suite, range, seed, verify: true, cancellationToken))
        {
            hash.Add(sample.Id, sample.Fields);
            ids.Add(sample.Id);
            fields.See(sample);
            found = found with { Count = found.Count + 1 };
            try
            {
                var size = check(sample);
                found = found with
                {
                    Calls = found.Calls + size.Calls,
                    Characters = found.Characters + size.Characters,
                    OutputTokens = found.OutputTokens + size.OutputTokens,
                    Others = size.Others is null ? found.Others : found.Others is null ? size.Others : found.Others + size.Others,
                };
            }
            catch (EvalConfigurationException e)
            {
                problems.AddRange(e.Problems.Except(problems));
                if (problems.Count >= MostProblems)
                {
                    throw new EvalConfigurationException(problems);
                }
            }
        }

        // A selection may well lack what other samples have.
        problems.AddRange(suite.Selection is null ? fields.Problems() : []);
        if (ids.HasDuplicates())
        {
            problems.AddRange(await ids.FindAsync(SamplesAsync(suite, range, seed, verify: false, cancellationToken)));
        }

        if (problems.Count > 0)
        {
            // What every row finds wrong with the suite itself is one mistake.
            throw new EvalConfigurationException([.. problems.Distinct()]);
        }

        if (await FewShotAsync(suite, seed, cancellationToken) is FewShotPool pool)
        {
            hash.Add(pool.Hash);
        }

        return found with { DataHash = hash.Finish() };
    }

    /// <summary>Streams the planned samples; the same ones, in the same order, as <see cref="InspectAsync"/> saw.</summary>
    public IAsyncEnumerable<Sample> ReadAsync(Suite suite, SampleRange range, int seed, CancellationToken cancellationToken) =>
        SamplesAsync(suite, range, seed, verify: false, cancellationToken);

    /// <summary>What chooses a suite's few-shot examples, or null where it has none.</summary>
    /// <exception cref="EvalConfigurationException">The examples' data is wrong.</exception>
    public async Task<FewShotSelector?> FewShotAsync(Suite suite, int seed, CancellationToken cancellationToken) =>
        suite.FewShot is null ? null : await FewShotPool.LoadAsync(suite, suite.FewShot, sources, seed, cancellationToken);

    private async IAsyncEnumerable<Sample> SamplesAsync(
        Suite suite, SampleRange range, int seed, bool verify, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = (suite.File, suite.DefinitionHash, suite.Selection, range, seed);
        if (!_chosen.TryGetValue(key, out var choice))
        {
            _chosen[key] = choice = await ChooseAsync(suite, range, seed, cancellationToken);
        }

        var (place, ordinal, passed) = (0L, 0, 0);
        await foreach (var row in RowsAsync(suite, verify, cancellationToken))
        {
            if (choice.Excluded is { } excluded && passed < excluded.Length && excluded[passed] == place)
            {
                passed++;
            }
            else if (choice.Chosen is not { } chosen || (ordinal < chosen.Length && chosen[ordinal] == place))
            {
                yield return new Sample(ordinal++, row.Id, row.Fields, row.Source);
            }

            place++;
            if (ordinal == choice.Chosen?.Length)
            {
                yield break;
            }
        }
    }

    private IAsyncEnumerable<Row> RowsAsync(Suite suite, bool verify, CancellationToken cancellationToken)
    {
        var rows = DatasetReader.ReadAsync(suite.Dataset, suite.Directory, sources, verify, cancellationToken);
        return suite.Selection is { } selection ? rows.Where(r => selection.Takes(suite.Name, r.Id, r.Fields)) : rows;
    }

    private async Task<Choice> ChooseAsync(Suite suite, SampleRange range, int seed, CancellationToken cancellationToken)
    {
        var chosen = range.Limit is { } limit ? await ChooseAsync(suite, limit, seed, cancellationToken) : null;
        if (range.After <= 0)
        {
            return new Choice(chosen, null);
        }

        var before = await ChooseAsync(suite, range.After, seed, cancellationToken);
        return before is null ? new Choice([], null)
            : chosen is null ? new Choice(null, before)
            : new Choice([.. chosen.Except(before)], null);
    }

    private async Task<long[]?> ChooseAsync(Suite suite, int limit, int seed, CancellationToken cancellationToken)
    {
        var field = suite.Stratify ?? (suite.Slices.Count > 0 ? suite.Slices[0] : null);
        var path = field is not null && FieldPath.TryParse(field, out var parsed) ? parsed : null;
        try
        {
            return await StratifiedLimit.ChooseAsync(Rows, limit, seed, cancellationToken);
        }
        catch (EvalConfigurationException e) when (e.Problems is [{ At: null } problem])
        {
            throw new EvalConfigurationException(suite.DefinedAt, $"{problem.Message} ({field})", problem.Hint);
        }

        async IAsyncEnumerable<(string, string?)> Rows()
        {
            await foreach (var row in RowsAsync(suite, verify: false, cancellationToken))
            {
                yield return (row.Id, path?.FindText(row.Fields));
            }
        }
    }

    // Places of the rows to take (null: all), and of those to leave out where all others are taken.
    private sealed record Choice(long[]? Chosen, long[]? Excluded);
}
