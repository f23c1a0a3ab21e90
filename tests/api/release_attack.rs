//! An attack on releases, written without a look at how they are made: what a reader can work out of what is shown, by exact
//! arithmetic. Each sum is an equation; each figure that is kept back an unknown, not below zero.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Mul, Sub};

use taawun::release::suppression::{Figure, Known, Relation, suppress};

use crate::random::Random;

/// Pairs of releases; `TABLES` says otherwise.
const PAIRS: usize = 400;
const THRESHOLD: i64 = 5;

/// A fraction, in lowest terms, above a positive number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction(i128, i128);

impl Fraction {
    fn of(above: i128, below: i128) -> Self {
        let (mut a, mut b) = (above.unsigned_abs(), below.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = i128::try_from(a.max(1)).unwrap() * below.signum();
        Self(above / common, below / common)
    }

    fn is_zero(self) -> bool {
        self.0 == 0
    }

    fn inverse(self) -> Self {
        Self::of(self.1, self.0)
    }
}

impl Add for Fraction {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::of(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
}

impl Sub for Fraction {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self(-other.0, other.1)
    }
}

impl Mul for Fraction {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::of(self.0 * other.0, self.1 * other.1)
    }
}

/// What a reader knows: equations that sum to zero, and the figures that are shown.
#[derive(Default)]
pub(crate) struct Knowledge {
    figures: Vec<Option<i64>>,
    pub(crate) equations: Vec<Vec<(usize, i64)>>,
}

/// What a reader works out of a figure that is kept back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkedOut {
    /// It is no less.
    least: i64,
    /// It is no more; `None` where nothing bounds it.
    most: Option<i64>,
}

impl WorkedOut {
    /// Whether it is known to be a small figure.
    pub(crate) fn is_small(self) -> bool {
        self.most.is_some_and(|most| most < THRESHOLD)
    }
}

/// A row: the factor of each unknown, and what they add up to.
type Row = (BTreeMap<usize, Fraction>, Fraction);

impl Knowledge {
    pub(crate) fn add(&mut self, shown: Option<i64>) -> usize {
        self.figures.push(shown);
        self.figures.len() - 1
    }

    /// Learns more of a figure that is known already: what either release shows of it.
    pub(crate) fn learn(&mut self, at: usize, shown: Option<i64>) -> usize {
        self.figures[at] = self.figures[at].or(shown);
        at
    }

    fn rows(&self) -> Vec<Row> {
        let row = |equation: &Vec<(usize, i64)>| {
            let (mut factors, mut sum) = (BTreeMap::new(), Fraction(0, 1));
            for (at, factor) in equation {
                if let Some(value) = self.figures[*at] {
                    sum = sum - Fraction(i128::from(value * factor), 1);
                } else {
                    let there = factors.entry(*at).or_insert(Fraction(0, 1));
                    *there = *there + Fraction(i128::from(*factor), 1);
                }
            }
            factors.retain(|_, factor: &mut Fraction| !factor.is_zero());
            (factors, sum)
        };
        self.equations.iter().map(row).filter(|(factors, _)| !factors.is_empty()).collect()
    }

    /// What each unknown can be: by elimination, then by bounds, row by row until nothing more follows.
    pub(crate) fn work_out(&self) -> BTreeMap<usize, WorkedOut> {
        let rows = self.rows();
        let reduced = eliminate(rows.clone());
        let unknown = (0..self.figures.len()).filter(|at| self.figures[*at].is_none());
        let mut found: BTreeMap<usize, WorkedOut> =
            unknown.map(|at| (at, WorkedOut { least: 0, most: None })).collect();
        for _ in 0..100 {
            let mut more = false;
            for row in rows.iter().chain(&reduced) {
                more |= narrow(row, &mut found);
            }
            if !more {
                break;
            }
        }
        found
    }
}

