//! What is remarked of a cell or a line: in no language while it is kept, in the reader's when it is read.

use serde::{Deserialize, Serialize};

use super::columns::ImportColumn;
use super::listing::{Doubt, Fault, Unreadable};
use crate::text::Message;

/// What becomes of a line for a remark, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Weight {
    /// It cannot be entered.
    Wrong,
    /// It is left out: what it names is there.
    There,
    /// It is entered as it was understood.
    Doubtful,
}

/// A remark.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Remark {
    /// Of which column; `None` of the whole line.
    pub(super) column: Option<ImportColumn>,
    /// What the column is called in the file.
    pub(super) heading: Option<String>,
    /// What stands in the cell.
    pub(super) value: Option<String>,
    /// What becomes of the line for it.
    pub(super) weight: Weight,
    /// What there is to say.
    pub(super) message: Message,
}

impl From<Doubt> for Message {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Reversed => Self::new("cell-reversed"),
            Doubt::ThousandsComma | Doubt::ThousandsPoint => Self::new("cell-thousands"),
            Doubt::DecimalComma => Self::new("cell-decimal-comma"),
            Doubt::UnitLeftOut(unit) => Self::new("cell-unit").with("unit", unit),
            Doubt::YearOnly => Self::new("cell-year-only"),
            Doubt::MonthOnly => Self::new("cell-month-only"),
        }
    }
}

impl From<Fault> for Message {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing => Self::new("cell-missing"),
            Fault::NotANumber => Self::new("cell-no-number"),
            Fault::UnknownWord(word) => Self::new("cell-word").with("word", word),
            Fault::NotExact => Self::new("cell-not-exact"),
            Fault::NotWhole => Self::new("cell-not-whole"),
            Fault::BelowCentime => Self::new("cell-below-centime"),
            Fault::Ambiguous => Self::new("cell-ambiguous"),
            Fault::Negative => Self::new("cell-negative"),
            Fault::TooLarge => Self::new("cell-too-large"),
            Fault::NotADay => Self::new("cell-no-day"),
            Fault::NoSuchDay => Self::new("cell-no-such-day"),
            Fault::NotAMonth => Self::new("cell-no-month"),
            Fault::NotAText => Self::new("cell-no-text"),
            Fault::LettersLost => Self::new("cell-letters-lost"),
            Fault::DigitsLost => Self::new("cell-digits-lost"),
            Fault::TooLong { most } => Self::new("text-too-long").with("maximum", most),
            Fault::Formula(shown) => Self::new("cell-formula").with("error", shown),
        }
    }
}

impl From<Unreadable> for Message {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::NotAList => Self::new("list-none"),
            Unreadable::OtherFormat => Self::new("list-other-format"),
            Unreadable::Protected => Self::new("list-protected"),
            Unreadable::TooLarge { most } => Self::new("list-too-large").with("maximum", most),
            Unreadable::TooMuchInside => Self::new("list-too-much-inside"),
            Unreadable::TooManyRows { most } => Self::new("list-too-many-lines").with("maximum", most),
            Unreadable::TooManyColumns { most } => Self::new("list-too-many-columns").with("maximum", most),
            Unreadable::TooManySheets { most } => Self::new("list-too-many-sheets").with("maximum", most),
            Unreadable::CellTooLong { line, column, most } => {
                Self::new("list-cell-too-long").with("line", line).with("column", column + 1).with("maximum", most)
            }
            Unreadable::QuoteLeftOpen { line } => Self::new("list-quote-open").with("line", line),
            Unreadable::Broken => Self::new("list-broken"),
        }
    }
}
