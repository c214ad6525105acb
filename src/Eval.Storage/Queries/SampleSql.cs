using Eval.Storage.Runs;

namespace Eval.Storage.Queries;

/// <summary>A filter as SQL. Everything the user wrote goes in as a parameter.</summary>
internal sealed class SampleSql
{
    private readonly SampleFilter _filter;
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _parameters = [];

    private SampleSql(SampleFilter filter) => _filter = filter;

    public IReadOnlyList<(string Name, object Value)> Parameters => _parameters;

    public static SampleSql Of(SampleFilter filter)
    {
        var sql = new SampleSql(filter);
        sql.Where($"""c."RunId" = {sql.Add(filter.RunId)}""");
        sql.WhereSet("""d."Name" = """, filter.CandidateId);
        sql.WhereSet("""u."Name" = """, filter.SuiteName);
        sql.WhereSet("""c."Id" = """, filter.CellId);
        sql.WhereSet("""s."SampleId" = """, filter.SampleId);
        sql.WhereSet("""s."Epoch" = """, filter.Epoch);
        if (filter.Outcomes.Count > 0)
        {
            sql.Where($"""s."Outcome" IN ({string.Join(", ", filter.Outcomes.Select(o => sql.Add(OutcomeNames.Of(o))))})""");
        }

        if (filter.WrongBy is { } measure)
        {
            var value = sql.Json("Measures", measure);
            sql.Where($"""({value} = 0 OR ({value} IS NULL AND s."Outcome" IN ('Refused', 'Truncated', 'Unparsed')))""");
        }

        foreach (var (name, value) in filter.Measures)
        {
            sql.Where($"{sql.Json("Measures", name)} = {sql.Add(value)}");
        }

        foreach (var (field, value) in filter.Slices)
        {
            sql.Where($"{sql.Json("Slices", field)} = {sql.Add(value)}");
        }

        if (filter.Text is { Length: > 0 } text)
        {
            var pattern = sql.Add($"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%");
            var columns = new[] { """s."SampleId" """, """s."Reason" """, """t."Prompt" """, """t."Answer" """, """t."Target" """ };
            sql.Where($"({string.Join(" OR ", columns.Select(c => $@"{c} LIKE {pattern} ESCAPE '\'"))})");
        }

        return sql;
    }

    public string Select()
    {
        var paging = _filter.Take is null && _filter.Skip == 0 ? "" : $"LIMIT {_filter.Take ?? -1} OFFSET {_filter.Skip}";
        var texts = _filter.Texts ? SampleReader.TextColumns : "";
        return $"""
            SELECT {SampleReader.Columns}{texts}, d."Name" AS "CandidateName", u."Name" AS "SuiteName"
            {From(_filter.Texts)} ORDER BY c."Position", s."Epoch", s."Ordinal" {paging}
            """;
    }

    public string Count() => $"SELECT COUNT(*) {From(texts: false)}";

    private string From(bool texts) => $"""
        FROM "Cells" c
        JOIN "Candidates" d ON d."Id" = c."CandidateId"
        JOIN "Suites" u ON u."Id" = c."SuiteId"
        JOIN "Samples" s ON s."CellId" = c."Id"
        {(texts || _filter.Text is { Length: > 0 } ? """LEFT JOIN "SampleTexts" t ON t."Id" = s."Id" """ : "")}
        WHERE {string.Join(" AND ", _conditions)}
        """;

    // By key and not by path: a field's name may hold any character.
    private string Json(string column, string key) => $"""(SELECT j.value FROM json_each(s."{column}") j WHERE j.key = {Add(key)})""";

    private void Where(string condition) => _conditions.Add(condition);

    private void WhereSet(string condition, object? value)
    {
        if (value is not null)
        {
            Where(condition + Add(value));
        }
    }

    private string Add(object value)
    {
        var name = $"@p{_parameters.Count}";
        _parameters.Add((name, value));
        return name;
    }
}
