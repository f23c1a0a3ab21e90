//! Releases, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::{DateTime, NaiveDate, Utc};
use derive_more::From;
use entity::id::ReleaseId;
use entity::month::YearMonth;
use entity::{release, release_table};

use super::table::{About, Category, Cell, Dimension, Trilingual};
use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, value};

/// Fixed tables that the national office published of a month, once: what stands in them does not change any more. Cells below
/// the threshold of their table are kept back, and others with them, so that no sum, of one release or of two that follow
/// each other, gives them away.
#[derive(Debug, Description, From)]
pub struct Release(pub(crate) release::Model);

declare! {
    Release of release {
        /// Global id.
        id: ReleaseId;

        /// The month: stocks are as of its last day, flows happened in it.
        month: YearMonth;

        /// The day on which it was published.
        published_on: NaiveDate;

        /// When it was withdrawn; null while it stands.
        withdrawn_at: Option<DateTime<Utc>>;

        /// Why it was withdrawn; null while it stands.
        withdrawal_reason: Option<String>;

        /// Its tables, in a fixed order; of a release that was withdrawn none, but to the national office.
        tables: [ReleaseTable];

        /// What was done of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<release::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

/// A table of a release.
#[derive(Debug, Description, From)]
pub struct ReleaseTable(pub(crate) release_table::Model);

declare! {
    ReleaseTable of release_table {
        /// Which table it is, the same in every release: `establishments-by-region`.
        code: String;

        /// Its title.
        title: ReleaseText = ReleaseText::title(about);

        /// What exactly is counted.
        definition: ReleaseText = ReleaseText::definition(about);

        /// What is counted, by the piece.
        unit: ReleaseText = ReleaseText::unit(about);

        /// Below which figures are kept back; zero where none is.
        threshold: i32 = About::threshold_in(about);

        /// The first month of which it was published, `2026-01`.
        since: String = About::since_in(about);

        /// By what it is broken down, in the order of `ReleaseCell.categories`.
        dimensions: Vec<ReleaseDimension> = ReleaseDimension::of(about);

        /// Its cells: one for each combination of categories, totals among them. They cost as much as 300 rows.
        cells: Vec<ReleaseCell> = ReleaseCell::of(cells);
    }
}

value! {
    /// A text of a release.
    #[derive(Debug, Default)]
    pub(super) struct ReleaseText {
        /// In Arabic.
        ar: String,
        /// In French.
        fr: String,
        /// In English.
        en: String,
    }
}

value! {
    /// A dimension of a table.
    #[derive(Debug)]
    pub(super) struct ReleaseDimension {
        /// Its code, the same in all tables that have it: `place`, `kind`, `licence`.
        code: String,
        /// What it is called.
        title: ReleaseText,
        /// Its categories, each behind the one that it is a part of.
        categories: Vec<ReleaseCategory>,
    }
}

value! {
    /// A category of a dimension.
    #[derive(Debug)]
    pub(super) struct ReleaseCategory {
        /// Its code: of a region, of a delegation, of a kind; `ALL` of all together.
        code: String,
        /// The code of the category that it is a part of; null of `ALL`. The parts of a category add up to it.
        parent: Option<String>,
        /// Its name in Arabic; null where only the French one is known.
        name_ar: Option<String>,
        /// Its name in French; null where only the Arabic one is known.
        name_fr: Option<String>,
    }
}

value! {
    /// A cell of a table.
    #[derive(Debug)]
    pub(super) struct ReleaseCell {
        /// The code of its category in each dimension.
        categories: Vec<String>,
        /// Its value; null where it is kept back.
        value: Option<i32>,
        /// Whether it is kept back: because it is below the threshold, or because it would give another away. Which of the two
        /// is not told.
        suppressed: bool,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the lane hands columns over")]
impl ReleaseText {
    fn title(about: String) -> Self {
        About::read(&about).title.into()
    }

    fn definition(about: String) -> Self {
        About::read(&about).definition.into()
    }

    fn unit(about: String) -> Self {
        About::read(&about).unit.into()
    }
}

impl From<Trilingual> for ReleaseText {
    fn from(Trilingual { ar, fr, en }: Trilingual) -> Self {
        Self { ar, fr, en }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the lane hands columns over")]
impl About {
    /// It was written by us, whole.
    fn read(about: &str) -> Self {
        serde_json::from_str(about).unwrap_or_default()
    }

    fn threshold_in(about: String) -> i32 {
        i32::try_from(Self::read(&about).threshold).unwrap_or(i32::MAX)
    }

    fn since_in(about: String) -> String {
        Self::read(&about).since
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the lane hands columns over")]
impl ReleaseDimension {
    fn of(about: String) -> Vec<Self> {
        let of = |dimension: Dimension| Self {
            code: dimension.code,
            title: dimension.title.into(),
            categories: dimension.categories.into_iter().map(ReleaseCategory::from).collect(),
        };
        About::read(&about).dimensions.into_iter().map(of).collect()
    }
}

impl From<Category> for ReleaseCategory {
    fn from(Category { code, parent, name }: Category) -> Self {
        Self { code, parent, name_ar: name.ar, name_fr: name.fr }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the lane hands columns over")]
impl ReleaseCell {
    fn of(cells: String) -> Vec<Self> {
        let cells: Vec<Cell> = serde_json::from_str(&cells).unwrap_or_default();
        let of = |Cell { categories, value }| Self {
            categories,
            suppressed: value.is_none(),
            value: value.map(|value| i32::try_from(value).unwrap_or(i32::MAX)),
        };
        cells.into_iter().map(of).collect()
    }
}
