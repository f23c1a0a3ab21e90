//! Random sequences of what people do with applications, against a naive model of the procedure, written from its words: nothing
//! is done that the model does not allow, nothing that it allows is refused, and no licence is issued without every document, a
//! visit whose minutes stand, and a decision and an issue by people who had no hand in preparing them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::documents::{PDF, add};
use crate::harness::{App, Change, on_both};
use crate::licence_applications::{
    ABANDON, ACCEPT, APPROVE, COMPLETE, DISMISS, ISSUE, LIFT_RESERVE, PLAN_VISIT, RECORD_VISIT, REJECT, SUBMIT,
    SUBMIT_TO_COMMISSION, TAKE_UP, TELL_INCOMPLETE, UPDATE, Walk, two_hats,
};
use crate::random::Random;

/// What can be done, and by whom: A applies, I instructs, D decides.
const STEPS: [(Change, char); 15] = [
    (UPDATE, 'A'),
    (SUBMIT, 'A'),
    (TAKE_UP, 'I'),
    (TELL_INCOMPLETE, 'I'),
    (COMPLETE, 'A'),
    (ACCEPT, 'I'),
    (PLAN_VISIT, 'I'),
    (RECORD_VISIT, 'I'),
    (SUBMIT_TO_COMMISSION, 'I'),
    (APPROVE, 'D'),
    (REJECT, 'D'),
    (LIFT_RESERVE, 'I'),
    (ISSUE, 'D'),
    (ABANDON, 'A'),
    (DISMISS, 'D'),
];

/// Where a file that was accepted is looked at again, if something was exchanged.
const LATER: [&str; 6] =
    ["UNDER_INSTRUCTION", "VISIT_SCHEDULED", "VISITED", "COMMISSION_REVIEW", "APPROVED", "APPROVED_WITH_RESERVES"];

/// Somebody who acts: the person, what they may, their token.
struct Actor {
    person: &'static str,
    may: &'static str,
    token: String,
}

/// Documents that were brought, by category and whether they hang on the association; none where they were withdrawn.
type There = BTreeMap<(String, bool), Option<Brought>>;

/// A document that somebody brought.
#[derive(Clone, PartialEq)]
struct Brought {
    id: Value,
    version: i64,
    by: &'static str,
}

/// What there is of a piece: it is missing, was there before, or somebody brought it.
#[derive(Clone, PartialEq)]
enum Piece {
    Missing,
    Laid,
    Brought(Brought),
}

impl Piece {
    fn is_there(&self) -> bool {
        !matches!(self, Self::Missing)
    }

    fn brought(&self) -> Option<&Brought> {
        match self {
            Self::Brought(brought) => Some(brought),
            Self::Missing | Self::Laid => None,
        }
    }
}

/// An application, as the model knows it.
struct Model {
    state: &'static str,
    /// Who has taken a step before the decision.
    prepared: BTreeSet<&'static str>,
    /// The pieces that must be there.
    pieces: BTreeMap<(String, bool), Piece>,
    /// As they were when the file was last accepted; none before.
    accepted: Option<BTreeMap<(String, bool), Piece>>,
    /// The minutes of each visit that was made; none where they were withdrawn.
    minutes: Vec<Option<Brought>>,
    /// Whether the last visit was made.
    visited: bool,
    reserve: bool,
    /// Whether the association handed it in itself.
    by_association: bool,
}

impl Model {
    fn is_whole(&self) -> bool {
        self.pieces.values().all(Piece::is_there)
    }

    /// What was accepted is there as it was.
    fn is_as_accepted(&self) -> bool {
        self.is_whole() && self.accepted.as_ref() == Some(&self.pieces)
    }

    fn was_visited(&self) -> bool {
        self.visited && self.minutes.last().is_some_and(Option::is_some)
    }

    fn had_a_hand(&self, person: &str) -> bool {
        let pieces = self.accepted.as_ref().unwrap_or(&self.pieces).values().filter_map(Piece::brought);
        let brought = pieces.chain(self.minutes.iter().flatten());
        self.prepared.contains(person) || brought.into_iter().any(|brought| brought.by == person)
    }

    /// The piece that is told to be missing, where one is.
    fn told(&self) -> &(String, bool) {
        self.pieces.keys().next().unwrap()
    }

