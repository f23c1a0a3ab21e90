//! The receipt of an application (وصل إيداع): what was handed in, on which day, and until when it is dealt with.

use entity::document::DocumentOwnerKind;
use entity::job::JobKind;
use entity::licence_application::{self, ApplicationState};
use entity::rule_set_deadline::ApplicationStep;
use entity::{commune, delegation, establishment, establishment_kind, legal_category};
use sea_orm::ActiveEnum;
use serde::Serialize;
use uuid::Uuid;

use super::facts::Facts;
use super::procedure::UNDER_WAY;
use crate::auth::Right;
use crate::clock::written_day;
use crate::db::ScopedDb;
use crate::error::Error;
use crate::printed::{Paper, Printable, Words, find, manager_of, words};
use crate::request::App;
use crate::text::{LocalizedText, Message};

/// The receipt of an application.
#[derive(Debug)]
pub struct LicenceApplicationReceipt;

/// A piece that the rules ask for.
#[derive(Debug, Serialize)]
struct Piece {
    name: Words,
    /// Whether it is there.
    there: bool,
}

/// How long a step may take.
#[derive(Debug, Serialize)]
struct Deadline {
    step: String,
    days: i32,
    unit: String,
}

/// What `receipt.typ` says.
#[derive(Debug, Serialize)]
pub struct Values {
    delegation: Option<Words>,
    number: String,
    submitted: Option<String>,
    house: Words,
    reference: String,
    kind: Option<Words>,
    commune: Option<Words>,
    /// The association that manages the house, or Entraide Nationale itself.
    applicant: Option<Words>,
    asked: String,
    framework: String,
    category: Option<Words>,
    capacity: Option<i32>,
    pieces: Vec<Piece>,
    /// The step that runs, and its last day.
    step: Option<String>,
    due: Option<String>,
    deadlines: Vec<Deadline>,
    demonstration: bool,
}

impl Printable for LicenceApplicationReceipt {
    const KIND: JobKind = JobKind::ApplicationReceiptPrint;
    /// Of those who hand in and those who take in, who see the pieces of the house and of its association: to its director alone,
    /// those of the association would seem to be missing.
    const READ: Right = Right::ApplyForLicences;
    const CATEGORY: &'static str = "APPLICATION_RECEIPT";
    const TEMPLATE: &'static str = include_str!("receipt.typ");
    type Entity = licence_application::Entity;
    type Values = Values;

    fn owner(row: &licence_application::Model) -> (DocumentOwnerKind, Uuid) {
        (DocumentOwnerKind::Establishment, row.establishment_id.0)
    }

    async fn refused(_: &App, _: &ScopedDb, row: &licence_application::Model) -> Result<Option<Message>, Error> {
        if row.state == ApplicationState::Draft || row.receipt_number.is_none() {
            return Ok(Some(Message::new("application-no-receipt")));
        }
        // Afterwards the pieces may not be there any more, or not be seen by whoever has it printed.
        Ok((!UNDER_WAY.contains(&row.state)).then(|| Message::new("application-receipt-over")))
    }

    async fn paper(app: &App, db: &ScopedDb, row: licence_application::Model) -> Result<Paper<Values>, Error> {
        let house = find::<establishment::Entity>(db, row.establishment_id).await?.ok_or(Error::NotFound)?;
        let kind = find::<establishment_kind::Entity>(db, house.kind_code.clone()).await?;
        let category = find::<legal_category::Entity>(db, row.legal_category_code.clone()).await?;
        let commune = find::<commune::Entity>(db, house.commune_id).await?;
        let delegation = find::<delegation::Entity>(db, row.delegation_id).await?;
        let facts = Facts::read_by(db, &row).await?;
        let pieces = facts.pieces(app.clock.today()).into_iter().map(|piece| Piece {
            name: words(piece.category.name_ar.clone(), piece.category.name_fr.clone()),
            there: piece.stands,
        });
        let mut deadlines: Vec<_> = facts.rules.iter().flat_map(|rules| &rules.deadlines).collect();
        deadlines.sort_by_key(|deadline| place(deadline.step));
        let deadlines = deadlines.into_iter().map(|deadline| Deadline {
            step: deadline.step.to_value(),
            days: deadline.days,
            unit: deadline.unit.to_value(),
        });
        let number = row.receipt_number.clone().unwrap_or_default();
        let title = |what: &str| Some(format!("{what} {number}"));
        Ok(Paper {
            title: LocalizedText {
                ar: title("وصل إيداع طلب الترخيص"), fr: title("Récépissé de dépôt")
            },
            about: vec![number.clone()],
            values: Values {
                delegation: delegation.map(|row| words(row.name_ar, row.name_fr)),
                submitted: row.submitted_on.map(written_day),
                house: words(house.name_ar, house.name_fr),
                reference: house.reference,
                kind: kind.map(|row| words(row.name_ar, row.name_fr)),
                commune: commune.map(|row| words(row.name_ar, row.name_fr)),
                applicant: manager_of(db, row.association_id).await?,
                asked: row.kind.to_value(),
                framework: row.framework.to_value(),
                category: category.map(|row| words(row.name_ar, row.name_fr)),
                capacity: row.capacity_total,
                pieces: pieces.collect(),
                step: row.step.map(|step| step.to_value()),
                due: row.due_on.map(written_day),
                deadlines: deadlines.collect(),
                demonstration: row.demonstration,
                number,
            },
        })
    }
}

/// Where a step stands in the procedure.
fn place(step: ApplicationStep) -> u8 {
    match step {
        ApplicationStep::Completeness => 0,
        ApplicationStep::Completion => 1,
        ApplicationStep::Instruction => 2,
        ApplicationStep::Visit => 3,
        ApplicationStep::Decision => 4,
        ApplicationStep::Issue => 5,
    }
}
