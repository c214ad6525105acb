using System.Text;
using Eval.Cli.CommandLine;

namespace Eval.Cli.Tests.CommandLine;

/// <summary>Surroundings that a test controls, and the program run in them.</summary>
internal sealed class TestWorld(string? directory = null)
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public int Width { get; init; } = 80;

    public bool IsTerminal { get; init; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Surroundings Surroundings => new()
    {
        Out = new StringWriter(_out),
        Error = new StringWriter(_error),
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        MeasureWidth = () => Width,
        MeasureHeight = () => 24,
        Variable = name => name == "COLUMNS" ? Width.ToString() : Variables.GetValueOrDefault(name),
        SetVariable = (name, value) => Variables[name] = value,
        CurrentDirectory = directory ?? Path.GetTempPath(),
        Invocation = Invocation.Tool,
    };

    public Task<int> RunAsync(params string[] arguments) => EvalProgram.RunAsync(arguments, Surroundings);
}
