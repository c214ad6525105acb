using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>agree</c>: measures a judge against people's labels and stores its card.</summary>
internal static class AgreeCommand
{
    private static readonly Argument<string[]> Source = new("source")
    {
        HelpName = "LABELS|RUN",
        Arity = ArgumentArity.OneOrMore,
        Description = "Files of labels (.csv, .tsv, .json, .jsonl, also .gz); or a run, with --export-blind or --labels",
    };

    private static readonly Option<string?> Judge = OptionKinds.Text("--judge", "NAME", "The judge: a candidate that is asked now; with --verdict, any name [default: the file's]");
    private static readonly Option<string?> Rubric = OptionKinds.Text("--rubric", "NAME", "The rubric: a file, a name in rubrics/, or one that ships with the program");
    private static readonly Option<string?> Verdict = OptionKinds.Text("--verdict", "FIELD", "The field of a stored verdict");
    private static readonly Option<string?> Swapped = OptionKinds.Text("--verdict-swapped", "FIELD", "The field of the verdict where the second answer was shown first");
    private static readonly Option<string?> Names = OptionKinds.Choice(
        "--verdicts-name", "Whether a verdict names the file's answer or the place where it was shown [default: answers]", ["answers", "places"]);

    private static readonly Option<int?> Min = OptionKinds.Whole("--min", [], "N", "Of scores: the worst of the scale", int.MinValue);
    private static readonly Option<int?> Max = OptionKinds.Whole("--max", [], "N", "Of scores: the best of the scale", int.MinValue);
    private static readonly Option<int?> PassFrom = OptionKinds.Whole("--pass-from", [], "N", "Of scores: the least that passes, for sensitivity and specificity", int.MinValue);
    private static readonly Option<string?> ExportBlind = OptionKinds.Text("--export-blind", "FILE", "Write the judged answers of a run as a sheet to be labelled: who answered and what the judge said stay hidden");
    private static readonly Option<string?> Labels = OptionKinds.Text("--labels", "FILE", "Read the labels of that sheet back and measure the run's judge");
    private static readonly Option<string?> Suite = OptionKinds.Text("--suite", "NAME", "Of a run with several judged suites: which", "-s");
    private static readonly Option<bool> Markdown = OptionKinds.Flag("--markdown", [], "Write Markdown, for a pull request");

    public static Command Create() => new EvalCommand("agree", "Measure a judge against people's labels: its card")
    {
        Details = "The card says how far a judge can be trusted: how often it says what people say, beside what people reach among themselves and rules that read nothing, "
            + "what chance would give, and what moves the judge that should not: the place of an answer, its length. Every number has n and an interval, or the reason why not. "
            + "The card is stored; without one with 100 labels of each class a judged score informs and cannot block a gate. "
            + "agree LABELS --judge CANDIDATE --rubric NAME asks a candidate of the workspace now. For the judge of a stored run: agree RUN --export-blind FILE writes its answers as a sheet, people label it, agree RUN --labels FILE makes the card.",
        Examples =
        [
            new("agree labels.csv --verdict judge_score", "stored scores against the labels beside them"),
            new("agree result.json.gz --judge GPT-4 --verdict 'results.[0].[swap = False].winner' --verdict-swapped 'results.[0].[swap = True].winner'", "stored verdicts in both orders"),
            new("agree labels.csv --verdict v --label ann,bob,eve", "three people, with what they reach among themselves"),
            new("agree labels.jsonl --verdict v --json > card.json", "for a program"),
        ],
        Arguments = { Source },
        Options = { Judge, Rubric, Verdict, Swapped, Names, ExportBlind, Labels, Suite, Min, Max, PassFrom, Markdown },
        Groups = [AgreeColumns.Group, AgreeAsking.Group],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        if (context.Json && parse.GetValue(Markdown))
        {
            throw new EvalConfigurationException(null, "--markdown and --json are forms of one result: choose one");
        }

        if (parse.GetValue(ExportBlind) is not null || parse.GetValue(Labels) is not null)
        {
            return await OfRunAsync(context, cancellationToken);
        }

        var (verdict, rubric) = (parse.GetValue(Verdict), parse.GetValue(Rubric));
        if (verdict is null && (parse.GetValue(Judge) is null || rubric is null))
        {
            throw new EvalConfigurationException(null, "nothing says what the judge said", "name the field of its stored verdicts: --verdict FIELD; or who judges now, by what: --judge CANDIDATE --rubric NAME");
        }

        var paths = Paths(context);
        var columns = AgreeColumns.Read(parse) with
        {
            Verdict = verdict,
            VerdictSwapped = parse.GetValue(Swapped),
            VerdictsNamePlaces = parse.GetValue(Names) == "places",
        };
        var file = await LabelFile.ReadAsync(paths, columns, AgreeColumns.Form(parse), cancellationToken);
        if (columns.VerdictSwapped is not null && file.Form != LabelForm.Pairwise)
        {
            throw new EvalConfigurationException(null, "--verdict-swapped is for two answers, and these labels are of one", "name the second answer's field with --other");
        }

        if (verdict is null)
        {
            return await FinishAsync(context, file, await AgreeAsking.AskAsync(context, file, parse.GetValue(Judge)!, rubric!, Options(parse), cancellationToken), cancellationToken);
        }

        var name = parse.GetValue(Judge) ?? file.Source.File;
        var subject = new CardSubject($"stored|{name}", name, CardSubject.StoredMethod, "1", "", rubric ?? "");
        return await FinishAsync(context, file, JudgeCards.Of(subject, file.Source, file.Form, [.. file.Rows.Select(r => r.Item)], Options(parse)), cancellationToken);
    }

