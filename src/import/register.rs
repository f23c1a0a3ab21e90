//! What is known when a list is read: delegations, communes, kinds, associations and houses, by the words that name them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::declared_figure::Measure;
use entity::id::{AssociationId, CommuneId, DelegationId, ProvinceId};
use entity::month::YearMonth;
use entity::{
    association, commune, commune_alias, declared_figure, delegation, establishment, establishment_kind, province,
};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::columns::folded;
use crate::db::ScopedDb;
use crate::error::Error;

/// Words before the name of a commune that say what it is.
const BEFORE_COMMUNES: [&str; 14] = [
    "جماعه",
    "بلديه",
    "مدينه",
    "ترابيه",
    "قرويه",
    "حضريه",
    "commune",
    "territoriale",
    "rurale",
    "urbaine",
    "municipalite",
    "ville",
    "de",
    "ct",
];

/// A house, by what nobody would enter twice: its delegation, kind and commune, and its folded name.
pub(super) type House = (DelegationId, String, Uuid, String);

/// A figure that is declared: by whom, what, of which month.
pub(super) type Declared = (DelegationId, Measure, YearMonth);

/// Where the same house is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Twin {
    /// In the register, under this reference.
    There(String),
    /// In this line of the file.
    Before(String),
}

/// What is known, as whoever sent the list sees it.
#[derive(Debug)]
pub(super) struct Register {
    /// Today.
    pub(super) today: NaiveDate,
    /// The delegation whose list it is; `None` where each line names its own.
    pub(super) own: Option<delegation::Model>,
    /// Whether figures may be declared.
    pub(super) declares: bool,
    delegations: HashMap<String, delegation::Model>,
    communes: HashMap<(ProvinceId, String), HashSet<CommuneId>>,
    kinds: HashMap<String, establishment_kind::Model>,
    associations: HashMap<String, Vec<(AssociationId, DelegationId)>>,
    associations_there: HashSet<AssociationId>,
    houses: HashMap<House, Twin>,
    declared: HashSet<Declared>,
}

/// What a name was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named<T> {
    /// One.
    One(T),
    /// Several, and it does not say which.
    Several,
    /// Nothing that is known.
    None,
}

impl Register {
    /// Reads it.
    pub(super) async fn load(
        db: &ScopedDb,
        own: Option<DelegationId>,
        declares: bool,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let mut register = Self {
            today,
            own: None,
            declares,
            delegations: HashMap::new(),
            communes: HashMap::new(),
            kinds: HashMap::new(),
            associations: HashMap::new(),
            associations_there: HashSet::new(),
            houses: HashMap::new(),
            declared: HashSet::new(),
        };
        for row in db.find::<delegation::Entity>().all().await? {
            if Some(row.id) == own {
                register.own = Some(row.clone());
            }
            for name in names_of(row.name_ar.as_ref(), row.name_fr.as_ref()).chain([folded(&row.code)]) {
                register.delegations.insert(name, row.clone());
            }
        }
        register.name_by_province(db).await?;
        let mut provinces = HashMap::new();
        for row in db.find::<commune::Entity>().all().await? {
            // One that exists no more names no place where a house stands.
            if row.valid_to.is_some_and(|last| last < today) {
                continue;
            }
            provinces.insert(row.id, row.province_id);
            for name in names_of(row.name_ar.as_ref(), row.name_fr.as_ref()).chain([folded(&row.code)]) {
                register.communes.entry((row.province_id, name)).or_default().insert(row.id);
            }
        }
        for alias in db.find::<commune_alias::Entity>().all().await? {
            if let Some(province) = provinces.get(&alias.commune_id) {
                let named = register.communes.entry((*province, folded(&alias.name))).or_default();
                named.insert(alias.commune_id);
            }
        }
        for row in db.find::<establishment_kind::Entity>().all().await? {
            for name in names_of(row.name_ar.as_ref(), row.name_fr.as_ref()).chain([folded(&row.code)]) {
                register.kinds.entry(name).or_insert_with(|| row.clone());
            }
        }
        for row in db.find::<association::Entity>().all().await? {
            register.associations_there.insert(row.id);
            for name in names_of(row.name_ar.as_ref(), row.name_fr.as_ref()) {
                register.knows(name, row.id, row.delegation_id);
            }
        }
        let mut houses = db.find::<establishment::Entity>();
        if let Some(own) = own {
            houses = houses.filter(establishment::COLUMN.delegation_id.eq(own));
        }
        for row in houses.all().await? {
            for name in names_of(row.name_ar.as_ref(), row.name_fr.as_ref()) {
                let twin = (row.delegation_id, row.kind_code.clone(), row.commune_id.0, name);
                register.houses.insert(twin, Twin::There(row.reference.clone()));
            }
        }
        if declares {
            let figures = db.find::<declared_figure::Entity>().all().await?.into_iter();
            register.declared = figures.map(|row| (row.delegation_id, row.measure, row.as_of)).collect();
        }
        Ok(register)
    }

