using Eval.Cli.CommandLine;
using Eval.Cli.Commands;

return ChildCommands.Find(args) is { } child ? await child() : await EvalProgram.RunAsync(args, Surroundings.OfProcess());
