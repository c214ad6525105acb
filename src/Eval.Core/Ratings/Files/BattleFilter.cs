namespace Eval.Core.Ratings.Files;

/// <summary>A condition on a column. Several on one column are alternatives where they ask for a value, and hold all where they exclude one; columns must all agree.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Value">The value, exactly as the file has it.</param>
/// <param name="Excludes">True where battles with the value are left out, rather than all others.</param>
public sealed record BattleFilter(string Column, string Value, bool Excludes = false);
