namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>Why keys of a task are not taken over.</summary>
internal static class TaskKeys
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["should_decontaminate"] = "documents are not searched for in training data here",
        ["doc_to_decontamination_query"] = "documents are not searched for in training data here",
        ["repeats"] = "write epochs: N in the suite; each repetition counts, with its metrics (pass@k, maj@k)",
        ["gen_prefix"] = "a beginning of the answer is not put into the model's mouth here",
        ["process_results"] = "a Python function scores the answers: the suite has its scorers from metric_list alone",
        ["use_prompt"] = "prompts of promptsource are not read; write doc_to_text",
        ["custom_dataset"] = "a Python function makes the data",
        ["class"] = "a Python class is the task",
        ["unsafe_code"] = "code is not run here unless a suite names its own command (scoring: command)",
        ["doc_to_image"] = "pictures are not asked about here",
        ["doc_to_audio"] = "sounds are not asked about here",
        ["batch_size"] = "batches are the model's business here",
    };

    /// <summary>Why a key is not taken.</summary>
    public static string Why(string key) => Reasons.GetValueOrDefault(key, "has no counterpart here");

    /// <summary>What to do about a key that no suite can be made without.</summary>
    public static string ByHand(string key) => key switch
    {
        "doc_to_text" => ". Write it with {{fields}} only, or make the field in the rows",
        "doc_to_target" or "doc_to_choice" => ". Make the field in the rows, or import a folder that also holds the task's samples (--log_samples)",
        _ => "",
    };
}
