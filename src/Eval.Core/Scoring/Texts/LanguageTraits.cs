namespace Eval.Core.Scoring.Texts;

/// <summary>What tells languages apart: scripts, letters, and the commonest short words of each.</summary>
internal static class LanguageTraits
{
    private static readonly (int From, int To, string Script)[] Ranges =
    [
        (0x41, 0x24F, "latin"), (0x1E00, 0x1EFF, "latin"), (0x370, 0x3FF, "greek"), (0x400, 0x52F, "cyrillic"), (0x530, 0x58F, "armenian"),
        (0x590, 0x5FF, "hebrew"), (0x600, 0x6FF, "arabic"), (0x750, 0x77F, "arabic"), (0xFB50, 0xFEFF, "arabic"), (0x900, 0x97F, "devanagari"),
        (0x980, 0x9FF, "bengali"), (0xA00, 0xA7F, "gurmukhi"), (0xA80, 0xAFF, "gujarati"), (0xB80, 0xBFF, "tamil"), (0xC00, 0xC7F, "telugu"),
        (0xC80, 0xCFF, "kannada"), (0xD00, 0xD7F, "malayalam"), (0xE00, 0xE7F, "thai"), (0x10A0, 0x10FF, "georgian"), (0x1100, 0x11FF, "hangul"),
        (0x3040, 0x30FF, "kana"), (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7AF, "hangul"), (0x20000, 0x2FA1F, "han"),
    ];

    private static readonly Dictionary<string, LanguageTrait> Traits = new(StringComparer.Ordinal)
    {
        ["en"] = new("", "àâãäåçéèêëíîïñóôõöøúûüýßœąćęłńśźżăđ",
            "the of and to in is that it was for on are with as his they be at one have this from or had by but not what all were when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has more my than first been who its now did i you he we me our very also just"),
        ["es"] = new("ñ¿¡", "çàèùâêîôûäößœãõ",
            "el la los las de del que y en un una por con para es se no su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos esto antes algunos qué unos yo otro fue ha son está"),
        ["pt"] = new("ãõç", "ñ¿¡èùäößœ",
            "o a os as de do da dos das que e em um uma por com para é se não no na nos nas ao à mais mas foi como seu sua ou quando muito já está eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem me esse eles você essa num nem suas meu minha são ser tem há"),
        ["fr"] = new("çœêèùâîôûëï", "ñ¿¡ãõäößìò",
            "le la les de des du un une et à en est que qui dans pour pas sur au aux avec ce cette se ne il elle par plus son sa ses ou mais comme nous vous ils je tu on leur leurs y été être sont fait tout tous même bien sans peut deux aussi où très après avant ont cela lui"),
        ["it"] = new("òìù", "ñ¿¡ãõçäößœêâîû",
            "il lo la i gli le di del della dei delle che e è un una uno in nel nella per con non si da dal al alla come più ma anche sono ha ho hanno suo sua se o questo questa quando dove chi mi ti ci vi molto tutto tutti essere stato era fra tra dopo prima così perché sul sulla degli"),
        ["de"] = new("äöüß", "ñ¿¡ãõçéèêàòìœåø",
            "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn ich wir ihr kann unter gegen"),
        ["nl"] = new("ĳ", "ñ¿¡ãõçßäöàòìœåøù",
            "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij of uit nog naar heeft hij ze wij je ik dan over kan door tot zo wordt hun haar deze dit wat werd meer al was hebben veel geen worden moet zich"),
        ["pl"] = new("ąćęłńśźż", "ñ¿¡ãõçßäöüàèåøăđ",
            "i w na z do się nie że to jest o jak po co za od ale tak przez czy tylko dla już by był była było są być może ten ta te tego tej ich jego jej które który która oraz lub gdy pod przed bardzo też bo ze we u mnie"),
        ["vi"] = new("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "ñ¿¡ßäöåøąęłń",
            "và của là có trong cho một được các với không những người này đã khi để đến như từ về cũng tôi anh ra vào nhiều sẽ còn hay lại làm rất nhưng theo tại bạn"),
        ["fi"] = new("äö", "ñ¿¡ãõçßéèàòìœüåøąęłńăđ",
            "ja on ei se että oli hän mutta ovat kun niin kuin myös ole joka mitä tai jos sen hänen minä sinä me te he olla olen nyt vain voi vielä jo sitten mukaan kanssa ollut jotka tämä tässä ne sekä koska"),
        ["sw"] = new("", "ñ¿¡ãõçßäöüéèàòìœåøąęłńăđ",
            "na ya wa kwa ni katika la za kuwa cha hii hiyo huo huu au pia lakini yake wake watu kama sana baada hapo hivyo zaidi kila moja ambao ambayo vya bila yao wao mimi wewe yeye sisi ninyi si ili kwamba mtu siku"),
        ["sv"] = new("åäö", "ñ¿¡ãõçßüèàòìœøæ",
            "och i att det som en på är av för med den till inte om ett har de var jag så men kan vi från han eller när nu hade ut skulle vara upp då sin där efter bara även hon mycket denna alla man"),
        ["da"] = new("æøå", "ñ¿¡ãõçßäöüèàòìœ",
            "og i at det er en til af på som for den med ikke de har der et var jeg men han fra vi kan så om eller hun skal være ved over efter også meget denne alle blev man hvor"),
        ["tr"] = new("ğışçöü", "ñ¿¡ãõßäéèàòìœåøąęłń",
            "ve bir bu da de için ile çok o ne ama gibi daha kadar sonra en var olarak olan ben sen biz siz onlar her değil mi mı ki şu ya veya göre"),
        ["ro"] = new("ăâîșțşţ", "ñ¿¡ãõçßäöüéèàòìœåø",
            "și de la în cu pe nu un o este a care din pentru mai că se sunt ca dar fost sau au lui ei să al ale prin după foarte când"),
        ["cs"] = new("ěščřžýů", "ñ¿¡ãõçßäöüèàòìœåøąęłń",
            "a v se na je že s z do o to k i ale jako za po si od jsem jsou byl byla bylo být by pro nebo tak jeho který která které když"),
        ["id"] = new("", "ñ¿¡ãõçßäöüéèàòìœåøąęłńăđ",
            "dan yang di ke dari untuk dengan pada ini itu tidak adalah dalam akan juga sebagai oleh atau ada mereka kami kita saya anda telah bisa karena lebih"),
        ["ru"] = new("ыэё", "іїєґ",
            "и в не на что с по как это он она они мы вы я из у за от к о но же для или его её их так все был была было были если когда только ещё уже при до"),
        ["uk"] = new("іїєґ", "ыэёъ",
            "і в не на що з по як це він вона вони ми ви я із у за від до але та для або його її їх так все був була було були якщо коли тільки ще вже при є"),
        ["bg"] = new("ъ", "ыэёіїєґ",
            "и в не на че с по как това той тя те ние вие аз от за до но да се или неговата го ги така всички беше са е ако когато само още вече при си който"),
        ["ar"] = new("ةىيكأإؤئ", "پچژگٹڈڑںےھہیک",
            "في من على إلى أن هذا هذه التي الذي كان كانت لا ما هو هي عن مع كل قد لم أو ثم بعد قبل بين حتى إن و كما ذلك"),
        ["fa"] = new("پچژگیک", "ٹڈڑںےھہةى",
            "و در به از که این است را با آن برای می یک های شد تا هم بر خود بود او ما شما آنها نیز اما یا هر کرد دارد"),
        ["ur"] = new("ٹڈڑںےھہ", "ةى",
            "کے کی میں ہے اور سے کا کو پر نے یہ وہ کہ ہیں ایک بھی تھا تھی اس ان نہیں ہو کر گیا جو تو لیے اپنے"),
        ["hi"] = new("", "",
            "के की में है और से का को पर ने यह वह कि हैं एक भी था थी थे इस उस नहीं हो कर गया जो तो लिए अपने ये वे"),
        ["mr"] = new("ळ", "",
            "आहे आणि या च्या ला मध्ये ते तो ती हे ही हा होते होता होती नाही आहेत एक करून केले पण त्या त्यांच्या असे म्हणून साठी व की"),
        ["ne"] = new("", "",
            "छ र को मा ले यो त्यो हो पनि थियो छन् गर्न भने लागि एक हुन्छ उनी उनको तर गर्ने भएको नेपाल हरू बाट सँग थिए"),
    };

