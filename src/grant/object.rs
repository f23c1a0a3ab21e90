//! Grant lines and programmes, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::declared_figure::Qualifier;
use entity::id::{GrantLineId, ProgrammeId};
use entity::{grant_line, programme};

use crate::association::Association;
use crate::delegation::Delegation;
use crate::lane::declare;
use crate::money::Money;
use crate::text::LocalizedText;

/// A programme under which money is granted, or support to create houses (برنامج).
#[derive(Debug, Description, From)]
pub struct Programme(pub(crate) programme::Model);

/// A line of the grants of a budget year.
#[derive(Debug, Description, From)]
pub struct GrantLine(pub(crate) grant_line::Model);

declare! {
    Programme of programme {
        /// Global id.
        id: ProgrammeId;

        /// Its code: `EPS_SUPPORT`, …
        code: String;

        named;

        /// True: associations ask under it for support to create houses.
        supports_creation: bool;

        /// Up to which amount of such support the head of a delegation decides; null where the national office decides on all of it.
        head_decides_up_to: Option<Money> = Money::if_known(head_decides_up_to);

        /// Where it was read, and how sure it is; null where nobody noted it.
        source: Option<String>;
    }
}

declare! {
    GrantLine of grant_line {
        /// Global id.
        id: GrantLineId;

        /// The delegation.
        delegation: Delegation by delegation_id;

        /// The programme.
        programme: Programme by programme_id;

        /// The budget year, which is a calendar year.
        budget_year: i32;

        /// True where the source does not state the year and it was inferred.
        year_inferred: bool;

        /// The amount.
        amount: Money = Money::from_centimes(amount_centimes);

        /// How the amount is to be read: ABOUT where the source gives an estimate.
        amount_qualifier: Qualifier;

        /// Whom it is for, in the words of its source: an association, or a group of them.
        beneficiary: LocalizedText { ar = beneficiary_ar, fr = beneficiary_fr };

        /// The association; null where the line is for a group of them.
        association: Association by association_id;

        /// Where it was read.
        source: String;

        record;
    }
}
