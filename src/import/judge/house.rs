//! Judging a line that names an establishment.

use chrono::NaiveDate;
use entity::delegation;
use entity::id::{AssociationId, DelegationId};
use uuid::Uuid;

use super::super::columns::{ImportColumn, folded, meaning};
use super::super::entry::{Association, Entry, Establishment, Licence};
use super::super::listing::{self, Cell, Fault, Script};
use super::super::reading::{derived, line_id};
use super::super::register::{Named, Register, Twin, names_of};
use super::super::remark::Weight;
use super::{Judge, LONGEST_NAME, LONGEST_NUMBER, Line, title};
use crate::establishment::{CapacityInput, capacity_adds_up};
use crate::text::Message;

/// The association that manages a house.
struct Managed {
    id: Uuid,
    opens: Option<Box<Association>>,
}

impl Line<'_> {
    pub(super) fn establishment(
        &mut self,
        judge: &mut Judge,
        at: Option<&delegation::Model>,
    ) -> (String, Option<Entry>) {
        let today = judge.register.today;
        let names = self.names();
        let title = title(names.0.as_ref(), names.1.as_ref());
        let kind = self.kind(&judge.register);
        let commune = self.commune(&judge.register, at);
        let places = self.places();
        let present = self.number(ImportColumn::Present);
        let opened_on = self.past(ImportColumn::OpenedOn, today);
        if let (Some(present), Some(total)) = (present, places.total)
            && present > total
        {
            let message = Message::new("line-over-full").with("present", present).with("capacity", total);
            self.doubt(ImportColumn::Present, message);
        }
        let needs_licence = kind.as_ref().is_some_and(|(_, needs)| *needs);
        let licence = self.licence(judge, opened_on, needs_licence);
        let Some(delegation) = at else { return (title, None) };
        let association = self.managed_by(judge, delegation.id);
        let (Some((kind_code, _)), Some(commune)) = (kind, commune) else { return (title, None) };

        let twins: Vec<_> = names_of(names.0.as_ref(), names.1.as_ref())
            .map(|name| (delegation.id, kind_code.clone(), commune, name))
            .collect();
        match twins.iter().find_map(|twin| judge.register.twin(twin)) {
            Some(Twin::There(reference)) => {
                let message = Message::new("line-house-there").with("reference", reference);
                self.there(self.name_column(), message);
            }
            Some(Twin::Before(place)) => {
                self.wrong(self.name_column(), Message::new("line-twice").with("place", place));
            }
            None => {}
        }
        if !self.is_wrong() && !self.weighs(Weight::There) {
            for twin in twins {
                judge.register.knows_house(twin, self.place());
            }
            if let Some(Managed { id, opens: Some(opens) }) = &association {
                for name in names_of(opens.name_ar.as_ref(), opens.name_fr.as_ref()) {
                    judge.register.knows(name, AssociationId(*id), delegation.id);
                }
            }
        }
        let (association, opens) = association.map(|managed| (managed.id, managed.opens)).unzip();
        let house = Establishment {
            id: line_id(judge.import, self.number).0,
            kind_code,
            name_ar: names.0,
            name_fr: names.1,
            commune,
            association,
            opens: opens.flatten(),
            total: places.total,
            female: places.female,
            male: places.male,
            present,
            opened_on,
            licence,
        };
        (title, Some(Entry::Establishment(Box::new(house))))
    }

    /// The kind by code, and whether it needs a licence.
    fn kind(&mut self, register: &Register) -> Option<(String, bool)> {
        const COLUMN: ImportColumn = ImportColumn::Kind;
        let named = self.text(COLUMN, LONGEST_NAME);
        let named = self.needed(COLUMN, named)?;
        let Some(kind) = register.kind(&named) else {
            self.wrong(COLUMN, Message::new("line-kind-unknown"));
            return None;
        };
        Some((kind.code.clone(), kind.licence_required))
    }

    /// A number of places or people.
    fn number(&mut self, column: ImportColumn) -> Option<i32> {
        let count = self.take(column, listing::count)?;
        let number = i32::try_from(count).ok();
        if number.is_none() {
            self.wrong(column, Fault::TooLarge);
        }
        number
    }

    fn places(&mut self) -> CapacityInput {
        let (female, male) = (self.number(ImportColumn::CapacityFemale), self.number(ImportColumn::CapacityMale));
        let total = self.number(ImportColumn::CapacityTotal);
        let total = total.or_else(|| female.zip(male).map(|(female, male)| female.saturating_add(male)));
        let places = CapacityInput { total, female, male };
        for mistake in capacity_adds_up(&places) {
            self.wrong(ImportColumn::CapacityTotal, mistake.message().clone());
        }
        places
    }

    /// The state of its licence from a day on; `None` where it has none, which is remarked where it needs one.
    fn licence(&mut self, judge: &Judge, opened_on: Option<NaiveDate>, needed: bool) -> Option<Licence> {
        const COLUMN: ImportColumn = ImportColumn::LicenceState;
        let today = judge.register.today;
        let said = self.text(COLUMN, LONGEST_NAME);
        let number = self.text(ImportColumn::LicenceNumber, LONGEST_NUMBER);
        let decided_on = self.past(ImportColumn::LicenceOn, today);
        let law = self.text(ImportColumn::LegalFramework, LONGEST_NAME);
        let framework = law.as_deref().and_then(|law| meaning("LEGAL_FRAMEWORK", law));
        if law.is_some() && framework.is_none() {
            self.wrong(ImportColumn::LegalFramework, Message::new("line-law-unknown"));
        }
        let state = match said.as_deref().map(|said| meaning("LICENCE_STATE", said)) {
            Some(None) => {
                self.wrong(COLUMN, Message::new("line-licence-unknown"));
                return None;
            }
            Some(Some("NONE")) => None,
            Some(Some(state)) => Some(state),
            // A number or a day of a decision says that there was one.
            None => (number.is_some() || decided_on.is_some()).then_some("LICENSED"),
        };
        let Some(state) = state else {
            // "Not licensed", beside a decision.
            for column in [ImportColumn::LicenceNumber, ImportColumn::LicenceOn] {
                if *self.cell(column) != Cell::Empty {
                    self.doubt(column, Message::new("line-licence-without-state"));
                }
            }
            if needed {
                self.doubt(COLUMN, Message::new("line-unlicensed"));
            }
            return None;
        };
        let starts_on = decided_on.or(opened_on).unwrap_or(today);
        if decided_on.is_none() {
            self.doubt(ImportColumn::LicenceOn, Message::new("line-licence-from").with("day", starts_on));
        }
        Some(Licence {
            id: derived(judge.import.0, "licence", self.number),
            state: state.to_owned(),
            framework: framework.map(str::to_owned),
            number,
            starts_on,
        })
    }

    /// The association that manages a house; one that nobody knows is opened by the line that names it first.
    fn managed_by(&mut self, judge: &Judge, delegation: DelegationId) -> Option<Managed> {
        const COLUMN: ImportColumn = ImportColumn::Association;
        let named = self.text(COLUMN, LONGEST_NAME)?;
        if meaning("MANAGED_DIRECTLY", &named).is_some() {
            return None;
        }
        if let Some(place) = judge.wrong.get(&(delegation, folded(&named))) {
            self.wrong(COLUMN, Message::new("line-association-wrong").with("place", place));
            return None;
        }
        match judge.register.association(delegation, &named) {
            Named::One((id, of)) => {
                if of != delegation {
                    let elsewhere = judge.register.code(of).unwrap_or_default();
                    self.doubt(COLUMN, Message::new("line-association-elsewhere").with("delegation", elsewhere));
                }
                return Some(Managed { id: id.0, opens: None });
            }
            Named::Several => self.wrong(COLUMN, Message::new("line-association-several")),
            Named::None => {
                let script = listing::script(&named);
                if script == Script::Neither || folded(&named).is_empty() {
                    self.wrong(COLUMN, Message::new("cell-no-name"));
                    return None;
                }
                self.doubt(COLUMN, Message::new("line-association-new"));
                let id = derived(judge.import.0, "association", self.number);
                let (ar, fr) = if script == Script::Latin { (None, Some(named)) } else { (Some(named), None) };
                let opens = Association { id, name_ar: ar, name_fr: fr, ..Association::default() };
                return Some(Managed { id, opens: Some(Box::new(opens)) });
            }
        }
        None
    }
}
