//! Disclosure control: which cells of a release are kept back, so that nobody works out a figure below the threshold.
//!
//! *Primary*: a figure from 1 to below its threshold. A zero is shown, because it says something of nobody; it may be kept
//! back to protect another, so that of a cell that is kept back nothing is known but that it is no less than zero.
//! *Complementary*: whatever else must be kept back, so that no sum gives a primary away.
//!
//! The reader is taken to know every sum (a total and its parts, in all tables at once, and what came and went between two
//! releases), everything that is shown now and was shown before, and which figures have not changed since the release
//! before. Against this reader each primary figure has a *witness*: other whole numbers, none below zero, in the place of
//! those kept back, with which every sum still holds and in which the figure reaches its threshold. While there is one, the
//! figure is determined neither by the sums nor by bounds: to the reader it may as well be no small figure at all.
//!
//! A witness is searched for by a linear program that prefers what is kept back already, then what costs little. What it finds is rounded and checked in whole numbers; nothing rests on the solver's arithmetic. [`suppress`] ends
//! with an audit of all witnesses, from the figures alone, and refuses rather than let one go without.

use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// From this price on, a zero is taken only where nothing else will do.
const DEAR: i64 = 40;
/// So often a witness is taken at most, one way or the other: four times one is what 1 lacks of 5.
const MOST_TIMES: i64 = 4;
/// What is kept back already costs next to nothing, and yet no more of it is taken than need be.
const HIDDEN: f64 = 1e-3;

/// The terms of a sum that is zero: figure and factor.
pub type Relation = Vec<(usize, i64)>;

/// A figure of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its value, not below zero.
    pub value: i64,
    /// Below which it is kept back; zero where nothing is.
    pub threshold: i64,
    /// What it costs to keep it back, by the unit that it has to give way: readers miss some more than others.
    pub price: i64,
    /// What is known of it already.
    pub known: Known,
}

/// What is known of a figure before it is published, or was when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is new, or has changed.
    New,
    /// It was shown, in this release or as the same figure in the one before.
    Shown,
    /// It was kept back, and stays so.
    Withheld,
}

/// Figures that cannot be protected, by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprotected(pub Vec<usize>);

/// Other values that a reader cannot exclude: what is to be added to which figure.
type Witness = Vec<(usize, i64)>;

/// Which figures are kept back. Those of the release before stand beside those of this one, joined where they are the same,
/// and what was below the threshold then is protected as well.
pub fn suppress(figures: &[Figure], relations: &[Relation]) -> Result<Vec<bool>, Unprotected> {
    let system = System::new(figures, relations);
    let mut withheld: Vec<bool> =
        figures.iter().map(|figure| figure.known == Known::Withheld || small(figure)).collect();
    let mut guarded: Vec<usize> = (0..figures.len()).filter(|at| small(&figures[*at])).collect();
    // The smallest need the most room, which then is there for others.
    guarded.sort_by_key(|at| (figures[*at].value, *at));
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut bare = Vec::new();
    for at in &guarded {
        if system.witness_among(&witnesses, *at).is_some() {
            continue;
        }
        match system.search(&withheld, *at) {
            Some(witness) => {
                for (at, _) in &witness {
                    withheld[*at] = true;
                }
                witnesses.push(witness);
            }
            None => bare.push(*at),
        }
    }
    if !bare.is_empty() {
        return Err(Unprotected(bare));
    }
    system.spare(&guarded, &mut witnesses);
    // What no witness that is left needs is shown again.
    let mut withheld: Vec<bool> =
        figures.iter().map(|figure| figure.known == Known::Withheld || small(figure)).collect();
    witnesses.iter().flatten().for_each(|(at, _)| withheld[*at] = true);
    audit(figures, relations, &withheld, &witnesses)?;
    Ok(withheld)
}

/// Whether a figure is primary. One that was shown under another threshold is known for good.
fn small(figure: &Figure) -> bool {
    figure.known != Known::Shown && (1..figure.threshold).contains(&figure.value)
}

