//! Declared figures: what a delegation says of its year. A declaration is never passed off as a count.

use sea_orm::entity::prelude::*;

use crate::id::{DeclaredFigureId, DelegationId, ImportPartId};
use crate::month::YearMonth;

/// What a delegation declares: the figures of its annual report, what was granted, and how many people were served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Measure {
    /// مؤسسات الرعاية الاجتماعية المرخصة: social-protection establishments (EPS) with a licence.
    LicensedEps,
    /// مؤسسات في طور الترخيص: EPS whose licence is applied for and not decided.
    EpsBeingLicensed,
    /// مراكز التربية والتكوين: education and training centres.
    Cef,
    /// رياض الأطفال: kindergartens.
    Kindergartens,
    /// مركبات اجتماعية: social complexes.
    SocialComplexes,
    /// مراكز الأشخاص في وضعية إعاقة: centres for persons with a disability.
    DisabilityCenters,
    /// الدعم المالي الممنوح: what was granted in the budget year in which the month lies, in `amount`.
    GrantsAwarded,
    /// المستفيدون: people served in the season that holds the month.
    PeopleServed,
}

impl Measure {
    /// Whether it is an amount of money, and no count.
    #[must_use]
    pub fn is_money(self) -> bool {
        match self {
            Self::GrantsAwarded => true,
            Self::LicensedEps
            | Self::EpsBeingLicensed
            | Self::Cef
            | Self::Kindergartens
            | Self::SocialComplexes
            | Self::DisabilityCenters
            | Self::PeopleServed => false,
        }
    }
}

/// How a declared figure is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Qualifier {
    /// The figure itself.
    Exact,
    /// أزيد من: more than the figure.
    MoreThan,
    /// تقدر بـ, حوالي: about the figure.
    About,
}

/// A declared figure.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "declared_figure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeclaredFigureId,
    /// The delegation that declared it.
    pub delegation_id: DelegationId,
    /// What was counted.
    pub measure: Measure,
    /// The number declared; of money, in centimes.
    pub value: i64,
    /// How it is to be read.
    pub qualifier: Qualifier,
    /// The month of which it speaks.
    pub as_of: YearMonth,
    /// Where it was declared, in Arabic or French.
    pub source: String,
    /// The part of an import that brought it; null where it was entered by itself.
    pub import_part_id: Option<ImportPartId>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
