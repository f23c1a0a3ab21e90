//! What the rules of an application look at beside its row.

use std::collections::BTreeSet;

use async_graphql::Context;
use chrono::NaiveDate;
use entity::application_change::LicensedMatter;
use entity::application_event::ApplicationTransition;
use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::id::{AccountId, AssociationId, DocumentId};
use entity::rule_set_document::ApplicationKind;
use entity::{
    application_change, application_event, application_lack, application_piece, application_reserve, application_visit,
    association, document_category, establishment, licence_application, licence_period, rule_set, rule_set_deadline,
    rule_set_document, rule_set_norm, visit_finding,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::procedure::prepares;
use crate::auth::Viewer;
use crate::db::{Change, ScopedDb};
use crate::error::Error;
use crate::request::Request;
use crate::rule_set::RuleSet;

/// The rules by which an application is judged.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) set: rule_set::Model,
    /// What must be there, for any kind of application.
    documents: Vec<rule_set_document::Model>,
    pub(super) norms: Vec<rule_set_norm::Model>,
    pub(super) deadlines: Vec<rule_set_deadline::Model>,
}

/// What the rules look at.
#[derive(Debug)]
pub struct Facts {
    /// The house.
    pub(super) house: establishment::Model,
    /// Its licences, the earliest first.
    pub(super) licences: Vec<licence_period::Model>,
    /// Those of the application; of a draft, those that are in force. `None` where there are none.
    pub(super) rules: Option<Rules>,
    /// The categories of what they ask for.
    categories: Vec<document_category::Model>,
    pub(super) changes: Vec<application_change::Model>,
    /// The pieces as they were accepted; none before.
    pub(super) accepted: Vec<application_piece::Model>,
    /// The documents of the house and of its association that stand.
    documents: Vec<document::Model>,
    pub(super) events: Vec<application_event::Model>,
    pub(super) lacks: Vec<application_lack::Model>,
    pub(super) visits: Vec<application_visit::Model>,
    /// Those of the last visit.
    pub(super) findings: Vec<visit_finding::Model>,
    pub(super) reserves: Vec<application_reserve::Model>,
    /// Whether the house has an association, which would have documents.
    of_association: bool,
    /// Whether those who ask have applied, or would have.
    pub(super) asked_by_applicant: bool,
    kind: ApplicationKind,
}

/// A piece that must be there, and what there is of it.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) category: &'a document_category::Model,
    pub(super) of_association: bool,
    /// What was accepted, whatever became of it; before, what stands.
    pub(super) document: Option<&'a document::Model>,
    /// Whether it is there, as it was accepted: it was not changed, replaced or withdrawn, nor has its last day passed.
    pub(super) stands: bool,
    /// Whether it was looked at.
    pub(super) accepted: bool,
}

/// What there is of an application and its rules, each table read by a macro: `of!(table.column is value, by order)`.
macro_rules! gathered {
    ($row:ident, $set:ident, $viewer:expr, $of:ident) => {{
        let rules = match $set {
            Some(set) => Some(Rules {
                documents: $of!(rule_set_document.rule_set_id is set.id, by Position),
                norms: $of!(rule_set_norm.rule_set_id is set.id, by Position),
                deadlines: $of!(rule_set_deadline.rule_set_id is set.id, by Step),
                set,
            }),
            None => None,
        };
        let visits = $of!(application_visit.application_id is $row.id, by Position);
        let findings = match visits.last() {
            Some(visit) => $of!(visit_finding.application_visit_id is visit.id, by NormCode),
            None => Vec::new(),
        };
        let mut documents = $of!(document.owner_id is $row.establishment_id.0, by Id);
        if let Some(association) = $row.association_id {
            documents.extend($of!(document.owner_id is association.0, by Id));
        }
        let accepted = $of!(application_piece.application_id is $row.id, by Position);
        for piece in &accepted {
            // Of whoever managed the house when it was decided.
            if documents.iter().all(|one| one.id != piece.document_id) {
                documents.extend($of!(document.id is piece.document_id, by Id));
            }
        }
        Ok(Self {
            house: $of!(establishment.id is $row.establishment_id, by Id).pop().ok_or_else(without_house)?,
            licences: $of!(licence_period.establishment_id is $row.establishment_id, by StartsOn),
            rules,
            // Rules ask for no document of restricted access.
            categories: $of!(document_category.restricted is false, by Code),
            changes: $of!(application_change.application_id is $row.id, by Matter),
            accepted,
            documents,
            events: $of!(application_event.application_id is $row.id, by Position),
            lacks: $of!(application_lack.application_id is $row.id, by CategoryCode),
            visits,
            findings,
            reserves: $of!(application_reserve.application_id is $row.id, by Position),
            of_association: $row.association_id.is_some(),
            asked_by_applicant: is_applicant($viewer, $row.association_id),
            kind: $row.kind,
        })
    }};
}