    /// A delegation is also named by its province, where it is the only one there.
    async fn name_by_province(&mut self, db: &ScopedDb) -> Result<(), Error> {
        let delegations: HashMap<_, _> = self.delegations.values().map(|row| (row.id, row.clone())).collect();
        for province in db.find::<province::Entity>().all().await? {
            let mut there = delegations.values().filter(|row| row.province_id == province.id);
            let (Some(only), None) = (there.next(), there.next()) else { continue };
            for name in names_of(province.name_ar.as_ref(), province.name_fr.as_ref()).chain([folded(&province.code)]) {
                self.delegations.entry(name).or_insert_with(|| only.clone());
            }
        }
        Ok(())
    }

    /// A delegation, by code or name, or by its province.
    pub(super) fn delegation(&self, text: &str) -> Option<&delegation::Model> {
        self.delegations.get(&folded(text))
    }

    /// A commune of a delegation's province, by code, name or another spelling of it.
    pub(super) fn commune(&self, delegation: &delegation::Model, text: &str) -> Named<CommuneId> {
        let whole = folded(text);
        let bare: Vec<_> = whole.split(' ').skip_while(|word| BEFORE_COMMUNES.contains(word)).collect();
        let found = [whole.clone(), bare.join(" ")];
        let found = found.into_iter().find_map(|name| self.communes.get(&(delegation.province_id, name)));
        match found.map(|communes| communes.iter().copied().collect::<Vec<_>>()).as_deref() {
            Some([one]) => Named::One(*one),
            Some(_) => Named::Several,
            None => Named::None,
        }
    }

    /// A kind of establishment, by code or name.
    pub(super) fn kind(&self, text: &str) -> Option<&establishment_kind::Model> {
        self.kinds.get(&folded(text))
    }

    /// An association by name, with the delegation of its seat: rather one of the delegation than another.
    pub(super) fn association(&self, delegation: DelegationId, text: &str) -> Named<(AssociationId, DelegationId)> {
        let Some(found) = self.associations.get(&folded(text)) else { return Named::None };
        let of = |own: bool| found.iter().filter(move |(_, of)| (*of == delegation) == own).copied();
        let mut own: Vec<_> = of(true).collect();
        if own.is_empty() {
            own = of(false).collect();
        }
        match own.as_slice() {
            [one] => Named::One(*one),
            _ => Named::Several,
        }
    }

    /// Whether an association with its seat in a delegation bears this folded name.
    pub(super) fn is_there(&self, delegation: DelegationId, name: &str) -> bool {
        self.associations.get(name).is_some_and(|known| known.iter().any(|(_, of)| *of == delegation))
    }

    /// Whether an association was there when this was read.
    pub(super) fn has_association(&self, id: AssociationId) -> bool {
        self.associations_there.contains(&id)
    }

    /// From now on an association bears this folded name.
    pub(super) fn knows(&mut self, name: String, id: AssociationId, delegation: DelegationId) {
        let known = self.associations.entry(name).or_default();
        if !known.contains(&(id, delegation)) {
            known.push((id, delegation));
        }
    }

    /// The code of a delegation.
    pub(super) fn code(&self, id: DelegationId) -> Option<String> {
        self.delegations.values().find(|row| row.id == id).map(|row| row.code.clone())
    }

    /// Whether a figure is declared already.
    pub(super) fn is_declared(&self, figure: &Declared) -> bool {
        self.declared.contains(figure)
    }

    /// Where the same house is already.
    pub(super) fn twin(&self, house: &House) -> Option<Twin> {
        self.houses.get(house).cloned()
    }

    /// From now on a house is there, in a line of the file.
    pub(super) fn knows_house(&mut self, house: House, place: String) {
        self.houses.entry(house).or_insert(Twin::Before(place));
    }
}

/// The folded names that something has.
pub(super) fn names_of(ar: Option<&String>, fr: Option<&String>) -> impl Iterator<Item = String> {
    [ar, fr].into_iter().flatten().map(|name| folded(name)).collect::<Vec<_>>().into_iter()
}
