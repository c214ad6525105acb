namespace Eval.Providers.Batches;

/// <summary>That requests go by batches, and how.</summary>
/// <param name="Service">The provider's batch service.</param>
/// <param name="Folder">Where is noted what is under way.</param>
/// <param name="Settings">How they are gathered and waited for.</param>
internal sealed record BatchWay(IBatchInterface Service, string Folder, BatchSettings Settings);