impl Facts {
    /// As a resolver reads them, many applications at once.
    pub(super) async fn read(ctx: &Context<'_>, row: &licence_application::Model) -> Result<Self, Error> {
        let set = if let Some(id) = row.rule_set_id {
            ctx.row::<rule_set::Entity>(id).await?
        } else {
            let category = Some(row.legal_category_code.as_str());
            RuleSet::governing_as_read(ctx.db()?, row.framework, category, ctx.today()?).await?
        };
        let rules = match set {
            Some(set) => Some(Rules {
                documents: ctx.children::<rule_set_document::Entity, rule_set::Entity>(set.id).await?,
                norms: ctx.children::<rule_set_norm::Entity, rule_set::Entity>(set.id).await?,
                deadlines: ctx.children::<rule_set_deadline::Entity, rule_set::Entity>(set.id).await?,
                set,
            }),
            None => None,
        };
        let asked = rules.iter().flat_map(|rules| &rules.documents).map(|asked| asked.category_code.clone());
        let categories = ctx.rows_of::<document_category::Entity>(asked.collect::<BTreeSet<_>>()).await?;
        let house = ctx.row::<establishment::Entity>(row.establishment_id).await?;
        let visits = ctx.children::<application_visit::Entity, licence_application::Entity>(row.id).await?;
        let findings = match visits.last() {
            Some(visit) => ctx.children::<visit_finding::Entity, application_visit::Entity>(visit.id).await?,
            None => Vec::new(),
        };
        let mut documents = ctx.children::<document::Entity, establishment::Entity>(row.establishment_id).await?;
        if let Some(association) = row.association_id {
            documents.extend(ctx.children::<document::Entity, association::Entity>(association).await?);
        }
        let accepted = ctx.children::<application_piece::Entity, licence_application::Entity>(row.id).await?;
        for piece in &accepted {
            if documents.iter().all(|one| one.id != piece.document_id) {
                documents.extend(ctx.row::<document::Entity>(piece.document_id).await?);
            }
        }
        Ok(Self {
            house: house.ok_or_else(without_house)?,
            licences: ctx.children::<licence_period::Entity, establishment::Entity>(row.establishment_id).await?,
            rules,
            categories,
            changes: ctx.children::<application_change::Entity, licence_application::Entity>(row.id).await?,
            accepted,
            documents,
            events: ctx.children::<application_event::Entity, licence_application::Entity>(row.id).await?,
            lacks: ctx.children::<application_lack::Entity, licence_application::Entity>(row.id).await?,
            visits,
            findings,
            reserves: ctx.children::<application_reserve::Entity, licence_application::Entity>(row.id).await?,
            of_association: row.association_id.is_some(),
            asked_by_applicant: is_applicant(ctx.viewer()?, row.association_id),
            kind: row.kind,
        })
    }

    /// As a change reads them, behind the lock of the delegation's stream.
    pub(super) async fn read_in(change: &Change, row: &licence_application::Model) -> Result<Self, Error> {
        macro_rules! of {
            ($table:ident.$column:ident is $value:expr, by $order:ident) => {{
                let rows = change.find::<$table::Entity>().filter($table::COLUMN.$column.eq($value));
                rows.all_by($table::Column::$order, Order::Asc).await?
            }};
        }
        let set = if let Some(id) = row.rule_set_id {
            of!(rule_set.id is id, by Id).pop()
        } else {
            let category = Some(row.legal_category_code.as_str());
            RuleSet::governing(change, row.framework, category, change.today()).await?
        };
        gathered!(row, set, change.actor().viewer, of)
    }

    /// As a paper reads them, in the slice of whoever has it printed.
    pub(super) async fn read_by(db: &ScopedDb, row: &licence_application::Model) -> Result<Self, Error> {
        macro_rules! of {
            ($table:ident.$column:ident is $value:expr, by $order:ident) => {{
                let rows = db.find::<$table::Entity>().filter($table::COLUMN.$column.eq($value));
                rows.order_by($table::Column::$order, Order::Asc).all().await?
            }};
        }
        let set = match row.rule_set_id {
            Some(id) => of!(rule_set.id is id, by Id).pop(),
            None => None,
        };
        gathered!(row, set, db.viewer(), of)
    }

