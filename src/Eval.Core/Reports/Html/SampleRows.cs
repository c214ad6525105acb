using System.Text.Json;
using Eval.Core.Running;

namespace Eval.Core.Reports.Html;

/// <summary>
/// Samples as compact rows: place of the cell, id, repetition, outcome, worth, score, tokens read and written, milliseconds, micro-dollars, cached, place of
/// the question, answer, reason, measures; behind them the question (shared beginning, rest, target, slices) where it is new.
/// </summary>
internal sealed class SampleRows(Utf8JsonWriter json, int textLimit)
{
    private const int LongestName = 200;
    private const int MostPairs = 40;
    private readonly QuestionSheet _questions = new(textLimit);

    public void Write(int cell, ScoredBy? by, SampleResult sample, string suite)
    {
        var question = _questions.Add(suite, sample);
        json.WriteStartArray();
        json.WriteNumberValue(cell);
        json.WriteStringValue(ClippedText.Of(TerminalText.OneLine(sample.SampleId), LongestName));
        json.WriteNumberValue(sample.Epoch);
        json.WriteNumberValue((int)sample.Outcome);
        json.WriteNumberValue((int)ScoredBy.WorthOf(by, sample));
        Number(ScoredBy.ScoreOf(by, sample));
        json.WriteNumberValue(sample.InputTokens);
        json.WriteNumberValue(sample.OutputTokens);
        Number(Math.Round(sample.DurationMs, 1));
        Number(sample.CostMicroUsd);
        json.WriteNumberValue(sample.Cached ? 1 : 0);
        json.WriteNumberValue(question.Place);
        json.WriteStringValue(ClippedText.Of(sample.Answer, textLimit));
        json.WriteStringValue(ClippedText.Of(sample.Reason, textLimit));
        json.WriteStartArray();
        foreach (var (name, value) in sample.Measures.Take(MostPairs))
        {
            json.WriteStringValue(ClippedText.Of(name, LongestName));
            Number(value);
        }

        json.WriteEndArray();
        if (question.IsNew)
        {
            json.WriteStartArray();
            json.WriteNumberValue(question.Shared);
            json.WriteStringValue(question.Rest);
            json.WriteStringValue(question.Target);
            foreach (var (field, value) in sample.Slices.Take(MostPairs))
            {
                json.WriteStringValue(ClippedText.Of($"{field}={value}", LongestName));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void Number(double? number)
    {
        if (number is { } finite && double.IsFinite(finite))
        {
            json.WriteNumberValue(Math.Round(finite, 6));
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
