//! Words that stand beside a number: what was counted, the currency, and how exact it is.

use super::Qualifier;
use super::text::folded;

/// A word beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// The dirham, in any of its spellings.
    Money,
    /// Persons, places or houses.
    Counted,
    /// `et`, `و` between two of these.
    Joiner,
}

const MONEY: [&str; 14] = [
    "dh",
    "dhs",
    "mad",
    "dirham",
    "dirhams",
    "درهم",
    "درهما",
    "دراهم",
    "الدراهم",
    "الدرهم",
    "دم",
    "مغربي",
    "مغربيا",
    "مغربيه",
];
/// Folded, as everything that words are compared with.
const COUNTED: [&str; 113] = [
    // Persons.
    "beneficiaire",
    "beneficiaires",
    "personne",
    "personnes",
    "enfant",
    "enfants",
    "eleve",
    "eleves",
    "femme",
    "femmes",
    "fille",
    "filles",
    "garcon",
    "garcons",
    "homme",
    "hommes",
    "resident",
    "residents",
    "residente",
    "residentes",
    "pensionnaire",
    "pensionnaires",
    "adherent",
    "adherents",
    "adherente",
    "adherentes",
    "membre",
    "membres",
    "employe",
    "employes",
    "salarie",
    "salaries",
    "مستفيد",
    "مستفيدا",
    "مستفيده",
    "مستفيدين",
    "مستفيدون",
    "مستفيدات",
    "شخص",
    "شخصا",
    "اشخاص",
    "طفل",
    "طفلا",
    "طفله",
    "اطفال",
    "تلميذ",
    "تلميذا",
    "تلميذه",
    "تلاميذ",
    "تلميذات",
    "طالب",
    "طالبا",
    "طالبه",
    "طلبه",
    "طالبات",
    "امراه",
    "نساء",
    "فتاه",
    "فتيات",
    "ذكر",
    "ذكور",
    "ذكورا",
    "انثي",
    "اناث",
    "اناثا",
    "نزيل",
    "نزيلا",
    "نزيله",
    "نزلاء",
    "نزيلات",
    "مسن",
    "مسنا",
    "مسنين",
    "عضو",
    "عضوا",
    "اعضاء",
    "منخرط",
    "منخرطا",
    "منخرطين",
    // Places.
    "place",
    "places",
    "lit",
    "lits",
    "سرير",
    "سريرا",
    "اسره",
    "مقعد",
    "مقعدا",
    "مقاعد",
    "مكان",
    "مكانا",
    "اماكن",
    // Houses.
    "centre",
    "centres",
    "etablissement",
    "etablissements",
    "association",
    "associations",
    "مركز",
    "مركزا",
    "مراكز",
    "مؤسسه",
    "موسسه",
    "مؤسسات",
    "موسسات",
    "جمعيه",
    "جمعيات",
    "روض",
    "روضا",
    "مركب",
    "مركبا",
    "مركبات",
    "دار",
];
const JOINERS: [&str; 3] = ["et", "و", "/"];
/// Signs that say how exact a number is, before it; the first one also behind it.
const SIGNS: [(char, Qualifier); 4] =
    [('+', Qualifier::MoreThan), ('>', Qualifier::MoreThan), ('~', Qualifier::About), ('≈', Qualifier::About)];
/// Words that say so, before a number. A longer one stands before one that it begins with.
const BEFORE: [(&str, Qualifier); 25] = [
    ("ازيد من", Qualifier::MoreThan),
    ("اكثر من", Qualifier::MoreThan),
    ("ما يزيد عن", Qualifier::MoreThan),
    ("ما يزيد علي", Qualifier::MoreThan),
    ("يزيد عن", Qualifier::MoreThan),
    ("ما يفوق", Qualifier::MoreThan),
    ("يفوق", Qualifier::MoreThan),
    ("تفوق", Qualifier::MoreThan),
    ("plus de", Qualifier::MoreThan),
    ("superieur a", Qualifier::MoreThan),
    ("more than", Qualifier::MoreThan),
    ("حوالي", Qualifier::About),
    ("تقدر ب", Qualifier::About),
    ("يقدر ب", Qualifier::About),
    ("ما يقارب", Qualifier::About),
    ("يقارب", Qualifier::About),
    ("تقريبا", Qualifier::About),
    ("نحو", Qualifier::About),
    ("زهاء", Qualifier::About),
    ("environ", Qualifier::About),
    ("env", Qualifier::About),
    ("approximativement", Qualifier::About),
    ("a peu pres", Qualifier::About),
    ("pres de", Qualifier::About),
    ("about", Qualifier::About),
];
/// Words that say so, behind a number.
const BEHIND: [(&str, Qualifier); 3] =
    [("تقريبا", Qualifier::About), ("environ", Qualifier::About), ("approximativement", Qualifier::About)];

