//! Text with separators (CSV), as spreadsheets of several countries and decades write it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::{Lines, Sheet, Taken, Unreadable, text_cell};

/// What may part cells. In a draw, the earlier one: a comma stands in texts and in numbers, too.
const SEPARATORS: [char; 4] = [';', '\t', '|', ','];
/// Lines by which the separator is found: a title may stand above the headings.
const LOOKED_AT: usize = 20;
/// Letters from which on Arabic ones are a word, and no French capitals that were read with the wrong table.
const ARABIC_WORD: usize = 3;

/// The one sheet of a text.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let text = text(bytes)?;
    let text = text.as_str();
    let (separator, text) = match named_separator(text) {
        Some((separator, rest)) => (separator, rest),
        None => (separator(text), text),
    };
    let lines = lines(text, separator)?;
    Ok(super::sheet(String::new(), lines))
}

/// What the bytes say: by the mark at their beginning, else UTF-8 where they are, else as older spreadsheets write in Morocco.
fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => {
            let rest = bytes.get(length..).unwrap_or_default();
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            text.ok_or(Unreadable::NotAList)?.into_owned()
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if bytes.contains(&0) => return Err(Unreadable::NotAList),
            Err(_) => older(bytes),
        },
    };
    let binary = |letter: char| letter.is_ascii_control() && !"\t\n\r\u{b}\u{c}".contains(letter);
    let text = text.strip_suffix('\u{1a}').map(str::to_owned).unwrap_or(text); // where DOS ended a text
    if text.contains(binary) || text.starts_with("%PDF-") || text.starts_with("{\\rtf") {
        return Err(Unreadable::NotAList);
    }
    let head = text.trim_start();
    let is_markup = |start: &str| head.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if ["<html", "<!doctype", "<?xml", "<table", "<head", "<meta"].into_iter().any(is_markup) {
        return Err(Unreadable::OtherFormat);
    }
    Ok(text)
}

/// Windows-1256, which has the Arabic letters and the small French ones with accents. The French capitals with accents are only
/// in windows-1252, where 1256 has Arabic letters: a text without any Arabic word is one of 1252.
fn older(bytes: &[u8]) -> String {
    let (text, _) = WINDOWS_1256.decode_without_bom_handling(bytes);
    let is_arabic = |letter: char| ('\u{621}'..='\u{64a}').contains(&letter);
    let has_word = text.split(|letter| !is_arabic(letter)).any(|run| run.chars().count() >= ARABIC_WORD);
    let has_letter = text.contains(is_arabic);
    if has_letter && !has_word {
        WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        text.into_owned()
    }
}

/// The separator that a first line `sep=;` names, as spreadsheets write and read it, and what follows that line.
fn named_separator(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP="))?;
    let separator = rest.chars().next().filter(|first| SEPARATORS.contains(first))?;
    let rest = rest.get(1..)?;
    let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).or_else(|| rest.strip_prefix('\r'));
    Some((separator, after?))
}

/// The one that most of the first lines have outside of quotation marks.
fn separator(text: &str) -> char {
    let mut lines = [0_usize; SEPARATORS.len()];
    let mut seen = 0;
    let mut has = [false; SEPARATORS.len()];
    let mut blank = true;
    let mut quoted = false;
    for letter in text.chars().chain(['\n']) {
        if letter == '"' {
            quoted = !quoted;
        }
        if (letter == '\n' || letter == '\r') && !quoted {
            for (count, has) in lines.iter_mut().zip(&mut has) {
                *count += usize::from(std::mem::take(has));
            }
            seen += usize::from(!std::mem::replace(&mut blank, true));
            if seen == LOOKED_AT {
                break;
            }
        } else if !quoted {
            blank = blank && letter.is_whitespace();
            for (has, separator) in has.iter_mut().zip(SEPARATORS) {
                *has = *has || letter == separator;
            }
        }
    }
    let mut best = (0, ';');
    for (count, separator) in lines.into_iter().zip(SEPARATORS) {
        if count > best.0 {
            best = (count, separator);
        }
    }
    best.1
}