    fn allows(&self, step: &str, needs: char, actor: &Actor) -> bool {
        if !actor.may.contains(needs) {
            return false;
        }
        let open = !["LICENSED", "REJECTED", "ABANDONED"].contains(&self.state);
        let another = !self.had_a_hand(actor.person);
        match step.strip_prefix("licenceApplication").unwrap() {
            "Update" | "Submit" => self.state == "DRAFT",
            "TakeUp" => self.state == "SUBMITTED",
            "TellIncomplete" => self.state == "COMPLETENESS_CHECK",
            "Complete" => self.state == "INCOMPLETE" && self.pieces[self.told()].is_there(),
            "Accept" if self.state == "COMPLETENESS_CHECK" => self.is_whole(),
            "Accept" => LATER.contains(&self.state) && self.is_whole() && !self.is_as_accepted(),
            "PlanVisit" => {
                ["UNDER_INSTRUCTION", "VISIT_SCHEDULED", "VISITED", "COMMISSION_REVIEW"].contains(&self.state)
            }
            "RecordVisit" => self.state == "VISIT_SCHEDULED",
            "SubmitToCommission" => self.state == "VISITED",
            "Approve" => self.state == "COMMISSION_REVIEW" && another && self.was_visited() && self.is_as_accepted(),
            "Reject" => self.state == "COMMISSION_REVIEW" && another,
            "LiftReserve" => self.state == "APPROVED_WITH_RESERVES",
            "Issue" => self.state == "APPROVED" && another && self.was_visited() && self.is_as_accepted(),
            // The association hands them in itself, or somebody for it; a draft is done away with by either.
            "Abandon" => open && (!self.by_association || actor.person == "manager"),
            // No day passes.
            "Dismiss" => false,
            other => panic!("{other}"),
        }
    }

    /// Where a step leads that was made.
    fn make(&mut self, step: &str, needs: char, actor: &Actor) {
        if needs != 'D' {
            self.prepared.insert(actor.person);
        }
        self.state = match step.strip_prefix("licenceApplication").unwrap() {
            "Submit" => {
                self.by_association = actor.person == "manager";
                "SUBMITTED"
            }
            "TakeUp" | "Complete" => "COMPLETENESS_CHECK",
            "TellIncomplete" => "INCOMPLETE",
            "Accept" => {
                self.accepted = Some(self.pieces.clone());
                if self.state == "COMPLETENESS_CHECK" { "UNDER_INSTRUCTION" } else { self.state }
            }
            "PlanVisit" => {
                self.visited = false;
                "VISIT_SCHEDULED"
            }
            "RecordVisit" => {
                self.visited = true;
                "VISITED"
            }
            "SubmitToCommission" => "COMMISSION_REVIEW",
            "Approve" if self.reserve => "APPROVED_WITH_RESERVES",
            "Approve" | "LiftReserve" => "APPROVED",
            "Reject" => "REJECTED",
            "Issue" => "LICENSED",
            "Abandon" => "ABANDONED",
            _ => self.state,
        };
    }
}

/// A house, its documents, and what became of its applications.
struct World<'a> {
    walk: Walk<'a>,
    actors: Vec<Actor>,
    model: Model,
    there: There,
    random: Random,
    licensed: bool,
    /// How often something came to pass.
    count: BTreeMap<&'static str, usize>,
}

/// Another house, whose association has these documents.
async fn world<'a>(app: &'a App, seed: u64, hats: &(String, String), there: There) -> World<'a> {
    let walk = Walk::begin(app, "NEW", &format!("Dar Taliba au hasard {seed}")).await;
    let actor = |person, may, token: &String| Actor { person, may, token: token.clone() };
    let actors = vec![
        actor("manager", "A", &walk.manager),
        actor("officer", "AI", &walk.officer),
        actor("two hats", "AI", &hats.0),
        actor("national", "D", &walk.national),
        actor("two hats", "D", &hats.1),
    ];
    let mut random = Random::new(seed);
    for _ in 0..8 {
        random.below(2);
    }
    let count = BTreeMap::new();
    let model = drafted(&walk, &there, "manager").await;
    World { walk, actors, model, there, random, licensed: false, count }
}

/// The model of a draft that was just written.
async fn drafted(walk: &Walk<'_>, there: &There, by: &'static str) -> Model {
    let pieces = walk.pieces().await.into_iter().map(|(code, of_association, present)| {
        let key = (code, of_association);
        let piece = match there.get(&key).cloned().flatten() {
            _ if !present => Piece::Missing,
            Some(brought) => Piece::Brought(brought),
            None => Piece::Laid,
        };
        (key, piece)
    });
    Model {
        state: "DRAFT",
        prepared: BTreeSet::from([by]),
        pieces: pieces.collect(),
        accepted: None,
        minutes: Vec::new(),
        visited: false,
        reserve: false,
        by_association: false,
    }
}

