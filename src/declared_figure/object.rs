//! Declared figures, as GraphQL shows them.

use async_graphql::{Context, Description};
use derive_more::From;
use entity::declared_figure::{self, Measure, Qualifier};
use entity::id::DeclaredFigureId;
use entity::month::YearMonth;

use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;
use crate::money::Money;

/// A figure that a delegation declared. It is what was said, not what was counted.
#[derive(Debug, Description, From)]
pub struct DeclaredFigure(pub(crate) declared_figure::Model);

impl DeclaredFigure {
    fn counted(measure: Measure, value: i64) -> Option<i32> {
        i32::try_from(value).ok().filter(|_| !measure.is_money())
    }

    fn paid(measure: Measure, value: i64) -> Option<Money> {
        measure.is_money().then(|| Money::from_centimes(value))
    }
}

declare! {
    DeclaredFigure of declared_figure {
        /// Global id.
        id: DeclaredFigureId;

        /// The delegation that declared it.
        delegation: Delegation by delegation_id;

        /// What was counted.
        measure: Measure;

        /// The number declared; null where it is money.
        value: Option<i32> = DeclaredFigure::counted(measure, value);

        /// The amount declared; null where it is no money.
        amount: Option<Money> = DeclaredFigure::paid(measure, value);

        /// How the number is to be read.
        qualifier: Qualifier;

        /// The month of which it speaks.
        as_of: YearMonth;

        /// Where it was declared.
        source: String;

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<declared_figure::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
