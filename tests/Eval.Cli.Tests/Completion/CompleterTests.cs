using System.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Completion;

namespace Eval.Cli.Tests.Completion;

public class CompleterTests
{
    [Theory]
    [InlineData("", "sa", "samples")]
    [InlineData("models", "l", "list")]
    [InlineData("run", "demo-f", "demo-facts")]
    [InlineData("run demo-facts", "demo-", "demo-facts demo-stories")]
    [InlineData("run", "--max", "--max-concurrency")]
    [InlineData("run --limit 5", "--limi", "")]
    [InlineData("run --limit", "", "")]
    [InlineData("run", "--env", "--env-file")]
    [InlineData("run -m", "tiny-s", "tiny-small")]
    [InlineData("run -m", "tiny-small,tiny-", "tiny-small,tiny-medium")]
    [InlineData("run -m tiny-small", "--candida", "--candidate")]
    [InlineData("run", "--model=tiny-s", "--model=tiny-small")]
    [InlineData("run --quiet", "demo-s", "demo-stories")]
    [InlineData("run --resume", "n", "nightly")]
    [InlineData("show", "1", "12 11")]
    [InlineData("show --list --status", "f", "failed finished")]
    [InlineData("compare tiny-small", "tiny-m", "tiny-medium :file")]
    [InlineData("compare tiny-small tiny-medium", "tiny", "")]
    [InlineData("gate --policy", "up", "upgrade :file")]
    [InlineData("export -o", "x", ":file")]
    [InlineData("-c", "ev", ":file")]
    [InlineData("run --", "--m", "")]
    [InlineData("run --unknown", "demo-f", "demo-facts")]
    [InlineData("rescore --judge", "tiny-s", "tiny-small")]
    [InlineData("rescore --rubric", "h", "helpfulness :file")]
    [InlineData("rescore --method", "li", "likelihood")]
    [InlineData("agree", "nigh", "nightly :file")]
    [InlineData("rate", "b", ":file")]
    [InlineData("rate --method", "g", "glicko2")]
    [InlineData("completion", "", "bash fish powershell zsh")]
    [InlineData("nonsense", "x", "")]
    public void Complete_AtAnyPlace_OffersWhatMayStandThere(string before, string current, string expected) =>
        string.Join(' ', Of(before, current)).ShouldBe(expected);

    [Fact]
    public void Complete_HiddenCommandsAndOptions_AreNotOffered()
    {
        Of("", "").ShouldContain("run");
        Of("", "comp").ShouldBe(["compare", "completion"], ignoreOrder: true);
    }

    [Fact]
    public void Complete_EveryValueOfEveryCommand_HasASubjectOrIsKnownToHaveNone()
    {
        // A new option whose value a shell could offer should say so by the word that help shows for it.
        string[] free = ["N", "TEXT", "USD", "DATE", "ID", "NAME", "KEY=VALUE", "FIELD=VALUE", "FACTOR=SHARE", "REGEX", "TAG", "MODEL", "SHELL", "URL", "SHA256", "HEX", "SECONDS", "DAYS", "AGE", "SIZE", "FORMAT", "TOOL", "FIELD", "SHARE", "[NAME=]IN,OUT", "RPM,TPM", "[NAME=]USD,RPM[,COUNT]", "CANDIDATE=RPM"];
        foreach (var command in All(CommandTree.Create()))
        {
            foreach (var option in command.Options.Where(o => o.TakesValue() && CompletionSubjects.Of(o) == CompletionSubject.Nothing))
            {
                (free.Contains(option.HelpName) || option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Any())
                    .ShouldBeTrue($"{command.Name} {option.Name} {option.HelpName}");
            }

            foreach (var argument in command.Arguments.Where(a => !command.Hidden && CompletionSubjects.Of(a) == CompletionSubject.Nothing))
            {
                free.ShouldContain(argument.HelpName ?? "", $"{command.Name} {argument.Name}");
            }
        }
    }

    private static List<string> Of(string before, string current) =>
        [.. new Completer(CommandTree.Create(), new Names()).Complete(before.Split(' ', StringSplitOptions.RemoveEmptyEntries), current).Select(c => c.Value)];

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private sealed class Names : INames
    {
        public IEnumerable<Offer> Suites() => Of("demo-facts", "demo-stories");

        public IEnumerable<Offer> Candidates() => Of("tiny-small", "tiny-medium");

        public IEnumerable<Offer> Rubrics() => Of("helpfulness", "style");

        public IEnumerable<Offer> Gates() => Of("upgrade");

        public IEnumerable<Offer> Runs() => Of("12", "nightly", "11");

        private static IEnumerable<Offer> Of(params string[] names) => names.Select(n => new Offer(n, ""));
    }
}
