using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;

namespace Eval.Cli.Commands;

/// <summary>The options of <c>agree</c> that say which fields of a file hold what.</summary>
internal static class AgreeColumns
{
    private static readonly Option<string?> Question = OptionKinds.Text("--question", "FIELD", "What was asked [default: question, input, prompt …]");
    private static readonly Option<string?> Answer = OptionKinds.Text("--answer", "FIELD", "The answer, or the first of two [default: answer, output_1 …]");
    private static readonly Option<string?> Other = OptionKinds.Text("--other", "FIELD", "The second of two answers [default: output_2 …]");
    private static readonly Option<string?> Reference = OptionKinds.Text("--reference", "FIELD", "A right answer [default: reference, target …]");
    private static readonly Option<string?> Context = OptionKinds.Text("--context", "FIELD", "The text that the answer must be grounded in [default: context …]");
    private static readonly Option<string[]> Label = OptionKinds.Many("--label", [], "FIELD", "People's labels; one field for each person [default: label, gold, score …]");
    private static readonly Option<string?> Cluster = OptionKinds.Text("--cluster", "FIELD", "What groups items that depend on each other, such as the question");
    private static readonly Option<string?> Model = OptionKinds.Text("--answer-model", "FIELD", "The model of the (first) answer, for the same-family flag");
    private static readonly Option<string?> OtherModel = OptionKinds.Text("--other-model", "FIELD", "The model of the second answer");
    private static readonly Option<string?> FormOption = OptionKinds.Choice(
        "--form", "What labels say [default: told from them]", [.. Enum.GetValues<LabelForm>().Select(CardWords.Form)]);

    public static OptionGroup Group { get; } =
        new("Fields of the file (names, or paths such as results.[0].winner)", [Question, Answer, Other, Reference, Context, Label, Cluster, Model, OtherModel, FormOption]);

    public static LabelColumns Read(ParseResult parse) => new()
    {
        Question = parse.GetValue(Question),
        Answer = parse.GetValue(Answer),
        Other = parse.GetValue(Other),
        Reference = parse.GetValue(Reference),
        Context = parse.GetValue(Context),
        Labels = parse.GetValue(Label) ?? [],
        Cluster = parse.GetValue(Cluster),
        Model = parse.GetValue(Model),
        OtherModel = parse.GetValue(OtherModel),
    };

    public static LabelForm? Form(ParseResult parse) =>
        parse.GetValue(FormOption) is { } word ? Enum.GetValues<LabelForm>().Single(f => CardWords.Form(f) == word) : null;
}
