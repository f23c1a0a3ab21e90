//! The schema: lists of domains, and nothing else.

use std::collections::HashSet;
use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, Type, TypeKind, TypeSystemDefinition};
use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

use crate::account::{
    AccountMutation, AccountQuery, ExplainQuery, PasswordMutation, SecondFactorMutation, SessionMutation, SessionQuery,
    SignInMutation, SingleSignOnMutation, ViewerQuery,
};
use crate::annual_report::{AnnualReportQuery, ComparisonQuery};
use crate::association::{AssociationMutation, AssociationQuery};
use crate::bank_account::BankAccountMutation;
use crate::bureau::BureauMutation;
use crate::creation_support::{CreationSupportMutation, CreationSupportQuery};
use crate::declared_figure::{DeclaredFigureMutation, DeclaredFigureQuery};
use crate::delegation::DelegationQuery;
use crate::document::{DocumentMutation, DocumentQuery};
use crate::dossier::DossierQuery;
use crate::establishment::{EstablishmentMutation, EstablishmentQuery};
use crate::formal_notice::{FormalNoticeMutation, FormalNoticeQuery};
use crate::grant::GrantQuery;
use crate::holiday::{HolidayMutation, HolidayQuery};
use crate::import::{ImportMutation, ImportQuery};
use crate::inspection::{InspectionMutation, InspectionQuery};
use crate::job::{JobMutation, JobQuery};
use crate::journal::JournalQuery;
use crate::licence::{LicenceMutation, LicenceQuery};
use crate::licence_application::{LicenceApplicationMutation, LicenceApplicationQuery};
use crate::licence_measure::{LicenceMeasureMutation, LicenceMeasureQuery};
use crate::mandate::MandateMutation;
use crate::node::NodeQuery;
use crate::notice::{NoticeMutation, NoticeQuery};
use crate::partner::PartnerQuery;
use crate::partner_agreement::{PartnerAgreementMutation, PartnerAgreementQuery};
use crate::project::ProjectQuery;
use crate::rate_limit::RateLimitQuery;
use crate::release::{ReleaseMutation, ReleaseQuery};
use crate::relocation_plan::{RelocationPlanMutation, RelocationPlanQuery};
use crate::rule_set::{RuleSetMutation, RuleSetQuery};
use crate::season_return::{SeasonReturnMutation, SeasonReturnQuery};
use crate::security_log::SecurityLogQuery;
use crate::staff::{StaffMutation, StaffQuery};
use crate::statistics::StatisticsQuery;
use crate::territory::{TerritoryMutation, TerritoryQuery};
use crate::work::WorkQuery;

/// Everything that can be asked.
#[derive(Debug, Default, MergedObject)]
pub struct Query(NodeQuery, OfTheNetwork, OfLicensing, OfFigures, OfPartners, OfWhoMayWhat, OfOnesOwn);

/// Where everything is, and who works there.
#[derive(Debug, Default, MergedObject)]
pub struct OfTheNetwork(
    TerritoryQuery,
    DelegationQuery,
    AssociationQuery,
    EstablishmentQuery,
    DocumentQuery,
    ImportQuery,
    StaffQuery,
    DossierQuery,
);

/// What a licence needs, who applies for one, and what came of it.
#[derive(Debug, Default, MergedObject)]
pub struct OfLicensing(RuleSetQuery, HolidayQuery, LicenceApplicationQuery, LicenceQuery, OfSupervision);

/// What comes after a licence.
#[derive(Debug, Default, MergedObject)]
pub struct OfSupervision(InspectionQuery, FormalNoticeQuery, RelocationPlanQuery, LicenceMeasureQuery);

/// What is counted, reported, granted and published.
#[derive(Debug, Default, MergedObject)]
pub struct OfFigures(
    GrantQuery,
    DeclaredFigureQuery,
    SeasonReturnQuery,
    AnnualReportQuery,
    ComparisonQuery,
    StatisticsQuery,
    ReleaseQuery,
);

/// Who takes part.
#[derive(Debug, Default, MergedObject)]
pub struct OfPartners(PartnerQuery, PartnerAgreementQuery, ProjectQuery, CreationSupportQuery);

/// Who may do what, and what was done.
#[derive(Debug, Default, MergedObject)]
pub struct OfWhoMayWhat(
    ViewerQuery,
    RateLimitQuery,
    SessionQuery,
    AccountQuery,
    ExplainQuery,
    JournalQuery,
    SecurityLogQuery,
);

/// What one is told, and what is done for one.
#[derive(Debug, Default, MergedObject)]
pub struct OfOnesOwn(WorkQuery, NoticeQuery, JobQuery);

/// Everything that can be done.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(ToTheRegister, ToLicensing, ToFigures, ToComeIn, ToGiveAccess, ToOnesOwn);

/// To what is kept of associations, establishments and territory, and to houses that are being created.
#[derive(Debug, Default, MergedObject)]
pub struct ToTheRegister(
    AssociationMutation,
    BureauMutation,
    BankAccountMutation,
    EstablishmentMutation,
    StaffMutation,
    DocumentMutation,
    TerritoryMutation,
    ImportMutation,
    CreationSupportMutation,
);

/// To what a licence needs, to applications for one, and to its certificate.
#[derive(Debug, Default, MergedObject)]
pub struct ToLicensing(RuleSetMutation, HolidayMutation, LicenceApplicationMutation, LicenceMutation, ToSupervision);

/// To what comes after a licence.
#[derive(Debug, Default, MergedObject)]
pub struct ToSupervision(InspectionMutation, FormalNoticeMutation, RelocationPlanMutation, LicenceMeasureMutation);

/// To what is declared, reported and published.
#[derive(Debug, Default, MergedObject)]
pub struct ToFigures(DeclaredFigureMutation, SeasonReturnMutation, ReleaseMutation);

/// To come in, and to leave.
#[derive(Debug, Default, MergedObject)]
pub struct ToComeIn(SignInMutation, SingleSignOnMutation, PasswordMutation, SecondFactorMutation, SessionMutation);

/// To let others in.
#[derive(Debug, Default, MergedObject)]
pub struct ToGiveAccess(AccountMutation, MandateMutation, PartnerAgreementMutation);

/// To what one is told, and what is done for one.
#[derive(Debug, Default, MergedObject)]
pub struct ToOnesOwn(NoticeMutation, JobMutation);

/// The schema.
pub type TaawunSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, to be completed with what a server adds.
#[must_use]
pub fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}

/// The names of fields that are lists.
pub static LISTS: LazyLock<HashSet<String>> =
    LazyLock::new(|| fields(|definition| matches!(definition.base, BaseType::List(_))));

/// The names of fields that are, somewhere, an object of any type: `nodes` is also what a page holds.
pub static OF_ANY_TYPE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    fn name(of: &BaseType) -> &str {
        match of {
            BaseType::Named(name) => name,
            BaseType::List(items) => name(&items.base),
        }
    }
    fields(|definition| name(&definition.base) == "Node")
});

/// The names of fields whose type is so.
fn fields(is_so: impl Fn(&Type) -> bool) -> HashSet<String> {
    let document = parse_schema(sdl()).map(|document| document.definitions).unwrap_or_default();
    let types = document.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node.kind),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    let fields = types.flat_map(|kind| if let TypeKind::Object(object) = kind { object.fields } else { Vec::new() });
    fields.filter(|field| is_so(&field.node.ty.node)).map(|field| field.node.name.node.to_string()).collect()
}

/// The schema in GraphQL's own language, as `schema.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new();
    builder().finish().sdl_with_options(options)
}