/// What a word is; none where it is not known.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let word = comparable(word);
    let known = |words: &[&str], word: &str| words.contains(&word);
    if known(&MONEY, &word) {
        Some(Unit::Money)
    } else if known(&COUNTED, &word) || word.strip_prefix('و').is_some_and(|word| known(&COUNTED, word)) {
        Some(Unit::Counted)
    } else {
        known(&JOINERS, &word).then_some(Unit::Joiner)
    }
}

/// How exact the words before a number say it is, and the other words among them.
pub(super) fn before(words: &str) -> (Option<Qualifier>, Vec<&str>) {
    let (sign, words) = without_sign(words, &SIGNS);
    let (said, words) = without_phrase(words, &BEFORE);
    (sign.or(said), words)
}

/// How exact the words behind a number say it is, and the other words among them.
pub(super) fn behind(words: &str) -> (Option<Qualifier>, Vec<&str>) {
    let (sign, words) = without_sign(words, SIGNS.get(..1).unwrap_or_default());
    let (said, words) = without_phrase(words, &BEHIND);
    (sign.or(said), words)
}

fn without_sign<'a>(words: &'a str, signs: &[(char, Qualifier)]) -> (Option<Qualifier>, &'a str) {
    let words = words.trim();
    for (sign, qualifier) in signs {
        if let Some(rest) = words.strip_prefix(*sign).or_else(|| words.strip_suffix(*sign)) {
            return (Some(*qualifier), rest.trim());
        }
    }
    (None, words)
}

fn without_phrase<'a>(words: &'a str, phrases: &[(&str, Qualifier)]) -> (Option<Qualifier>, Vec<&'a str>) {
    let words: Vec<_> = words.split(' ').filter(|word| !comparable(word).is_empty()).collect();
    for (phrase, qualifier) in phrases {
        let length = phrase.split(' ').count();
        for (at, some) in words.windows(length).enumerate() {
            if some.iter().zip(phrase.split(' ')).all(|(word, wanted)| comparable(word) == wanted) {
                let mut rest = words.clone();
                rest.drain(at..at + length);
                return (Some(*qualifier), rest);
            }
        }
    }
    (None, words)
}

/// A word as these lists have it: `D.H.` is `dh`, `lit(s)` is `lits`.
fn comparable(word: &str) -> String {
    let mut word = folded(word);
    word.retain(|letter| !matches!(letter, '.' | '(' | ')' | ':' | ','));
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_word_is_known_in_every_spelling() {
        for money in ["DH", "Dhs", "D.H.", "درهمًا", "درهما", "MAD", "د.م."] {
            assert_eq!(unit(money), Some(Unit::Money), "{money}");
        }
        for counted in
            ["lits", "lit(s)", "Bénéficiaires", "مستفيدة", "مستفيد(ة)", "سريرًا", "أسرّة", "ومستفيدة", "أنثى", "مؤسسة"]
        {
            assert_eq!(unit(counted), Some(Unit::Counted), "{counted}");
        }
        for unknown in ["million", "مليون", "ألف", "k", "%", "سنتيم", "ريال", "x"] {
            assert_eq!(unit(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_word_of_the_lists_is_as_words_are_compared() {
        let phrases = BEFORE.iter().chain(&BEHIND).flat_map(|(phrase, _)| phrase.split(' '));
        for word in MONEY.into_iter().chain(COUNTED).chain(phrases) {
            assert!(comparable(word) == word || word.contains('ؤ'), "{word}");
        }
    }
}
