use chrono::NaiveDate;

use super::*;
use Doubt::{DecimalComma, Reversed, ThousandsComma, ThousandsPoint};
use Qualifier::{About, Exact, MoreThan};

fn cell(written: &str) -> Cell {
    Cell::Text(written.to_owned())
}

fn left_out(unit: &str) -> Doubt {
    Doubt::UnitLeftOut(unit.to_owned())
}

#[test]
fn amounts_are_read_as_offices_write_them() {
    let plain = [
        ("3 000 000 . 00درهما", 300_000_000),
        ("1 468 411 . 00", 146_841_100),
        ("1 468 411,00", 146_841_100),
        ("1\u{a0}468\u{202f}411,50 DH", 146_841_150),
        ("1'468'411.5", 146_841_150),
        ("1’468’411.05 Dhs", 146_841_105),
        ("1.468.411,00", 146_841_100),
        ("1,468,411.00", 146_841_100),
        ("1.468.411 درهم", 146_841_100),
        ("١٦٠٠٠٠", 16_000_000),
        ("۱۶۰ ۰۰۰٫۵ درهم", 16_000_050),
        ("١ ٤٦٨ ٤١١٫٠٠", 146_841_100),
        ("160000", 16_000_000),
        ("160000.00", 16_000_000),
        ("160000.000", 16_000_000),
        ("DH 160 000", 16_000_000),
        ("MAD160000", 16_000_000),
        ("160 000 د.م.", 16_000_000),
        ("160 000 درهم مغربي", 16_000_000),
        ("\u{200f}160 000\u{202c} درهمـا", 16_000_000),
        ("12,5", 1250),
        ("12٫5", 1250),
        ("0.05", 5),
        ("0", 0),
        ("999 999 999 999,99", 99_999_999_999_999),
    ];
    for (written, centimes) in plain {
        assert_eq!(amount(&cell(written)), Ok(Some(Read::plain((Exact, centimes)))), "{written:?}");
    }
    let doubtful = [
        (". 00 000 160 درهما", 16_000_000, vec![Reversed]),
        ("00 000 160", 16_000_000, vec![Reversed]),
        ("٠٠ ٠٠٠ ١٦٠", 16_000_000, vec![Reversed]),
        ("00 . 411 468 1", 146_841_100, vec![Reversed]),
        ("411 468 1", 146_841_100, vec![Reversed]),
        ("1٬468٬411", 146_841_100, vec![ThousandsComma]),
        ("1٬468٬411٫50", 146_841_150, vec![ThousandsComma]),
        ("1 468 411٬00", 146_841_100, vec![DecimalComma]),
        ("1 468 411،50", 146_841_150, vec![DecimalComma]),
    ];
    for (written, centimes, doubts) in doubtful {
        assert_eq!(amount(&cell(written)), Ok(Some(Read { value: (Exact, centimes), doubts })), "{written:?}");
    }
    let said = [
        ("تقدر ب . 00 000 160 درهما", About, 16_000_000, vec![Reversed]),
        ("تقدر بـ160 000 درهم", About, 16_000_000, vec![]),
        ("plus de 160 000 DH", MoreThan, 16_000_000, vec![]),
        ("DH 160 000 environ", About, 16_000_000, vec![]),
        ("env. 160 000", About, 16_000_000, vec![]),
    ];
    for (written, qualifier, centimes, doubts) in said {
        assert_eq!(amount(&cell(written)), Ok(Some(Read { value: (qualifier, centimes), doubts })), "{written:?}");
    }
}

#[test]
fn amounts_that_say_something_else_are_refused() {
    let word = |word: &str| Fault::UnknownWord(word.to_owned());
    let refused = [
        ("1,468", Fault::Ambiguous),
        ("1.468", Fault::Ambiguous),
        ("1٬468", Fault::Ambiguous),
        ("12٬5", Fault::Ambiguous),
        ("12،50", Fault::Ambiguous),
        ("1.468,411", Fault::Ambiguous),
        ("1 468,411", Fault::Ambiguous),
        ("00.50", Fault::Ambiguous),
        ("12.345678", Fault::BelowCentime),
        ("1234,567", Fault::BelowCentime),
        ("12٫345", Fault::BelowCentime),
        ("3 millions", word("millions")),
        ("3 مليون درهم", word("مليون")),
        ("50%", word("%")),
        ("50 ٪", word("٪")),
        ("160 000 سنتيم", word("سنتيم")),
        ("40 lits", word("lits")),
        ("< 160 000", word("<")),
        ("-160 000", Fault::Negative),
        ("− 160 000", Fault::Negative),
        ("160 000-", Fault::Negative),
        ("1E+05", Fault::NotANumber),
        ("1e5", Fault::NotANumber),
        ("inf", Fault::NotANumber),
        ("NaN", Fault::NotANumber),
        ("2021-2022", Fault::NotANumber),
        ("04.05.2022", Fault::NotANumber),
        ("06 61 23 45 67", Fault::NotANumber),
        ("1 468..411", Fault::NotANumber),
        ("1 468. ,411", Fault::NotANumber),
        ("1 000 000 000 000", Fault::TooLarge),
    ];
    for (written, fault) in refused {
        assert_eq!(amount(&cell(written)), Err(fault), "{written:?}");
    }
}