/// Gauss and Jordan: each row is left with an unknown that no other row has. A row of one unknown says what it is.
fn eliminate(mut rows: Vec<Row>) -> Vec<Row> {
    let mut done: Vec<Row> = Vec::new();
    while let Some((factors, sum)) = rows.pop() {
        let Some((pivot, factor)) = factors.first_key_value().map(|(at, factor)| (*at, *factor)) else {
            assert!(sum.is_zero(), "what is shown contradicts itself");
            continue;
        };
        let by = factor.inverse();
        let row: Row = (factors.into_iter().map(|(at, factor)| (at, factor * by)).collect(), sum * by);
        for other in rows.iter_mut().chain(&mut done) {
            let Some(times) = other.0.get(&pivot).copied() else { continue };
            for (at, factor) in &row.0 {
                let there = other.0.entry(*at).or_insert(Fraction(0, 1));
                *there = *there - *factor * times;
            }
            other.0.retain(|_, factor| !factor.is_zero());
            other.1 = other.1 - row.1 * times;
        }
        done.push(row);
    }
    done
}

/// What a row says of each of its unknowns, given what is known of the others.
fn narrow((factors, sum): &Row, found: &mut BTreeMap<usize, WorkedOut>) -> bool {
    let mut more = false;
    for (at, factor) in factors {
        // The unknown is (sum − the others) / factor: bounded above and below by the bounds of the others.
        let (mut least, mut most) = (Some(*sum), Some(*sum));
        for (other, of_other) in factors.iter().filter(|(other, _)| *other != at) {
            let known = found[other];
            let low = Some(*of_other * Fraction(i128::from(known.least), 1));
            let high = known.most.map(|most| *of_other * Fraction(i128::from(most), 1));
            let (low, high) = if of_other.0 > 0 { (low, high) } else { (high, low) };
            least = least.zip(high).map(|(sum, high)| sum - high);
            most = most.zip(low).map(|(sum, low)| sum - low);
        }
        let by = factor.inverse();
        let (least, most) = (least.map(|least| least * by), most.map(|most| most * by));
        let (least, most) = if by.0 > 0 { (least, most) } else { (most, least) };
        // Whole numbers.
        let up = least.map(|Fraction(a, b)| i64::try_from(-(-a).div_euclid(b)).unwrap());
        let down = most.map(|Fraction(a, b)| i64::try_from(a.div_euclid(b)).unwrap());
        let known = found.get_mut(at).unwrap();
        if let Some(least) = up.filter(|least| *least > known.least) {
            known.least = least;
            more = true;
        }
        if let Some(most) = down.filter(|most| known.most.is_none_or(|before| *most < before)) {
            known.most = Some(most);
            more = true;
        }
    }
    more
}

#[test]
fn the_attack_works_out_what_can_be_worked_out() {
    // By hand. 3 + x = 10 gives 7. x + y = 4 gives no more than 4 each. x + y = 9, x + z = 9, y + z = 4 gives 7, 2, 2.
    let work_out = |equations: &[&[(usize, i64)]], shown: &[Option<i64>]| {
        let equations = equations.iter().map(|equation| equation.to_vec()).collect();
        Knowledge { figures: shown.to_vec(), equations }.work_out()
    };
    let one = work_out(&[&[(0, 1), (1, 1), (2, -1)]], &[Some(3), None, Some(10)]);
    assert_eq!((one[&1].least, one[&1].most), (7, Some(7)));
    let two = work_out(&[&[(0, 1), (1, 1), (2, -1)]], &[None, None, Some(4)]);
    assert!(two[&0].is_small() && two[&1].is_small());
    let sums = [[(0, 1), (1, 1), (3, -1)], [(0, 1), (2, 1), (4, -1)], [(1, 1), (2, 1), (5, -1)]];
    let three = work_out(&[&sums[0], &sums[1], &sums[2]], &[None, None, None, Some(9), Some(9), Some(4)]);
    let exact: Vec<_> = three.values().map(|found| (found.least, found.most)).collect();
    assert_eq!(exact, [(7, Some(7)), (2, Some(2)), (2, Some(2))]);
    assert!(!three[&0].is_small() && three[&1].is_small());
}