    private static async Task<int> FinishAsync(CommandContext context, LabelFile file, JudgeCard card, CancellationToken cancellationToken)
    {
        if (file.Unlabelled > 0)
        {
            card = card with { Notes = [.. card.Notes, $"{Figures.Count(file.Unlabelled)} rows without a label were passed over"] };
        }

        await WriteAsync(context, card, cancellationToken);
        return card.Judged > 0 ? ExitCodes.Done : ExitCodes.Broken;
    }

    private static async Task<int> OfRunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var (sheet, labels) = (parse.GetValue(ExportBlind), parse.GetValue(Labels));
        if (parse.GetRequiredValue(Source) is not [var reference] || (sheet is not null && labels is not null) || parse.GetValue(Verdict) is not null)
        {
            throw new EvalConfigurationException(null, "--export-blind and --labels are each of one run, whose verdicts are stored", "agree RUN --export-blind FILE, then agree RUN --labels FILE");
        }

        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var run = await AgreeRun.FindAsync(database, reference, parse.GetValue(Suite), AgreeColumns.Form(parse), context, cancellationToken);
        if (sheet is not null)
        {
            return await ExportAsync(context, run, Path.GetFullPath(sheet, context.Surroundings.CurrentDirectory), reference, cancellationToken);
        }

        var path = Path.GetFullPath(labels!, context.Surroundings.CurrentDirectory);
        CheckFiles([path]);
        var file = await LabelFile.ReadAsync([path], AgreeColumns.Read(parse), run.Form, cancellationToken);
        var judge = run.Judge;
        var options = AgreeRun.Options(run.MetricId, Options(parse), judge.PassFrom, $"the rubric {judge.RubricName}");
        var (items, strange) = await run.JoinAsync(file, options, cancellationToken);
        var subject = new CardSubject(judge.Identity, judge.Name, judge.Method, judge.MethodVersion, judge.RubricHash, judge.RubricName, run.MetricId);
        var card = JudgeCards.Of(subject, file.Source with { RunId = run.RunId }, run.Form, items, options);
        string?[] notes =
        [
            file.Unlabelled > 0 ? $"{Figures.Count(file.Unlabelled)} rows without a label were passed over" : null,
            strange > 0 ? $"{Figures.Count(strange)} rows are of no judged answer of this run and were passed over" : null,
        ];
        await WriteAsync(context, card with { Notes = [.. card.Notes, .. notes.OfType<string>()] }, cancellationToken);
        return card.Judged > 0 ? ExitCodes.Done : ExitCodes.Broken;
    }

    private static async Task<int> ExportAsync(CommandContext context, AgreeRun run, string path, string reference, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "exists already, and may hold labels", "name another file, or move this one away");
        }

        var count = await run.ExportAsync(path, cancellationToken);
        var name = ShortPath.Of(path, context.Surroundings.CurrentDirectory);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new BlindSheetDocument(1, path, count), DocumentContext.Default.BlindSheetDocument);
        }
        else
        {
            context.Surroundings.Out.WriteLine(TerminalText.OneLine($"{Figures.Count(count)} answers in {name}: fill the column \"{BlindSheet.LabelColumn}\" ({LabelWords.Expected(run.Form)})"));
            foreach (var line in LabelGuide.Of(context, run.Judge, run.Form))
            {
                context.Surroundings.Out.WriteLine(TerminalText.OneLine(line));
            }
        }

        context.Hint($"then: {context.Command($"agree {reference} --labels {Invocation.Quote(name)}")}");
        return ExitCodes.Done;
    }

    private static async Task WriteAsync(CommandContext context, JudgeCard card, CancellationToken cancellationToken)
    {
        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = context.DatabaseFile, Mode = OpenMode.ReadWrite, Time = context.Surroundings.Clock }, cancellationToken);
        var stored = await database.JudgeCards.AddAsync(card, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, AgreeDocument.Of(stored, database.Path), DocumentContext.Default.AgreeDocument);
        }
        else if (context.Parse.GetValue(Markdown))
        {
            context.Surroundings.Out.Write(JudgeCardMarkdown.Of(stored.Card));
        }
        else
        {
            JudgeCardReport.Write(context.Out, stored.Card);
        }

        context.Hint($"card {stored.Id} is stored in {ShortPath.Of(database.Path, context.Surroundings.CurrentDirectory)}");
    }

    private static CardOptions Options(ParseResult parse)
    {
        var (min, max) = (parse.GetValue(Min), parse.GetValue(Max));
        return min >= max
            ? throw new EvalConfigurationException(null, $"--min {min} is not below --max {max}")
            : new CardOptions { Min = min, Max = max, PassFrom = parse.GetValue(PassFrom) };
    }

    private static IReadOnlyList<string> Paths(CommandContext context)
    {
        var paths = context.Parse.GetRequiredValue(Source).Select(s => Path.GetFullPath(s, context.Surroundings.CurrentDirectory)).ToList();
        CheckFiles(paths);
        return paths;
    }

    private static void CheckFiles(IReadOnlyList<string> paths)
    {
        var missing = paths.Where(p => !File.Exists(p)).Select(p => new ConfigProblem(new SourcePosition(p, 0, 0), "there is no such file")).ToList();
        if (missing.Count > 0)
        {
            throw new EvalConfigurationException(missing);
        }
    }
}