/// Whether each small figure is kept back and has a witness, worked out anew from what was given.
fn audit(
    figures: &[Figure],
    relations: &[Relation],
    withheld: &[bool],
    witnesses: &[Witness],
) -> Result<(), Unprotected> {
    let mut reached = vec![false; figures.len()];
    let both_ways = (1..=MOST_TIMES).flat_map(|times| [times, -times]);
    for (witness, times) in witnesses.iter().flat_map(|witness| both_ways.clone().map(move |times| (witness, times))) {
        let mut other: Vec<i64> = figures.iter().map(|figure| figure.value).collect();
        for (at, by) in witness {
            other[*at] += by * times;
        }
        let sum = |relation: &Relation| relation.iter().map(|(at, factor)| other[*at] * factor).sum::<i64>();
        let is_hidden = witness.iter().all(|(at, _)| withheld[*at]);
        if is_hidden && other.iter().all(|value| *value >= 0) && relations.iter().all(|relation| sum(relation) == 0) {
            for (at, _) in witness {
                reached[*at] |= other[*at] >= figures[*at].threshold;
            }
        }
    }
    let bare = |at: &usize| small(&figures[*at]) && !(withheld[*at] && reached[*at]);
    let told_apart = |at: &usize| match figures[*at].known {
        Known::New => false,
        Known::Shown => withheld[*at],
        Known::Withheld => !withheld[*at],
    };
    let wrong: Vec<usize> = (0..figures.len()).filter(|at| bare(at) || told_apart(at)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Unprotected(wrong)) }
}

/// What may give way for a figure.
#[derive(Clone, Copy)]
enum Among {
    /// What is kept back already.
    Withheld,
    /// Whatever is new, but zeros that are missed.
    ButDearZeros,
    /// Whatever is new.
    All,
}

/// Figures, and in which sums each stands.
struct System<'a> {
    figures: &'a [Figure],
    relations: &'a [Relation],
    sums_of: Vec<Vec<usize>>,
}

impl<'a> System<'a> {
    fn new(figures: &'a [Figure], relations: &'a [Relation]) -> Self {
        let mut sums_of = vec![Vec::new(); figures.len()];
        for (sum, relation) in relations.iter().enumerate() {
            for (at, _) in relation {
                sums_of[*at].push(sum);
            }
        }
        Self { figures, relations, sums_of }
    }

    /// The first witness that serves this figure, too.
    fn witness_among(&self, witnesses: &[Witness], at: usize) -> Option<usize> {
        witnesses.iter().position(|witness| self.serves(witness, at))
    }

    /// Whether a witness, taken once or a few times, or the other way round, lets a figure reach its threshold.
    fn serves(&self, witness: &Witness, at: usize) -> bool {
        let Some((_, by)) = witness.iter().find(|(other, _)| *other == at) else { return false };
        let figure = self.figures[at];
        let missing = figure.threshold - figure.value;
        let times = by.signum() * ((missing + by.abs() - 1) / by.abs());
        times.abs() <= MOST_TIMES && witness.iter().all(|(other, by)| self.figures[*other].value + by * times >= 0)
    }

    /// A witness of a figure: of what is kept back already, where that will do, and else of as little as can be. Whole numbers
    /// are asked for where they do not come by themselves, which costs more.
    fn search(&self, withheld: &[bool], at: usize) -> Option<Witness> {
        use Among::{All, ButDearZeros, Withheld};
        let steps = [(Withheld, false), (ButDearZeros, false), (ButDearZeros, true), (All, false), (All, true)];
        steps.into_iter().find_map(|(among, whole)| self.solve(withheld, at, among, whole))
    }