/// Houses by delegation, kind and state, of a made-up country: what is counted, and what adds up to what.
struct Country {
    regions: usize,
    delegations: usize,
    kinds: usize,
    states: usize,
    houses: BTreeMap<[usize; 3], i64>,
}

/// A code of each dimension; `usize::MAX` for all.
type Name = (&'static str, [usize; 3]);
const ALL: usize = usize::MAX;

impl Country {
    fn random(random: &mut Random) -> Self {
        let regions = 1 + random.below(3);
        let mut country = Self {
            regions,
            delegations: regions * (1 + random.below(3)),
            kinds: 1 + random.below(4),
            states: 1 + random.below(3),
            houses: BTreeMap::new(),
        };
        for delegation in 0..country.delegations {
            for kind in 0..country.kinds {
                for state in 0..country.states {
                    let most = [1, 2, 4, 6, 12, 40][random.below(6)];
                    let houses = i64::try_from(random.below(most)).unwrap();
                    country.houses.insert([delegation, kind, state], houses);
                }
            }
        }
        country
    }

    /// The code of a delegation's region: behind those of the delegations.
    fn region(&self, delegation: usize) -> usize {
        self.delegations + delegation % self.regions
    }

    /// Two tables that share margins, and, where `flows` are given, a third: place by kind, region by kind by state, flows
    /// by region.
    fn figures(&self, flows: Option<&[BTreeMap<usize, i64>; 2]>) -> BTreeMap<Name, i64> {
        let mut figures = BTreeMap::new();
        for ([delegation, kind, state], houses) in &self.houses {
            let region = self.region(*delegation);
            let by_place = [*delegation, region, ALL].map(|place| [*kind, ALL].map(|kind| [place, kind, ALL]));
            let of_regions =
                [region, ALL].map(|place| [*kind, ALL].map(|kind| [*state, ALL].map(|state| [place, kind, state])));
            let names: BTreeSet<_> =
                by_place.into_iter().flatten().chain(of_regions.into_iter().flatten().flatten()).collect();
            for name in names {
                *figures.entry(("houses", name)).or_default() += houses;
            }
        }
        for (measure, flow) in ["opened", "closed"].into_iter().zip(flows.into_iter().flatten()) {
            for region in self.delegations..self.delegations + self.regions {
                let value = flow.get(&region).copied().unwrap_or_default();
                figures.insert((measure, [region, ALL, ALL]), value);
                *figures.entry((measure, [ALL, ALL, ALL])).or_default() += value;
            }
        }
        figures
    }

    /// A total is what stands for all of one dimension; its parts are the figures that differ there alone.
    fn sums(&self, figures: &BTreeMap<Name, i64>) -> Vec<(Name, Vec<Name>)> {
        let mut sums = Vec::new();
        for (measure, name) in figures.keys() {
            for along in 0..3 {
                let is_part = |code: usize| match (along, name[along]) {
                    (0, ALL) => (self.delegations..ALL).contains(&code),
                    (0, region) if region >= self.delegations => code < self.delegations && self.region(code) == region,
                    (_, ALL) => code != ALL,
                    _ => false,
                };
                let differs =
                    |other: &[usize; 3]| (0..3).all(|at| at == along || other[at] == name[at]) && is_part(other[along]);
                let parts = figures.keys().filter(|(of, other)| of == measure && differs(other));
                let parts: Vec<Name> = parts.copied().collect();
                if !parts.is_empty() {
                    assert_eq!(parts.iter().map(|part| figures[part]).sum::<i64>(), figures[&(*measure, *name)]);
                    sums.push(((*measure, *name), parts));
                }
            }
        }
        sums
    }

    /// A few houses open and close, and now and then one changes its state.
    fn month(&mut self, random: &mut Random) -> [BTreeMap<usize, i64>; 2] {
        let mut flows = [BTreeMap::new(), BTreeMap::new()];
        for _ in 0..=random.below(4) {
            let at = [random.below(self.delegations), random.below(self.kinds), random.below(self.states)];
            let region = self.region(at[0]);
            match random.below(3) {
                0 => {
                    *self.houses.get_mut(&at).unwrap() += 1;
                    *flows[0].entry(region).or_default() += 1;
                }
                1 if self.houses[&at] > 0 => {
                    *self.houses.get_mut(&at).unwrap() -= 1;
                    *flows[1].entry(region).or_default() += 1;
                }
                _ if self.houses[&at] > 0 => {
                    *self.houses.get_mut(&at).unwrap() -= 1;
                    *self.houses.get_mut(&[at[0], at[1], random.below(self.states)]).unwrap() += 1;
                }
                _ => {}
            }
        }
        flows
    }
}

/// A release: its figures, what adds up to what, and what is shown.
struct Published {
    figures: BTreeMap<Name, i64>,
    sums: Vec<(Name, Vec<Name>)>,
    shown: BTreeSet<Name>,
}

fn is_small(value: i64) -> bool {
    (1..THRESHOLD).contains(&value)
}

/// A house is a stock: the same number a month later is the same figure.
fn is_same(name: &Name, value: i64, before: &Published) -> bool {
    name.0 == "houses" && before.figures.get(name) == Some(&value)
}

/// Publishes figures, against the release before or without a look at it.
fn publish(
    figures: BTreeMap<Name, i64>,
    sums: Vec<(Name, Vec<Name>)>,
    before: Option<&Published>,
) -> Option<Published> {
    let mut all = Vec::new();
    let (mut now, mut then) = (BTreeMap::new(), BTreeMap::new());
    for (name, value) in &figures {
        let same = before.filter(|before| is_same(name, *value, before));
        let known = match same {
            None => Known::New,
            Some(before) if before.shown.contains(name) => Known::Shown,
            Some(_) => Known::Withheld,
        };
        if same.is_some() {
            then.insert(*name, all.len());
        }
        now.insert(*name, all.len());
        all.push(Figure { value: *value, threshold: THRESHOLD, price: 1 + value.isqrt(), known });
    }
    for (name, value) in before.iter().flat_map(|before| &before.figures) {
        let shown = before.is_some_and(|before| before.shown.contains(name));
        then.entry(*name).or_insert_with(|| {
            all.push(Figure {
                value: *value,
                threshold: THRESHOLD,
                price: 1,
                known: if shown { Known::Shown } else { Known::Withheld },
            });
            all.len() - 1
        });
    }
    let relation = |(total, parts): &(Name, Vec<Name>), at: &BTreeMap<Name, usize>| -> Relation {
        parts.iter().map(|part| (at[part], 1)).chain([(at[total], -1)]).collect()
    };
    let mut relations: Vec<Relation> = sums.iter().map(|sum| relation(sum, &now)).collect();
    relations.extend(before.iter().flat_map(|before| &before.sums).map(|sum| relation(sum, &then)));
    relations.extend(balances(&figures, before).into_iter().map(|[is, was, opened, closed]| {
        let mut balance: Relation = vec![(now[&is], 1)];
        match balance.iter_mut().find(|(at, _)| *at == then[&was]) {
            Some((_, factor)) => *factor -= 1,
            None => balance.push((then[&was], -1)),
        }
        balance.extend([(now[&opened], -1), (now[&closed], 1)]);
        balance.retain(|(_, factor)| *factor != 0);
        balance
    }));
    let withheld = suppress(&all, &relations).ok()?;
    let shown = now.into_iter().filter(|(_, at)| !withheld[*at]).map(|(name, _)| name).collect();
    Some(Published { figures, sums, shown })
}

/// Houses now, houses before, opened, closed: of each region and of all, where the one accounts for the other.
fn balances(figures: &BTreeMap<Name, i64>, before: Option<&Published>) -> Vec<[Name; 4]> {
    let mut balances = Vec::new();
    for (_, at) in figures.keys().filter(|(measure, _)| *measure == "opened") {
        let [houses, opened, closed] = ["houses", "opened", "closed"].map(|measure| (measure, *at));
        let Some(before) = before.and_then(|before| before.figures.get(&houses)) else { continue };
        assert_eq!(
            figures[&houses],
            before + figures[&opened] - figures[&closed],
            "the made-up country keeps its books"
        );
        balances.push([houses, houses, opened, closed]);
    }
    balances
}

/// How many small figures a reader of one release, or of two that follow each other, works out to be small.
fn recovered(releases: &[&Published]) -> usize {
    let mut knowledge = Knowledge::default();
    let mut small = BTreeSet::new();
    let mut before: Option<(&Published, BTreeMap<Name, usize>)> = None;
    for release in releases {
        let mut at = BTreeMap::new();
        for (name, value) in &release.figures {
            let shown = release.shown.contains(name).then_some(*value);
            // The reader knows what has not changed, and so whatever one of the two shows of it.
            let same = before.as_ref().filter(|(before, _)| is_same(name, *value, before)).map(|(_, then)| then[name]);
            let place = same.unwrap_or_else(|| knowledge.add(None));
            knowledge.learn(place, shown);
            if is_small(*value) {
                small.insert(place);
            }
            at.insert(*name, place);
        }
        for (total, parts) in &release.sums {
            knowledge.equations.push(parts.iter().map(|part| (at[part], 1)).chain([(at[total], -1)]).collect());
        }
        if let Some((published, then)) = &before {
            for [is, was, opened, closed] in balances(&release.figures, Some(published)) {
                knowledge.equations.push(vec![(at[&is], 1), (then[&was], -1), (at[&opened], -1), (at[&closed], 1)]);
            }
        }
        before = Some((release, at));
    }
    let found = knowledge.work_out();
    // One that is shown is recovered without any work.
    small.iter().filter(|at| found.get(at).is_none_or(|found| found.is_small())).count()
}

/// What is left of a release where only small figures are kept back.
fn primary_only(release: &Published) -> Published {
    let shown = release.figures.iter().filter(|(_, value)| !is_small(**value)).map(|(name, _)| *name).collect();
    Published { figures: release.figures.clone(), sums: release.sums.clone(), shown }
}

#[test]
fn no_small_figure_of_a_release_or_of_two_is_worked_out() {
    let pairs = std::env::var("TABLES").map_or(PAIRS, |pairs| pairs.parse().unwrap());
    let (mut small, mut kept, mut shown, mut refused, mut by_primary_only, mut by_publishing_twice) =
        (0, 0, 0, 0, 0, 0);
    for seed in 0..pairs {
        let mut random = Random::new(seed as u64 + 1);
        let mut country = Country::random(&mut random);
        let figures = country.figures(None);
        let sums = country.sums(&figures);
        let first = publish(figures, sums, None).expect("a first release can always be protected");
        assert_eq!(recovered(&[&first]), 0, "seed {seed}: the first release");
        by_primary_only += recovered(&[&primary_only(&first)]);
        let mut before = first;
        for month in 0..2 {
            let flows = country.month(&mut random);
            let figures = country.figures(Some(&flows));
            let sums = country.sums(&figures);
            if let Some(alone) = publish(figures.clone(), sums.clone(), None) {
                by_publishing_twice += recovered(&[&before, &alone]);
            }
            let Some(next) = publish(figures, sums, Some(&before)) else {
                refused += 1;
                break;
            };
            assert_eq!(recovered(&[&next]), 0, "seed {seed}, month {month}: the next release");
            assert_eq!(recovered(&[&before, &next]), 0, "seed {seed}, month {month}: both together");
            kept += next.figures.len() - next.shown.len();
            shown += next.shown.len();
            small += next.figures.values().filter(|value| is_small(**value)).count();
            before = next;
        }
    }
    println!(
        "{pairs} countries: {shown} figures shown, {kept} kept back, {small} of them small, {refused} refused; worked out where only small ones are \
         kept back {by_primary_only}, where each is published by itself {by_publishing_twice}"
    );
    // The attack is one: it succeeds against those who do not look at the whole.
    assert!(by_primary_only > pairs / 2 && by_publishing_twice > pairs / 20, "the attack finds nothing anywhere");
    assert!(refused * 20 < pairs && shown + small > kept, "hardly anything is published");
}
