use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime as Moment, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Line, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, read};
use super::*;

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook by hand. Its sheets are all the one part, of which this is the content.
#[derive(Clone)]
struct ByHand {
    root: String,
    properties: String,
    sheets: usize,
    target: String,
    sheet: String,
    texts: String,
    styles: String,
}

impl ByHand {
    fn new(sheet_data: &str) -> Self {
        let target = format!("<Relationship Id=\"r0\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        Self {
            root: format!("<Relationships>{target}</Relationships>"),
            properties: String::new(),
            sheets: 1,
            target: "worksheets/sheet1.xml".to_owned(),
            sheet: format!("<worksheet xmlns=\"{SPREADSHEET}\">{sheet_data}</worksheet>"),
            texts: "<sst></sst>".to_owned(),
            styles: String::from("<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let sheet = |number| format!("<sheet name=\"S{number}\" r:id=\"r1\"/>");
        let sheets: String = (1..=self.sheets).map(sheet).collect();
        let workbook = format!("<workbook>{}<sheets>{sheets}</sheets></workbook>", self.properties);
        let relation = format!("<Relationship Id=\"r1\" Type=\"{RELATION}/worksheet\" Target=\"{}\"/>", self.target);
        let relations = format!("<Relationships>{relation}</Relationships>");
        archive(&[
            ("_rels/.rels", self.root.as_bytes()),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/worksheets/sheet1.xml", self.sheet.as_bytes()),
            ("xl/sharedStrings.xml", self.texts.as_bytes()),
            ("xl/styles.xml", self.styles.as_bytes()),
        ])
    }

    fn read(&self) -> Result<Vec<Sheet>, Unreadable> {
        read(&self.bytes())
    }

    fn lines(&self) -> Vec<Line> {
        self.read().unwrap().into_iter().flat_map(|sheet| sheet.lines).collect()
    }
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("الجمعيات").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.merge_range(0, 0, 0, 3, "Liste des associations", &Format::new()).unwrap();
    sheet.write(2, 0, "دار الطالب").unwrap();
    sheet.write(2, 1, 40).unwrap();
    sheet.write_datetime_with_format(2, 2, Moment::from_ymd(2022, 5, 4).unwrap(), &day).unwrap();
    sheet.write_datetime_with_format(2, 3, Moment::parse_from_str("2022-05-04T23:59:59").unwrap(), &day).unwrap();
    sheet.write(2, 4, true).unwrap();
    sheet.write_formula(2, 5, Formula::new("=B3*2").set_result("80")).unwrap();
    sheet.write_formula(2, 6, Formula::new("=B3/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(2, 7, Formula::new("=A3&\"!\"").set_result("دار الطالب!")).unwrap();
    sheet.write_blank(2, 50, &day).unwrap();
    sheet.write(3, 0, "  ").unwrap();
    sheet.write(4, 2, " x ").unwrap();
    sheet.write_number_with_format(5, 0, 0.5, &Format::new().set_num_format("h:mm")).unwrap();
    workbook.add_worksheet().set_name("hidden").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    workbook.add_worksheet().set_name("empty").unwrap();
    let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
    let wednesday = NaiveDate::from_ymd_opt(2022, 5, 4).unwrap();
    let line = |number, cells| Line { number, cells };
    let expected = vec![
        line(1, vec![text("Liste des associations")]),
        line(
            3,
            vec![
                text("دار الطالب"),
                Cell::Number(40.0),
                Cell::Day(wednesday),
                Cell::Day(wednesday),
                Cell::Truth(true),
                Cell::Number(80.0),
                Cell::Fault("#DIV/0!".to_owned()),
                text("دار الطالب!"),
            ],
        ),
        line(5, vec![Cell::Empty, Cell::Empty, text(" x ")]),
        line(6, vec![Cell::Number(0.5)]),
    ];
    let empty = Sheet { name: "empty".to_owned(), lines: Vec::new() };
    assert_eq!(sheets, vec![Sheet { name: "الجمعيات".to_owned(), lines: expected }, empty]);
}

#[test]
fn days_are_counted_from_1900_or_from_1904() {
    let cells =
        "<c r=\"A1\" s=\"1\"><v>44685</v></c><c r=\"B1\" s=\"1\"><v>60</v></c><c r=\"C1\" s=\"1\"><v>-3</v></c>";
    let mut by_hand = ByHand::new(&format!("<sheetData><row r=\"1\">{cells}</row></sheetData>"));
    let day = |year, month, day| Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap());
    let cells = |by_hand: &ByHand| by_hand.lines().remove(0).cells;
    assert_eq!(cells(&by_hand), vec![day(2022, 5, 4), Cell::Number(60.0), Cell::Number(-3.0)]);
    by_hand.properties = "<workbookPr date1904=\"1\"/>".to_owned();
    assert_eq!(cells(&by_hand), vec![day(2026, 5, 5), day(1904, 3, 1), Cell::Number(-3.0)]);
}

