use super::*;

fn cell(written: &str) -> Cell {
    Cell::Text(written.to_owned())
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_day_is_read_as_offices_write_it() {
    let fourth = [
        "2022-05-04",
        "2022/05/04",
        "04/05/2022",
        "4/5/2022",
        "4-5-2022",
        "04.05.2022",
        "04 / 05 / 2022",
        "٠٤/٠٥/٢٠٢٢",
        "\u{200f}04\u{200f}/05/2022",
        "4 ماي 2022",
        "4 مايو 2022",
        "4مايو2022",
        "يوم الأربعاء 4 ماي 2022",
        "الأربعاء 04/05/2022",
        "في 4 ماي، 2022",
        "4 mai 2022",
        "Mercredi 4 MAI 2022",
        "le 4 mai 2022",
        "04-mai-2022",
        "2022 ماي 4",
        "2022-05-04 00:00:00",
        "2022-05-04T00:00:00Z",
        "04/05/2022 13:30",
    ];
    for written in fourth {
        assert_eq!(day(&cell(written)), Ok(Some(Read::plain(date(2022, 5, 4)))), "{written:?}");
    }
    for written in ["1er mai 2022", "1 mai 2022", "فاتح ماي 2022", "01/05/2022"] {
        assert_eq!(day(&cell(written)), Ok(Some(Read::plain(date(2022, 5, 1)))), "{written:?}");
    }
    assert_eq!(day(&cell("29/02/2020")), Ok(Some(Read::plain(date(2020, 2, 29)))));
    assert_eq!(day(&Cell::Day(date(2022, 5, 4))), Ok(Some(Read::plain(date(2022, 5, 4)))));
    for nothing in ["", "-", " / "] {
        assert_eq!(day(&cell(nothing)), Ok(None));
    }
    assert_eq!(day(&Cell::Empty), Ok(None));
}

#[test]
fn every_month_has_its_names() {
    let names = [
        ("يناير", "janvier"),
        ("فبراير", "février"),
        ("مارس", "mars"),
        ("أبريل", "avril"),
        ("ماي", "mai"),
        ("يونيو", "juin"),
        ("يوليوز", "juillet"),
        ("غشت", "août"),
        ("شتنبر", "septembre"),
        ("أكتوبر", "octobre"),
        ("نونبر", "novembre"),
        ("دجنبر", "décembre"),
    ];
    for (number, (arabic, french)) in (1..).zip(names) {
        for name in [arabic.to_owned(), french.to_owned(), french.to_uppercase()] {
            let read = day(&cell(&format!("9 {name} 2021")));
            assert_eq!(read, Ok(Some(Read::plain(date(2021, number, 9)))), "{name}");
        }
    }
    for (other, number) in [
        ("مايو", 5),
        ("يوليو", 7),
        ("أغسطس", 8),
        ("سبتمبر", 9),
        ("نوفمبر", 11),
        ("ديسمبر", 12),
        ("fevrier", 2),
        ("aout", 8),
        ("ابريل", 4),
    ] {
        assert_eq!(month(&cell(&format!("{other} 2021"))), Ok(Some(Read::plain((2021, number)))), "{other}");
    }
}

#[test]
fn a_year_or_a_month_alone_is_its_first_day() {
    let first = |month, doubt| Ok(Some(Read { value: date(2022, month, 1), doubts: vec![doubt] }));
    for written in [cell("2022"), cell("سنة 2022"), cell("année 2022"), cell("٢٠٢٢"), Cell::Number(2022.0)] {
        assert_eq!(day(&written), first(1, Doubt::YearOnly), "{written:?}");
        assert_eq!(month(&written), Err(Fault::NotAMonth), "{written:?}");
    }
    for written in ["ماي 2022", "05/2022", "2022-05", "mai 2022"] {
        assert_eq!(day(&cell(written)), first(5, Doubt::MonthOnly), "{written:?}");
    }
}

#[test]
fn a_month_is_read_as_offices_write_it() {
    let written =
        ["2022-05", "2022/05", "05/2022", "5-2022", "ماي 2022", "شهر ماي 2022", "mai 2022", "MAI-2022", "04/05/2022"];
    for written in written {
        assert_eq!(month(&cell(written)), Ok(Some(Read::plain((2022, 5)))), "{written:?}");
    }
    assert_eq!(month(&Cell::Day(date(2022, 5, 31))), Ok(Some(Read::plain((2022, 5)))));
    for (written, fault) in [
        ("mai-22", Fault::Ambiguous),
        ("13/2022", Fault::NoSuchDay),
        ("00/2022", Fault::NoSuchDay),
        ("31/02/2022", Fault::NoSuchDay),
        ("202205", Fault::NotAMonth),
        ("05/22", Fault::NotAMonth),
        ("mai", Fault::NotAMonth),
    ] {
        assert_eq!(month(&cell(written)), Err(fault), "{written:?}");
    }
    assert_eq!(month(&Cell::Number(5.2022)), Err(Fault::NotAMonth));
}

#[test]
fn what_is_no_day_or_two_is_refused() {
    for (written, fault) in [
        ("05/24/2022", Fault::NoSuchDay),
        ("31/02/2022", Fault::NoSuchDay),
        ("29/02/2021", Fault::NoSuchDay),
        ("00/05/2022", Fault::NoSuchDay),
        ("2022-13-01", Fault::NoSuchDay),
        ("4 ماي 1443", Fault::NoSuchDay),
        ("1443", Fault::NoSuchDay),
        ("04/05/22", Fault::Ambiguous),
        ("4-5-22", Fault::Ambiguous),
        ("4 mai 22", Fault::Ambiguous),
        ("الأربعاء 24 ماي 2022", Fault::Ambiguous), // a Tuesday
        ("20220504", Fault::NotADay),
        ("04/05", Fault::NotADay),
        ("04/05-2022", Fault::NotADay),
        ("04//05/2022", Fault::NotADay),
        ("04 05 2022", Fault::NotADay),
        ("4 رمضان 1443", Fault::NotADay),
        ("voltus24 مايو 2022", Fault::NotADay),
        ("2021-2022", Fault::NotADay),
        ("4 mai juin 2022", Fault::NotADay),
        ("99:99", Fault::NotADay),
        ("04/05/2022 25:00", Fault::NotADay),
        ("12345678901234567890", Fault::NotADay),
        ("hier", Fault::NotADay),
    ] {
        assert_eq!(day(&cell(written)), Err(fault), "{written:?}");
    }
    for number in [44_685.0, 2022.5, -2022.0, f64::NAN, 34.0] {
        assert_eq!(day(&Cell::Number(number)), Err(Fault::NotADay), "{number}");
    }
    assert_eq!(day(&Cell::Truth(true)), Err(Fault::NotADay));
    assert_eq!(day(&Cell::Fault("#REF!".to_owned())), Err(Fault::Formula("#REF!".to_owned())));
}
