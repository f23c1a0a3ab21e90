//! Groups of digits and the marks between them, read as one number.

use super::{Doubt, Fault};

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A blank of any width.
    Blank,
    /// An apostrophe.
    Apostrophe,
    /// A comma.
    Comma,
    /// A point.
    Point,
    /// An Arabic comma: the one between thousands (U+066C), which is typed for any, or the one of sentences (U+060C).
    ArabicComma,
    /// The Arabic mark before decimals (U+066B).
    ArabicDecimal,
}

impl Mark {
    /// Of a character, where it is one.
    pub(super) fn of(letter: char) -> Option<Self> {
        match letter {
            ' ' => Some(Self::Blank),
            '\'' | '’' | '‘' | 'ʼ' => Some(Self::Apostrophe),
            ',' => Some(Self::Comma),
            '.' => Some(Self::Point),
            '٬' | '،' => Some(Self::ArabicComma),
            '٫' => Some(Self::ArabicDecimal),
            _ => None,
        }
    }

    /// Whether it may stand before decimals.
    fn parts_decimals(self) -> bool {
        match self {
            Self::Blank | Self::Apostrophe => false,
            Self::Comma | Self::Point | Self::ArabicComma | Self::ArabicDecimal => true,
        }
    }
}

/// A number as its digits. The decimals have no zeros at their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// Before the mark.
    pub(super) whole: String,
    /// Behind it.
    pub(super) decimals: String,
    /// The one mark, where it stands before three digits and nothing else says whether these are thousands or decimals. They
    /// were read as thousands.
    pub(super) in_two_ways: Option<Mark>,
    /// What was not written plainly.
    pub(super) doubts: Vec<Doubt>,
}

/// Groups of digits and the marks between them: one fewer. A mark may stand before the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling<'a> {
    /// The mark before the first group.
    pub(super) before: Option<Mark>,
    /// The groups, of ASCII digits.
    pub(super) groups: Vec<&'a str>,
    /// The marks between them.
    pub(super) marks: Vec<Mark>,
}

/// The one number that groups are. They are read in reverse only where they are no number as they stand.
pub(super) fn read(written: &Spelling<'_>) -> Result<Digits, Fault> {
    if written.before.is_none()
        && let Some(digits) = forward(&written.groups, &written.marks)?
    {
        return Ok(digits);
    }
    reversed(written)?.ok_or(Fault::NotANumber)
}

fn digits(groups: &[&str], decimals: &str, doubts: Vec<Doubt>) -> Digits {
    let decimals = decimals.trim_end_matches('0').to_owned();
    Digits { whole: groups.concat(), decimals, in_two_ways: None, doubts }
}

/// Whether groups are thousands: one to three digits that do not begin with a zero, then three each, with one kind of mark.
fn are_thousands(groups: &[&str], marks: &[Mark]) -> bool {
    let one_kind = marks.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
    let Some((first, rest)) = groups.split_first() else { return false };
    one_kind && first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
}

/// As they stand; none where that is no number.
fn forward(groups: &[&str], marks: &[Mark]) -> Result<Option<Digits>, Fault> {
    let (Some((last, before)), Some((mark, between))) = (groups.split_last(), marks.split_last()) else {
        return Ok((groups.len() == 1).then(|| digits(groups, "", Vec::new())));
    };
    let several = !between.is_empty();
    if are_thousands(groups, marks) && (*mark != Mark::ArabicDecimal) {
        let doubts = if *mark == Mark::ArabicComma { vec![Doubt::ThousandsComma] } else { Vec::new() };
        let in_two_ways = Some(*mark).filter(|mark| !several && mark.parts_decimals());
        return Ok(Some(Digits { in_two_ways, ..digits(groups, "", doubts) }));
    }
    if !mark.parts_decimals() || between.contains(mark) {
        return Ok(None);
    }
    let is_whole = match before {
        [whole] => *whole == "0" || whole.contains(|digit| digit != '0'),
        _ => are_thousands(before, between) && !between.contains(&Mark::ArabicDecimal),
    };
    if !is_whole {
        return Ok(None);
    }
    if several && last.len() == 3 && *mark != Mark::ArabicDecimal {
        return Err(Fault::Ambiguous); // 1.468,411: a number with three decimals, or thousands with two kinds of marks
    }
    let mut doubts = Vec::new();
    if between.contains(&Mark::ArabicComma) {
        doubts.push(Doubt::ThousandsComma);
    }
    if *mark == Mark::ArabicComma {
        if !several {
            return Err(Fault::Ambiguous); // 12٬5: a decimal, or two numbers
        }
        doubts.push(Doubt::DecimalComma);
    }
    Ok(Some(digits(before, last, doubts)))
}

/// In reverse, which turns the order of groups but not that of their digits; none where that is no number either.
fn reversed(written: &Spelling<'_>) -> Result<Option<Digits>, Fault> {
    let mut groups = written.groups.clone();
    let mut marks = written.marks.clone();
    groups.reverse();
    marks.reverse();
    let found = match (written.before, groups.as_slice(), marks.as_slice()) {
        // `. 00 000 160`, and `00 000 160` without its mark: the last group is that of the centimes.
        (Some(mark), [whole @ .., centimes], [between @ .., Mark::Blank]) if mark.parts_decimals() => {
            with_centimes(whole, between, centimes)
        }
        (None, [whole @ .., centimes @ "00"], [between @ .., Mark::Blank]) => with_centimes(whole, between, centimes),
        // `00.50`: fifty, or half of one.
        (None, [_, centimes], [mark]) if mark.parts_decimals() => {
            let is_half = written.groups.last().is_some_and(|last| last.len() < 3);
            if is_half && centimes.len() < 3 {
                return Err(Fault::Ambiguous);
            }
            forward(&groups, &marks)?
        }
        (None, ..) => forward(&groups, &marks)?,
        (Some(_), ..) => None,
    };
    Ok(found.map(|mut digits| {
        digits.doubts.insert(0, Doubt::Reversed);
        digits
    }))
}

