namespace Eval.Core.Schemas;

/// <summary>One way in which a value breaks its schema.</summary>
/// <param name="InstancePointer">JSON pointer (RFC 6901) of the value at fault; empty for the whole.</param>
/// <param name="SchemaPointer">JSON pointer of the keyword that it breaks.</param>
/// <param name="Message">What is wrong, as a sentence without a full stop.</param>
public sealed record SchemaViolation(string InstancePointer, string SchemaPointer, string Message)
{
    /// <summary>Gives <c>pointer: message</c>.</summary>
    public override string ToString() => $"{(InstancePointer.Length == 0 ? "(root)" : InstancePointer)}: {Message}";
}
