using System.CommandLine;

namespace Eval.Cli.Completion;

/// <summary>What a value names, and so what a shell may offer for it.</summary>
internal enum CompletionSubject
{
    /// <summary>Something that nobody but the user knows: a number, a text.</summary>
    Nothing,

    File,

    Folder,

    Suite,

    Candidate,

    Rubric,

    Gate,

    /// <summary>A stored run.</summary>
    Run,

    /// <summary>What results can be asked of: a candidate, a run, an exported file.</summary>
    Results,

    /// <summary>A file of labels or battles, or a stored run.</summary>
    Labels,
}

/// <summary>Tells the subject by the words that help shows for a value, so that a new option needs nothing more than its <c>HelpName</c>.</summary>
internal static class CompletionSubjects
{
    public static CompletionSubject Of(Option option) => Of(option.Name, option.HelpName);

    public static CompletionSubject Of(Argument argument) => Of("", argument.HelpName);

    private static CompletionSubject Of(string name, string? helpName) => (name, helpName?.TrimEnd('.')) switch
    {
        (_, "FILE" or "PATH") => CompletionSubject.File,
        (_, "FOLDER" or "DIRECTORY") => CompletionSubject.Folder,
        (_, "SUITE") or ("--suite" or "--filter-suite", _) => CompletionSubject.Suite,
        (_, "WHAT" or "OLD" or "NEW") => CompletionSubject.Results,
        ("--candidate" or "--judge", _) or (_, "CANDIDATE") => CompletionSubject.Candidate,
        ("--rubric", _) or (_, "RUBRIC") => CompletionSubject.Rubric,
        (_, "LABELS|RUN" or "FILE|RUN") => CompletionSubject.Labels,
        ("--policy", _) => CompletionSubject.Gate,
        (_, "RUN") => CompletionSubject.Run,
        _ => CompletionSubject.Nothing,
    };
}
