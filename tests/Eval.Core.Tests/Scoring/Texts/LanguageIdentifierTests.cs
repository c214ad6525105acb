using Eval.Core.Scoring.Texts;

namespace Eval.Core.Tests.Scoring.Texts;

public class LanguageIdentifierTests
{
    [Theory] // the languages that IFEval asks for
    [InlineData("en", "The children were playing in the garden when it began to rain, so they went back into the house.")]
    [InlineData("es", "Los niños jugaban en el jardín cuando empezó a llover, así que volvieron a la casa.")]
    [InlineData("pt", "As crianças estavam a brincar no jardim quando começou a chover, por isso voltaram para casa.")]
    [InlineData("fr", "Les enfants jouaient dans le jardin quand il a commencé à pleuvoir, alors ils sont rentrés à la maison.")]
    [InlineData("it", "I bambini giocavano nel giardino quando ha cominciato a piovere, così sono tornati a casa.")]
    [InlineData("de", "Die Kinder spielten im Garten, als es zu regnen begann, und so gingen sie zurück in das Haus.")]
    [InlineData("nl", "De kinderen speelden in de tuin toen het begon te regenen, dus gingen ze terug naar het huis.")]
    [InlineData("pl", "Dzieci bawiły się w ogrodzie, kiedy zaczął padać deszcz, więc wróciły do domu.")]
    [InlineData("vi", "Trẻ em đang chơi trong vườn khi trời bắt đầu mưa, vì vậy chúng đã trở về nhà.")]
    [InlineData("fi", "Lapset leikkivät puutarhassa, kun alkoi sataa, joten he palasivat taloon.")]
    [InlineData("sw", "Watoto walikuwa wakicheza katika bustani wakati mvua ilianza kunyesha, kwa hivyo walirudi ndani ya nyumba.")]
    [InlineData("ru", "Дети играли в саду, когда начался дождь, и поэтому они вернулись в дом.")]
    [InlineData("uk", "Діти гралися в саду, коли почався дощ, тому вони повернулися до будинку.")]
    [InlineData("bg", "Децата играеха в градината, когато започна да вали дъжд, и затова се върнаха в къщата.")]
    [InlineData("ar", "كان الأطفال يلعبون في الحديقة عندما بدأ المطر، ولذلك عادوا إلى البيت.")]
    [InlineData("fa", "بچه‌ها در باغ بازی می‌کردند که باران شروع شد، پس به خانه برگشتند.")]
    [InlineData("ur", "بچے باغ میں کھیل رہے تھے کہ بارش شروع ہو گئی، اس لیے وہ گھر واپس آ گئے۔")]
    [InlineData("hi", "बच्चे बगीचे में खेल रहे थे जब बारिश शुरू हुई, इसलिए वे घर वापस आ गए।")]
    [InlineData("mr", "मुले बागेत खेळत होती तेव्हा पाऊस सुरू झाला, म्हणून ती घरी परत आली आहेत.")]
    [InlineData("ne", "केटाकेटीहरू बगैंचामा खेलिरहेका थिए, पानी पर्न थाल्यो र उनीहरू घर फर्के, यो राम्रो छ।")]
    [InlineData("bn", "শিশুরা বাগানে খেলছিল যখন বৃষ্টি শুরু হলো।")]
    [InlineData("pa", "ਬੱਚੇ ਬਾਗ ਵਿੱਚ ਖੇਡ ਰਹੇ ਸਨ।")]
    [InlineData("gu", "બાળકો બગીચામાં રમતા હતા.")]
    [InlineData("ta", "குழந்தைகள் தோட்டத்தில் விளையாடினர்.")]
    [InlineData("te", "పిల్లలు తోటలో ఆడుకుంటున్నారు.")]
    [InlineData("kn", "ಮಕ್ಕಳು ತೋಟದಲ್ಲಿ ಆಡುತ್ತಿದ್ದರು.")]
    [InlineData("ml", "കുട്ടികൾ തോട്ടത്തിൽ കളിക്കുകയായിരുന്നു.")]
    [InlineData("th", "เด็กๆ กำลังเล่นอยู่ในสวน")]
    [InlineData("he", "הילדים שיחקו בגינה כשהתחיל לרדת גשם.")]
    [InlineData("ko", "아이들은 정원에서 놀고 있었다.")]
    [InlineData("ja", "子供たちは庭で遊んでいた。")]
    [InlineData("zh", "孩子们正在花园里玩耍。")]
    public void Identify_Sentence_IsItsLanguage(string language, string text) => LanguageIdentifier.Identify(text).ShouldBe(language);

    [Theory]
    [InlineData("")]
    [InlineData("12345 !!!")]
    public void Identify_NoLetters_IsUnknown(string text) => LanguageIdentifier.Identify(text).ShouldBeNull();
}
