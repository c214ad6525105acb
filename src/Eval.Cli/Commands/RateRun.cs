using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Cli.Rendering;
using Eval.Core.Ratings.Files;
using Eval.Core.Running.Tournaments;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>Rates the arena of a stored run. Its battles take the way of a battle file, so that a run and the file written from it have the same ratings.</summary>
internal static class RateRun
{
    /// <summary>Raters from which on their votes are clustered by them too: of fewer an interval would say how five others would vote by what two did.</summary>
    private const int LeastRaters = 5;

    private static readonly string[] FileEndings = [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".gz", ".txt"];

    /// <summary>True where what was given means a stored run: it is no file, and does not look like one.</summary>
    public static bool IsMeant(CommandContext context, string source)
    {
        if (File.Exists(Path.GetFullPath(source, context.Surroundings.CurrentDirectory)))
        {
            RateRunOptions.RefuseWithFile(context.Parse, source);
            if (source is "latest" || int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                context.Hint($"{source} is a file here, and was taken as one; the run is: {context.Command($"rate '#{source}'")}");
            }

            return false;
        }

        return !FileEndings.Contains(Path.GetExtension(source).ToLowerInvariant()) && !source.Contains('/', StringComparison.Ordinal) && !source.Contains('\\', StringComparison.Ordinal);
    }

