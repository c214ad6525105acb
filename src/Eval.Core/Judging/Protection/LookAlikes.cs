using System.Collections.Frozen;

namespace Eval.Core.Judging.Protection;

/// <summary>Characters that look like ASCII ones which can be part of a verdict, a fence or a control token.</summary>
internal static class LookAlikes
{
    // Pairs of an ASCII text and the characters that look like it.
    private static readonly FrozenDictionary<int, string> Signs = Table(
        ("[", "\u2045\u2772\u298B\u298D\u298F\u3010\u3014\u3016\u3018\uFE39\uFE3B\uFE47\uFE5D\u27EC\u23A1\u23A3\u23A2"),
        ("]", "\u2046\u2773\u298C\u298E\u2990\u3011\u3015\u3017\u3019\uFE3A\uFE3C\uFE48\uFE5E\u27ED\u23A4\u23A6\u23A5"),
        ("[[", "\u27E6\u301A"),
        ("]]", "\u27E7\u301B"),
        ("<", "\u2039\u2329\u3008\u27E8\u02C2\u1438\u276E\u276C\u2770\uFE64\uFE3F"),
        (">", "\u203A\u232A\u3009\u27E9\u02C3\u1433\u276F\u276D\u2771\uFE65\uFE40"),
        ("<<", "\u226A\u00AB\u300A\u27EA"),
        (">>", "\u226B\u00BB\u300B\u27EB"),
        ("<<<", "\u22D8"),
        (">>>", "\u22D9"),
        ("=", "\uFE66\uA78A\u2E40\u2550\u30A0"),
        ("|", "\u2223\u01C0\u23D0\u2758\u2502"),
        (":", "\u02D0\u0589\u05C3\u2236\uA789\uFE55\uFE13"),
        ("\"", "\u201C\u201D\u201E\u201F\u2033\u301D\u301E\u02BA"),
        ("/", "\u2044\u2215\u29F8"),
        (" ", "\u3164\u115F\u1160\u2800\uFFA0"),
        ("10", "\u2469\u2491\u247D\u277F\u2789\u2793"),
        ("A", "\u0410\u0391\u13AA\uA4EE"),
        ("B", "\u0412\u0392\u13F4\uA4D0\u0432"),
        ("C", "\u0421\u03F9\u216D\u13DF\uA4DA\u0441\u217D"),
        ("D", "\u216E\u13A0\uA4D3"),
        ("E", "\u0415\u0395\u13AC\uA4F0"),
        ("G", "\u050C\u13C0\uA4D6"),
        ("I", "\u0406\u0399\u2160\u04C0\uA4F2"),
        ("L", "\u216C\u13DE\uA4E1"),
        ("N", "\u039D\uA4E0"),
        ("R", "\u13A1\uA4E3"),
        ("S", "\u0405\u13DA\uA4E2"),
        ("T", "\u0422\u03A4\u13A2\uA4D4"),
        ("U", "\u144C\uA4F4"),
        ("V", "\u2164\u0474\u13D9\uA4E6"),
        ("a", "\u0430\u03B1\u0251"),
        ("b", "\u042C\u044C\u13CF"),
        ("d", "\u0501\u217E"),
        ("e", "\u0435\u04BD\u0117"),
        ("i", "\u0456\u03B9\u2170\u0131"),
        ("n", "\u0578\u057C"),
        ("o", "\u043E\u03BF\u0585"),
        ("r", "\u0433\u1D26"),
        ("s", "\u0455\uA731"),
        ("t", "\u1D1B"),
        ("v", "\u03BD\u0475\u2174"),
        ("c", "\u03F2\u1D04"),
        ("k", "\u043A\u03BA"));

    private static readonly string[] Letters = [.. Enumerable.Range('A', 26).Concat(Enumerable.Range('a', 26)).Select(c => ((char)c).ToString())];

    /// <summary>What a character looks like, or null where it looks like nothing of the kind.</summary>
    public static string? Of(int value) => value switch
    {
        >= 0xFF01 and <= 0xFF5E => ((char)(value - 0xFEE0)).ToString(),
        >= 0x1D400 and <= 0x1D6A3 => Letters[(value - 0x1D400) % 52],
        >= 0x24B6 and <= 0x24E9 => Letters[value - 0x24B6],
        >= 0x249C and <= 0x24B5 => Letters[26 + value - 0x249C],
        >= 0x1F110 and <= 0x1F129 => Letters[value - 0x1F110],
        >= 0x1F130 and <= 0x1F149 => Letters[value - 0x1F130],
        >= 0x1F150 and <= 0x1F169 => Letters[value - 0x1F150],
        >= 0x1F170 and <= 0x1F189 => Letters[value - 0x1F170],
        >= 0x1F1E6 and <= 0x1F1FF => Letters[value - 0x1F1E6],
        _ => Signs.GetValueOrDefault(value),
    };

    private static FrozenDictionary<int, string> Table(params (string Ascii, string Alike)[] rows) =>
        rows.SelectMany(r => r.Alike.Select(c => KeyValuePair.Create((int)c, r.Ascii))).ToFrozenDictionary();
}