#[test]
fn a_sheet_is_as_large_as_what_it_holds_whatever_it_claims() {
    let far = "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c><c r=\"XFD1048576\" s=\"1\"/></row>";
    for dimension in ["A1:XFD1048576", "XFD1048576", "C3:A1", "A1:ZZZZZZZZ99999999999"] {
        let by_hand = ByHand::new(&format!("<dimension ref=\"{dimension}\"/><sheetData>{far}</sheetData>"));
        // A claim that is no place makes the workbook a broken one.
        if let Ok(sheets) = by_hand.read() {
            let line = Line { number: 1_048_576, cells: vec![Cell::Number(1.0)] };
            assert_eq!(sheets.into_iter().flat_map(|sheet| sheet.lines).collect::<Vec<_>>(), vec![line]);
        } else {
            assert_eq!(by_hand.read(), Err(Unreadable::Broken));
            assert!(!dimension.ends_with("1048576"), "{dimension}");
        }
    }
    let by_hand = ByHand::new("<sheetData><row><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>");
    assert_eq!(by_hand.read(), Err(Unreadable::TooManyColumns { most: MOST_COLUMNS }));
    let by_hand = ByHand::new("<sheetData><row><c r=\"ZZZZZZZZ99999999999\"><v>1</v></c></row></sheetData>");
    assert!(by_hand.read().is_err());
    let by_hand = ByHand::new("<sheetData><row><c r=\"B2\"><v>2</v></c><c r=\"A1\"><v>1</v></c></row></sheetData>");
    assert_eq!(by_hand.lines().iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn lines_and_texts_are_counted_over_all_sheets() {
    let rows = |count: usize| "<row><c><v>1</v></c></row>".repeat(count);
    let mut by_hand = ByHand::new(&format!("<sheetData>{}</sheetData>", rows(MOST_ROWS / 2)));
    by_hand.sheets = 2;
    assert_eq!(by_hand.lines().len(), 50_000);
    by_hand.sheets = 3;
    assert_eq!(by_hand.read(), Err(Unreadable::TooManyRows { most: 50_000 }));
    by_hand = ByHand::new("<sheetData></sheetData>");
    by_hand.sheets = 33;
    assert_eq!(by_hand.read(), Err(Unreadable::TooManySheets { most: 32 }));
    // One text of 32,767 letters, named ten thousand times.
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(10_000);
    by_hand = ByHand::new(&format!("<sheetData>{cells}</sheetData>"));
    by_hand.texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(MOST_CHARACTERS));
    assert_eq!(by_hand.read(), Err(Unreadable::TooMuchInside));
    by_hand.texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(MOST_CHARACTERS + 1));
    assert_eq!(by_hand.read(), Err(Unreadable::CellTooLong { line: 1, column: 0, most: 32_767 }));
}