fn with_centimes(whole: &[&str], between: &[Mark], centimes: &str) -> Option<Digits> {
    let is_whole = match whole {
        [one] => !one.starts_with('0'),
        _ => are_thousands(whole, between) && !between.contains(&Mark::ArabicDecimal),
    };
    (is_whole && centimes.len() <= 2).then(|| digits(whole, centimes, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands before, the groups, the marks between them, and what they are.
    type Case<'a> = (Option<Mark>, &'a [&'a str], &'a [Mark], &'a str);

    /// `digits.decimals`, with a question mark where a mark can be understood in two ways.
    fn shown(before: Option<Mark>, groups: &[&str], marks: &[Mark]) -> Result<String, Fault> {
        let written = Spelling { before, groups: groups.to_vec(), marks: marks.to_vec() };
        read(&written).map(|digits| {
            let two = if digits.in_two_ways.is_some() { "?" } else { "" };
            format!("{}.{}{two}", digits.whole, digits.decimals)
        })
    }

    #[test]
    fn groups_are_read_as_they_stand_where_they_can_be() {
        use Mark::{Apostrophe, ArabicComma, ArabicDecimal, Blank, Comma, Point};
        let written: [(&[&str], &[Mark], &str); 14] = [
            (&["160000"], &[], "160000."),
            (&["160", "000"], &[Blank], "160000."),
            (&["1", "468", "411"], &[Apostrophe, Apostrophe], "1468411."),
            (&["1", "468", "411", "00"], &[Blank, Blank, Comma], "1468411."),
            (&["1", "468", "411", "50"], &[Point, Point, Comma], "1468411.5"),
            (&["1", "468", "411", "05"], &[Comma, Comma, Point], "1468411.05"),
            (&["1", "468", "411"], &[ArabicComma, ArabicComma], "1468411."),
            (&["1", "468"], &[Comma], "1468.?"),
            (&["1", "468"], &[Point], "1468.?"),
            (&["1", "468"], &[ArabicDecimal], "1.468"),
            (&["0", "468"], &[Point], "0.468"),
            (&["12", "5"], &[ArabicDecimal], "12.5"),
            (&["0123", "45"], &[Point], "0123.45"),
            (&["160000", "000"], &[Comma], "160000."),
        ];
        for (groups, marks, expected) in written {
            assert_eq!(shown(None, groups, marks).as_deref(), Ok(expected), "{groups:?} {marks:?}");
        }
    }

    #[test]
    fn groups_are_read_in_reverse_only_where_they_are_no_number_else() {
        use Mark::{ArabicComma, Blank, Comma, Point};
        let written: [Case<'_>; 8] = [
            (Some(Point), &["00", "000", "160"], &[Blank, Blank], "160000."),
            (None, &["00", "000", "160"], &[Blank, Blank], "160000."),
            (None, &["00", "000", "160"], &[Point, Blank], "160000."),
            (None, &["50", "411", "468", "1"], &[Comma, Blank, Blank], "1468411.5"),
            (None, &["411", "468", "1"], &[Blank, Blank], "1468411."),
            (None, &["411", "468", "1"], &[ArabicComma, ArabicComma], "1468411."),
            (None, &["000", "160"], &[Blank], "160000."),
            (None, &["00", "160"], &[Point], "160."),
        ];
        for (before, groups, marks, expected) in written {
            assert_eq!(shown(before, groups, marks).as_deref(), Ok(expected), "{groups:?} {marks:?}");
        }
    }

    #[test]
    fn what_is_a_number_in_no_way_or_in_two_is_none() {
        use Mark::{Apostrophe, ArabicComma, ArabicDecimal, Blank, Comma, Point};
        let written: [(&[&str], &[Mark], Fault); 13] = [
            (&["12", "5"], &[ArabicComma], Fault::Ambiguous),
            (&["1", "468", "411"], &[Point, Comma], Fault::Ambiguous),
            (&["1", "468", "411"], &[Blank, Comma], Fault::Ambiguous),
            (&["00", "50"], &[Point], Fault::Ambiguous),
            (&["06", "61", "23", "45"], &[Blank, Blank, Blank], Fault::NotANumber),
            (&["1", "468", "411"], &[Blank, Apostrophe], Fault::NotANumber),
            (&["12", "34", "567"], &[Comma, Comma], Fault::NotANumber),
            (&["04", "05", "2022"], &[Point, Point], Fault::NotANumber),
            (&["1", "468", "411"], &[ArabicDecimal, ArabicDecimal], Fault::NotANumber),
            (&["2021", "160"], &[Blank], Fault::NotANumber),
            (&["000", "000"], &[Blank], Fault::NotANumber),
            (&["0", "160"], &[Blank], Fault::NotANumber),
            (&[], &[], Fault::NotANumber),
        ];
        for (groups, marks, expected) in written {
            assert_eq!(shown(None, groups, marks), Err(expected), "{groups:?} {marks:?}");
        }
    }
}
