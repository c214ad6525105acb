using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Prompts;

namespace Eval.Core.Judging.Prompting;

/// <summary>The texts of a task under the names that a judge sees, in the order in which they are shown, each behind the fence.</summary>
internal sealed class JudgedTexts
{
    private readonly List<JudgedText> _texts = [];
    private readonly Fence _fence;

    private JudgedTexts(Fence fence) => _fence = fence;

    /// <summary>Fields that an author's own prompt may use; those that a task lacks are null.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["question", "answer", "answer_a", "answer_b", "reference", "context", "conversation"];

    /// <summary>The texts of one answer, or of two.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rubric">Says whether reference and context are shown.</param>
    /// <param name="order">Null for one answer.</param>
    /// <param name="fence">The fence of this request.</param>
    public static JudgedTexts Of(JudgeTask task, Rubric rubric, PairOrder? order, Fence fence)
    {
        var texts = new JudgedTexts(fence);
        if (rubric.Context != Presence.None && task.Context is { } context)
        {
            texts._texts.Add(new JudgedText("context", context, "context"));
        }

        IReadOnlyList<string> ours = [.. task.Turns.Select(t => t.Answer)];
        if (order is null)
        {
            texts.AddAnswers(task, ours, "answer", side: "", heading: null);
        }
        else
        {
            var (first, second) = order == PairOrder.OursFirst ? (ours, task.Others!) : (task.Others!, ours);
            if (task.Turns.Count == 1)
            {
                texts._texts.Add(new JudgedText("question", task.Question, "question", "conversation"));
                texts._texts.Add(new JudgedText("answer of assistant A", first[0], "answer_a", "conversation"));
                texts._texts.Add(new JudgedText("answer of assistant B", second[0], "answer_b", "conversation"));
            }
            else
            {
                texts.AddAnswers(task, first, "answer_a", " of assistant A", "The conversation with assistant A:");
                texts.AddAnswers(task, second, "answer_b", " of assistant B", "The conversation with assistant B:");
            }
        }

        if (rubric.Reference != Presence.None && task.Reference is { } reference)
        {
            texts._texts.Add(new JudgedText("reference answer", reference, "reference"));
        }

        return texts;
    }

    /// <summary>All texts, or those that a rendered prompt does not hold yet.</summary>
    public string Blocks(string placed = "") => string.Join("\n\n", _texts
        .Where(t => !placed.Contains(_fence.Begin(t.Name), StringComparison.Ordinal))
        .Select(t => (t.Heading is { } heading ? heading + "\n" : "") + _fence.Block(t.Name, t.Text)));

    /// <summary>
    /// Renders an author's own prompt. The template sees stand-ins, never the texts, so that no helper can cut a text out of its fence; the fenced
    /// texts take their places afterwards.
    /// </summary>
    public string Render(PromptTemplate template)
    {
        var values = new JsonObject();
        foreach (var field in Fields)
        {
            var stands = _texts.Where(t => t.Fields.Contains(field)).Select(t => StandIn(t.Name));

            // With two conversations the last question stands in both: one of them is enough.
            stands = field == "question" ? stands.Take(1) : stands;
            values[field] = stands.Any() ? string.Join("\n\n", stands) : null;
        }

        return _texts.Aggregate(template.Render(values), (rendered, t) => Placed(rendered, StandIn(t.Name), _fence.Block(t.Name, t.Text)));
    }

    // The marks of a fence stand on lines of their own, wherever the author put the field.
    private static string Placed(string rendered, string standIn, string block)
    {
        var text = new StringBuilder();
        var done = 0;
        for (var at = rendered.IndexOf(standIn, StringComparison.Ordinal); at >= 0; at = rendered.IndexOf(standIn, done, StringComparison.Ordinal))
        {
            text.Append(rendered, done, at - done);
            done = at + standIn.Length;
            text.Append(at == 0 || rendered[at - 1] == '\n' ? "" : "\n").Append(block).Append(done == rendered.Length || rendered[done] == '\n' ? "" : "\n");
        }

        return text.Append(rendered, done, rendered.Length - done).ToString();
    }

    private void AddAnswers(JudgeTask task, IReadOnlyList<string> answers, string field, string side, string? heading)
    {
        for (var i = 0; i < task.Turns.Count; i++)
        {
            var number = task.Turns.Count == 1 ? "" : $" {i + 1}";
            var isLast = i == task.Turns.Count - 1;
            _texts.Add(new JudgedText($"question{number}{side}", task.Turns[i].Question, isLast ? ["question", "conversation"] : ["conversation"])
            {
                Heading = i == 0 ? heading : null,
            });
            _texts.Add(new JudgedText($"answer{number}{side}", answers[i], isLast ? [field, "conversation"] : ["conversation"]));
        }
    }

    private string StandIn(string name) => $"(({name} {_fence.Nonce}))";

    private sealed record JudgedText(string Name, string Text, params string[] Fields)
    {
        public string? Heading { get; init; }
    }
}
