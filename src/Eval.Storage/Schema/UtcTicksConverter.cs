using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Eval.Storage.Schema;

/// <summary>Stores a time as UTC ticks of 100 ns since year 1, so that it sorts and compares in SQL.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
