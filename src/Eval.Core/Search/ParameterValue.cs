using System.Globalization;

namespace Eval.Core.Search;

/// <summary>What a parameter is set to: a text for a categorical one, a number for the others. The number 4 and the text "4" differ.</summary>
public readonly record struct ParameterValue
{
    private ParameterValue(string? text, double number) => (Choice, Number) = (text, number);

    /// <summary>The choice, or null where it is a number.</summary>
    public string? Choice { get; }

    /// <summary>The number; 0 where it is a choice.</summary>
    public double Number { get; }

    /// <summary>A choice.</summary>
    public static ParameterValue Of(string choice) => new(choice, 0);

    /// <summary>A number; −0 becomes 0, so that equal numbers have one text.</summary>
    public static ParameterValue Of(double number) => new(null, number == 0 ? 0 : number);

    /// <summary>A choice.</summary>
    public static implicit operator ParameterValue(string choice) => Of(choice);

    /// <summary>A number.</summary>
    public static implicit operator ParameterValue(double number) => Of(number);

    /// <summary>The choice as it is, or the shortest digits that read back as the same number.</summary>
    public override string ToString() => Choice ?? Number.ToString("R", CultureInfo.InvariantCulture);
}