#[test]
fn a_part_that_would_be_kept_is_held_to_what_is_honest() {
    let honest = ByHand::new("<sheetData><row><c><v>1</v></c></row></sheetData>");
    assert!(honest.read().is_ok());
    let texts = |texts: String| ByHand { texts, ..honest.clone() }.read().map(|sheets| sheets.len());
    let some = |count: usize| format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(count));
    assert_eq!(texts(some(900_000)), Ok(1));
    assert_eq!(texts(some(1_000_000)), Err(Unreadable::TooMuchInside));
    assert_eq!(texts("<sst uniqueCount=\"9999999\"></sst>".to_owned()), Ok(1));
    for claim in
        ["uniqueCount=\"99999999999\"", "uniqueCount = '99999999999'", &format!("uniqueCount{}=\"1\"", " ".repeat(99))]
    {
        let claim = format!("<sst {claim}><si><t>{}</t></si></sst>", "x".repeat(99));
        assert_eq!(texts(claim), Err(Unreadable::TooMuchInside));
    }
    // Across the border of two readings.
    for before in (65_400..65_540).step_by(7) {
        let claim = format!("<?x {}?><sst uniqueCount=\"99999999999\"/>", "x".repeat(before));
        assert_eq!(
            archive::judge(&archive(&[("xl/sharedStrings.xml", claim.as_bytes())])).err(),
            Some(Unreadable::TooMuchInside)
        );
    }
    assert_eq!(texts(format!("<sst>{}</sst>", " ".repeat(64 * 1024 * 1024))), Err(Unreadable::TooMuchInside));
    let sixteen = |text: &str| String::from_utf8(text.encode_utf16().flat_map(u16::to_le_bytes).collect()).unwrap();
    assert_eq!(texts(sixteen("<sst uniqueCount=\"99999999999\"/>")), Err(Unreadable::Broken));
    let styles = |fonts: &str, formats: usize| {
        let formats = "<xf fontId=\"0\"/>".repeat(formats);
        let styles =
            format!("<styleSheet><fonts><font>{fonts}</font></fonts><cellXfs>{formats}</cellXfs></styleSheet>");
        ByHand { styles, ..honest.clone() }.read().map(|sheets| sheets.len())
    };
    assert_eq!(styles("<name val=\"Arial\"/>", 65_490), Ok(1));
    assert_eq!(styles("<name val=\"Arial\"/>", 150_000), Err(Unreadable::TooMuchInside));
    let long = format!("<name val=\"{}\"/>", "<'>".repeat(10_000));
    assert_eq!(styles(&long, 65_490), Err(Unreadable::TooMuchInside));
    assert_eq!(styles("<!-- > -->", 1), Err(Unreadable::TooMuchInside));
    let target = "x".repeat(3000);
    assert_eq!(ByHand { target, ..honest.clone() }.read(), Err(Unreadable::TooMuchInside));
    let root = honest.root.replace("xl/workbook.xml", "xl/worksheets/sheet1.xml");
    assert_eq!(archive::judge(&ByHand { root, ..honest.clone() }.bytes()).err(), Some(Unreadable::Broken));
}

#[test]
fn a_bomb_is_refused_by_what_it_unpacks_to() {
    let zeros = vec![b' '; 210 * 1024 * 1024];
    let bomb = archive(&[("xl/media/image1.png", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(read(&bomb), Err(Unreadable::TooMuchInside));
    // The same, but it says that it unpacks to one byte.
    let size = 220_200_960_u32.to_le_bytes();
    let mut lying = bomb;
    while let Some(at) = lying.windows(4).position(|four| four == size) {
        lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(matches!(read(&lying), Err(Unreadable::TooMuchInside | Unreadable::Broken)));
    // Half as much in one sheet, which a workbook has twenty times.
    let mut by_hand = ByHand::new("<sheetData></sheetData>");
    by_hand.sheet.extend(std::iter::repeat_n(' ', 60 * 1024 * 1024));
    by_hand.sheets = 20;
    assert_eq!(by_hand.read(), Err(Unreadable::TooMuchInside));
    let names: Vec<_> = (0..5001).map(|number| format!("xl/{number}")).collect();
    let parts: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&archive(&parts)), Err(Unreadable::TooMuchInside));
}

#[test]
fn what_is_no_whole_workbook_says_what_it_is() {
    let honest = ByHand::new("<sheetData><row><c><v>1</v></c></row></sheetData>").bytes();
    for length in [4, 30, 100, honest.len() / 2, honest.len() - 1] {
        assert_eq!(read(&honest[..length]), Err(Unreadable::Broken), "{length}");
    }
    for at in 0..honest.len() {
        let mut damaged = honest.clone();
        damaged[at] ^= 0x55;
        let _ = read(&damaged);
    }
    assert_eq!(read(&archive(&[("word/document.xml", b"<w/>")])), Err(Unreadable::NotAList));
    assert_eq!(read(&archive(&[("mimetype", b""), ("content.xml", b"<o/>")])), Err(Unreadable::OtherFormat));
    assert_eq!(read(&archive(&[("xl/workbook.bin", b"")])), Err(Unreadable::OtherFormat));
    assert_eq!(read(&archive(&[("xl/workbook.xml", b"<workbook/>")])), Err(Unreadable::Broken));
    assert_eq!(
        ByHand::new("<sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData>").read(),
        Err(Unreadable::Broken)
    );
    assert_eq!(ByHand::new("<sheetData><row><c><v>1</v>").read(), Err(Unreadable::Broken));
    // Every part says that it is under a password: bit 0 of its flags, in both places where they are.
    let mut locked = honest;
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<_> = (0..locked.len() - 4).filter(|at| &locked[*at..at + 4] == signature).collect();
        for at in places {
            locked[at + flags] |= 1;
        }
    }
    assert_eq!(read(&locked), Err(Unreadable::Protected));
}
