using System.Globalization;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Foreign;
using Eval.Core.Workspaces;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>
/// A configuration as a workspace: providers become candidates, tests that are scored alike become the rows of a suite, once for each prompt. Where a
/// test asserts several things, the first that a scorer of ours decides in the same way is taken.
/// </summary>
internal sealed class PromptfooConfig
{
    private static readonly string[] Taken = ["description", "prompts", "providers", "targets", "tests", "defaultTest", "evaluateOptions", "outputPath", "sharing", "$schema"];

    private readonly ForeignFiles _files;
    private readonly YamlNode _root;

    public PromptfooConfig(string path)
    {
        var yaml = ForeignYaml.Load(path);
        (_files, _root) = (new ForeignFiles(yaml), yaml.Root);
        if (_root is not YamlMappingNode)
        {
            throw new EvalConfigurationException(yaml.At(_root), "a promptfoo configuration is a map of keys");
        }
    }

    public ImportedContent Read()
    {
        foreach (var (key, keyNode, _) in _root.Pairs().Where(p => !Taken.Contains(p.Key)))
        {
            _files.Leave(keyNode, key, key == "env" ? "variables belong in the environment, or in a .env file beside the workspace" : "there is nothing like it here");
        }

        var prompts = PromptfooPrompts.Read(_files, _root.Get("prompts"));
        var candidates = PromptfooProviders.Read(_files, _root.Get("providers") ?? _root.Get("targets"));
        var tests = new PromptfooTests(_files, Defaults()).Read(_root.Get("tests"));
        var suites = Suites(prompts, tests);
        return new ImportedContent
        {
            Files = suites.Count == 0 && candidates.Count == 0 ? [] : [ImportedFile.Of("eval.yaml", Workspace(candidates)), .. suites.SelectMany(s => s.Files())],
            NotTaken = _files.NotTaken,
        };
    }

    private YamlNode? Defaults()
    {
        var defaults = _root.Get("defaultTest");
        if (defaults.Text() is { } file)
        {
            _files.Leave(defaults, $"defaultTest: {file}", "write it into the configuration");
            return null;
        }

        foreach (var (key, keyNode, _) in defaults.Pairs().Where(p => p.Key is not ("vars" or "assert" or "metadata")))
        {
            _files.Leave(keyNode, $"defaultTest: {key}", "there is nothing like it here");
        }

        foreach (var (key, keyNode, _) in defaults.Get("metadata").Pairs().Where(p => p.Value.Text() is null))
        {
            _files.Leave(keyNode, $"defaultTest: metadata: {key}", "a label is one text or number");
        }

        if (defaults.Get("assert").Text() is { } elsewhere)
        {
            _files.Leave(defaults.Get("assert"), $"defaultTest: assert: {elsewhere}", "assertions are not read from elsewhere: write them out");
        }

        return defaults;
    }

    private string Workspace(IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates)
    {
        var options = _root.Get("evaluateOptions");
        foreach (var (key, keyNode, _) in options.Pairs().Where(p => p.Key is not ("repeat" or "cache" or "showProgressBar")))
        {
            _files.Leave(keyNode, $"evaluateOptions: {key}", key == "maxConcurrency" ? "write concurrency: N beside the candidate's model" : "there is nothing like it here");
        }

        var yaml = new YamlText().Comment($"Taken from {Path.GetFileName(_files.Yaml.File)} of promptfoo. Check it, then run it.");
        if (_root.Get("description").Text() is { } description)
        {
            yaml.Comment(description);
        }

        if (candidates.Count == 0)
        {
            yaml.Comment("No provider could be taken: the candidate is a placeholder, put yours in its place.");
        }

        return yaml
            .Key("candidates", candidates.Count == 0 ? GenerationDraft.Placeholder : candidates)
            .Key("suites", new[] { "suites/*/suite.yaml" })
            .Key("defaults", options.Get("repeat").Number() is { } repeat and >= 2 and <= 10_000 ? new Dictionary<string, object?> { ["epochs"] = (int)repeat } : null)
            .ToString();
    }

