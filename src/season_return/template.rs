//! Templates of returns and what they ask for, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::id::ReturnTemplateId;
use entity::month::YearMonth;
use entity::return_band::{self, ReturnBandKind};
use entity::return_item::{self, FundingSource, ReturnSection, ReturnUnit, StaffType};
use entity::return_template::{self, ReturnPeriod};
use entity::sex::Sex;
use entity::{return_template_item, return_template_kind};

use crate::establishment::EstablishmentKind;
use crate::lane::{declare, shown_by_name};
use crate::money::Money;

shown_by_name!(FundingSource, ReturnBandKind, ReturnPeriod, ReturnSection, ReturnUnit, Sex, StaffType);

/// A template of returns: what houses of some kinds report, for which periods, until when. Reference data.
#[derive(Debug, Description, From)]
pub struct ReturnTemplate(pub(crate) return_template::Model);

/// An item of a template.
#[derive(Debug, Description, From)]
pub(super) struct ReturnTemplateItem(pub(crate) return_template_item::Model);

/// A figure that returns ask for, and what it stands for. It may be in several templates, so that houses of different kinds are
/// compared by it. Reference data.
#[derive(Debug, Description, From)]
pub(super) struct ReturnItem(pub(crate) return_item::Model);

/// An age band or a level of school by which people are counted in returns; reference data.
#[derive(Debug, Description, From)]
pub struct ReturnBand(pub(crate) return_band::Model);

declare! {
    ReturnTemplate of return_template {
        /// Global id.
        id: ReturnTemplateId;

        /// Its code: `BOARDING_HOUSE`, …
        code: String;

        named;

        /// For how long its returns speak.
        period: ReturnPeriod;

        /// The first month of a season, 1 to 12; null for months.
        first_month: Option<i32>;

        /// The last month of a season, 1 to 12, in the next year where it comes before the first; null for months.
        last_month: Option<i32>;

        /// Days after the last of the period until which a return is in time.
        due_days: i32;

        /// A figure jumps where it differs from the one of the period before by more than so many percent of it, and by
        /// `jumpLeast` or `jumpLeastAmount` at least.
        jump_percent: i32;

        /// The least difference of a jump in people, beds or members of the staff.
        jump_least: i32;

        /// The least difference of a jump in money.
        jump_least_amount: Money = Money::from_centimes(jump_least_centimes);

        /// The first month in which a period may begin under it.
        in_force_from: YearMonth;

        /// The last month in which a period may begin under it; null while it is in force. A return keeps the template under
        /// which it was begun.
        in_force_to: Option<YearMonth>;

        /// The kinds of houses that report by it: themselves, or the wide kind under which they are counted; the narrower one
        /// prevails. Empty: all kinds that no other template names.
        kinds: [EstablishmentKind] through return_template_kind.kind_code;

        /// What it asks for, in order.
        items: [ReturnTemplateItem];

        /// Where it comes from, and how sure it is.
        source: String;
    }
}

declare! {
    ReturnTemplateItem of return_template_item {
        /// The item.
        item: ReturnItem by item_code;

        /// Whether a return without it cannot be submitted. Zero is a figure.
        required: bool;
    }
}

declare! {
    ReturnItem of return_item {
        /// Its code, the same for ever: `HEAD_F_LOWER_SECONDARY`, …
        code: String;

        named;

        /// The part of a return in which it stands. The items of HEAD_COUNT in a template have each person in exactly one of
        /// them; those of ORPHANS, DISABILITY and PRESENT are of these.
        section: ReturnSection;

        /// What it counts.
        unit: ReturnUnit;

        /// Of which sex; null for both together.
        sex: Option<Sex>;

        /// Of which age band or level of school; null for all together.
        band: ReturnBand by band_code;

        /// Which staff; null where it is not of staff.
        staff_type: Option<StaffType>;

        /// Staff with a certificate for their work, or without; null where it is not of staff, or of both.
        qualified: Option<bool>;

        /// Who paid; null where it is not of money.
        funding_source: Option<FundingSource>;
    }
}

declare! {
    ReturnBand of return_band {
        /// Its code: `AGE_6_14`, `LOWER_SECONDARY`, …
        code: String;

        named;

        /// What it parts people by.
        kind: ReturnBandKind;
    }
}