    /// <summary>Finds the arena. Throws where there is no such run, and says that there is no such file either.</summary>
    public static async Task<ArenaRun> FindAsync(EvalDatabase database, string source, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await ArenaRun.FindAsync(database, source, context.Parse.GetValue(RateRunOptions.Suite), context, cancellationToken);
        }
        catch (EvalConfigurationException e) when (e.Problems is [var only] && only.Message.StartsWith("there is no run", StringComparison.Ordinal))
        {
            throw new EvalConfigurationException(null, $"there is no file \"{source}\", and no run of this number or name in {database.Path}", only.Hint);
        }
    }

    /// <summary>Rates it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="arena">The arena.</param>
    /// <param name="votesOnly">True to rate by people's votes, whatever the options say.</param>
    /// <param name="raters">True to compare raters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<RatingSheet> SheetAsync(CommandContext context, ArenaRun arena, bool votesOnly, bool raters, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        RateRunOptions.Refuse(parse, RateColumns.OfFiles, "of a file, and a run has its battles in their place");
        var isAlone = votesOnly || parse.GetValue(RateRunOptions.VotesOnly) || arena.Definition.Referee == ArenaReferee.People;
        if (isAlone && parse.GetValue(RateRunOptions.WithVotes) && arena.Definition.Referee != ArenaReferee.People)
        {
            throw new EvalConfigurationException(null, "--votes-only and --with-votes exclude each other");
        }

        var judged = isAlone ? [] : Only(await arena.BattlesAsync(cancellationToken), parse.GetValue(RateRunOptions.Judge), arena);
        var voted = isAlone || parse.GetValue(RateRunOptions.WithVotes) ? await arena.VotedAsync(cancellationToken) : [];
        IReadOnlyList<BattleResult> battles = [.. judged, .. voted];
        if (isAlone && parse.GetValue(RateRunOptions.Judge) is not null)
        {
            throw new EvalConfigurationException(null, "--judge is about judges, and these ratings are by people's votes");
        }

        if (battles.All(b => b.Games.Count == 0))
        {
            throw new EvalConfigurationException(null, $"{arena.Name}: no battle is decided yet", isAlone
                ? $"people vote on a sheet: {context.Command($"rate {arena.Run.Id} --export-blind sheet.csv")}" : $"it goes on with: {context.Command($"run --resume {arena.Run.Id}")}");
        }

        var own = arena.Table.Options;
        var methods = RateMethods.Read(parse, isAlone ? own with { Position = false } : own);
        var table = new VerdictTable(battles, halves: methods.Likelihood.Position && !methods.IsOrdered);
        var options = Options(parse, methods, table, raters, voted);
        using var file = Open(table, options, arena, cancellationToken);
        if (file.Battles == 0)
        {
            throw new EvalConfigurationException(null, $"--filter leaves none of {Figures.Count(file.LeftOut)} verdicts", "values must be written exactly as the run has them");
        }

        if (parse.GetValue(RateRunOptions.Export) is { } path)
        {
            var hint = await new BattleExport(context, arena, table).WriteAsync(path, judged, voted, methods, options, cancellationToken);
            context.Hint(hint);
        }

        var sheet = RateCommand.Sheet(file, methods, raters, $"{arena.Name}, {Words(arena, isAlone, voted.Count > 0, parse)}");
        return sheet with { Notes = [.. Notes(arena, judged, voted, table, options, parse), .. sheet.Notes] };
    }

    private static IReadOnlyList<BattleResult> Only(IReadOnlyList<BattleResult> battles, string? judge, ArenaRun arena)
    {
        if (judge is null)
        {
            return battles;
        }

        var names = battles.SelectMany(b => b.Games).Select(g => g.Judge).Distinct(StringComparer.Ordinal).ToList();
        return names.Contains(judge)
            ? [.. battles.Select(b => b with { Games = [.. b.Games.Where(g => g.Judge == judge)] })]
            : throw new EvalConfigurationException(null, $"no battle of {arena.Name} has a verdict of \"{judge}\"", NearestName.Hint(judge, names));
    }

    private static BattleFileOptions Options(System.CommandLine.ParseResult parse, RateMethods methods, VerdictTable table, bool raters, IReadOnlyList<BattleResult> voted)
    {
        var options = RateColumns.Read(parse, methods.IsOrdered, raters, methods.Period) with { Rater = null, Raters = raters };
        if (options.Clusterings is null)
        {
            // Votes of one rater depend on each other, wherever there are raters enough to tell how much.
            var isByRater = voted.SelectMany(b => b.Games).Select(g => g.Judge).Distinct(StringComparer.Ordinal).Skip(LeastRaters - 1).Any();
            var prompt = table.ClusterColumn;
            options = options with { Clusterings = isByRater ? [[prompt], ["judge"], [prompt, "judge"]] : [[prompt]] };
        }

        return table.HasWeights && options is { Weight: null, InverseProbability: false } && !methods.IsOrdered ? options with { Weight = VerdictTable.Weight } : options;
    }

    private static BattleFile Open(VerdictTable table, BattleFileOptions options, ArenaRun arena, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("eval-battles-");
        try
        {
            var path = Path.Combine(folder.FullName, "battles.csv");
            using (var writer = new StreamWriter(path))
            {
                table.Write(writer, ",", isInert: false);
            }

            return BattleFile.Open(path, options, cancellationToken);
        }
        catch (EvalConfigurationException e)
        {
            // Whoever rates a run knows of no file.
            throw new EvalConfigurationException([.. e.Problems.Select(p => new ConfigProblem(null, $"{arena.Name}: the battles' table {p.Message}", p.Hint))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Words(ArenaRun arena, bool isAlone, bool hasVotes, System.CommandLine.ParseResult parse) =>
        isAlone ? "by people's votes"
        : (arena.Definition.Referee == ArenaReferee.Scorer ? "by its scorer" : parse.GetValue(RateRunOptions.Judge) is { } judge ? $"by {judge}" : "by its judges")
            + (hasVotes ? " and people's votes" : "");

    private static IEnumerable<string> Notes(
        ArenaRun arena, IReadOnlyList<BattleResult> judged, IReadOnlyList<BattleResult> voted, VerdictTable table, BattleFileOptions options, System.CommandLine.ParseResult parse)
    {
        if (arena.Definition.Rating.Style.Count > 0)
        {
            yield return "The arena's own table, which show prints, is rated at equal style of answers; this one is not.";
        }

        var decided = judged.Concat(voted).Count(b => b.Games.Count > 0);
        if (decided < table.Count)
        {
            yield return $"{Figures.Count(table.Count)} verdicts on {Figures.Count(decided)} battles; those on one battle weigh as one together.";
        }

        // What one judge did not say of a battle that others decided is no reason that was kept.
        if (parse.GetValue(RateRunOptions.Judge) is not null)
        {
            if (judged.Count(b => b.Outcome is not null && b.Games.Count == 0) is > 0 and var silent)
            {
                yield return $"{Figures.Count(silent)} battles have no verdict by this judge and say nothing.";
            }
        }
        else if (UndecidedBattles.Why(judged) is { } why)
        {
            yield return $"{why}.";
        }

        if (judged.Count(b => b.Outcome is null) is > 0 and var open)
        {
            yield return $"{Figures.Count(open)} battles are planned and not played yet.";
        }

        var raters = voted.SelectMany(b => b.Games).Select(g => g.Judge).Distinct(StringComparer.Ordinal).Count();
        if (raters is > 0 and < LeastRaters && options.Clusterings is { Count: 1 })
        {
            yield return raters == 1 ? "One person voted: the intervals say what more prompts would change, not what another person would."
                : $"{raters} people voted, too few to tell how far people differ: the intervals say what more prompts would change, not what other people would.";
        }

        if (voted.Count == 0 && options.Filters.Count == 0 && parse.GetValue(RateRunOptions.Judge) is null && arena.Table.Decision(judged, arena.Total) is { } decision)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{decision.Why} Look {decision.Look} at {decision.Fraction:0.#%} of the battles; the rule: {decision.Rule}.");
        }
    }
}