    private List<GenerationDraft> Suites(IReadOnlyList<PromptfooPrompt> prompts, IReadOnlyList<PromptfooTest> tests)
    {
        var groups = new Dictionary<string, List<(PromptfooTest Test, PromptfooScorer Scorer)>>(StringComparer.Ordinal);
        foreach (var test in tests)
        {
            if (Scorer(test) is { } scorer)
            {
                if (!groups.TryGetValue(scorer.Signature, out var group))
                {
                    groups[scorer.Signature] = group = [];
                }

                group.Add((test, scorer));
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var title = GenerationDraft.NameOf(_root.Get("description").Text() ?? Path.GetFileNameWithoutExtension(_files.Yaml.File), "promptfoo");
        var suites = new List<GenerationDraft>();
        foreach (var (prompt, index) in prompts.Select((p, i) => (p, i)))
        {
            foreach (var group in groups.Values)
            {
                var parts = new[] { title, prompts.Count > 1 ? GenerationDraft.NameOf(prompt.Label ?? "", $"prompt-{index + 1}") : null, groups.Count > 1 ? group[0].Scorer.Scorer.Replace('_', '-') : null };
                suites.Add(Suite(GenerationDraft.Unique(string.Join('-', parts.OfType<string>()), names), prompt, group));
            }
        }

        return suites;
    }

    private PromptfooScorer? Scorer(PromptfooTest test)
    {
        PromptfooScorer? first = null;
        foreach (var assertion in test.Assertions)
        {
            var (scorer, why) = PromptfooScoring.Of(assertion.Type, assertion.Value, test.Variables);
            if (scorer is null || first is not null)
            {
                _files.Leave(test.File, test.Line, $"assert: {assertion.Type}", why ?? "a sample is scored in one way; another assertion of the test was taken");
                continue;
            }

            first = scorer;
            foreach (var other in assertion.Others)
            {
                _files.Leave(test.File, test.Line, $"assert: {assertion.Type}: {other}", "a scorer gives 0 or 1; thresholds, weights and names of single assertions have no counterpart");
            }
        }

        if (first is null)
        {
            _files.Leave(test.File, test.Line, "tests", test.Assertions.Count == 0
                ? "the test asserts nothing, so nothing could be scored (promptfoo counts it as passed)"
                : "no assertion of the test has a scorer here");
        }

        return first;
    }

    private GenerationDraft Suite(string name, PromptfooPrompt prompt, List<(PromptfooTest Test, PromptfooScorer Scorer)> group)
    {
        var variables = prompt.Variables.ToList();
        var target = group[0].Scorer.Targets.Count == 0 ? null : Free("target", group);
        var id = Free("id", group);
        var slices = group[0].Test.Metadata.Keys.Where(k => group.TrueForAll(g => g.Test.Metadata.ContainsKey(k) && !g.Test.Variables.ContainsKey(k)) && k != target && k != id).ToList();
        var rows = new List<JsonObject>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (test, scorer) in group)
        {
            var row = new JsonObject { [id] = GenerationDraft.Unique(string.IsNullOrWhiteSpace(test.Description) ? (rows.Count + 1).ToString(CultureInfo.InvariantCulture) : test.Description.Trim(), ids) };
            foreach (var (key, value) in test.Variables)
            {
                row[key] = value?.DeepClone() ?? "";
            }

            foreach (var missing in variables.Where(v => !row.ContainsKey(v)))
            {
                row[missing] = "";
                _files.Leave(test.File, test.Line, $"vars: {missing}", "the prompt names it and the test does not give it; it is empty, as in promptfoo");
            }

            foreach (var slice in slices)
            {
                row[slice] = test.Metadata[slice];
            }

            if (target is not null)
            {
                row[target] = scorer.Targets is [var one] ? one : new JsonArray([.. scorer.Targets.Select(t => (JsonNode)t)]);
            }

            rows.Add(row);
        }

        var first = group[0].Scorer;
        return new GenerationDraft
        {
            Name = name,
            Comment = $"Taken from {Path.GetFileName(_files.Yaml.File)} of promptfoo.",
            Description = _root.Get("description").Text(),
            System = prompt.System,
            Prompt = prompt.Text,
            Target = target,
            Scoring = new Dictionary<string, object?> { [first.Scorer] = first.Options },
            Slices = slices,
            Rows = rows,
        };
    }

    // A variable of the user's may have the name that a column of ours would.
    private static string Free(string name, List<(PromptfooTest Test, PromptfooScorer Scorer)> group)
    {
        while (group.Exists(g => g.Test.Variables.ContainsKey(name)))
        {
            name += "_";
        }

        return name;
    }
}
