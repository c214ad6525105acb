using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>
/// Samples that are done and committed together. For local models, log-probabilities depend on what shares a batch; units are cut by the
/// plan, so that a resumed or differently paced run repeats the same batches and stores the same numbers.
/// </summary>
/// <param name="Index">Place in the cell, from 0.</param>
/// <param name="Epoch">Repetition, from 0.</param>
/// <param name="Samples">The samples, in order of their ordinals.</param>
/// <param name="Payload">Whatever the kind needs to do it.</param>
public sealed record WorkUnit(int Index, int Epoch, IReadOnlyList<Sample> Samples, object? Payload = null);
