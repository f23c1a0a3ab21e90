//! Lines of a request for support: what is asked, what the delegation proposes, what was granted.

use sea_orm::entity::prelude::*;

use crate::id::{CreationSupportId, GrantLineId};

/// What support consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CreationSupportKind {
    /// دعم تقني: advice, plans, training. It is no money.
    Technical,
    /// تجهيزات: beds, kitchens, vehicles, given in kind; an amount is what they are worth.
    Equipment,
    /// منحة مالية: money, which is paid by a grant line.
    GrantLine,
    /// محل: premises put at the association's disposal; an amount is what they are worth.
    Premises,
}

/// A line.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "creation_support_line")]
pub struct Model {
    /// The request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub support_id: CreationSupportId,
    /// Its place among the lines of the request, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What it consists of.
    pub kind: CreationSupportKind,
    /// What exactly.
    pub description: String,
    /// Whether the association asked for it; the delegation has added it otherwise.
    pub asked: bool,
    /// How much was asked, in centimes; null where it is no money, and where the delegation added the line.
    pub amount_asked: Option<i64>,
    /// Whether the delegation proposes to grant it; null while there is no proposal.
    pub proposed: Option<bool>,
    /// How much it proposes, in centimes; null where it is no money, is not proposed, or there is no proposal.
    pub amount_proposed: Option<i64>,
    /// Whether it was granted; null before the decision.
    pub granted: Option<bool>,
    /// How much was granted, in centimes; null where it is no money, was not granted, or is not decided.
    pub amount_granted: Option<i64>,
    /// The grant line that pays it; null while there is none.
    pub grant_line_id: Option<GrantLineId>,
    #[sea_orm(belongs_to, from = "support_id", to = "id")]
    pub support: BelongsTo<super::creation_support::Entity>,
    #[sea_orm(belongs_to, from = "grant_line_id", to = "id")]
    pub grant_line: BelongsTo<Option<super::grant_line::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
