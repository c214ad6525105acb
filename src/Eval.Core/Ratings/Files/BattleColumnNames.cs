namespace Eval.Core.Ratings.Files;

/// <summary>Names that the columns of battle files have in the wild, the likelier first. Case, hyphens and blanks do not count.</summary>
public static class BattleColumnNames
{
    /// <summary>The model that was shown first.</summary>
    public static IReadOnlyList<string> ModelA { get; } = ["model_a", "modela", "model_1", "model1", "player_a", "a"];

    /// <summary>The other model.</summary>
    public static IReadOnlyList<string> ModelB { get; } = ["model_b", "modelb", "model_2", "model2", "player_b", "b"];

    /// <summary>The verdict.</summary>
    public static IReadOnlyList<string> Winner { get; } = ["winner", "verdict", "outcome", "vote", "preference"];

    /// <summary>Who gave it.</summary>
    public static IReadOnlyList<string> Rater { get; } = ["rater", "rater_id", "judge", "judge_id", "voter", "voter_id", "annotator", "annotator_id", "user", "user_id"];

    /// <summary>What was asked: battles over one prompt depend on each other.</summary>
    public static IReadOnlyList<string> Prompt { get; } = ["prompt_id", "promptid", "question_id", "sample_id", "task_id", "prompt", "question"];

    /// <summary>When it was fought.</summary>
    public static IReadOnlyList<string> Time { get; } = ["tstamp", "timestamp", "time", "created_at"];

    /// <summary>With which probability its pair was chosen.</summary>
    public static IReadOnlyList<string> Probability { get; } = ["probability", "pair_probability"];

    /// <summary>The column of a list that has one of some names, or null.</summary>
    public static string? Find(IReadOnlyList<string> columns, IReadOnlyList<string> names) =>
        names.Select(n => columns.FirstOrDefault(c => Plain(c) == n)).FirstOrDefault(c => c is not null);

    private static string Plain(string column) => column.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
