using System.CommandLine;
using Eval.Cli.CommandLine;

namespace Eval.Cli.Commands;

/// <summary><c>models</c>: the candidates of a workspace and the model files behind them.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new EvalCommand("models", "List and probe candidates; fetch and look into model files; examine prices")
    {
        ModelsListCommand.Create(),
        ModelsProbeCommand.Create(),
        ModelsPullCommand.Create(),
        ModelsInspectCommand.Create(),
        ModelsPricesCommand.Create(),
    };
}