/// A cell begins with a quotation mark where one is at its start; two of them are one within it; behind the one that closes it,
/// the text goes on as it is.
fn lines(text: &str, separator: char) -> Result<Lines, Unreadable> {
    let mut taken = Taken::default();
    let mut lines = Lines::new();
    let (mut line, mut column) = (1_u32, 0);
    let mut cell = String::new();
    let (mut at_start, mut quoted) = (true, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            if letter != '"' {
                cell.push(letter);
            } else if letters.next_if_eq(&'"').is_some() {
                cell.push('"');
            } else {
                quoted = false;
            }
            continue;
        }
        let ends_line = letter == '\n' || letter == '\r';
        if letter == '"' && at_start {
            quoted = true;
            at_start = false;
        } else if letter == separator || ends_line {
            taken.put(&mut lines, line, column, text_cell(&cell))?;
            cell.clear();
            column += 1;
            at_start = true;
            if ends_line {
                if letter == '\r' {
                    letters.next_if_eq(&'\n');
                }
                line = line.saturating_add(1);
                column = 0;
            }
        } else {
            cell.push(letter);
            at_start = false;
        }
    }
    if quoted {
        return Err(Unreadable::QuoteLeftOpen { line });
    }
    taken.put(&mut lines, line, column, text_cell(&cell))?;
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, MOST_COLUMNS, MOST_ROWS, read as read_file};
    use super::*;

    /// Lines as `number: cell | cell`.
    fn shown(bytes: &[u8]) -> Vec<String> {
        let sheet = read(bytes).unwrap();
        let lines = sheet.lines.iter().map(|line| {
            let cells = line.cells.iter().map(|cell| match cell {
                Cell::Empty => "∅",
                Cell::Text(text) => text,
                Cell::Number(_) | Cell::Day(_) | Cell::Truth(_) | Cell::Fault(_) => panic!("{cell:?}"),
            });
            format!("{}: {}", line.number, cells.collect::<Vec<_>>().join(" | "))
        });
        lines.collect()
    }

    #[test]
    fn every_encoding_gives_the_same_letters() {
        let expected = ["1: الجمعية | Établissement", "2: دار الطالب | Khénifra"];
        let text = "الجمعية;Établissement\r\nدار الطالب;Khénifra\r\n";
        assert_eq!(shown(text.as_bytes()), expected);
        assert_eq!(shown(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), expected);
        let sixteen: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shown(&[b"\xff\xfe", sixteen.as_slice()].concat()), expected);
        let sixteen: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(shown(&[b"\xfe\xff", sixteen.as_slice()].concat()), expected);
        // By hand from the table of windows-1256: د ا ر space K h é.
        assert_eq!(shown(b"\xcf\xc7\xd1;Kh\xe9nifra"), ["1: دار | Khénifra"]);
        // And of windows-1252: É is C9, À is C0.
        assert_eq!(shown(b"\xc9cole;\xc0 Kh\xe9nifra"), ["1: École | À Khénifra"]);
    }

    #[test]
    fn the_separator_is_that_of_most_lines() {
        assert_eq!(shown(b"a,b\n1,2"), ["1: a | b", "2: 1 | 2"]);
        assert_eq!(shown(b"a\tb\n1,5\t2"), ["1: a | b", "2: 1,5 | 2"]);
        assert_eq!(shown(b"a|b"), ["1: a | b"]);
        assert_eq!(
            shown(b"\n\nListe, province\n\nNom;Lieu\nDar, ici;M'rirt\n"),
            ["3: Liste, province", "5: Nom | Lieu", "6: Dar, ici | M'rirt",]
        );
        assert_eq!(shown(b"\"a;b;c\",d\n\"e;f\",g"), ["1: a;b;c | d", "2: e;f | g"]);
        assert_eq!(shown(b"1,5;2,5"), ["1: 1,5 | 2,5"]);
        assert_eq!(shown(b"sep=,\r\na,b;c"), ["1: a | b;c"]);
        assert_eq!(shown(b"alone"), ["1: alone"]);
    }

    #[test]
    fn lines_are_numbered_as_a_spreadsheet_shows_them() {
        let text = b"a;b\r\n;;\r\n\"one\ntwo\";\"say \"\"so\"\"\"\r\rc;;;\n\"d\" e;f\"g";
        assert_eq!(shown(text), ["1: a | b", "3: one\ntwo | say \"so\"", "5: c", "6: d e | f\"g"]);
        assert!(shown(b"").is_empty());
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in
            [&b"a;b\0"[..], b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"MZ\x90\x00\x03\xe9", b"{\\rtf1 a}", b"a\x07;b"]
        {
            assert_eq!(read(bytes), Err(Unreadable::NotAList), "{bytes:?}");
        }
    }

    #[test]
    fn endless_lines_and_quotation_marks_end() {
        let endless = "a;".repeat(10_000_000);
        assert_eq!(read_file(endless.as_bytes()), Err(Unreadable::TooManyColumns { most: 100 }));
        assert_eq!(shown(";".repeat(10_000_000).as_bytes()), Vec::<String>::new());
        let long = "a".repeat(10_000_000);
        let too_long = Err(Unreadable::CellTooLong { line: 1, column: 0, most: 32_767 });
        assert_eq!(read_file(long.as_bytes()), too_long);
        let quotes = "\"".repeat(1_000_000);
        assert_eq!(read_file(quotes.as_bytes()), too_long);
        assert_eq!(read(format!("a\n\"{quotes}").as_bytes()), Err(Unreadable::QuoteLeftOpen { line: 2 }));
        let wide = |columns: usize| format!("{}x", ";".repeat(columns - 1));
        assert_eq!(read(wide(MOST_COLUMNS).as_bytes()).map(|sheet| sheet.lines.len()), Ok(1));
        assert!(read(wide(MOST_COLUMNS + 1).as_bytes()).is_err());
        assert_eq!(read("a\n".repeat(MOST_ROWS).as_bytes()).map(|sheet| sheet.lines.len()), Ok(50_000));
        assert_eq!(read("a\n".repeat(MOST_ROWS + 1).as_bytes()), Err(Unreadable::TooManyRows { most: 50_000 }));
    }
}
