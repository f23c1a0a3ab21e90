//! Mandates: one role on one slice, held by an account for a time. A token speaks for exactly one.

use sea_orm::entity::prelude::*;

use crate::id::{
    AccountId, AssociationId, DelegationId, EstablishmentId, MandateId, PartnerId, RegionalCoordinationId,
};

/// What a signed-in account may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// National office: administers accounts and reference data.
    NationalAdmin,
    /// National office: follows the network.
    NationalOfficer,
    /// National office: grants, payments, justifications.
    NationalFinance,
    /// National office: reads everything, the journal included, and changes nothing.
    NationalAuditor,
    /// National office: sees that personal data is protected (law 09-08).
    DataProtectionOfficer,
    /// منسق جهوي: reads and compares the delegations of a regional coordination.
    RegionalCoordinator,
    /// مندوب إقليمي: heads a delegation and signs off.
    DelegationHead,
    /// إطار بالمندوبية: prepares a delegation's files.
    DelegationOfficer,
    /// مساعدة اجتماعية: follows people, for a delegation.
    SocialWorker,
    /// مسير جمعية: runs an association and its houses.
    AssociationManager,
    /// مدير مؤسسة: directs one establishment.
    EstablishmentDirector,
    /// شريك: a partner, by a person on the projects it takes part in, or by a system on what its agreement opens.
    Partner,
}

/// A mandate. Besides the key of its own slice it carries the keys of the slices that its row falls into: a director's,
/// those of the delegation and the association of the house.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateId,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The role.
    pub role: Role,
    /// The slice of a regional coordinator; null for every other role.
    pub regional_coordination_id: Option<RegionalCoordinationId>,
    /// The slice of a delegation's roles; of others, the delegation of the association's seat or of the house.
    pub delegation_id: Option<DelegationId>,
    /// The slice of an association's manager; of a director, the association that manages the house.
    pub association_id: Option<AssociationId>,
    /// The slice of an establishment's director.
    pub establishment_id: Option<EstablishmentId>,
    /// The slice of a partner.
    pub partner_id: Option<PartnerId>,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Last day on which it holds; null where open-ended.
    pub valid_to: Option<Date>,
    /// When it was taken back, whatever its last day; null where it was not.
    pub ended_at: Option<DateTimeUtc>,
    /// The mandate on whose behalf it is; it holds no longer than that one. Null where its holder acts for nobody else.
    pub on_behalf_of_id: Option<MandateId>,
    /// The account that holds that one.
    pub on_behalf_of_account_id: Option<AccountId>,
    /// The rights of the role that it has, by name, parted by blanks; null for all of them.
    pub rights: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
