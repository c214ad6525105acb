namespace Eval.Core.Scoring.Instructions;

/// <summary>One type of verifiable instruction of IFEval (Zhou et al. 2023).</summary>
/// <param name="Id">Its published id.</param>
/// <param name="Needs">Arguments without which it says nothing.</param>
/// <param name="Follows">Whether a response follows it.</param>
public sealed record Instruction(string Id, IReadOnlyList<string> Needs, Func<string, InstructionArguments, bool> Follows)
{
    /// <summary>The strict rule: the response is not blank and follows the instruction as it stands.</summary>
    public bool FollowsStrictly(string response, InstructionArguments arguments) => !IsBlank(response) && Follows(response, arguments);

    /// <summary>The loose rule: any of the variants follows it.</summary>
    public bool FollowsLoosely(string response, InstructionArguments arguments) => LooseVariants.Of(response).Exists(v => Follows(v, arguments));

    internal static bool IsBlank(string text) => Texts.PythonText.Trim(text).Length == 0;
}
