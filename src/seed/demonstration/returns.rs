//! Season returns of the demonstration, and how their figures are made up: from the places of a house, the same each time.
//! A few houses are over capacity, as in El Hajeb, where a house for 40 had 66; a few jump; of the last season some are
//! submitted, sent back, being filled in or missing.

use entity::id::{AssociationId, DelegationId, EstablishmentId, ReturnTemplateId, SeasonReturnId};
use entity::month::YearMonth;
use entity::return_item::{self, ReturnSection, StaffType};
use entity::season_return::{self, SeasonReturnState};
use entity::sex::Sex;
use entity::{return_template_item, season_return_line};

use super::network::{House, Places, day};
use super::{BENI_MELLAL, MIDELT, delegation_id, establishment_id, khenifra, neighbours};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::returns::{items, template_id, template_items};
use crate::seed::{key, text};

/// The years in which the seasons of the demonstration begin; the last one is over, and its returns were due on 29 September
/// 2026.
const SEASONS: [i32; 3] = [2023, 2024, 2025];
const LAST: i32 = 2025;

/// The houses of Khénifra that report, by reference, and where the return of the last season stands.
const IN_KHENIFRA: [(&str, Stands); 20] = [
    ("EPS-05-301-0001", Stands::Missing),
    ("EPS-05-301-0002", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0003", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0004", Stands::In(SeasonReturnState::Submitted)),
    ("EPS-05-301-0005", Stands::In(SeasonReturnState::Submitted)),
    ("EPS-05-301-0006", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0007", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0008", Stands::In(SeasonReturnState::Submitted)),
    ("EPS-05-301-0009", Stands::Missing),
    ("EPS-05-301-0010", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0011", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0012", Stands::In(SeasonReturnState::Validated)),
    ("EPS-05-301-0013", Stands::In(SeasonReturnState::Draft)),
    ("EPS-05-301-0025", Stands::In(SeasonReturnState::Returned)),
    ("CEF-05-301-0001", Stands::In(SeasonReturnState::Validated)),
    ("CEF-05-301-0002", Stands::In(SeasonReturnState::Validated)),
    ("CEF-05-301-0003", Stands::In(SeasonReturnState::Validated)),
    ("JE-05-301-0001", Stands::In(SeasonReturnState::Validated)),
    ("JE-05-301-0002", Stands::In(SeasonReturnState::Validated)),
    ("COAPH-05-301-0001", Stands::In(SeasonReturnState::Validated)),
];
/// Houses of each neighbour that report.
const OF_A_NEIGHBOUR: usize = 4;
/// Houses with many more than they have places, and those with many more in the last season than before.
const OVER: [&str; 3] = ["EPS-05-301-0003", "EPS-05-301-0011", "EPS-08-363-0003"];
const JUMPING: [&str; 2] = ["EPS-05-301-0004", "EPS-05-301-0007"];

/// Where a return stands.
#[derive(Clone, Copy)]
enum Stands {
    Missing,
    In(SeasonReturnState),
}

/// A house that reports.
pub(super) struct Reporting {
    pub(super) id: EstablishmentId,
    pub(super) delegation_id: DelegationId,
    pub(super) association_id: Option<AssociationId>,
    pub(super) reference: String,
    pub(super) kind: &'static str,
    pub(super) capacity: Option<(i32, Option<[i32; 2]>)>,
    pub(super) demonstration: bool,
}

/// A return with its lines.
pub(super) type Filled = (season_return::Model, Vec<season_return_line::Model>);

