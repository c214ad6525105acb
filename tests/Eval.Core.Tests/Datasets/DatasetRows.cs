using Eval.Core.Datasets;
using Eval.Core.Suites;
using Eval.Core.Tests.Suites;
using Eval.TestSupport;

namespace Eval.Core.Tests.Datasets;

/// <summary>Reads the rows of a data set as a user would write it, through a whole suite file.</summary>
internal static class DatasetRows
{
    public static Suite Suite(TemporaryFolder folder, string dataset) => SuiteLoader.Load(
        folder.Write("suite.yaml", $"name: t\nversion: 1\nkind: echo\ndataset:\n  {dataset}\n"),
        [new EchoKind()]);

    public static async Task<List<Row>> ReadAsync(TemporaryFolder folder, string dataset, DataSources sources)
    {
        var suite = Suite(folder, dataset);
        return await DatasetReader.ReadAsync(suite.Dataset, suite.Directory, sources, verify: true, CancellationToken.None).ToListAsync();
    }
}
