//! Any object by its global id.

use async_graphql::{Context, ID, Interface, Object, Result};
use entity::{
    account, api_client, api_client_secret, association, bank_account, bureau_renewal, cercle, commune,
    creation_support, declared_figure, delegation, document, establishment, formal_notice, grant_line, import,
    inspection, licence_application, licence_measure, licence_period, mandate, partner, partner_agreement, programme,
    project, province, public_holiday, region, regional_coordination, release, relocation_plan, return_template,
    rule_set, season_return, staff_member, territory_import,
};

use crate::account::Account;
use crate::association::Association;
use crate::bank_account::BankAccount;
use crate::bureau::BureauRenewal;
use crate::creation_support::CreationSupport;
use crate::db::ScopedDb;
use crate::declared_figure::DeclaredFigure;
use crate::delegation::{Delegation, RegionalCoordination};
use crate::document::Document;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::formal_notice::FormalNotice;
use crate::global_id::{self, Global};
use crate::grant::{GrantLine, Programme};
use crate::holiday::PublicHoliday;
use crate::import::Import;
use crate::inspection::Inspection;
use crate::licence::LicencePeriod;
use crate::licence_application::LicenceApplication;
use crate::licence_measure::LicenceMeasure;
use crate::mandate::Mandate;
use crate::partner::Partner;
use crate::partner_agreement::{ApiClient, ApiClientSecret, PartnerAgreement};
use crate::project::Project;
use crate::release::Release;
use crate::relocation_plan::RelocationPlan;
use crate::request::Request;
use crate::rule_set::RuleSet;
use crate::season_return::{ReturnTemplate, SeasonReturn};
use crate::staff::StaffMember;
use crate::territory::{Cercle, Commune, Province, Region, TerritoryImport};
use crate::text::Message;

/// Ids in one request to `nodes`.
const MAXIMUM: usize = 100;

/// Any object with a global id.
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id: opaque, and the same for ever."))]
pub enum Node {
    /// A region.
    Region(Region),
    /// A province or prefecture.
    Province(Province),
    /// A cercle.
    Cercle(Cercle),
    /// A commune.
    Commune(Commune),
    /// Territorial units that were taken in.
    TerritoryImport(TerritoryImport),
    /// A regional coordination.
    RegionalCoordination(RegionalCoordination),
    /// A delegation.
    Delegation(Delegation),
    /// An association.
    Association(Association),
    /// A bank account.
    BankAccount(BankAccount),
    /// A renewal of a bureau.
    BureauRenewal(BureauRenewal),
    /// An establishment.
    Establishment(Establishment),
    /// A licence period.
    LicencePeriod(LicencePeriod),
    /// An application for a licence.
    LicenceApplication(LicenceApplication),
    /// An inspection.
    Inspection(Inspection),
    /// A formal notice.
    FormalNotice(FormalNotice),
    /// A relocation plan.
    RelocationPlan(RelocationPlan),
    /// A measure against a licence.
    LicenceMeasure(LicenceMeasure),
    /// A declared figure.
    DeclaredFigure(DeclaredFigure),
    /// A template of season returns.
    ReturnTemplate(ReturnTemplate),
    /// A rule set.
    RuleSet(RuleSet),
    /// A public holiday.
    PublicHoliday(PublicHoliday),
    /// A season return.
    SeasonReturn(SeasonReturn),
    /// A member of the staff.
    StaffMember(StaffMember),
    /// A document.
    Document(Document),
    /// A list that came in.
    Import(Import),
    /// A programme.
    Programme(Programme),
    /// A grant line.
    GrantLine(GrantLine),
    /// A partner.
    Partner(Partner),
    /// A project.
    Project(Project),
    /// A request for support to create a house.
    CreationSupport(CreationSupport),
    /// An account.
    Account(Account),
    /// A mandate.
    Mandate(Mandate),
    /// An agreement.
    PartnerAgreement(PartnerAgreement),
    /// A partner's system.
    ApiClient(ApiClient),
    /// A secret of a partner's system.
    ApiClientSecret(ApiClientSecret),
    /// A release.
    Release(Release),
}

/// Any object by its global id.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// An object by its global id. Null with the error NOT_FOUND where there is none in your slice.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Maybe<Node> {
        Some(find(ctx, &id).await.and_then(|node| node.ok_or(Error::NotFound)))
    }

    /// Objects by their global ids, in the order of the ids; null for each that is not in your slice.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their global ids, 100 at most.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        ctx.identity()?;
        if ids.len() > MAXIMUM {
            return Err(Error::BadUserInput(Message::new("too-many-ids").with("maximum", MAXIMUM)).into());
        }
        // Side by side, so that ids of one type make one batch.
        Ok(async_graphql::futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await?)
    }
}

/// Hands each table and its node to a macro.
macro_rules! each_node {
    ($of:ident! $given:tt) => {
        $of! { $given
            region => Region,
            province => Province,
            cercle => Cercle,
            commune => Commune,
            territory_import => TerritoryImport,
            regional_coordination => RegionalCoordination,
            delegation => Delegation,
            association => Association,
            bank_account => BankAccount,
            bureau_renewal => BureauRenewal,
            establishment => Establishment,
            licence_period => LicencePeriod,
            licence_application => LicenceApplication,
            inspection => Inspection,
            formal_notice => FormalNotice,
            relocation_plan => RelocationPlan,
            licence_measure => LicenceMeasure,
            declared_figure => DeclaredFigure,
            return_template => ReturnTemplate,
            rule_set => RuleSet,
            public_holiday => PublicHoliday,
            season_return => SeasonReturn,
            staff_member => StaffMember,
            document => Document,
            import => Import,
            programme => Programme,
            grant_line => GrantLine,
            creation_support => CreationSupport,
            partner => Partner,
            project => Project,
            account => Account,
            mandate => Mandate,
            partner_agreement => PartnerAgreement,
            api_client => ApiClient,
            api_client_secret => ApiClientSecret,
            release => Release,
        }
    };
}

/// The object of a global id; `None` where it is outside the slice.
pub async fn find(ctx: &Context<'_>, id: &str) -> Result<Option<Node>, Error> {
    /// Looks a global id up under the one type that it names.
    macro_rules! find_among {
        (() $($table:ident => $node:ident),* $(,)?) => {
            $(if let Some(key) = Global::from_global(id) {
                // A contract may not have the type.
                if !ctx.schema_env.registry.types.contains_key(stringify!($node)) {
                    return Ok(None);
                }
                let row = ctx.row::<$table::Entity>(key).await?;
                return Ok(row.map(|row| Node::$node($node(row))));
            })*
        };
    }
    ctx.identity()?;
    each_node!(find_among!());
    Err(global_id::malformed(id, "any"))
}

/// Whether an object lies in a slice.
pub async fn is_in(db: &ScopedDb, id: &str) -> Result<bool, Error> {
    macro_rules! is_among {
        (() $($table:ident => $node:ident),* $(,)?) => {
            $(if let Some(key) = Global::from_global(id) {
                return Ok(db.find_by_key::<$table::Entity>(key)?.one().await?.is_some());
            })*
        };
    }
    each_node!(is_among!());
    Err(global_id::malformed(id, "any"))
}
