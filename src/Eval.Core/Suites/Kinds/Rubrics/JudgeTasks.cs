using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Judging;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Scoring;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Makes what judges are shown of a sample.</summary>
internal sealed class JudgeTasks(Suite suite, SampleContext context)
{
    private readonly RubricSettings _settings = (RubricSettings)suite.Settings;
    private readonly GenerationPrompt _prompt = new(RubricKind.Answering(suite), context);

    /// <summary>What the user asks, turn by turn, as a judge sees it.</summary>
    public IReadOnlyList<string> Questions(Sample sample) => _settings.Turns is { } turns ? Conversation.Questions(turns, sample)
        : [_settings.Question?.Render(sample) ?? suite.Prompt!.Render(sample)];

    /// <summary>The right answers of a row, as texts.</summary>
    public List<Reference> References(Sample sample) => _prompt.References(sample);

    /// <summary>One task for each turn; each shows the turns before it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="turns">Questions and answers.</param>
    public IReadOnlyList<JudgeTask> Of(Sample sample, IReadOnlyList<JudgedTurn> turns)
    {
        var references = References(sample);
        var others = Others(sample);
        var grounds = _settings.Context?.Render(sample);
        return
        [
            .. turns.Select((_, i) => new JudgeTask
            {
                Turns = [.. turns.Take(i + 1)],
                Others = others is null ? null : [.. others.Take(i + 1)],
                Reference = _settings.Rubric.Reference == Presence.None ? null : ReferenceOf(references, i, turns.Count),
                Context = _settings.Rubric.Context == Presence.None || string.IsNullOrWhiteSpace(grounds) ? null : grounds,
                SampleId = turns.Count == 1 ? sample.Id : $"{sample.Id}#{i + 1}",
            }),
        ];
    }

    /// <summary>Checks a row while a run is planned: the last turn's task, with no answers yet. Throws <see cref="EvalConfigurationException"/>.</summary>
    public JudgeTask Check(Sample sample)
    {
        var questions = Questions(sample);
        var task = Of(sample, [.. questions.Select(q => new JudgedTurn(q, ""))])[^1];
        var problem = _settings.Rubric.Reference == Presence.Required && string.IsNullOrWhiteSpace(task.Reference) ? "a right answer"
            : _settings.Rubric.Context == Presence.Required && task.Context is null ? "a text to be grounded in"
            : null;
        if (problem is not null)
        {
            throw new EvalConfigurationException(sample.Source, $"the row has not {problem}, which the rubric {_settings.Rubric.Name} needs (sample {sample.Id})");
        }

        return task.Others is { } others && others.Count != questions.Count
            ? throw new EvalConfigurationException(
                sample.Source, $"the row has {others.Count} answers to compare with and {questions.Count} turns (sample {sample.Id})", "\"baseline\" names a field with one answer for each turn")
            : task;
    }

    // With several turns a list holds one reference for each; otherwise all that would be right are shown.
    private static string? ReferenceOf(List<Reference> references, int turn, int turns) => references.Count == 0 ? null
        : turns > 1 ? turn < references.Count ? references[turn].Text : null
        : references.Count == 1 ? references[0].Text
        : string.Join("\n", references.Select(r => $"- {r.Text}"));

    private IReadOnlyList<string>? Others(Sample sample)
    {
        if (_settings.Baseline is not { } path)
        {
            return null;
        }

        return path.TryFind(sample.Fields, out var value) && value is not null
            ? value is JsonArray list ? [.. list.Select(a => FieldPath.TextOf(a) ?? "")] : [FieldPath.TextOf(value) ?? ""]
            : throw new EvalConfigurationException(
                sample.Source, $"there is no field \"{path}\", which \"baseline\" names (sample {sample.Id})", NearestName.Hint(path.Segments[0], sample.Fields.Select(f => f.Key)));
    }
}
