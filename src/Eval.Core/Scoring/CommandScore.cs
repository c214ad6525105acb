using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Scoring.Commands;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// A program of the user's own as scorer, only with <c>--allow-commands</c>. For each answer it reads a line of JSON (<c>id</c>, <c>text</c>,
/// <c>prompt</c>, <c>references</c>, <c>fields</c>) and writes one: <c>score</c> from 0 to 1 (or true, false; null where it found no answer), and if it
/// likes <c>reading</c> (what it took as the answer) and <c>note</c>; or <c>error</c>. It sees none of the environment's keys.
/// </summary>
public sealed class CommandScore : IScorer
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public IReadOnlyList<IMetric> Metrics { get; } = [new ScoreMean("command_score", "mean score that the suite's own program gives, 0 to 1"), new ExtractionRate("command")];

    /// <inheritdoc/>
    public string Correct => "command_score";

    /// <inheritdoc/>
    public bool Extracts => true;

    /// <inheritdoc/>
    public bool NeedsReference => false;

    /// <inheritdoc/>
    public object Read(ConfigMap options)
    {
        var run = options.OptionalStrings("run");
        if (run.Count == 0 || run[0].Length == 0)
        {
            options.Report("run", "command needs \"run\": the program and its arguments as a list", "scoring: { command: { run: [python3, score.py] } }");
        }

        var seconds = options.OptionalDouble("timeout", min: 0.1, max: 3600) ?? 30;
        return new CommandSpec(run, Path.GetDirectoryName(Path.GetFullPath(options.At.File))!, TimeSpan.FromSeconds(seconds), options.At);
    }

    /// <inheritdoc/>
    public void Check(object? options, Sample sample, SampleContext context)
    {
        if (context.Commands is null)
        {
            var command = (CommandSpec)options!;
            throw new EvalConfigurationException(
                command.At, $"the suite's scorer starts a program ({string.Join(' ', command.Run)})", "allow it with --allow-commands, if you trust it");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Score> ScoreAsync(ScoringInput input, object? options, CancellationToken cancellationToken)
    {
        var commands = input.Context?.Commands ?? throw new ScorerException("the suite's scorer starts a program: allow it with --allow-commands");
        var request = new JsonObject
        {
            ["id"] = input.Sample.Id,
            ["text"] = input.Text,
            ["prompt"] = input.Prompt,
            ["references"] = new JsonArray([.. input.References.Select(r => r.Value?.DeepClone())]),
            ["fields"] = input.Sample.Fields.DeepClone(),
        };
        var command = (CommandSpec)options!;
        return Parse(await commands.AskAsync(command, request.ToJsonString(Relaxed), cancellationToken), command.Run[0]);
    }

    private Score Parse(string line, string program)
    {
        JsonObject? answer = null;
        try
        {
            answer = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            // Told below.
        }

        if (answer is null)
        {
            throw new ScorerException($"{program} wrote a line that is no JSON map: {(line.Length > 200 ? line[..200] + "…" : line)}");
        }

        if (Text("error") is { } error)
        {
            throw new ScorerException($"{program}: {error}");
        }

        double? score = answer["score"] switch
        {
            null when answer.ContainsKey("score") => null,
            JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>() ? 1 : 0,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number
                && double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) is var number and >= 0 and <= 1 => number,
            _ => throw new ScorerException($"{program} gave no \"score\" from 0 to 1"),
        };
        return Score.Of(Correct, score ?? 0) with { IsUnread = score is null, Reading = Text("reading"), Note = Text("note") };

        string? Text(string key) => answer[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
    }
}
