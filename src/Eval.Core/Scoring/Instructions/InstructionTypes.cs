namespace Eval.Core.Scoring.Instructions;

/// <summary>The 25 published instruction types of IFEval.</summary>
public static class InstructionTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Instruction> All { get; } =
    [
        new("keywords:existence", ["keywords"], KeywordRules.Exist),
        new("keywords:frequency", ["keyword", "frequency", "relation"], KeywordRules.Frequency),
        new("keywords:forbidden_words", ["forbidden_words"], KeywordRules.Forbidden),
        new("keywords:letter_frequency", ["letter", "let_frequency", "let_relation"], KeywordRules.Letters),
        new("language:response_language", ["language"], CaseRules.Language),
        new("length_constraints:number_sentences", ["num_sentences", "relation"], LengthRules.Sentences),
        new("length_constraints:number_paragraphs", ["num_paragraphs"], LengthRules.Paragraphs),
        new("length_constraints:number_words", ["num_words", "relation"], LengthRules.Words),
        new("length_constraints:nth_paragraph_first_word", ["num_paragraphs", "nth_paragraph", "first_word"], LengthRules.NthParagraph),
        new("detectable_content:number_placeholders", ["num_placeholders"], FormatRules.Placeholders),
        new("detectable_content:postscript", ["postscript_marker"], FormatRules.Postscript),
        new("detectable_format:number_bullet_lists", ["num_bullets"], FormatRules.Bullets),
        new("detectable_format:constrained_response", [], FormatRules.Constrained),
        new("detectable_format:number_highlighted_sections", ["num_highlights"], FormatRules.Highlights),
        new("detectable_format:multiple_sections", ["section_spliter", "num_sections"], FormatRules.Sections),
        new("detectable_format:json_format", [], FormatRules.Json),
        new("detectable_format:title", [], FormatRules.Title),
        new("combination:two_responses", [], PlacementRules.TwoResponses),
        new("combination:repeat_prompt", ["prompt_to_repeat"], PlacementRules.RepeatPrompt),
        new("startend:end_checker", ["end_phrase"], PlacementRules.EndsWith),
        new("startend:quotation", [], PlacementRules.Quoted),
        new("change_case:capital_word_frequency", ["capital_frequency", "capital_relation"], CaseRules.CapitalWords),
        new("change_case:english_capital", [], CaseRules.AllCapital),
        new("change_case:english_lowercase", [], CaseRules.AllLower),
        new("punctuation:no_comma", [], PlacementRules.NoComma),
    ];

    /// <summary>The type of an id, or null.</summary>
    public static Instruction? Find(string id) => All.FirstOrDefault(t => string.Equals(t.Id, id, StringComparison.Ordinal));
}
