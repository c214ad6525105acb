namespace Eval.Core.Tests;

/// <summary>Tests that look at the process's memory run while no other test allocates.</summary>
[CollectionDefinition(nameof(MeasuringMemory), DisableParallelization = true)]
public sealed class MeasuringMemory;