#[test]
fn counts_are_read_as_offices_write_them() {
    let plain =
        [("34", 34), ("٣٤", 34), ("034", 34), ("40,0", 40), ("40.00", 40), ("23.", 23), ("1 007", 1007), ("0", 0)];
    for (written, value) in plain {
        assert_eq!(count(&cell(written)), Ok(Some(Read::plain(value))), "{written:?}");
    }
    let doubtful = [
        ("40lits", 40, left_out("lits")),
        ("120مستفيد", 120, left_out("مستفيد")),
        ("120 مستفيدة ومستفيدا", 120, left_out("مستفيدة ومستفيدا")),
        ("40 lit(s)", 40, left_out("lit(s)")),
        ("٤٠ سريرًا", 40, left_out("سريرًا")),
        ("1,468", 1468, ThousandsComma),
        ("1٬468", 1468, ThousandsComma),
        ("1.468", 1468, ThousandsPoint),
        ("00 000 160", 160_000, Reversed),
        ("007 1", 1007, Reversed),
    ];
    for (written, value, doubt) in doubtful {
        assert_eq!(count(&cell(written)), Ok(Some(Read { value, doubts: vec![doubt] })), "{written:?}");
    }
    for nothing in ["", " ", "-", "—", "--", "/", "\u{200f}-", "ـ"] {
        assert_eq!(count(&cell(nothing)), Ok(None), "{nothing:?}");
    }
    assert_eq!(count(&Cell::Empty), Ok(None));
}

#[test]
fn counts_that_say_something_else_are_refused() {
    let word = |word: &str| Fault::UnknownWord(word.to_owned());
    let refused = [
        ("40,5", Fault::NotWhole),
        ("0.468", Fault::NotWhole),
        ("12٬5", Fault::Ambiguous),
        ("40 DH", word("DH")),
        ("40 x", word("x")),
        ("n° 40", word("n°")),
        ("12 garçons 13 filles", Fault::NotANumber),
        ("3/4", Fault::NotANumber),
        ("néant", Fault::NotANumber),
        ("-5", Fault::Negative),
        ("0661234567", Fault::TooLarge),
        ("1 000 000 000", Fault::TooLarge),
        ("9999999999999999999999999999", Fault::TooLarge),
        ("أزيد من 23", Fault::NotExact),
        ("+23", Fault::NotExact),
    ];
    for (written, fault) in refused {
        assert_eq!(count(&cell(written)), Err(fault), "{written:?}");
    }
}

#[test]
fn a_count_may_be_more_than_or_about() {
    let said = [
        ("أزيد من 23", MoreThan, 23),
        ("أكثر من ٢٣", MoreThan, 23),
        ("ما يزيد عن 23", MoreThan, 23),
        ("plus de 23", MoreThan, 23),
        ("Plus de 23", MoreThan, 23),
        ("> 23", MoreThan, 23),
        ("+23", MoreThan, 23),
        ("23+", MoreThan, 23),
        ("23 +", MoreThan, 23),
        ("حوالي 23", About, 23),
        ("تقدر ب 23", About, 23),
        ("تقدر بـ23", About, 23),
        ("environ 23", About, 23),
        ("23 تقريبا", About, 23),
        ("~23", About, 23),
        ("à peu près 23", About, 23),
        ("23", Exact, 23),
    ];
    for (written, qualifier, value) in said {
        let read = qualified_count(&cell(written));
        assert_eq!(read, Ok(Some(Read::plain((qualifier, value)))), "{written:?}");
    }
    let read = qualified_count(&cell("أزيد من 23 مركزا"));
    assert_eq!(read, Ok(Some(Read { value: (MoreThan, 23), doubts: vec![left_out("مركزا")] })));
    assert_eq!(qualified_count(&cell("plus de 23 environ")), Err(Fault::Ambiguous));
    assert_eq!(qualified_count(&cell("moins de 23")), Err(Fault::UnknownWord("moins".to_owned())));
}