    fn solve(&self, withheld: &[bool], goal: usize, among: Among, whole: bool) -> Option<Witness> {
        let free = |at: usize| {
            let figure = self.figures[at];
            let may_go = match among {
                Among::Withheld => false,
                Among::ButDearZeros => figure.value > 0 || figure.price < DEAR,
                Among::All => true,
            };
            withheld[at] || (may_go && figure.known == Known::New)
        };
        let (figures, sums) = self.around(goal, free);
        let missing = self.figures[goal].threshold - self.figures[goal].value;
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut terms = vec![None; self.figures.len()];
        for at in figures.iter().copied().filter(|at| *at != goal) {
            let value = self.figures[at].value;
            let cost = if withheld[at] { HIDDEN } else { float(self.figures[at].price) };
            // More than any figure has to give way for one below its threshold, and no bound but the figure's own below.
            let (more, less) = (missing * 64, value.min(missing * 64));
            terms[at] = Some(if whole {
                let bound = |bound: i64| i32::try_from(bound).unwrap_or(i32::MAX);
                (problem.add_integer_var(cost, (0, bound(more))), problem.add_integer_var(cost, (0, bound(less))))
            } else {
                (problem.add_var(cost, (0.0, float(more))), problem.add_var(cost, (0.0, float(less))))
            });
        }
        for sum in sums {
            let mut given = 0;
            let mut row = Vec::new();
            for (at, factor) in &self.relations[sum] {
                if *at == goal {
                    given += factor * missing;
                } else if let Some((more, less)) = terms[*at] {
                    row.extend([(more, float(*factor)), (less, -float(*factor))]);
                }
            }
            if row.is_empty() {
                // Nothing could give way.
                if given != 0 {
                    return None;
                }
                continue;
            }
            problem.add_constraint(&row, ComparisonOp::Eq, float(-given));
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let mut witness = vec![(goal, missing)];
        for at in figures {
            if let Some((more, less)) = terms[at] {
                let by = whole_number(solution.var_value(more) - solution.var_value(less))?;
                if by != 0 {
                    witness.push((at, by));
                }
            }
        }
        self.is_sound(&witness).then_some(witness)
    }

    /// What can give way for a figure, directly or by way of others, and the sums it takes part in.
    fn around(&self, goal: usize, free: impl Fn(usize) -> bool) -> (Vec<usize>, Vec<usize>) {
        let mut met = vec![false; self.figures.len()];
        let mut summed = vec![false; self.relations.len()];
        met[goal] = true;
        let (mut figures, mut sums) = (vec![goal], Vec::new());
        let mut next = 0;
        while let Some(at) = figures.get(next).copied() {
            next += 1;
            for sum in &self.sums_of[at] {
                if std::mem::replace(&mut summed[*sum], true) {
                    continue;
                }
                sums.push(*sum);
                for (other, _) in &self.relations[*sum] {
                    if free(*other) && !std::mem::replace(&mut met[*other], true) {
                        figures.push(*other);
                    }
                }
            }
        }
        (figures, sums)
    }

    /// Whether every sum still holds and nothing falls below zero.
    fn is_sound(&self, witness: &Witness) -> bool {
        let mut by = vec![0; self.figures.len()];
        for (at, more) in witness {
            by[*at] += more;
        }
        let possible = witness.iter().all(|(at, more)| self.figures[*at].value + more >= 0);
        let mut sums = witness.iter().flat_map(|(at, _)| &self.sums_of[*at]);
        possible && sums.all(|sum| self.relations[*sum].iter().map(|(at, factor)| by[*at] * factor).sum::<i64>() == 0)
    }

    /// Leaves out the witnesses that others stand in for, the first found first.
    fn spare(&self, guarded: &[usize], witnesses: &mut Vec<Witness>) {
        let serves = |witness: &Witness| guarded.iter().map(|at| self.serves(witness, *at)).collect::<Vec<_>>();
        let of_each: Vec<_> = witnesses.iter().map(serves).collect();
        let mut left: Vec<usize> = (0..guarded.len()).map(|at| of_each.iter().filter(|of| of[at]).count()).collect();
        let mut kept = of_each.iter().map(|of| {
            let needed = of.iter().zip(&left).any(|(serves, left)| *serves && *left == 1);
            if !needed {
                of.iter().zip(&mut left).for_each(|(serves, left)| *left -= usize::from(*serves));
            }
            needed
        });
        witnesses.retain(|_| kept.next().unwrap_or(true));
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts, far below where it begins")]
fn float(value: i64) -> f64 {
    value as f64
}

/// The whole number that a solver's value stands for; `None` where it stands for none.
#[expect(clippy::cast_possible_truncation, reason = "a few units, and checked afterwards")]
fn whole_number(value: f64) -> Option<i64> {
    ((value - value.round()).abs() < 1e-6).then(|| value.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of these values, each new, with a price that grows with it.
    fn figures(values: &[i64]) -> Vec<Figure> {
        let price = |value: i64| if value == 0 { DEAR } else { 1 + value.isqrt() };
        let figure = |value: &i64| Figure { value: *value, threshold: 5, price: price(*value), known: Known::New };
        values.iter().map(figure).collect()
    }

    /// The last is the sum of the others.
    fn sum(places: &[usize]) -> Relation {
        let (total, parts) = places.split_last().unwrap();
        parts.iter().map(|part| (*part, 1)).chain([(*total, -1)]).collect()
    }

    #[test]
    fn a_small_figure_takes_the_cheapest_other_with_it() {
        // 3 + 10 + 20 + 0 = 33: were 3 alone kept back, 33 − 10 − 20 would tell. 10 gives way to the 2 that 3 lacks.
        let withheld = suppress(&figures(&[3, 10, 20, 0, 33]), &[sum(&[0, 1, 2, 3, 4])]).unwrap();
        assert_eq!(withheld, [true, true, false, false, false]);
        // With 1 + 1 = 2 all three go: of none is it known then that it is small.
        assert_eq!(suppress(&figures(&[1, 1, 2]), &[sum(&[0, 1, 2])]).unwrap(), [true, true, true]);
        // What is not small, and what is no count, takes nothing with it.
        let money = Figure { threshold: 0, ..figures(&[3])[0] };
        assert_eq!(suppress(&[money, money], &[vec![(0, 1), (1, -1)]]).unwrap(), [false, false]);
    }

    #[test]
    fn bounds_tell_no_more_than_sums_do() {
        // 4 + 1 = 5 and 4 + 1 = 5, crosswise: each of the four could be 5 and its neighbours 0, so all may stay back alone.
        let crossed =
            [sum(&[0, 1, 4]), sum(&[2, 3, 5]), sum(&[0, 2, 6]), sum(&[1, 3, 7]), sum(&[4, 5, 8]), sum(&[6, 7, 8])];
        let withheld = suppress(&figures(&[4, 1, 1, 4, 5, 5, 5, 5, 10]), &crossed).unwrap();
        assert_eq!(withheld, [true, true, true, true, false, false, false, false, false]);
        // 1 + 4 = 5 above 9 + 3 = 12: 1 becomes 5 where 9 becomes 5, so that goes too.
        let withheld = suppress(&figures(&[1, 4, 9, 3, 5, 12, 10, 7, 17]), &crossed).unwrap();
        assert_eq!(withheld, [true, true, true, true, false, false, false, false, false]);
    }

    #[test]
    fn what_was_shown_hides_nothing_and_what_was_kept_back_stays_so() {
        // 3 + 10 + 20 = 33, of which 10 was shown before and is the same: 20 gives way.
        let mut all = figures(&[3, 10, 20, 33]);
        all[1].known = Known::Shown;
        assert_eq!(suppress(&all, &[sum(&[0, 1, 2, 3])]).unwrap(), [true, false, true, false]);
        // 8 was kept back and is the same.
        let mut all = figures(&[8, 9, 17]);
        all[0].known = Known::Withheld;
        assert_eq!(suppress(&all, &[sum(&[0, 1, 2])]).unwrap(), [true, false, false]);
        // Where all else is known already, nothing protects it.
        let mut all = figures(&[3, 10, 13]);
        (all[1].known, all[2].known) = (Known::Shown, Known::Shown);
        assert_eq!(suppress(&all, &[sum(&[0, 1, 2])]), Err(Unprotected(vec![0])));
    }

    #[test]
    fn the_audit_refuses_what_the_search_would_not_have_made() {
        let (all, sums) = (figures(&[3, 10, 20, 33]), [sum(&[0, 1, 2, 3])]);
        let sound: Witness = vec![(0, 2), (1, -2)];
        let withheld = [true, true, false, false];
        assert_eq!(audit(&all, &sums, &withheld, std::slice::from_ref(&sound)), Ok(()));
        let refused = Err(Unprotected(vec![0]));
        assert_eq!(audit(&all, &sums, &withheld, &[]), refused, "no witness");
        assert_eq!(
            audit(&all, &sums, &[true, false, false, false], std::slice::from_ref(&sound)),
            refused,
            "one is shown"
        );
        assert_eq!(audit(&all, &sums, &[false, true, false, false], &[sound]), refused, "it is shown itself");
        assert_eq!(audit(&all, &sums, &withheld, &[vec![(0, 2), (1, -1)]]), refused, "the sum does not hold");
        assert_eq!(audit(&all, &sums, &withheld, &[vec![(0, 1), (1, -1)]]), Ok(()), "twice is enough");
        assert_eq!(audit(&all, &sums, &[true; 4], &[vec![(0, 40), (2, -40)]]), refused, "one is less than none");
    }
}
