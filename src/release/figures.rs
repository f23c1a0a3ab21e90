//! Where the figures of a release come from, and what its tables are broken down by.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::establishment::EstablishmentState;
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::{delegation, establishment, establishment_kind, licence_period, province, region};
use sea_orm::sea_query::Order;

use super::definition::{Breakdown, CAPACITY, CLOSED, Definition, ESTABLISHMENTS, LICENSED, Nature, OPENED};
use super::table::{ALL, About, Category, Dimension, Name, Trilingual, figure};
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::Error;
use crate::licence;

const PLACE: &str = "place";
const KIND: &str = "kind";
const LICENCE: &str = "licence";
/// Of a house without a licence and without an application.
const WITHOUT: &str = "NONE";

/// So many, at the finest categories of each dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finest {
    measure: &'static str,
    /// The code of a delegation.
    place: String,
    /// The code of a wide kind.
    kind: String,
    /// The state of the licence.
    licence: &'static str,
}

/// The figures as of a month, at their finest. This is all that releases know of where figures come from.
///
/// What the tables show is added up from these, so that totals agree with their parts and one table with another, also
/// while the register is changed.
pub(super) async fn figures(db: &ScopedDb, as_of: YearMonth) -> Result<BTreeMap<Finest, i64>, Error> {
    let last = as_of.last_day().ok_or_else(|| Error::internal("a month without a last day"))?;
    let in_month = |day: Option<NaiveDate>| day.and_then(YearMonth::of) == Some(as_of);
    let places: BTreeMap<_, _> =
        db.find::<delegation::Entity>().all().await?.into_iter().map(|row| (row.id, row.code)).collect();
    let kinds: BTreeMap<_, _> = db
        .find::<establishment_kind::Entity>()
        .all()
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row.parent_code.unwrap_or(row.code)))
        .collect();
    let houses = db.find::<establishment::Entity>().all().await?;
    let mut licences: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for period in db.find::<licence_period::Entity>().all().await? {
        licences.entry(period.establishment_id).or_default().push(period);
    }
    let mut figures = BTreeMap::new();
    for house in houses.iter().filter(|house| house.state != EstablishmentState::Planned) {
        let licences = licences.get(&house.id).map(Vec::as_slice).unwrap_or_default();
        let state = licences.iter().find(|period| licence::covers(period, last));
        let mut count = |measure, by: i64| {
            let finest = Finest {
                measure,
                place: places.get(&house.delegation_id).cloned().unwrap_or_default(),
                kind: kinds.get(&house.kind_code).cloned().unwrap_or_default(),
                licence: state.map_or(WITHOUT, |period| code_of(period.state)),
            };
            *figures.entry(finest).or_default() += by;
        };
        // A house is there on its last day.
        let open = house.opened_on.is_none_or(|first| first <= last) && house.closed_on.is_none_or(|day| last <= day);
        if open {
            count(ESTABLISHMENTS, 1);
            count(CAPACITY, house.capacity_total.map_or(0, i64::from));
        }
        count(OPENED, i64::from(in_month(house.opened_on)));
        count(CLOSED, i64::from(in_month(house.closed_on)));
        let granted = |period: &&licence_period::Model| {
            period.state == LicenceState::Licensed && in_month(Some(period.starts_on))
        };
        let granted = licences.iter().filter(granted).count();
        count(LICENSED, i64::try_from(granted).map_err(Error::internal)?);
    }
    Ok(figures)
}

/// Adds up: the value of each figure that a table shows.
pub(super) fn add_up(table: &About, places: &Dimension, figures: &BTreeMap<Finest, i64>) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, i64> = table.cells().iter().map(|cell| (table.figure(cell), 0)).collect();
    let above =
        |code: &str| places.categories.iter().find(|place| place.code == code).and_then(|place| place.parent.clone());
    for (finest, value) in figures.iter().filter(|(finest, _)| finest.measure == table.measure) {
        // The code under each dimension, and those that it is a part of.
        let codes = |dimension: &Dimension| match dimension.code.as_str() {
            PLACE => std::iter::successors(Some(finest.place.clone()), |code| above(code)).collect(),
            KIND => vec![finest.kind.clone(), ALL.to_owned()],
            _ => vec![finest.licence.to_owned(), ALL.to_owned()],
        };
        let cells = table.dimensions.iter().map(codes).fold(vec![Vec::new()], |cells, codes| {
            let with = |cell: &Vec<String>| {
                codes.iter().map(|code| [cell.as_slice(), std::slice::from_ref(code)].concat()).collect::<Vec<_>>()
            };
            cells.iter().flat_map(with).collect()
        });
        for cell in cells {
            let names = table.dimensions.iter().map(|dimension| dimension.code.as_str()).zip(&cell);
            if let Some(sum) = sums.get_mut(&figure(&table.measure, names)) {
                *sum += value;
            }
        }
    }
    sums
}

