//! Names of one person and names of two people, script by script, each with the source of its rule.

use domain::person::name::PersonName;

/// Two spellings, and the source that makes them one name or two. Chapters and sections are those of the Unicode
/// Standard, UTS and UAX its technical standards and annexes, CLDR its locale data.
type Pair = (&'static str, &'static str, &'static str);

const LATIN_ASCII: &str = "CLDR, transform Latin-ASCII";
const ACCENT: &str = "section 7.9, combining marks; UTS 10, secondary weights";
const APOSTROPHE: &str = "section 6.2, apostrophes";
const HYPHEN: &str = "section 6.2, dashes and hyphens; PropList, Dash";
const IGNORABLE: &str = "section 5.21, Default_Ignorable_Code_Point";
const WIDTH: &str = "section 18.5, halfwidth and fullwidth forms";
const POINTS: &str = "section 9.2, Arabic points";
const PERSIAN: &str = "CLDR, collation fa, secondary differences";
const NIQQUD: &str = "section 9.1, Hebrew points";
const VOWEL_SIGN: &str = "section 12.1, vowel signs";
const KANA: &str = "section 18.4, voiced sound marks";
const CONFUSABLE: &str = "UTS 39, section 4, confusables are told and not folded";
const CASE: &str = "section 5.18, case folding";
const COMPOSED: &str = "UAX 15, canonical equivalence";

const SAME: &[Pair] = &[
    // Latin: French, Vietnamese, Polish, Turkish, Nordic, Romanian, Portuguese, Czech, Croatian, Hungarian, Maltese, Hausa.
    ("Zoé Côté", "ZOE COTE", ACCENT),
    ("François", "Francois", ACCENT),
    ("Nguyễn Thị Hồng", "Nguyen Thi Hong", ACCENT),
    ("Đặng Đức", "Dang Duc", LATIN_ASCII),
    ("Łukasz Wałęsa", "Lukasz Walesa", LATIN_ASCII),
    ("Işıl", "Isil", LATIN_ASCII),
    ("İpek", "ipek", CASE),
    ("IŞIK", "ışık", CASE),
    ("Sørensen", "Sorensen", LATIN_ASCII),
    ("Åse Bjørnstad", "Ase Bjornstad", LATIN_ASCII),
    ("Æsa Þórðardóttir", "Aesa Thordardottir", LATIN_ASCII),
    ("Lœtitia", "Loetitia", LATIN_ASCII),
    ("Weiß", "WEISS", CASE),
    ("Müller", "Muller", ACCENT),
    ("Șerban Țîrlea", "Şerban Ţirlea", ACCENT),
    ("João Gonçalves", "Joao Goncalves", ACCENT),
    ("Dvořák", "Dvorak", ACCENT),
    ("Đoković", "Dokovic", LATIN_ASCII),
    ("Kőszegi", "Koszegi", ACCENT),
    ("Ħaż-Żebbuġ", "Haz Zebbug", LATIN_ASCII),
    ("Ɗanjuma Ƙano", "Danjuma Kano", LATIN_ASCII),
    ("Peña", "PENA", ACCENT),
    ("Zoe\u{308}", "Zoë", COMPOSED),
    // Latin: Indigenous orthographies.
    ("Sḵwx̱wú7mesh", "Skwxwu7mesh", ACCENT),
    ("Karonhí:io", "Karonhíːio", "section 7.8, U+02D0; U+A789 and the colon are its substitutes"),
    ("Karonhí꞉io", "Karonhiio", "section 7.8, length marks"),
    ("W̱SÁNEĆ", "Wsanec", ACCENT),
    ("ȺEȽTOȽ", "aeltol", LATIN_ASCII),
    ("Kanienʼkehá꞉ka", "Kanien'keha:ka", APOSTROPHE),
    // Apostrophes and hyphens of all kinds; order, case and spacing.
    ("O’Brien", "O'Brien", APOSTROPHE),
    ("O\u{2bc}Brien", "O’Brien", APOSTROPHE),
    ("O`Brien", "O´Brien", APOSTROPHE),
    ("O\u{2b9}Brien", "O\u{2032}Brien", APOSTROPHE),
    ("O‘Brien", "OBrien", APOSTROPHE),
    ("ʻAlapaki", "Alapaki", APOSTROPHE),
    ("ʿAlī Ḥasan", "Ali Hasan", APOSTROPHE),
    ("Jean-Pierre", "Jean‐Pierre", HYPHEN),
    ("Jean‑Pierre", "Jean – Pierre", HYPHEN),
    ("Jean\u{2212}Pierre", "Jean Pierre", HYPHEN),
    ("Marie Tremblay", "tremblay MARIE", "the order of names is a custom, CLDR, person names"),
    ("K.R.Narayanan", "K. R. Narayanan", "section 6.2, the period ends an abbreviation"),
    ("Gal\u{b7}la", "Galla", "section 7.1, Catalan middle dot"),
    ("Ma\u{200b}rie", "Marie", IGNORABLE),
    ("Ma\u{34f}rie\u{fe0f}", "Marie", IGNORABLE),
    ("Ｍａｒｉｅ", "Marie", WIDTH),
    // Cyrillic and Greek.
    ("Семён", "Семен", "UTS 10 and CLDR root, ё has a secondary weight"),
    ("Ива́н", "Иван", "section 7.4, stress is not spelled"),
    ("АНДРЕЙ", "Андрей", CASE),
    ("Андрей", "Андреи\u{306}", COMPOSED),
    ("Мар’яна", "Мар'яна", APOSTROPHE),
    ("Γιώργος Παπαδόπουλος", "ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "section 7.2, tonos; section 5.18, final sigma"),
    ("Ἀθηνᾶ", "Αθηνα", "section 7.2, polytonic marks"),
    // Arabic, Persian, Urdu, Hebrew, Syriac.
    ("مُحَمَّد", "محمد", POINTS),
    ("محـــمد", "محمد", "section 9.2, tatweel only widens"),
    ("أحمد", "احمد", "UAX 15, alef and a mark; section 9.2, hamza"),
    ("آمنة", "امنة", "UAX 15, alef and a mark; section 9.2, madda"),
    ("علی", "علي", PERSIAN),
    ("کریم", "كريم", PERSIAN),
    ("ہاشم", "هاشم", PERSIAN),
    ("علی\u{200c}رضا", "علیرضا", IGNORABLE),
    ("ﻣﺤﻤﺪ", "محمد", "section 9.2, presentation forms"),
    ("יִצְחָק", "יצחק", NIQQUD),
    ("שׁרה", "שרה", NIQQUD),
    ("ג׳ון", "ג'ון", "section 9.1, geresh"),
    ("בן־דוד", "בן-דוד", "section 9.1, maqaf"),
    ("ܝܰܥܩܽܘܒ", "ܝܥܩܘܒ", "section 9.3, Syriac points"),
    // India and its neighbours.
    ("ශ්\u{200d}රීමතී", "ශ්රීමතී", IGNORABLE),
    ("ക്\u{200d}", "ക്", IGNORABLE),
    ("क़ासिम", "क\u{93c}ासिम", COMPOSED),
    ("কো", "ক\u{9c7}\u{9be}", COMPOSED),
    ("கோ", "க\u{bc7}\u{bbe}", COMPOSED),
    // East Asia.
    ("マリー・クレール", "マリー クレール", "section 18.4, katakana middle dot parts words"),
    ("ﾏﾘｰ･ｸﾚｰﾙ", "マリー・クレール", WIDTH),
    ("ジャン＝ピエール", "ジャン゠ピエール", "section 18.4, katakana double hyphen"),
    ("ガ", "カ\u{3099}", COMPOSED),
    ("玛丽·克莱尔", "玛丽•克莱尔", "section 6.2, middle dots"),
    ("王　小明", "王 小明", WIDTH),
    ("葛\u{e0100}城", "葛城", "section 23.4, variation selectors"),
    ("김민준", "\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}", COMPOSED),
    // Others.
    ("བསྟན་འཛིན", "བསྟན༌འཛིན", "section 13.4, tsheg and its unbreakable form"),
    ("ሐና፡ተስፋ", "ሐና ተስፋ", "section 19.1, Ethiopic wordspace"),
    ("ԱՆԻ", "Անի", CASE),
    ("Սևակ", "ՍԵՒԱԿ", CASE),
    ("ნინო", "ᲜᲘᲜᲝ", CASE),
    ("ᐃᓄᒃ᐀ᐊ", "ᐃᓄᒃ-ᐊ", "section 20.2, Canadian syllabics hyphen"),
];

const DIFFERENT: &[Pair] = &[
    ("Marie Roy", "Maria Roy", "another letter"),
    ("Jørn", "Jærn", LATIN_ASCII),
    ("Ñande", "Ngande", LATIN_ASCII),
    ("Müller", "Mueller", "CLDR, transform Latin-ASCII; German alone writes ue"),
    ("Karonhí:io", "Karonhí:ia", "another letter"),
    ("Anna", "\u{410}nna", CONFUSABLE),
    ("Оlena", "Olena", CONFUSABLE),
    // Letters of Cyrillic and Greek.
    ("Сергій", "Сергіи", "UTS 10 and CLDR root, й has a primary weight"),
    ("Їжак", "Іжак", "section 7.4, ї is a letter of Ukrainian"),
    ("Ґала", "Гала", "section 7.4, ґ is a letter"),
    ("Νίκος", "Νίκας", "another letter"),
    // Arabic letters that differ by dots; Hebrew letters.
    ("حسن", "حسين", "another letter"),
    ("بهرام", "پهرام", "section 9.2, dots belong to the letter"),
    ("سعید", "شعید", "section 9.2, dots belong to the letter"),
    ("חנה", "הנה", "section 9.1, letters"),
    ("ދަވް", "ދިވް", "section 13.1, Thaana vowels are written always"),
    // Vowel signs, viramas, nuktas and nasal signs of India's scripts.
    ("राम शर्मा", "रमा शर्मा", VOWEL_SIGN),
    ("राम", "रम", VOWEL_SIGN),
    ("सीता", "सिता", VOWEL_SIGN),
    ("ज़रीन", "जरीन", "section 12.1, nukta makes another letter"),
    ("हंस", "हस", "section 12.1, anusvara"),
    ("शर्मा", "शरमा", "section 12.1, virama"),
    ("ਗੁਰਮੀਤ", "ਗੁਰਮਤ", "section 12.3, vowel signs"),
    ("ਸ਼ੇਰ", "ਸੇਰ", "section 12.3, nukta"),
    ("ਅੰਮ੍ਰਿਤ", "ਅਮ੍ਰਿਤ", "section 12.3, tippi"),
    ("রিমা", "রামি", "section 12.2, vowel signs"),
    ("বড়", "বড", "section 12.2, nukta"),
    ("મીના", "મના", "section 12.4, vowel signs"),
    ("மாலா", "மலா", "section 12.6, vowel signs"),
    ("கமல்", "கமல", "section 12.6, pulli"),
    ("రాము", "రమ", "section 12.7, vowel signs"),
    ("ಕೃಷ್ಣ", "ಕಷ್ಣ", "section 12.8, vowel signs"),
    ("രാമൻ", "രമൻ", "section 12.9, vowel signs"),
    ("නිමල්", "නමල්", "section 13.2, vowel signs"),
    ("ශ්රී", "ශරී", "section 13.2, al-lakuna"),
    // South-East Asia and Tibet.
    ("ปู", "ปุ", "section 16.1, Thai vowels"),
    ("ไม้", "ไม่", "section 16.1, Thai tones"),
    ("ແກ້ວ", "ແກ່ວ", "section 16.2, Lao tones"),
    ("សុខ", "សខ", "section 16.4, Khmer vowels"),
    ("ស្រី", "សរី", "section 16.4, coeng"),
    ("မောင်", "မောင", "section 16.3, asat"),
    ("မြ", "မ", "section 16.3, medials"),
    ("བསྟན", "བསན", "section 13.4, subjoined letters"),
    ("པོ", "པ", "section 13.4, Tibetan vowels"),
    // East Asia.
    ("はな", "ばな", KANA),
    ("ハナ", "パナ", KANA),
    ("ガ", "カ", KANA),
    ("おの", "おおの", "section 18.4, long vowels are spelled"),
    ("オノ", "オーノ", "section 18.4, U+30FC spells a long vowel"),
    ("李明", "王明", "another letter"),
    ("김민준", "김민중", "section 18.6, Hangul"),
    ("きよ", "きょ", "section 18.4, small kana"),
    // Others.
    ("ሐና", "ሓና", "section 19.1, Ethiopic vowels are in the letter"),
    ("Անի", "Անո", "another letter"),
    ("ნინო", "ნანო", "another letter"),
    ("ᐃᓄᒃ", "ᐄᓄᒃ", "section 20.2, the dot spells a long vowel"),
    ("ᐱᑕ", "ᐸᑕ", "section 20.2, the turn spells the vowel"),
];

fn name(text: &str) -> PersonName {
    PersonName::parse(text, "").unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[test]
fn names_are_compared_by_what_their_script_means() {
    assert!(SAME.len() >= 80 && DIFFERENT.len() >= 50, "{} and {}", SAME.len(), DIFFERENT.len());
    let wrong = |pairs: &[Pair], same: bool| -> Vec<String> {
        let wrong = pairs.iter().filter(|(one, other, _)| name(one).is_same_person(&name(other)) != same);
        wrong.map(|(one, other, rule)| format!("{one} / {other}: {rule}")).collect()
    };
    let (parted, merged) = (wrong(SAME, true), wrong(DIFFERENT, false));
    assert!(parted.is_empty() && merged.is_empty(), "one taken for two: {parted:#?}; two taken for one: {merged:#?}");
}

#[test]
fn every_pair_names_its_rule() {
    assert!(SAME.iter().chain(DIFFERENT).all(|(_, _, rule)| rule.len() > 10));
    let [one, other] =
        [("Marie", "Tremblay"), ("Tremblay", "Marie")].map(|(first, last)| PersonName::parse(first, last));
    assert_eq!(one.map(|name| name.words()), other.map(|name| name.words()), "whichever field it is typed into");
}
