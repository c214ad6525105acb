namespace Eval.FakeEndpoint.Language;

/// <summary>Pieces of English of two to eight characters.</summary>
internal static class CommonPieces
{
    private const string Words =
        "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her " +
        "she there would their we him been has when who will no more if out so up said what its about than into them can only other time new " +
        "some could these two may first then do any like my now over such our man me even most made after also did many off before must well " +
        "back through years much where your way down should because long each just state those people too how little good world make very " +
        "year still see own work men day get here between both life being under three never know same last another while us might great old " +
        "go come since against right came take used himself few house use place found number part answer question choose correct letter " +
        "following sum what many apples has buys gives left total each";

    private const string Endings = "ing ed er es ly tion ment ness th ch sh st nd ou ea ee oo ai an en in on re de al le ar or ri ti te ne me ma";

    private static readonly string[] Marks = ["\n\n", ".\n", ", ", ". ", "? ", "! ", ": ", "    ", "  ", "##", "00", "**", "():", "\"\"", " =", " +", " -", " *"];

    public static IEnumerable<string> All =>
        Words.Split(' ').Where(w => w.Length < 8).Select(w => " " + w).Concat(Endings.Split(' ')).Concat(Marks);
}
