namespace Eval.Core.Models;

/// <summary>What a model on this machine takes.</summary>
/// <param name="FileBytes">Size of its file.</param>
/// <param name="PeakBytes">Most memory that its process held so far (resident set), or null where the system does not tell.</param>
/// <param name="LoadMs">Time from starting its process to the loaded model, in milliseconds.</param>
public sealed record ModelFootprint(long FileBytes, long? PeakBytes, double? LoadMs);
