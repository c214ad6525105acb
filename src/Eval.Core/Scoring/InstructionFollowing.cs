using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Metrics;
using Eval.Core.Scoring.Instructions;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Whether an answer follows verifiable instructions (IFEval, Zhou et al. 2023), strictly and loosely, by prompt and by instruction. Sentences and
/// languages are told without learned data, so that texts exist on which these verdicts differ from the published program's.
/// </summary>
public sealed class InstructionFollowing : Scorer
{
    private const string Count = "ifeval_instructions";
    private const string FollowedStrictly = "ifeval_followed_strict";
    private const string FollowedLoosely = "ifeval_followed_loose";
    private const string PromptStrict = "ifeval_prompt_strict";
    private const string PromptLoose = "ifeval_prompt_loose";

    /// <inheritdoc/>
    public override string Name => "ifeval";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
    [
        new ScoreMean(PromptStrict, "share of prompts all of whose instructions are followed, strict (IFEval)"),
        new PooledRate("ifeval_instruction_strict", "share of all instructions that are followed, strict (IFEval)", FollowedStrictly, Count),
        new ScoreMean(PromptLoose, "share of prompts all of whose instructions are followed, loose (IFEval)"),
        new PooledRate("ifeval_instruction_loose", "share of all instructions that are followed, loose (IFEval)", FollowedLoosely, Count),
    ];

    /// <inheritdoc/>
    public override string Correct => PromptStrict;

    /// <inheritdoc/>
    public override bool NeedsReference => false;

    /// <inheritdoc/>
    public override object Read(ConfigMap options) => new Settings(Field(options, "instructions", "instruction_id_list"), Field(options, "arguments", "kwargs"));

    /// <inheritdoc/>
    public override void Check(object? options, Sample sample, SampleContext context) => Instructions((Settings)options!, sample);

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var instructions = Instructions((Settings)options!, input.Sample);
        var strict = instructions.ConvertAll(i => i.Type.FollowsStrictly(input.Text, i.Arguments));
        var loose = instructions.ConvertAll(i => i.Type.FollowsLoosely(input.Text, i.Arguments));
        var broken = instructions.Where((_, i) => !strict[i]).Select(i => i.Type.Id).ToList();
        return new Score(new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [PromptStrict] = strict.TrueForAll(f => f) ? 1 : 0,
            [PromptLoose] = loose.TrueForAll(f => f) ? 1 : 0,
            [FollowedStrictly] = strict.Count(f => f),
            [FollowedLoosely] = loose.Count(f => f),
            [Count] = instructions.Count,
        })
        {
            Note = broken.Count == 0 ? null : "not followed: " + string.Join(", ", broken),
        };
    }

    private static List<(Instruction Type, InstructionArguments Arguments)> Instructions(Settings settings, Sample sample)
    {
        if (settings.Instructions.TryFind(sample.Fields, out var list) is false || list is not JsonArray { Count: > 0 } ids)
        {
            throw Wrong($"there is no list \"{settings.Instructions}\" of instruction ids");
        }

        var arguments = settings.Arguments.TryFind(sample.Fields, out var found) && found is JsonArray given ? given : [];
        if (arguments.Count > 0 && arguments.Count != ids.Count)
        {
            throw Wrong($"\"{settings.Arguments}\" has {arguments.Count} entries for {ids.Count} instructions");
        }

        var result = new List<(Instruction, InstructionArguments)>();
        for (var i = 0; i < ids.Count; i++)
        {
            var id = FieldPath.TextOf(ids[i]) ?? "";
            var type = InstructionTypes.Find(id) ?? throw Wrong($"\"{id}\" is not a type of instruction", NearestName.Hint(id, InstructionTypes.All.Select(t => t.Id)));
            var values = new InstructionArguments(i < arguments.Count && arguments[i] is JsonObject map ? map : []);
            if (type.Needs.FirstOrDefault(n => !values.Has(n)) is { } missing)
            {
                throw Wrong($"{id} has no \"{missing}\"", "the published program would draw one by chance");
            }

            result.Add((type, values));
        }

        return result;

        EvalConfigurationException Wrong(string message, string? hint = null) => new(sample.Source, $"{message} (sample {sample.Id})", hint);
    }

    private static FieldPath Field(ConfigMap options, string key, string standard)
    {
        var text = options.OptionalString(key) ?? standard;
        if (FieldPath.TryParse(text, out var path))
        {
            return path;
        }

        options.Report(key, $"\"{text}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        _ = FieldPath.TryParse(standard, out path);
        return path!;
    }

    private sealed record Settings(FieldPath Instructions, FieldPath Arguments);
}
