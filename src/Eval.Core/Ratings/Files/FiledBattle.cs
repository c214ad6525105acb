namespace Eval.Core.Ratings.Files;

/// <summary>A battle as a row of a file has it.</summary>
internal struct FiledBattle
{
    /// <summary>Numbers of the models.</summary>
    public int A;
    public int B;

    /// <summary>The verdict, as <see cref="WinnerLabels"/> codes it.</summary>
    public int Verdict;

    /// <summary>How much it counts.</summary>
    public double Weight;

    /// <summary>Seconds since 1970, or whatever the file counts; 0 where no time is read.</summary>
    public double Time;

    /// <summary>Number of its category, period, rater and prompt; −1 where none is read.</summary>
    public int Category;
    public int Period;
    public int Rater;
    public int Prompt;
}
