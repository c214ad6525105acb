using Eval.Core.Judging.Agreement;
using Eval.Storage.Judging;

namespace Eval.Cli.Documents;

/// <summary>A judge's card: written by <c>agree</c>.</summary>
internal sealed record AgreeDocument(
    int Schema,
    long Id,
    string Judge,
    string JudgeIdentity,
    string Method,
    string MethodVersion,
    string Rubric,
    string RubricHash,
    string Source,
    string SourceSha256,
    string Form,
    double Confidence,
    int Items,
    int Judged,
    IReadOnlyList<LabelClassEntry> Classes,
    bool CanBlock,
    string? WhyNotBlock,
    IReadOnlyList<CardFigureEntry> Figures,
    IReadOnlyList<string> Notes,
    DateTimeOffset CreatedAt,
    string Database)
{
    public static AgreeDocument Of(StoredJudgeCard stored, string database)
    {
        var card = stored.Card;
        var why = JudgeTrust.WhyNotBlock(card);
        return new(
            1, stored.Id, card.Subject.Name, card.Subject.Identity, card.Subject.Method, card.Subject.MethodVersion, card.Subject.RubricName, card.Subject.RubricHash,
            card.Source.File, card.Source.Sha256, CardWords.Form(card.Form), card.Confidence, card.Items, card.Judged,
            [.. card.Classes.Select(c => new LabelClassEntry(c.Label, c.Count, c.IsRequired))], why is null, why,
            [.. card.Figures.Select(CardFigureEntry.Of)], card.Notes, stored.CreatedAt, database);
    }
}

/// <summary>Judged items of a class; <c>required</c> where a judge that blocks needs 100 of it.</summary>
internal sealed record LabelClassEntry(string Label, int Count, bool Required);

/// <summary>A figure of a card; shares are from 0 to 1. <c>reason</c> says why there is no value or no interval, or is a remark.</summary>
internal sealed record CardFigureEntry(
    string Group, string Id, string Name, int N, double? Value, double? Low, double? High, int? Count, int? Clusters, string? Method, bool Share, string? Reason)
{
    public static CardFigureEntry Of(CardFigure figure) => new(
        figure.Group.ToString().ToLowerInvariant(), figure.Id, figure.Name, figure.N, JsonNumber.Finite(figure.Value), JsonNumber.Finite(figure.Low),
        JsonNumber.Finite(figure.High), figure.Count, figure.Clusters, figure.Method, figure.IsShare, figure.Reason);
}

/// <summary>A sheet for people: written by <c>agree RUN --export-blind</c>.</summary>
internal sealed record BlindSheetDocument(int Schema, string File, int Answers);
