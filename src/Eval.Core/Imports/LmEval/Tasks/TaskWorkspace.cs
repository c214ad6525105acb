namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>A workspace with the suites of some tasks.</summary>
internal static class TaskWorkspace
{
    // A workspace needs a candidate; this one costs nothing where no server listens.
    private const string Workspace = """
        # Suites made from tasks of lm-evaluation-harness. Put the models to measure here, for example a file:
        #   - id: local
        #     local: { file: model.gguf }
        candidates:
          - id: server
            hosted: { provider: openai-compatible, endpoint: "http://127.0.0.1:8080/v1", model: default }
        suites: ["suites/*/*.yaml"]

        """;

    /// <summary>Its files; none where no task became a suite.</summary>
    /// <param name="tasks">Task files.</param>
    /// <param name="root">The folder that they may include files of.</param>
    /// <param name="samples">Samples files, which hold the documents of tasks.</param>
    /// <param name="notTaken">Takes what was left out.</param>
    public static IReadOnlyList<ImportedFile> Make(IReadOnlyList<string> tasks, string root, IReadOnlyList<string> samples, List<NotTaken> notTaken)
    {
        var byTask = samples.Select(f => (LmEvalFiles.PartsOf(f)?.Task, File: f)).Where(f => f.Task is not null)
            .GroupBy(f => f.Task!, StringComparer.Ordinal)
            // Every model's samples hold the same documents; the newest are the fullest guess.
            .ToDictionary(g => g.Key, g => g.Max(f => f.File)!, StringComparer.Ordinal);
        var files = new Dictionary<string, ImportedFile>(StringComparer.Ordinal);
        foreach (var file in tasks)
        {
            var task = TaskYaml.Load(file, root, notTaken);
            if (task.Text("task") is not { } name)
            {
                notTaken.Add(new NotTaken(task.At("task"), "task", "a group of tasks: its tasks become suites of their own"));
                continue;
            }

            foreach (var made in TaskSuite.Make(task, byTask.GetValueOrDefault(name), notTaken))
            {
                if (!files.TryAdd(made.Path, made))
                {
                    notTaken.Add(new NotTaken(task.At("task"), name, $"another task made {made.Path} before"));
                }
            }
        }

        return files.Count == 0 ? [] : [ImportedFile.Of("eval.yaml", Workspace), .. files.Values];
    }
}