impl World<'_> {
    fn count(&mut self, what: &'static str) {
        *self.count.entry(what).or_default() += 1;
    }

    /// One thing that somebody does.
    async fn turn(&mut self) {
        if ["LICENSED", "REJECTED", "ABANDONED"].contains(&self.model.state) {
            self.licensed |= self.model.state == "LICENSED";
            self.walk.draft(if self.licensed { "MODIFICATION" } else { "NEW" }).await;
            self.model = drafted(&self.walk, &self.there, "manager").await;
            return;
        }
        // Where it is decided, what would make it wrong is tried more often.
        if ["COMMISSION_REVIEW", "APPROVED"].contains(&self.model.state) && self.random.below(2) == 0 {
            if self.random.below(3) == 0 {
                self.withdraw().await;
            }
            let (step, actor) = ([9, 9, 10, 12][self.random.below(4)], [3, 4][self.random.below(2)]);
            return self.attempt(step, actor).await;
        }
        match self.random.below(10) {
            0 | 1 => self.bring().await,
            2 if self.random.below(5) == 0 => self.withdraw().await,
            3 | 4 => {
                let (step, actor) = (self.random.below(STEPS.len()), self.random.below(self.actors.len()));
                self.attempt(step, actor).await;
            }
            _ => {
                // Something that leads on, mostly.
                let aside = [REJECT, ABANDON, UPDATE, TELL_INCOMPLETE].map(|change| change.name);
                let steps = (0..STEPS.len()).flat_map(|step| (0..5).map(move |actor| (step, actor)));
                let leads_on = steps.filter(|(step, actor)| {
                    let (change, needs) = STEPS[*step];
                    let again = change.name == PLAN_VISIT.name && self.model.state != "UNDER_INSTRUCTION";
                    !aside.contains(&change.name)
                        && !again
                        && self.model.allows(change.name, needs, &self.actors[*actor])
                });
                let leads_on: Vec<_> = leads_on.collect();
                if let Some((step, actor)) = leads_on.get(self.random.below(leads_on.len().max(1))) {
                    self.attempt(*step, *actor).await;
                } else {
                    self.bring().await;
                }
            }
        }
    }

    /// Several bring pieces that are missing.
    async fn bring(&mut self) {
        for _ in 0..4 {
            self.bring_one().await;
        }
    }

    async fn bring_one(&mut self) {
        let missing: Vec<_> =
            self.model.pieces.iter().filter(|(_, piece)| !piece.is_there()).map(|(key, _)| key.clone()).collect();
        if missing.is_empty() {
            return;
        }
        let key = missing[self.random.below(missing.len())].clone();
        let actor = &self.actors[self.random.below(3)];
        let owner = if key.1 { &self.walk.association } else { &self.walk.house };
        let added = add(self.walk.app, &actor.token, owner, &key.0, PDF).await;
        let brought = Brought { id: added["id"].clone(), version: 1, by: actor.person };
        self.model.pieces.insert(key.clone(), Piece::Brought(brought.clone()));
        self.there.insert(key, Some(brought));
    }

    /// Somebody withdraws a piece, or the last minutes.
    async fn withdraw(&mut self) {
        const WITHDRAW: Change = Change::new("documentWithdraw", "errors { code path }");
        let own = self.there.iter().filter_map(|(key, there)| Some((Some(key.clone()), there.clone()?)));
        let minutes = self.model.minutes.last().cloned().flatten().map(|minutes| (None, minutes));
        let all: Vec<_> = own.chain(minutes).collect();
        if all.is_empty() {
            return;
        }
        let (key, document) = all[self.random.below(all.len())].clone();
        let token = &self.actors[1].token;
        let input = json!({ "id": document.id, "expectedVersion": document.version, "reason": "Illisible" });
        let withdrawn = self.walk.app.change(token, WITHDRAW, &input).await;
        assert_eq!(withdrawn["errors"], json!([]));
        match key {
            Some(key) => {
                self.there.insert(key.clone(), None);
                if let Some(piece) = self.model.pieces.get_mut(&key) {
                    *piece = Piece::Missing;
                }
            }
            None => *self.model.minutes.last_mut().unwrap() = None,
        }
        self.count("withdrawn");
    }

    async fn attempt(&mut self, step: usize, actor: usize) {
        let (change, needs) = STEPS[step];
        let (token, person) = (self.actors[actor].token.clone(), self.actors[actor].person);
        let allowed = self.model.allows(change.name, needs, &self.actors[actor]);
        let mut minutes = None;
        let reserve = self.random.below(2) == 0;
        let today = self.walk.app.now().date_naive().to_string();
        let more = match change.name.strip_prefix("licenceApplication").unwrap() {
            "Update" => json!({ "statement": "Encore" }),
            "TellIncomplete" => json!({ "lacks": [{ "category": self.model.told().0 }] }),
            "PlanVisit" => json!({ "plannedOn": today }),
            "RecordVisit" if allowed => {
                let added = add(self.walk.app, &token, &self.walk.house, "VISIT_MINUTES", PDF).await;
                minutes = Some(Brought { id: added["id"].clone(), version: 1, by: person });
                self.walk.visit(&added["id"], &[]).await
            }
            "RecordVisit" => json!({ "visitedOn": today, "minutes": "Document_AZAAAAAAcACAAAAAAAAAAA",
                "opinion": "FAVOURABLE", "members": [], "findings": [] }),
            "Approve" => {
                let reserves = json!([{ "text": "Peindre la salle", "dueOn": today }]);
                self.walk.approval(&if reserve { reserves } else { json!([]) })
            }
            "Reject" => json!({ "decisionNumber": "11/26", "decidedOn": today, "reason": "Non" }),
            "LiftReserve" => json!({ "reserve": 1, "remark": "Vu" }),
            "Abandon" | "Dismiss" => json!({ "reason": "Non" }),
            _ => json!({}),
        };
        let answer = self.walk.app.try_change(&token, change, &self.walk.input(&more)).await;
        let told = &answer.body["data"][change.name];
        let made = !told.is_null() && told["errors"] == json!([]);
        assert_eq!(made, allowed, "{} by {person} in {}: {:#}", change.name, self.model.state, answer.body);
        if !made {
            if needs == 'D' && self.actors[actor].may.contains('D') {
                self.count(match self.model.state {
                    "COMMISSION_REVIEW" | "APPROVED" if self.model.had_a_hand(person) => "refused to who prepared",
                    "COMMISSION_REVIEW" | "APPROVED" if !self.model.is_as_accepted() => "refused without a piece",
                    "COMMISSION_REVIEW" | "APPROVED" if !self.model.was_visited() => "refused without minutes",
                    _ => "refused elsewhere",
                });
            }
            return;
        }
        if change.name == APPROVE.name {
            self.model.reserve = reserve;
        }
        if let Some(minutes) = minutes {
            self.model.minutes.push(Some(minutes));
        }
        let actor = Actor { person, may: "", token };
        self.model.make(change.name, needs, &actor);
        self.walk.version += 1;
        let application = &told["licenceApplication"];
        assert_eq!(application["state"], self.model.state, "{}", change.name);
        assert_eq!(application["version"], json!(self.walk.version));
        if self.model.state == "LICENSED" {
            let visited = application["visits"].as_array().unwrap().last().unwrap()["visitedOn"].clone();
            assert!(!visited.is_null() && !application["decidedOn"].is_null(), "{application}");
            let lifted = application["reserves"].as_array().unwrap().iter().all(|one| !one["liftedOn"].is_null());
            assert!(lifted && self.walk.pieces().await.iter().all(|(.., there)| *there), "{application}");
            self.count("licensed");
        } else if ["REJECTED", "ABANDONED"].contains(&self.model.state) {
            self.count("ended without");
        }
    }
}

on_both! {
    async fn no_sequence_leads_to_a_licence_past_the_procedure(app: &App) {
        let walks: u64 = std::env::var("WALKS").map_or(4, |walks| walks.parse().unwrap());
        let hats = two_hats(app).await;
        let (mut count, mut there) = (BTreeMap::new(), BTreeMap::new());
        for seed in 1..=walks {
            let mut world = world(app, seed, &hats, there).await;
            for _ in 0..90 {
                world.turn().await;
            }
            world.there.retain(|(_, of_association), _| *of_association);
            there = world.there;
            for (what, times) in world.count {
                *count.entry(what).or_insert(0) += times;
            }
        }
        println!("{count:?}");
        let refused = ["refused to who prepared", "refused without a piece", "refused without minutes"];
        for what in ["licensed", "ended without", "withdrawn"].into_iter().chain(refused) {
            assert!(count.get(what).is_some_and(|times| *times > 0), "{what} came to pass: {count:?}");
        }
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }
}
