//! The rules of a list of territorial units. A unit is known by its official code, which names what it lies in: the commune
//! `05.301.07.03` lies in the cercle `05.301.07`, in the province `05.301`, in the region `05`.

use std::collections::BTreeSet;

use super::mutation::{TerritoryLevel, TerritoryUnitInput};
use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// `05.301` of `05.301.07`; none of a region's code.
pub(super) fn lies_in(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(within, _)| within)
}

/// The code of the province in the code of a commune.
pub(super) fn province_in(code: &str) -> &str {
    code.match_indices('.').nth(1).map_or(code, |(at, _)| &code[..at])
}

impl TerritoryUnitInput {
    /// Whether its code is one of its level. A commune whose official code is not known has one of ours, in its province.
    pub(super) fn code_fits(&self) -> bool {
        let parts: Vec<_> = self.code.split('.').collect();
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        let ours = |part: &str| part.strip_prefix('X').is_some_and(|rest| digits(rest, 1) || digits(rest, 2));
        match (self.level, parts.as_slice()) {
            (TerritoryLevel::Region, [region]) => digits(region, 2),
            (TerritoryLevel::Province, [region, province]) => digits(region, 2) && digits(province, 3),
            (TerritoryLevel::Cercle, [region, province, cercle]) => {
                digits(region, 2) && digits(province, 3) && digits(cercle, 2)
            }
            (TerritoryLevel::Commune, [region, province, commune]) => {
                digits(region, 2) && digits(province, 3) && ours(commune)
            }
            (TerritoryLevel::Commune, [region, province, cercle, commune]) => {
                digits(region, 2) && digits(province, 3) && digits(cercle, 2) && digits(commune, 2)
            }
            (
                TerritoryLevel::Region | TerritoryLevel::Province | TerritoryLevel::Cercle | TerritoryLevel::Commune,
                _,
            ) => false,
        }
    }

    /// The code of what it must lie in. The cercle of a commune may be unknown; municipalities lie in none.
    fn must_lie_in(&self) -> Option<&str> {
        match self.level {
            TerritoryLevel::Commune => Some(province_in(&self.code)),
            TerritoryLevel::Region | TerritoryLevel::Province | TerritoryLevel::Cercle => lies_in(&self.code),
        }
    }

    /// What is wrong with it, but for its name.
    fn mistakes(&self, all: &BTreeSet<&str>) -> Vec<Mistake> {
        let code: String = self.code.chars().take(64).collect();
        let mut mistakes = Vec::new();
        let mut wrong = |code, message, path| mistakes.push(Mistake::new(code, message, path));
        if !self.code_fits() {
            wrong(UserErrorCode::Invalid, Message::new("territory-code").with("code", code), "code");
        } else if let Some(within) = self.must_lie_in().filter(|within| !all.contains(within)) {
            let message = Message::new("territory-within").with("code", code).with("within", within);
            wrong(UserErrorCode::NotFound, message, "code");
        }
        for (given, wanted, field) in [
            (self.province_kind.is_some(), self.level == TerritoryLevel::Province, "provinceKind"),
            (self.commune_kind.is_some(), self.level == TerritoryLevel::Commune, "communeKind"),
        ] {
            match (given, wanted) {
                (false, true) => wrong(UserErrorCode::Blank, Message::new("text-empty"), field),
                (true, false) => wrong(UserErrorCode::Invalid, Message::new("territory-kind"), field),
                (true, true) | (false, false) => {}
            }
        }
        if self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to.0 < from.0) {
            wrong(UserErrorCode::Invalid, Message::new("territory-validity"), "validTo");
        }
        mistakes
    }
}

/// Everything that is wrong with a list, where the units of `there` are there already.
#[must_use]
pub fn mistakes(units: &[TerritoryUnitInput], there: &BTreeSet<String>) -> Vec<Mistake> {
    let all = units.iter().map(|unit| unit.code.as_str()).chain(there.iter().map(String::as_str)).collect();
    let mut listed = BTreeSet::new();
    let mut found = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let mut own = unit.mistakes(&all);
        own.extend(unit.names.names("names").err().unwrap_or_default());
        if !listed.insert(&unit.code) {
            let code: String = unit.code.chars().take(64).collect();
            own.push(Mistake::new(UserErrorCode::Invalid, Message::new("territory-twice").with("code", code), "code"));
        }
        found.extend(own.into_iter().map(|mistake| mistake.in_item("units", index)));
    }
    found
}
