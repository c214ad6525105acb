using Eval.Cli.CommandLine;
using Eval.Cli.Commands;

if (ChildCommands.Find(args) is { } child)
{
    return await child();
}

try
{
    return await EvalProgram.RunAsync(args, Surroundings.OfProcess());
}
catch (Exception e) when (!args.Contains("--verbose"))
{
    // Whatever comes here came before a command began: a current folder that is gone, a closed output.
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return ExitCodes.Broken;
}
