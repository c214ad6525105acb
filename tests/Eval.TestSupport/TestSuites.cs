using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Suites;

namespace Eval.TestSupport;

/// <summary>Suites made in memory.</summary>
public static class TestSuites
{
    public static Suite Of(
        string kind,
        object? settings = null,
        IReadOnlyList<string>? metrics = null,
        string? prompt = null,
        IReadOnlyList<string>? slices = null,
        string? cluster = null,
        FewShotSpec? fewShot = null)
    {
        return new Suite
        {
            Name = "test",
            Version = "1",
            Kind = kind,
            File = "/suites/test/suite.yaml",
            Directory = "/suites/test",
            Dataset = new DatasetSpec(),
            Metrics = metrics ?? ["acc"],
            Settings = settings ?? new object(),
            DefinitionHash = "0",
            Prompt = prompt is null ? null : PromptTemplate.Parse(prompt),
            Slices = slices ?? [],
            Cluster = cluster,
            FewShot = fewShot,
        };
    }
}
