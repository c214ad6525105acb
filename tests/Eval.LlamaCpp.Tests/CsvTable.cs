using System.Globalization;
using CsvHelper;

namespace Eval.LlamaCpp.Tests;

/// <summary>Rows of a CSV file by column name.</summary>
internal static class CsvTable
{
    internal static List<Dictionary<string, string>> Read(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(h => h, h => csv.GetField(h)!));
        }

        return rows;
    }
}
