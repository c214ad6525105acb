using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Ratings.Glicko;
using Eval.Core.Ratings.Raters;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>rate</c>: ratings from head-to-head battles.</summary>
internal static class RateCommand
{
    private static readonly Argument<string> Source = new("battles")
    {
        HelpName = "FILE|RUN",
        Description = "Battles: .csv, .tsv, .jsonl or .json, also .gz, with model_a, model_b and winner; or a stored run with an arena: its number, its name, latest",
    };

    private static readonly Option<bool> Raters = OptionKinds.Flag("--raters", [], "Also show how far raters agree, and who votes oddly");
    private static readonly Option<bool> Markdown = OptionKinds.Flag("--markdown", [], "Write Markdown, for a pull request");
    private static readonly ReportOptions Reports = new("rate", [ReportFormat.Csv, ReportFormat.Markdown, ReportFormat.Json], toStandardOutput: true);

    public static Command Create() => new EvalCommand("rate", "Rate models by head-to-head battles: exact, with honest ranks")
    {
        Details = "Bradley–Terry ratings by maximum likelihood, with robust intervals that know which battles depend on each other. Ranks are shown as ranges where the battles do not tell models "
            + "apart; groups that never met are rated apart; models that never lost, or never won, are marked. Files of FastChat and LMArena are understood as they are. "
            + "Everything in a file is checked before anything is rated.",
        Examples =
        [
            new("rate battles.csv", "ratings with intervals, ranks and the probability of being best"),
            new("rate battles.csv --against tiny-small --by category", "each model against one, category by category"),
            new("rate battles.csv --method davidson --position --cluster judge,question_id", "ties modelled, first place estimated, votes dependent by judge and by question"),
            new("rate battles.csv --raters -o ratings.csv", "how far the judges agree; ratings for a spreadsheet"),
            new("rate battles.csv --method elo --k 16 --json > elo.json", "the ticker and its history, for a program"),
            new("rate arena-nightly --export-blind votes.html --rows 10", "ten pairs of its answers as a page for people to vote on; --votes reads back what the page saves"),
            new("rate arena-nightly --by topic --export-battles arena.csv", "the arena of a stored run, topic by topic, and its battles as a file"),
        ],
        Arguments = { Source },
        Options = { Raters, Markdown, Reports.Output, Reports.Format },
        Groups = [new("Method", RateMethods.Shared), RateRunOptions.Group, RateColumns.Group, RateMethods.Group],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var reports = Reports.Read(context);
        if (parse.GetValue(Markdown) && (context.Json || reports.ToStandardOutput))
        {
            throw new EvalConfigurationException(null, "--markdown and --json or --format are forms of one result: choose one");
        }

        if (RateRun.IsMeant(context, parse.GetValue(Source)!))
        {
            return await OfRunAsync(context, reports, cancellationToken);
        }

        var methods = RateMethods.Read(parse);
        var options = RateColumns.Read(parse, methods.IsOrdered, parse.GetValue(Raters), methods.Period);
        var path = Path.GetFullPath(parse.GetValue(Source)!, context.Surroundings.CurrentDirectory);
        using var file = BattleFile.Open(path, options, cancellationToken);
        if (file.Battles == 0 && file.LeftOut > 0)
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), $"--filter leaves none of {Figures.Count(file.LeftOut)} battles", "values must be written exactly as the file has them");
        }

        var sheet = Sheet(file, methods, parse.GetValue(Raters), ShortPath.Of(path, context.Surroundings.CurrentDirectory));
        return await FinishAsync(context, sheet, reports, cancellationToken);
    }

    private static async Task<int> OfRunAsync(CommandContext context, ReportFiles reports, CancellationToken cancellationToken)
    {
        var (blind, votes, directory) = (context.Parse.GetValue(RateRunOptions.ExportBlind), context.Parse.GetValue(RateRunOptions.Votes), context.Surroundings.CurrentDirectory);
        RateRunOptions.CheckVoting(context.Parse, blind, votes);
        await using var database = votes is null ? await Composition.OpenForReadingAsync(context, cancellationToken)
            : await Storage.EvalDatabase.OpenAsync(new Storage.Opening.EvalDatabaseOptions { Path = context.DatabaseFile, Mode = Storage.Opening.OpenMode.ReadWrite, Time = context.Surroundings.Clock }, cancellationToken);
        var arena = await RateRun.FindAsync(database, context.Parse.GetValue(Source)!, context, cancellationToken);
        if (blind is not null)
        {
            var path = Path.GetFullPath(blind, directory);
            var (rows, name) = (await RateVotes.ExportAsync(database, arena, path, context.Parse.GetValue(RateRunOptions.Rows), context.Surroundings.Clock.GetUtcNow(), cancellationToken), ShortPath.Of(path, directory));
            if (context.Json)
            {
                JsonOutput.Write(context.Surroundings.Out, new BlindSheetDocument(1, path, rows), DocumentContext.Default.BlindSheetDocument);
            }
            else
            {
                var what = RateVotes.IsPage(path) ? "open it in a browser, vote, save, and send the saved file back" : "fill the column \"verdict\" (A, B, tie or both bad)";
                context.Surroundings.Out.WriteLine(TerminalText.OneLine($"{Figures.Count(rows)} pairs in {name}: {what}"));
            }

            context.Hint($"then: {context.Command(RateVotes.IsPage(path) ? $"rate {arena.Run.Id} --votes votes.csv" : $"rate {arena.Run.Id} --votes {Invocation.Quote(name)} --rater NAME")}");
            return ExitCodes.Done;
        }

        if (votes is not null)
        {
            var (read, blank, replaced) = await RateVotes.ImportAsync(database, arena, Path.GetFullPath(votes, directory), context.Parse.GetValue(RateColumns.RaterOption), cancellationToken);
            context.Hint($"{Figures.Count(read)} votes read, {Figures.Count(replaced)} of them in place of earlier ones; {Figures.Count(blank)} rows without a verdict passed over");
        }

        return await FinishAsync(context, await RateRun.SheetAsync(context, arena, votes is not null, votes is not null || context.Parse.GetValue(Raters), cancellationToken), reports, cancellationToken);
    }

    private static async Task<int> FinishAsync(CommandContext context, RatingSheet sheet, ReportFiles reports, CancellationToken cancellationToken)
    {
        await WriteAsync(context, sheet, reports, cancellationToken);
        if (!sheet.HasEstimates)
        {
            context.Surroundings.Error.WriteLine(sheet.Battles == 0 ? "error: there are no battles to rate" : "error: no battle tells any model's strength");
            return ExitCodes.Broken;
        }

        return ExitCodes.Done;
    }

    private static async Task WriteAsync(CommandContext context, RatingSheet sheet, ReportFiles reports, CancellationToken cancellationToken)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, RateDocument.Of(sheet), DocumentContext.Default.RateDocument);
        }
        else if (context.Parse.GetValue(Markdown))
        {
            context.Surroundings.Out.Write(RatingMarkdown.Of(sheet));
        }
        else if (!reports.ToStandardOutput)
        {
            RatingReport.Write(context.Out, sheet);
        }

        RunReports.Tell(await reports.WriteAsync((stream, format) => ReportAsync(stream, sheet, format, cancellationToken)), context);
    }

    private static async Task<string?> ReportAsync(Stream stream, RatingSheet sheet, ReportFormat format, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case ReportFormat.Csv:
                await RatingCsv.WriteAsync(stream, sheet);
                break;
            case ReportFormat.Markdown:
                await stream.WriteAsync(Encoding.UTF8.GetBytes(RatingMarkdown.Of(sheet)), cancellationToken);
                break;
            default:
                await JsonSerializer.SerializeAsync(stream, RateDocument.Of(sheet), DocumentContext.Default.RateDocument, cancellationToken);
                stream.WriteByte((byte)'\n');
                break;
        }

        return null;
    }

    internal static RatingSheet Sheet(BattleFile file, RateMethods methods, bool raters, string source)
    {
        var fitted = methods.IsOrdered ? [] : Parts(file).SelectMany(p => RateSheets.Fit([.. Clusterings(file).Select(c => file.View(c, p.Number))], methods, p.Name)).ToList();
        var contrasts = methods.Contrast is null ? [] : RatingContrast.AllAgainst([.. fitted.Select(f => f.Board)], methods.Contrast);
        string[] clusters = [.. file.ClusterColumns.Take(2).Select(c => c[0])];
        var (sections, common) = RateSheets.Together(methods.IsOrdered ? [.. Parts(file).Select(p => Ordered(file, methods, p.Number, p.Name))]
            : [.. fitted.Select((f, i) => f.Section with { Contrasts = [.. contrasts.Where(c => c.Board == i)] })]);
        return new RatingSheet
        {
            Source = source,
            Method = methods.Name,
            Scale = RateSheets.Scale(methods),
            Confidence = methods.Name == RateMethods.Elo ? null : methods.Likelihood.Confidence,
            Battles = file.Battles,
            LeftOut = file.LeftOut,
            Clusters = clusters,
            Sections = sections,
            Raters = raters ? RaterReports.Of(file.Raters, file.ReadVotes(), file.PromptColumn is not null, methods.Likelihood.Confidence, methods.Likelihood.Seed) : null,
            Notes = [.. common, .. Data(file, methods), .. RateSheets.Notes(methods, sections, clusters)],
        };
    }

    private static IEnumerable<int> Clusterings(BattleFile file) => file.ClusterColumns.Count == 3 ? [0, 1, 2] : [0];

    private static IEnumerable<(int Number, string? Name)> Parts(BattleFile file) =>
        file.Categories.Count == 0 ? [(-1, null)] : file.Categories.Select((c, i) => (i, (string?)c));

    private static RatingSection Ordered(BattleFile file, RateMethods methods, int category, string? name)
    {
        var battles = file.InTimeOrder(category);
        if (methods.Name == RateMethods.Elo)
        {
            return RateSheets.Elo(battles, methods, name);
        }

        // Ten to fifteen battles of each model in a period are what the method's author advises.
        var size = methods.PeriodSize ?? Math.Max(1, battles.Models.Count * 6);
        return methods.Period is null ? RateSheets.Glicko(battles.Models, Glicko2.ByCount(battles.Read(), size), methods, name)
            : RateSheets.Glicko(file.Models, file.ReadPeriods(category), methods, name);
    }

    // What the reader must know of the data: above all what was taken to depend on what.
    private static IEnumerable<string> Data(BattleFile file, RateMethods methods)
    {
        if (methods.IsOrdered)
        {
            yield return methods.Period is { } period ? $"Rating periods are those of {period}, in the order in which they stand."
                : file.TimeColumn is { } time ? $"Battles are taken in the order of {time}{(file.IsInTimeOrder ? "" : ", which is not that of the file")}." : "Battles are taken in the order in which they stand.";
        }
        else
        {
            yield return Dependence(file, methods.Likelihood.Confidence);
        }

        if (file.LeftOut > 0)
        {
            yield return $"{Figures.Count(file.LeftOut)} rows were left out by --filter.";
        }

        if (file.Undecided > 0)
        {
            yield return $"{Figures.Count(file.Undecided)} {(file.Undecided == 1 ? "row has" : "rows have")} no verdict (null) and {(file.Undecided == 1 ? "says" : "say")} nothing.";
        }

        if (file.Columns.Contains("weight") && !file.Reads("weight"))
        {
            yield return "The field weight is not used: --weights weight would.";
        }
    }

    private static string Dependence(BattleFile file, double confidence)
    {
        var intervals = string.Create(CultureInfo.InvariantCulture, $"{confidence * 100:0.##} % intervals by the sandwich");
        return file.ClusterColumns switch
        {
            [] => $"{intervals}, all battles taken for independent{(BattleColumnNames.Find(file.Columns, BattleColumnNames.Prompt) is null ? ": the file has no field of prompts, and --cluster names another" : "")}.",
            [var columns] when file.Clusters == 0 => $"{intervals}: every battle has a {columns[0]} of its own, so they are taken for independent.",
            [var columns] => $"{intervals}, clustered by {columns[0]}: {Figures.Count(file.Clusters)} groups of battles that depend on each other.",
            [var one, var other, ..] => $"{intervals}, clustered in two ways: by {one[0]} and by {other[0]}.",
        };
    }
}
