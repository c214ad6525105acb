namespace Eval.Cli.Completion;

/// <summary>Names that a user may type: those of the workspace here, or of a test.</summary>
internal interface INames
{
    IEnumerable<Offer> Suites();

    IEnumerable<Offer> Candidates();

    IEnumerable<Offer> Rubrics();

    IEnumerable<Offer> Gates();

    IEnumerable<Offer> Runs();
}
