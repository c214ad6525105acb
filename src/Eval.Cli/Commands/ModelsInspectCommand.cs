using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Gguf;

namespace Eval.Cli.Commands;

/// <summary><c>models inspect</c>: what a GGUF file is, read from its header without loading it.</summary>
internal static class ModelsInspectCommand
{
    private static readonly Argument<string> File = new("file") { HelpName = "FILE", Description = "A GGUF file" };
    private static readonly Option<bool> Full = OptionKinds.Flag("--full", [], "Also show all metadata and the chat template");

    public static Command Create() => new EvalCommand("inspect", "Look into a GGUF model file")
    {
        Examples =
        [
            new("models inspect suites/demo-models/tiny-large.gguf", "what a file is"),
            new("models inspect model.gguf --full", "with all metadata and the chat template"),
        ],
        Arguments = { File },
        Options = { Full },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(context.Parse.GetValue(File)!, context.Surroundings.CurrentDirectory);
        ModelFileDocument document;
        try
        {
            var file = GgufFile.Read(path);
            document = ModelFileDocument.Of(file, await new WeightsHash().OfAsync(path, cancellationToken));
        }
        catch (Exception e) when (e is GgufFormatException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(null, e.Message);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.ModelFileDocument);
        }
        else
        {
            ModelFileReport.Write(context.Out, document, context.Parse.GetValue(Full));
        }

        return ExitCodes.Done;
    }
}