    /// <summary>The languages of each script, the commonest first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Scripts { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["latin"] = ["en", "es", "pt", "fr", "it", "de", "nl", "pl", "vi", "fi", "sw", "sv", "da", "tr", "ro", "cs", "id"],
        ["cyrillic"] = ["ru", "uk", "bg"],
        ["arabic"] = ["ar", "fa", "ur"],
        ["devanagari"] = ["hi", "mr", "ne"],
        ["greek"] = ["el"],
        ["armenian"] = ["hy"],
        ["hebrew"] = ["he"],
        ["bengali"] = ["bn"],
        ["gurmukhi"] = ["pa"],
        ["gujarati"] = ["gu"],
        ["tamil"] = ["ta"],
        ["telugu"] = ["te"],
        ["kannada"] = ["kn"],
        ["malayalam"] = ["ml"],
        ["thai"] = ["th"],
        ["georgian"] = ["ka"],
        ["hangul"] = ["ko"],
        ["kana"] = ["ja"],
        ["han"] = ["zh"],
    };

    /// <summary>The script of a letter, or null where it is not known.</summary>
    public static string? ScriptOf(int codePoint)
    {
        foreach (var (from, to, script) in Ranges)
        {
            if (codePoint >= from && codePoint <= to)
            {
                return script;
            }
        }

        return null;
    }

    /// <summary>The traits of a language that shares its script.</summary>
    public static LanguageTrait Of(string language) => Traits[language];
}

/// <summary>What speaks for a language and against it.</summary>
internal sealed class LanguageTrait(string letters, string foreign, string words)
{
    /// <summary>Letters that it has and most others of its script have not.</summary>
    public string Letters { get; } = letters;

    /// <summary>Letters that it does not have.</summary>
    public string Foreign { get; } = foreign;

    /// <summary>Its commonest short words.</summary>
    public HashSet<string> Words { get; } = new(words.Split(' '), StringComparer.Ordinal);
}
