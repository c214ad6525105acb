namespace Eval.Core.Reports;

/// <summary>Forms in which results leave the program.</summary>
public enum ReportFormat
{
    /// <summary>The run archive: the run, every sample and a hash over both, which comparisons and gates read back.</summary>
    Archive,

    /// <summary>One row a sample, for spreadsheets.</summary>
    Csv,

    /// <summary>One JSON object a line for each sample, for programs.</summary>
    Jsonl,

    /// <summary>One JSON document with the run and every sample.</summary>
    Json,

    /// <summary>A summary that can be pasted into a pull request.</summary>
    Markdown,

    /// <summary>JUnit XML, one test a sample, for CI.</summary>
    JUnit,

    /// <summary>One page that needs nothing else.</summary>
    Html,
}
