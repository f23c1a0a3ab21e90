//! What a cell says, as people of an office write it. What can be understood in one way alone is taken, with a doubt where it
//! was not written plainly; what can be understood in two ways is refused, and never guessed.

pub(crate) mod day;
mod grouping;
pub(crate) mod number;
pub(crate) mod text;
mod unit;

pub(crate) use day::{day, month};
pub(crate) use number::{amount, count, qualified_count};
pub(crate) use text::{script, text};

/// What was understood though it was not written plainly. Whoever sent the list is told, and it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The groups of digits stand in reverse order, as a text that runs from right to left leaves them: `00 000 160`.
    Reversed,
    /// A comma or an Arabic comma was read as standing between thousands: `1,468` as a count, `1٬468٬411`.
    ThousandsComma,
    /// A point was read as standing between thousands: `1.468` as a count.
    ThousandsPoint,
    /// An Arabic comma was read as standing before the centimes: `1 468 411٬00`.
    DecimalComma,
    /// A word that says what was counted was left out: `lits` of `40lits`.
    UnitLeftOut(String),
    /// There was a year alone; it was read as its first day.
    YearOnly,
    /// There was a month alone; it was read as its first day.
    MonthOnly,
}

/// Why a cell cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The cell is empty, and must not be. No function here says so: an empty cell is none.
    Missing,
    /// It is no number.
    NotANumber,
    /// It has a word that is not known beside a number: `3 millions`, `50%`.
    UnknownWord(String),
    /// It says more than or about, where an exact number is asked for.
    NotExact,
    /// It is a number, but no whole one.
    NotWhole,
    /// It is an amount with parts of a centime.
    BelowCentime,
    /// It can be understood in two ways: `1,468` as an amount, `12٬5`, `04/05/22`, a day of the week that is not that of the day.
    Ambiguous,
    /// It is less than zero.
    Negative,
    /// It is more than is ever counted or paid.
    TooLarge,
    /// It is no day.
    NotADay,
    /// The calendar does not have it, or it is none of the years from 1900 to 2100: `31/02/2022`, `05/24/2022`.
    NoSuchDay,
    /// It is no month.
    NotAMonth,
    /// It is true or false, where a text is asked for.
    NotAText,
    /// Letters of it were lost on the way to the file, which has � instead.
    LettersLost,
    /// It is a number of more than 15 digits, of which a spreadsheet keeps no more: a number of a bank account. It is to be
    /// written as a text.
    DigitsLost,
    /// It has more characters than this.
    TooLong {
        /// Characters it may have.
        most: usize,
    },
    /// The cell holds the error of a formula, which is this.
    Formula(String),
}

/// What was read, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read<T> {
    /// The value.
    pub value: T,
    /// What was not written plainly.
    pub doubts: Vec<Doubt>,
}

impl<T> Read<T> {
    /// A value that was written plainly.
    #[must_use]
    pub(crate) fn plain(value: T) -> Self {
        Self { value, doubts: Vec::new() }
    }
}

/// How exact a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Qualifier {
    /// Exactly so many.
    Exact,
    /// More than so many.
    MoreThan,
    /// About so many.
    About,
}
