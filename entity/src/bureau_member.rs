//! Members of the bureaus of associations, as one general assembly elected them.

use sea_orm::entity::prelude::*;

use crate::id::BureauRenewalId;

/// What a member of a bureau does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BureauFunction {
    /// الرئيس: president; exactly one.
    President,
    /// نائب الرئيس: vice-president.
    VicePresident,
    /// الكاتب العام: secretary general; exactly one.
    SecretaryGeneral,
    /// نائب الكاتب العام: deputy of the secretary general.
    DeputySecretaryGeneral,
    /// أمين المال: treasurer; exactly one.
    Treasurer,
    /// نائب أمين المال: deputy of the treasurer.
    DeputyTreasurer,
    /// المستشار: adviser.
    Adviser,
}

/// A member.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bureau_member")]
pub struct Model {
    /// The renewal by which they were elected.
    #[sea_orm(primary_key, auto_increment = false)]
    pub renewal_id: BureauRenewalId,
    /// Their place in the list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What they do.
    pub function: BureauFunction,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