impl Reporting {
    fn of(house: &House) -> Self {
        Self {
            id: establishment_id(&house.reference),
            delegation_id: delegation_id(house.province),
            association_id: house.association,
            reference: house.reference.clone(),
            kind: house.kind,
            capacity: house.capacity.map(|places| match places {
                Places::Together(total) => (total, None),
                Places::Apart { female, male } => (female + male, Some([female, male])),
            }),
            demonstration: true,
        }
    }
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let forms = Forms::read()?;
    let mut filled = Vec::new();
    let houses = khenifra::houses();
    for (reference, stands) in IN_KHENIFRA {
        let house = houses.iter().find(|house| house.reference == reference);
        let house = Reporting::of(house.ok_or_else(|| Error::internal(reference))?);
        filled.extend(forms.seasons(&house, stands));
    }
    for province in [BENI_MELLAL, MIDELT] {
        for house in neighbours::houses_of(province).iter().take(OF_A_NEIGHBOUR) {
            filled.extend(forms.seasons(&Reporting::of(house), Stands::In(SeasonReturnState::Validated)));
        }
    }
    let (rows, lines): (Vec<_>, Vec<_>) = filled.into_iter().unzip();
    bulk.lay::<season_return::Entity>(rows).await?;
    bulk.lay::<season_return_line::Entity>(lines.into_iter().flatten().collect()).await
}

/// The last validated return of a house of Khénifra.
pub(super) fn last_validated(reference: &str) -> Result<season_return::Model, Error> {
    let unknown = || Error::internal(reference.to_owned());
    let (_, stands) = IN_KHENIFRA.into_iter().find(|(house, _)| *house == reference).ok_or_else(unknown)?;
    let house = khenifra::houses().into_iter().find(|house| house.reference == reference).ok_or_else(unknown)?;
    let seasons = Forms::read()?.seasons(&Reporting::of(&house), stands).into_iter().map(|(row, _)| row);
    let validated = seasons.filter(|row| row.state == SeasonReturnState::Validated);
    validated.max_by_key(|row| row.period_first).ok_or_else(unknown)
}

/// What the templates ask for.
pub(super) struct Forms {
    asked: Vec<return_template_item::Model>,
    items: Vec<return_item::Model>,
}

impl Forms {
    pub(super) fn read() -> Result<Self, Error> {
        Ok(Self { asked: template_items()?, items: items()? })
    }

    /// The returns of a house for the seasons of the demonstration.
    fn seasons(&self, house: &Reporting, last: Stands) -> Vec<Filled> {
        let seasons = SEASONS.into_iter().filter_map(|year| {
            let state = match last {
                _ if year < LAST => SeasonReturnState::Validated,
                Stands::Missing => return None,
                Stands::In(state) => state,
            };
            let served = {
                let places = house.capacity.map_or(30, |(places, _)| places);
                // Between nine tenths of the places and all of them; a few more each year.
                let usual = places * 9 / 10 + (year - 2023) * places / 20;
                if OVER.contains(&house.reference.as_str()) {
                    places * 165 / 100 + year - 2023
                } else if year == LAST && JUMPING.contains(&house.reference.as_str()) {
                    usual * 3 / 2
                } else {
                    usual
                }
            };
            self.season(house, year, served, state)
        });
        seasons.collect()
    }

    /// The return of a house for the season that begins in a year, in which so many were served.
    pub(super) fn season(&self, house: &Reporting, year: i32, served: i32, state: SeasonReturnState) -> Option<Filled> {
        let template_id = template_of(house.kind);
        let id: SeasonReturnId = key("season_return", &format!("{}/{year}", house.reference), 0);
        let is_draft = state == SeasonReturnState::Draft;
        let mut lines = self.lines(id, template_id, house, served);
        if is_draft {
            // The head-count, and nothing else yet.
            lines.retain(|line| line.item_code.starts_with("HEAD"));
        }
        let sum = |beginning: &str| {
            let of: Vec<_> = lines.iter().filter(|line| line.item_code.starts_with(beginning)).collect();
            (!of.is_empty()).then(|| of.iter().map(|line| i32::try_from(line.value).unwrap_or_default()).sum())
        };
        let decided = matches!(state, SeasonReturnState::Validated | SeasonReturnState::Returned);
        let row = season_return::Model {
            id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            template_id,
            period_first: YearMonth::try_new(year, 9)?,
            period_last: YearMonth::try_new(year + 1, 7)?,
            due_on: day(year + 1, 9, 29),
            state,
            submitted_by: (!is_draft).then(|| key("account", "who submits in the demonstration", 0)),
            submitted_on: (!is_draft).then(|| day(year + 1, 9, 15)),
            decided_on: decided.then(|| day(year + 1, 9, 28)),
            reason: (state == SeasonReturnState::Returned)
                .then(|| text("عدد الأيتام غير مطابق للملفات / Le nombre d’orphelins ne correspond pas aux dossiers"))
                .flatten(),
            head_count: sum("HEAD"),
            present: sum("PRESENT"),
            capacity: house.capacity.map(|(places, _)| places),
            demonstration: house.demonstration,
            version: 1,
        };
        Some((row, lines))
    }

