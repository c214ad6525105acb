using System.Text.RegularExpressions;
using Eval.Core.Judging.Canaries;
using Eval.Core.Judging.Methods;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>Reads the keys of a rubric's file.</summary>
internal static partial class RubricReader
{
    private const string DefaultMethod = "score";

    private static readonly Dictionary<string, Presence> Presences = new(StringComparer.Ordinal)
    {
        ["none"] = Presence.None,
        ["optional"] = Presence.Optional,
        ["required"] = Presence.Required,
    };

    /// <summary>The rules of juries by their words.</summary>
    internal static readonly Dictionary<string, JuryRule> Rules = new(StringComparer.Ordinal)
    {
        ["mean"] = JuryRule.Mean,
        ["median"] = JuryRule.Median,
        ["majority"] = JuryRule.Majority,
    };

    /// <summary>The word of a presence.</summary>
    public static string Word(Presence presence) => Presences.First(p => p.Value == presence).Key;

    /// <summary>The word of a jury's rule.</summary>
    public static string Word(JuryRule rule) => Rules.First(r => r.Value == rule).Key;

    /// <summary>Reads a document without raising its problems.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">Its absolute path, or null for text that is no file.</param>
    /// <param name="methods">The methods of judging; where there is none, no name is rejected.</param>
    public static Rubric Read(ConfigDocument document, string? file, IReadOnlyList<IJudgeMethod> methods)
    {
        var root = document.Root;
        var name = Name(root, file);
        var scale = RubricScaleReader.Read(root);
        var reference = root.OptionalWord("reference", Presences) ?? Presence.Optional;
        var context = root.OptionalWord("context", Presences) ?? Presence.None;
        var rubric = new Rubric
        {
            Name = name,
            Version = root.RequiredString("version"),
            Description = root.OptionalString("description"),
            Scale = scale ?? new RubricScale(1, 5),
            Criteria = RubricCriterionReader.Read(root, name, scale),
            Reference = reference,
            Context = context,
            IsJoint = root.OptionalBool("joint") ?? true,
            Method = root.OptionalString("method") ?? DefaultMethod,
            Prompt = root.OptionalTemplate("prompt"),
            Judges = Judges(root),
            Aggregate = root.OptionalWord("aggregate", Rules) ?? JuryRule.Mean,
            Examples = RubricExampleReader.Read(root, scale, reference, context),
            ShowsExamples = root.OptionalBool("showExamples") ?? false,
            Canaries = CanariesOf(root),
            DefinitionText = "",
            Hash = "",
            File = file,
            DefinedAt = root.At,
        };
        if (rubric is { ShowsExamples: true, Examples.Count: 0 })
        {
            root.Report("showExamples", "\"showExamples\" is true, but there are no \"examples\"");
        }

        CheckMethod(root, rubric, methods, isWhole: document.Problems.Count == 0);
        return RubricDefinition.Complete(rubric);
    }

    private static IReadOnlyList<string> CanariesOf(ConfigMap root)
    {
        var names = root.OptionalStrings("canaries");
        for (var i = 0; i < names.Count; i++)
        {
            if (!Canary.Names.Contains(names[i]))
            {
                root.Report(root.PositionOf("canaries", i), $"\"{names[i]}\" is not a canary", NearestName.Hint(names[i], Canary.Names));
            }
        }

        return names.Count > 0 ? names : Canary.Names;
    }

    private static string Name(ConfigMap root, string? file)
    {
        var name = root.RequiredString("name");
        if (name.Length > 0 && !ValidName().IsMatch(name))
        {
            root.Report("name", $"\"{name}\" is not a valid name", "letters, digits and . _ - only, beginning with a letter or digit");
        }
        else if (name.Length > 0 && file is not null && Path.GetFileName(Path.GetDirectoryName(file)) == "rubrics"
            && Path.GetFileNameWithoutExtension(file) is var expected && expected != name)
        {
            // Suites find it by the file's name, results show the name inside: two names for one thing would mislead.
            root.Report("name", $"\"{name}\" is not the name of the file", $"write \"name: {expected}\", or rename the file to {name}.yaml");
        }

        return name;
    }

    private static IReadOnlyList<string> Judges(ConfigMap root)
    {
        var judges = root.OptionalStrings("judge");
        for (var i = 0; i < judges.Count; i++)
        {
            if (judges[i].Length == 0)
            {
                root.Report(root.PositionOf("judge", i), "a judge is named by the id of a candidate; this one is empty");
            }
            else if (judges.Take(i).Contains(judges[i]))
            {
                root.Report(root.PositionOf("judge", i), $"the judge \"{judges[i]}\" is named twice");
            }
        }

        return judges;
    }

    // Only what the user wrote is blamed: the default may be replaced by the suite's choice.
    private static void CheckMethod(ConfigMap root, Rubric rubric, IReadOnlyList<IJudgeMethod> methods, bool isWhole)
    {
        if (!root.Has("method") || methods.Count == 0)
        {
            return;
        }

        var method = methods.FirstOrDefault(m => string.Equals(m.Name, rubric.Method, StringComparison.Ordinal));
        if (method is null)
        {
            root.Report("method", $"\"{rubric.Method}\" is not a method of judging", NearestName.Hint(rubric.Method, methods.Select(m => m.Name)));
        }
        else if (isWhole && method.WhyNot(rubric) is { } reason)
        {
            root.Report("method", $"this rubric cannot be applied by \"{method.Name}\": {reason}");
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._\-]*\z")]
    private static partial Regex ValidName();
}
