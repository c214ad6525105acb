using System.Text;

namespace Eval.Cli.Initialization;

/// <summary>The commented <c>eval.yaml</c> of a new workspace.</summary>
internal sealed class WorkspaceText(InitialWorkspace workspace)
{
    public const string EnvironmentExample = """
        # Copy this file to .env and fill it in. It is read by every command in this workspace, and what the shell has set wins. Never commit .env.
        # Keys of hosted models:
        # OPENAI_API_KEY=
        # ANTHROPIC_API_KEY=
        # Every option can stand here too: --max-concurrency is EVAL_MAX_CONCURRENCY.
        # EVAL_MAX_CONCURRENCY=8

        """;

    private const string Head = """
        # What is compared, on what, and by which rules. Every path is relative to this file. "check" finds every mistake in it before a model is
        # asked; "run" asks, and stores every answer in results/eval.db.

        """;

    private const string MoreCandidates = """
          # A hosted model. Its key is read from the environment, or from .env beside this file; it never stands here.
          # - id: gpt-small
          #   hosted: { provider: openai, model: gpt-4o-mini, apiKeyEnv: OPENAI_API_KEY, concurrency: 16 }
          #   price: { inputPerMTok: 0.15, outputPerMTok: 0.60, asOf: 2026-11-01 }
          # A server of your own: vLLM, llama.cpp, Ollama, LM Studio.
          # - id: house
          #   hosted: { provider: openai-compatible, endpoint: "http://127.0.0.1:8000/v1", model: qwen }
          # A model file that llama.cpp runs here.
          # - id: my-model
          #   local: { file: models/my-model-Q4_K_M.gguf, gpuLayers: auto }

        """;

    private const string Rest = """

        suites: [ "suites/*/suite.yaml" ]        # a folder with a suite.yaml is a suite; nothing else to register

        defaults:
          epochs: 1                              # repetitions of each sample
          seed: 17                               # of subsets, few-shot examples and sampling
          # budget: { usd: 5.00 }                # a run stops before it costs more

        """;

    public override string ToString()
    {
        var text = new StringBuilder(Head).Append('\n');
        text.Append(workspace.Candidates.Count == 0 ? "candidates: []                           # put yours here, one entry each:\n" : "candidates:\n");
        foreach (var id in workspace.Candidates.Take(workspace.Candidates.Count - workspace.Models.Count))
        {
            text.Append($"  - id: {id}\n    local: {{ file: suites/demo-models/{id}.gguf, context: 512 }}\n    facts: {{ dataStaysOnPremises: true }}\n");
        }

        foreach (var model in workspace.Models)
        {
            text.Append($"  - id: {model.Id}{(model.Id.Length < 20 ? new string(' ', 36 - model.Id.Length) : "  ")}# its name in every table and command\n    {model.Yaml}\n");
            text.Append(model.IsLocal
                ? "    # price: { perHour: 0.20 }             # what the machine costs, so that money can be compared\n"
                : "    # price: { inputPerMTok: 0.15, outputPerMTok: 0.60 }   # US dollars; without it no cost is known\n");
        }

        text.Append(MoreCandidates).Append(Rest);
        text.Append(Block(Gate(), workspace.Gate)).Append(Block(Schedule(), workspace.Schedule));
        return text.ToString().ReplaceLineEndings("\n");
    }

    private string Gate()
    {
        var margins = workspace.Demo ? "demo-facts: 0.05, demo-stories: 0.08" : "first-questions: 0.20";
        var why = workspace.Demo ? "the losses that are tolerated: 5 and 8 points of accuracy"
            : "points of accuracy that may be lost; forty samples show no smaller loss, more samples do";
        return $$"""

            # May a new model replace the one in use? "gate --baseline OLD --candidate NEW" decides it, by exit code.
            gates:
              upgrade:
                # {{why}}
                margin: { {{margins}} }
                # maxCostIncrease: 0.10                # also maxLatencyIncrease, slices, floors: see the README

            """;
    }

    private string Schedule() => $$"""

        # Runs that "serve" starts by the clock.
        schedules:
          - name: nightly
            cron: "0 0 2 * * ?"                  # seconds minutes hours day month weekday: at two every night
            timeZone: UTC
            suites: [ "{{(workspace.Demo ? "demo-*" : "first-*")}}" ]
            then: [ {{(workspace.Gate ? "gate upgrade, " : "")}}report ]

        """;

    // What was not chosen is there all the same, to be switched on.
    private static string Block(string text, bool isOn) => isOn ? text : string.Concat(
        text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(l => l.Length == 0 || l[0] == '#' ? l + "\n" : $"# {l}\n"));
}
