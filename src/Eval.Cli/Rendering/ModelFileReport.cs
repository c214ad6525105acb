using Eval.Cli.Documents;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A model file for people. Its texts come from whoever made the file: none reaches the terminal raw.</summary>
internal static class ModelFileReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, ModelFileDocument file, bool full)
    {
        if (file.Problem is { } problem)
        {
            console.WriteLine(TerminalText.OneLine(problem), new Style(Color.Red));
        }

        Line(console, "file", file.File);
        Line(console, "name", file.Name);
        Line(console, "architecture", file.Architecture);
        Line(console, "parameters", Figures.Count(file.Parameters));
        Line(console, "quantisation", $"{file.Quantisation} ({string.Join(", ", file.TensorsByType.Select(t => $"{t.Value} × {t.Key}"))})");
        Line(console, "size", $"{Figures.Count(file.SizeBytes)} bytes");
        Line(console, "context", file.TrainingContext is { } context ? $"{Figures.Count(context)} tokens" : null);
        Line(console, "shape", $"{file.Layers} layers, width {file.EmbeddingLength}, {file.Heads} heads of {file.HeadSize}");
        Line(console, "vocabulary", $"{Figures.Count(file.VocabularySize ?? 0)} tokens ({file.Tokenizer ?? "no tokenizer"})");
        Line(console, "chat", file.ChatTemplate is null ? "no template in the file" : "template in the file");
        Line(console, "sha256", file.Sha256);
        if (!full)
        {
            return;
        }

        console.WriteLine();
        foreach (var (key, value) in file.Metadata.Where(m => m.Key != "tokenizer.chat_template").OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            console.WriteLine(TerminalText.OneLine($"{key} = {value}"));
        }

        if (file.ChatTemplate is { } template)
        {
            console.WriteLine();
            console.WriteLine("chat template", Dim);
            console.WriteLine(TerminalText.Lines(template));
        }
    }

    private static void Line(IAnsiConsole console, string name, string? value)
    {
        if (value is not null)
        {
            console.WriteLine($"{name,-12}  {TerminalText.OneLine(value)}");
        }
    }
}