    /// What must be there for this kind of application, in order, and what there is: once the file was accepted, the documents that
    /// were looked at then, whatever has come since.
    pub(super) fn pieces(&self, today: NaiveDate) -> Vec<Piece<'_>> {
        if self.accepted.is_empty() {
            return self.brought(today);
        }
        let piece = |accepted: &application_piece::Model| {
            let document = self.documents.iter().find(|there| there.id == accepted.document_id);
            let as_it_was = |document: &document::Model| document.version == accepted.document_version;
            Some(Piece {
                category: self.categories.iter().find(|category| category.code == accepted.category_code)?,
                of_association: accepted.of_association,
                document,
                stands: document.is_some_and(|document| as_it_was(document) && stands(document, today)),
                accepted: true,
            })
        };
        self.accepted.iter().filter_map(piece).collect()
    }

    /// The same, by what stands today, whatever was accepted. A document whose last day has passed is not there.
    pub(super) fn brought(&self, today: NaiveDate) -> Vec<Piece<'_>> {
        let asked = self.rules.iter().flat_map(|rules| &rules.documents);
        let asked = asked.filter(|asked| asked.application_kind == self.kind);
        let mut asked: Vec<_> = asked.filter(|asked| self.of_association || !asked.of_association).collect();
        asked.sort_by_key(|asked| asked.position);
        let piece = |asked: &rule_set_document::Model| {
            let document = self.document(&asked.category_code, asked.of_association, today);
            Some(Piece {
                category: self.categories.iter().find(|category| category.code == asked.category_code)?,
                of_association: asked.of_association,
                document,
                stands: document.is_some(),
                accepted: false,
            })
        };
        asked.into_iter().filter_map(piece).collect()
    }

    /// The norms that are judged.
    pub(super) fn norms(&self) -> &[rule_set_norm::Model] {
        self.rules.as_ref().map_or(&[], |rules| &rules.norms)
    }

    /// Whether a category is one of the pieces.
    pub(super) fn asks_for(&self, code: &str, today: NaiveDate) -> bool {
        self.pieces(today).iter().any(|piece| piece.category.code == code)
    }

    /// What it would change.
    pub(super) fn matters(&self) -> impl Iterator<Item = LicensedMatter> {
        self.changes.iter().map(|change| change.matter)
    }

    fn document(&self, code: &str, of_association: bool, today: NaiveDate) -> Option<&document::Model> {
        let owner = if of_association { DocumentOwnerKind::Association } else { DocumentOwnerKind::Establishment };
        let all = self.documents.iter().filter(|one| one.owner_kind == owner && one.category_code == code);
        all.filter(|one| stands(one, today)).max_by_key(|one| one.id)
    }

    /// Whether a piece was brought that does not stand any more, or whose last day has passed.
    pub(super) fn stood_once(&self, code: &str, today: NaiveDate) -> bool {
        let brought = self.documents.iter().any(|one| one.category_code == code);
        brought && self.pieces(today).iter().any(|piece| piece.category.code == code && !piece.stands)
    }

    /// The minutes of a visit, or those that have taken their place since.
    pub(super) fn minutes(&self, visit: &application_visit::Model) -> Option<&document::Model> {
        let mut id = visit.minutes_id?;
        // Each takes the place of one that was there before it.
        for _ in 0..=self.documents.len() {
            if let Some(there) = self.document_of_house(id) {
                return Some(there);
            }
            id = self.documents.iter().find(|one| one.replaces_id == Some(id))?.id;
        }
        None
    }

    /// A document of the house that stands, by its key.
    pub(super) fn document_of_house(&self, id: DocumentId) -> Option<&document::Model> {
        let of_house = |one: &&document::Model| one.owner_kind == DocumentOwnerKind::Establishment;
        let mut all = self.documents.iter().filter(of_house);
        all.find(|one| one.id == id && one.state == DocumentState::Current)
    }

    /// Whether an account had a hand in preparing the decision: took one of the steps before it, or brought a piece of the file or
    /// the minutes, or changed what is said of one.
    pub(super) fn prepared_by(&self, account: AccountId, today: NaiveDate) -> bool {
        let minutes = self.visits.iter().filter_map(|visit| self.minutes(visit));
        let mut brought = self.pieces(today).into_iter().filter_map(|piece| piece.document).chain(minutes);
        self.events.iter().any(|event| event.by_account == account && prepares(event.transition))
            || brought.any(|document| document.added_by == account || document.updated_by == Some(account))
    }

    /// Whether the applicant has handed it in themselves.
    pub(super) fn filed_by_applicant(&self) -> bool {
        let mut filed = self.events.iter().filter(|event| event.transition == ApplicationTransition::Submit);
        filed.any(|event| event.by_applicant)
    }

    /// The last visit, where it was made.
    pub(super) fn visit_made(&self) -> Option<&application_visit::Model> {
        self.visits.last().filter(|visit| visit.visited_on.is_some())
    }
}

/// Whether a document stands: it was not replaced or withdrawn, nor has its last day passed.
fn stands(document: &document::Model, today: NaiveDate) -> bool {
    document.state == DocumentState::Current && document.expires_on.is_none_or(|last| today <= last)
}

/// Those who applied, or would: the association, or the delegation for a house that Entraide Nationale manages itself.
pub(super) fn is_applicant(viewer: Viewer, manager: Option<AssociationId>) -> bool {
    match viewer {
        Viewer::Association(id) => manager == Some(id),
        Viewer::Delegation(..) => manager.is_none(),
        Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Establishment(_) | Viewer::Partner(_) => false,
    }
}

fn without_house() -> Error {
    Error::internal("an application without its house")
}