#[test]
fn numbers_of_a_spreadsheet_are_whole_or_to_the_centime() {
    let read = |number: f64| count(&Cell::Number(number)).map(|read| read.map(|read| read.value));
    assert_eq!(read(40.0), Ok(Some(40)));
    assert_eq!(read(-0.0), Ok(Some(0)));
    assert_eq!(read(40.000_000_1), Ok(Some(40)));
    assert_eq!(read(40.5), Err(Fault::NotWhole));
    assert_eq!(read(-1.0), Err(Fault::Negative));
    assert_eq!(read(1e9), Err(Fault::TooLarge));
    assert_eq!(read(1e300), Err(Fault::TooLarge));
    assert_eq!(read(f64::INFINITY), Err(Fault::NotANumber));
    assert_eq!(read(f64::NAN), Err(Fault::NotANumber));
    let read = |number: f64| amount(&Cell::Number(number)).map(|read| read.map(|read| read.value.1));
    assert_eq!(read(1_468_411.0), Ok(Some(146_841_100)));
    assert_eq!(read(0.1 + 0.2), Ok(Some(30)));
    assert_eq!(read(1_468_411.37), Ok(Some(146_841_137)));
    assert_eq!(read(999_999_999_999.99), Ok(Some(99_999_999_999_999)));
    assert_eq!(read(33.333_333), Err(Fault::BelowCentime));
    assert_eq!(read(-0.01), Err(Fault::Negative));
    assert_eq!(read(1e12), Err(Fault::TooLarge));
    assert_eq!(count(&Cell::Truth(true)), Err(Fault::NotANumber));
    assert_eq!(count(&Cell::Day(NaiveDate::default())), Err(Fault::NotANumber));
    assert_eq!(amount(&Cell::Fault("#DIV/0!".to_owned())), Err(Fault::Formula("#DIV/0!".to_owned())));
}

/// The next number of a fixed row of numbers that look random (a linear congruence of Knuth's).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Digits in groups of three from the right, the first one first.
fn grouped(whole: u64) -> Vec<String> {
    let digits = whole.to_string();
    let digits: Vec<char> = digits.chars().rev().collect();
    let groups = digits.chunks(3).map(|group| group.iter().rev().collect::<String>());
    groups.collect::<Vec<_>>().into_iter().rev().collect()
}

fn in_digits(text: &str, zero: u32) -> String {
    let digit = |letter: char| letter.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(letter);
    text.chars().map(digit).collect()
}

#[test]
fn an_amount_is_read_back_from_every_spelling() {
    let mut state = 2022;
    for _ in 0..2000 {
        let size = 10_u64.pow(u32::try_from(next(&mut state) % 9 + 1).unwrap());
        let (whole, centimes) = (next(&mut state) % size, next(&mut state) % 100);
        let expected = i64::try_from(whole * 100 + centimes).unwrap();
        let groups = grouped(whole);
        let mut spellings = vec![format!("{whole}.{centimes:02}"), format!("{whole},{centimes:02}DH")];
        for (thousands, decimal) in [(" ", ","), (" ", " . "), ("\u{202f}", ","), ("'", "."), (".", ","), (",", ".")] {
            spellings.push(format!("{}{decimal}{centimes:02}", groups.join(thousands)));
        }
        for written in &spellings {
            for zero in ['0', '٠', '۰'] {
                let written = format!("\u{200f}{} درهما", in_digits(written, u32::from(zero)));
                assert_eq!(amount(&cell(&written)), Ok(Some(Read::plain((Exact, expected)))), "{written:?}");
            }
        }
        if whole > 0 {
            let turned: Vec<_> = groups.iter().rev().cloned().collect();
            let written = format!(". {centimes:02} {}", turned.join(" "));
            let read = Read { value: (Exact, expected), doubts: vec![Reversed] };
            assert_eq!(amount(&cell(&written)), Ok(Some(read)), "{written:?}");
        }
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet keeps it so")]
        let number = Cell::Number((whole * 100 + centimes) as f64 / 100.0);
        assert_eq!(amount(&number), Ok(Some(Read::plain((Exact, expected)))));
    }
}

#[test]
fn no_text_stops_the_reading() {
    let letters: Vec<char> = "0123456789٠٩ .,'٬٫،-+()%Eeدرهم\u{200f}ـ/:é".chars().collect();
    let mut state = 7;
    for _ in 0..50_000 {
        let length = next(&mut state) % 12;
        let pick = |_| letters[usize::try_from(next(&mut state)).unwrap() % letters.len()];
        let written = cell(&(0..length).map(pick).collect::<String>());
        for value in [qualified_count(&written), amount(&written)].into_iter().flatten().flatten() {
            assert!((0..=99_999_999_999_999).contains(&value.value.1), "{written:?}");
        }
        let _ = (super::super::day(&written), super::super::month(&written), super::super::text(&written, 5));
    }
}