/// Lays a table out, with the categories of now.
pub(super) fn lay_out(definition: &Definition, dimensions: &Dimensions) -> About {
    let of = |breakdown: &Breakdown| match breakdown {
        Breakdown::Delegations => dimensions.places.clone(),
        Breakdown::Regions => dimensions.regions(),
        Breakdown::Kinds => dimensions.kinds.clone(),
        Breakdown::LicenceStates => licence_states(),
    };
    About {
        code: definition.code.to_owned(),
        measure: definition.measure.to_owned(),
        stock: definition.nature == Nature::Stock,
        title: definition.title.into(),
        definition: definition.counts.into(),
        unit: definition.unit.into(),
        threshold: definition.threshold,
        since: definition.since().map(|since| since.to_string()).unwrap_or_default(),
        dimensions: definition.breakdowns.iter().map(of).collect(),
    }
}

/// What tables are broken down by, as it stands in the reference data.
pub(super) struct Dimensions {
    /// The country, its regions and their delegations.
    pub(super) places: Dimension,
    kinds: Dimension,
}

impl Dimensions {
    pub(super) async fn read(db: &ScopedDb) -> Result<Self, Error> {
        let named = |code: String, parent: Option<String>, ar: Option<String>, fr: Option<String>| Category {
            code,
            parent,
            name: Name { ar, fr },
        };
        let of_all = || Some(ALL.to_owned());
        let regions = by_code::<region::Entity>(db, region::Column::Code).all().await?;
        let mut lies_in = BTreeMap::new();
        for province in db.find::<province::Entity>().all().await? {
            if let Some(region) = regions.iter().find(|region| region.id == province.region_id) {
                lies_in.insert(province.id, region.code.clone());
            }
        }
        let delegations = by_code::<delegation::Entity>(db, delegation::Column::Code).all().await?;
        let of_regions = regions.into_iter().map(|row| named(row.code, of_all(), row.name_ar, row.name_fr));
        let of_delegations = delegations
            .into_iter()
            .map(|row| named(row.code, lies_in.get(&row.province_id).cloned(), row.name_ar, row.name_fr));
        let kinds = by_code::<establishment_kind::Entity>(db, establishment_kind::Column::Code).all().await?;
        let wide = kinds.into_iter().filter(|kind| kind.parent_code.is_none());
        let wide = wide.map(|row| named(row.code, of_all(), row.name_ar, row.name_fr));
        let titled = |code: &str, [ar, fr, en]: [&str; 3], all: [&str; 2], categories: Vec<Category>| Dimension {
            code: code.to_owned(),
            title: Trilingual { ar, fr, en }.into(),
            categories: std::iter::once(whole(all)).chain(categories).collect(),
        };
        Ok(Self {
            places: titled(
                PLACE,
                ["المجال الترابي", "Territoire", "Territory"],
                ["المجموع الوطني", "Ensemble du pays"],
                of_regions.chain(of_delegations).collect(),
            ),
            kinds: titled(
                KIND,
                ["صنف المؤسسة", "Type d’établissement", "Kind of establishment"],
                ["جميع الأصناف", "Tous les types"],
                wide.collect(),
            ),
        })
    }

    /// The country and its regions.
    fn regions(&self) -> Dimension {
        let mut places = self.places.clone();
        places.categories.retain(|place| place.parent.as_deref().is_none_or(|parent| parent == ALL));
        places
    }
}

fn by_code<E: crate::db::Scoped>(db: &ScopedDb, column: E::Column) -> ScopedSelect<E> {
    db.find::<E>().order_by(column, Order::Asc)
}

fn whole([ar, fr]: [&str; 2]) -> Category {
    let name = Name { ar: Some(ar.to_owned()), fr: Some(fr.to_owned()) };
    Category { code: ALL.to_owned(), parent: None, name }
}

fn code_of(state: LicenceState) -> &'static str {
    match state {
        LicenceState::InProgress => "IN_PROGRESS",
        LicenceState::Licensed => "LICENSED",
        LicenceState::Suspended => "SUSPENDED",
        LicenceState::Withdrawn => "WITHDRAWN",
    }
}

fn licence_states() -> Dimension {
    let states = [
        (code_of(LicenceState::Licensed), "مرخصة", "Autorisé"),
        (code_of(LicenceState::InProgress), "في طور الترخيص", "En cours d’autorisation"),
        (code_of(LicenceState::Suspended), "الترخيص موقوف", "Autorisation suspendue"),
        (code_of(LicenceState::Withdrawn), "الترخيص مسحوب", "Autorisation retirée"),
        (WITHOUT, "بدون ترخيص", "Sans autorisation"),
    ];
    let state = |(code, ar, fr): (&str, &str, &str)| Category {
        code: code.to_owned(),
        parent: Some(ALL.to_owned()),
        name: Name { ar: Some(ar.to_owned()), fr: Some(fr.to_owned()) },
    };
    Dimension {
        code: LICENCE.to_owned(),
        title: Trilingual {
            ar: "وضعية الترخيص", fr: "Situation de l’autorisation", en: "State of the licence"
        }
        .into(),
        categories: std::iter::once(whole(["جميع الوضعيات", "Toutes les situations"]))
            .chain(states.map(state))
            .collect(),
    }
}
