//! Names of months and of days of the week in Morocco, in Arabic and in French; folded.

use chrono::Weekday;

/// By month, from January.
const MONTHS: [&[&str]; 12] = [
    &["يناير", "janvier", "janv", "jan"],
    &["فبراير", "fevrier", "fevr", "fev"],
    &["مارس", "mars"],
    &["ابريل", "افريل", "avril", "avr"],
    &["ماي", "مايو", "mai"],
    &["يونيو", "يونيه", "juin"],
    &["يوليوز", "يوليو", "يوليه", "juillet", "juil"],
    &["غشت", "اغسطس", "aout"],
    &["شتنبر", "سبتمبر", "septembre", "sept"],
    &["اكتوبر", "octobre", "oct"],
    &["نونبر", "نوفمبر", "novembre", "nov"],
    &["دجنبر", "ديسمبر", "decembre", "dec"],
];
const WEEKDAYS: [(&str, Weekday); 22] = [
    ("الاثنين", Weekday::Mon),
    ("الاتنين", Weekday::Mon),
    ("اثنين", Weekday::Mon),
    ("lundi", Weekday::Mon),
    ("الثلاثاء", Weekday::Tue),
    ("ثلاثاء", Weekday::Tue),
    ("mardi", Weekday::Tue),
    ("الاربعاء", Weekday::Wed),
    ("اربعاء", Weekday::Wed),
    ("mercredi", Weekday::Wed),
    ("الخميس", Weekday::Thu),
    ("خميس", Weekday::Thu),
    ("jeudi", Weekday::Thu),
    ("الجمعه", Weekday::Fri),
    ("جمعه", Weekday::Fri),
    ("vendredi", Weekday::Fri),
    ("السبت", Weekday::Sat),
    ("سبت", Weekday::Sat),
    ("samedi", Weekday::Sat),
    ("الاحد", Weekday::Sun),
    ("احد", Weekday::Sun),
    ("dimanche", Weekday::Sun),
];
/// Words of a date that say nothing more.
const FILLING: [&str; 12] = ["le", "du", "de", "en", "annee", "mois", "يوم", "في", "بتاريخ", "سنه", "شهر", "من"];
/// The first day of a month: `1er mai`, `فاتح ماي`.
const FIRST: [&str; 2] = ["er", "فاتح"];

/// A word of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A month, from 1.
    Month(u32),
    /// A day of the week.
    Weekday(Weekday),
    /// The first day, or what stands behind its number.
    First,
    /// It says nothing more.
    Filling,
}

/// What a folded word of a date is; none where it is not known.
pub(super) fn word(word: &str) -> Option<Word> {
    if let Some((month, _)) = (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)) {
        return Some(Word::Month(month));
    }
    if let Some((_, day)) = WEEKDAYS.into_iter().find(|(name, _)| *name == word) {
        return Some(Word::Weekday(day));
    }
    if FIRST.contains(&word) { Some(Word::First) } else { FILLING.contains(&word).then_some(Word::Filling) }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::folded;
    use super::*;

    #[test]
    fn every_name_is_as_words_are_compared_and_is_one_thing() {
        let weekdays = WEEKDAYS.iter().map(|(name, _)| *name);
        let names: Vec<_> = MONTHS.into_iter().flatten().copied().chain(weekdays).chain(FIRST).chain(FILLING).collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(folded(name), *name);
            assert!(!names[..at].contains(name), "{name}");
        }
    }
}
