using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eval.Core.Models;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>
/// The reference's next-token distributions over some windows, as files in the work folder: written once for all candidates that are compared
/// with it, keyed by the reference's identity, the text and the windows. They are large (about two bytes per vocabulary entry and token),
/// may be deleted at any time, and go with the end of their run.
/// </summary>
internal sealed class ReferenceLogits(string referenceId, SampleContext context)
{
    /// <summary>The file for some windows, or why there is none.</summary>
    public async Task<(string? File, RequestFailure? Problem)> FileAsync(IModelSession model, WindowRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var reference = await Open(cancellationToken);
            if (Mismatch(model.Description.Capabilities, reference.Description.Capabilities) is { } mismatch)
            {
                return (null, new RequestFailure(RequestFailureKind.NothingToScore, mismatch));
            }

            var file = Path.Combine(context.WorkFolder, Name(reference.Description.Identity, request));
            if (!File.Exists(file))
            {
                await WriteAsync(reference.Likelihood!, request, file, cancellationToken);
            }

            return (file, null);
        }
        catch (ModelUnavailableException e)
        {
            // It is the reference that is gone, not the candidate: the samples fail, the candidate's other suites go on.
            return (null, new RequestFailure(RequestFailureKind.EngineFailed, $"the reference {referenceId}: {e.Message}"));
        }
    }

    private async Task<IModelSession> Open(CancellationToken cancellationToken) => context.OpenReference is { } open
        ? await open(referenceId, cancellationToken)
        : throw new ModelUnavailableException("no other candidate can be opened here", isPermanent: true);

    private string? Mismatch(ModelCapabilities model, ModelCapabilities reference) =>
        !reference.FullDistributions ? $"the reference {referenceId} gives no whole distributions"
        : model.VocabularyHash != reference.VocabularyHash || model.VocabularySize != reference.VocabularySize
            ? $"the reference {referenceId} has another vocabulary, so its tokens mean something else"
            : null;

    // Under a name of its own until it is whole: a killed process must not leave half a file that looks finished.
    private async Task WriteAsync(ILikelihoodModel reference, WindowRequest request, string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(context.WorkFolder);
        var unfinished = $"{file}.{Guid.NewGuid():N}.unfinished";
        try
        {
            await reference.WriteReferenceLogitsAsync(request, unfinished, cancellationToken);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static string Name(ModelIdentity reference, WindowRequest request)
    {
        var text = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Text)));
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"logits-1\n{reference.Canonical}\n{text}\n{request.Rule.Kind} {request.Rule.ContextLength} {request.FirstWindow} {request.WindowCount}");
        return $"logits-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.bin";
    }
}