    /// Figures for each item that the template asks for.
    fn lines(
        &self,
        return_id: SeasonReturnId,
        template_id: ReturnTemplateId,
        house: &Reporting,
        served: i32,
    ) -> Vec<season_return_line::Model> {
        let asked: Vec<_> = self
            .asked
            .iter()
            .filter(|asked| asked.template_id == template_id)
            .filter_map(|asked| Some((asked, self.items.iter().find(|item| item.code == asked.item_code)?)))
            .collect();
        let places = house.capacity.map_or(30, |(places, _)| places);
        // Of a sex, as many as have places; where they are together, halves.
        let female = match house.capacity {
            Some((total, Some([female, _]))) if total > 0 => served * female / total,
            Some(_) | None => served / 2,
        };
        let of_sex = |sex: Option<Sex>| match sex {
            Some(Sex::Female) => female,
            Some(Sex::Male) => served - female,
            None => served,
        };
        let head = |sex| {
            i32::try_from(
                asked.iter().filter(|(_, item)| item.section == ReturnSection::HeadCount && item.sex == sex).count(),
            )
            .unwrap_or(1)
        };
        let mut dealt = [0, 0, 0];
        let mut lines = Vec::new();
        for (asked, item) in &asked {
            let all = of_sex(item.sex);
            let value = match item.section {
                // Dealt evenly, the rest to the first.
                ReturnSection::HeadCount => {
                    let (bands, turn) = (head(item.sex).max(1), &mut dealt[item.sex.map_or(2, |sex| sex as usize)]);
                    *turn += 1;
                    all / bands + i32::from(*turn <= all % bands)
                }
                ReturnSection::Orphans => all / 12,
                ReturnSection::Disability => all / 20,
                ReturnSection::Present => all - all / 30,
                ReturnSection::Beds => places,
                ReturnSection::Staff => match (item.staff_type, item.qualified) {
                    (Some(StaffType::Management), _) => 1,
                    (Some(StaffType::Education), Some(true)) => served / 25 + 1,
                    (Some(StaffType::Service), _) => served / 20 + 1,
                    (Some(StaffType::Education | StaffType::Health) | None, _) => served / 40,
                },
                // 1,500 dirhams a head from each source.
                ReturnSection::Budget => served * 150_000,
            };
            lines.push(season_return_line::Model {
                return_id,
                item_code: item.code.clone(),
                value: value.into(),
                unit: item.unit,
                position: asked.position,
            });
        }
        lines
    }
}

/// By which template the kinds of the demonstration report.
fn template_of(kind: &str) -> ReturnTemplateId {
    template_id(match kind {
        "DAR_TALIB" | "DAR_TALIBA" | "DAR_TALIB_MIXED" | "DAR_TILMID" => "BOARDING_HOUSE",
        "CEF" => "TRAINING_CENTER",
        "JE" => "EARLY_CHILDHOOD",
        "COAPH" | "CPSH" => "DISABILITY_CENTER",
        _ => "EPS",
    })
}
