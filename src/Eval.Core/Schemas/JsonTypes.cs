namespace Eval.Core.Schemas;

/// <summary>The types of JSON Schema. <see cref="Number"/> without <see cref="Integer"/> means the numbers that are not whole.</summary>
[Flags]
public enum JsonTypes
{
    /// <summary>No type: nothing matches.</summary>
    None = 0,

    /// <summary>The value null.</summary>
    Null = 1,

    /// <summary>True or false.</summary>
    Boolean = 2,

    /// <summary>A number without a fractional part; <c>1.0</c> is one.</summary>
    Integer = 4,

    /// <summary>A number with a fractional part.</summary>
    Number = 8,

    /// <summary>A text.</summary>
    String = 16,

    /// <summary>A list.</summary>
    Array = 32,

    /// <summary>A map with text keys.</summary>
    Object = 64,

    /// <summary>Every type.</summary>
    All = Null | Boolean | Integer | Number | String | Array | Object,
}
