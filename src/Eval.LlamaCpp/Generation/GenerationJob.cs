namespace Eval.LlamaCpp.Generation;

/// <summary>A request on its way through the generator. The actions are called on threads of the generator, for one request one after the other.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="OnBegin">Called when work on it begins.</param>
/// <param name="OnPiece">Gets the text piece by piece where the request streams, or null.</param>
/// <param name="OnEnd">Gets the answer, or null where it was cancelled.</param>
/// <param name="CancellationToken">Drops the request, also half done.</param>
internal sealed record GenerationJob(
    GenerationRequest Request, Action OnBegin, Action<string>? OnPiece, Action<GeneratedText?> OnEnd, CancellationToken CancellationToken);
