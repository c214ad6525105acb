namespace Eval.Core.Running;

/// <summary>The budget allows no further call of a cell: what is finished is stored, the rest was never asked.</summary>
internal sealed class BudgetReachedException(string message) : Exception(message);
