//! What the tables of procedures share: where an object stands, what each account is told that it may do with it, and what happens
//! when it tries. The tables themselves are written by hand, each in the file of its noun.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{App, Change, codes, one};

/// Heads and officers of delegations.
pub(crate) const OFFICES: &[&str] = &["khenifra-head", "khenifra-officer", "midelt-head", "midelt-officer"];
pub(crate) const HEADS: &[&str] = &["khenifra-head", "midelt-head"];

/// The delegation of Khénifra but its social worker, and those above it.
pub(crate) const ABOVE: [&str; 8] = [
    "auditor",
    "dpo",
    "khenifra-head",
    "khenifra-officer",
    "national-admin",
    "national-finance",
    "national-officer",
    "region-05",
];
/// The same, with those of the house EPS-05-301-0001.
pub(crate) const ABOVE_AND_THE_HOUSE: [&str; 10] = [
    "auditor",
    "dpo",
    "khenifra-association",
    "khenifra-director",
    "khenifra-head",
    "khenifra-officer",
    "national-admin",
    "national-finance",
    "national-officer",
    "region-05",
];

/// A step: its name, its mutation, who has its right wherever, and from where it is taken.
pub(crate) struct Step(
    pub(crate) &'static str,
    pub(crate) Change,
    pub(crate) &'static [&'static str],
    pub(crate) &'static [&'static str],
);

/// The codes of the rules that keep somebody from a step that is due, by login and step; none where nothing does.
pub(crate) type Hinders = fn(&str, &str) -> &'static [&'static str];

/// No rule does.
pub(crate) fn nothing_hinders(_: &str, _: &str) -> &'static [&'static str] {
    &[]
}

/// A table, and every account of the demonstration.
pub(crate) struct Table<'a> {
    app: &'a App,
    /// The root field that reads an object by its id.
    root: &'static str,
    steps: &'static [Step],
    tokens: Vec<(String, String)>,
    outcomes: BTreeMap<&'static str, usize>,
}

impl<'a> Table<'a> {
    pub(crate) async fn new(app: &'a App, root: &'static str, steps: &'static [Step]) -> Self {
        let mut tokens = Vec::new();
        for login in app.logins() {
            tokens.push((app.token(&login).await, login));
        }
        Self { app, root, steps, tokens, outcomes: BTreeMap::new() }
    }

    /// Asks, and tries, every step of an object that stands at a state, as every account, and takes it back: whoever has no right
    /// is forbidden it, for who does not see it it is not there, elsewhere than where it is due the one mistake says so, and what
    /// is due is refused by the rules that hinder it, or made. What was told is what happened, word for word.
    pub(crate) async fn at(
        &mut self,
        object: &Value,
        state: &str,
        seen_by: &[&str],
        beside: impl Fn(&str) -> Value,
        hinders: Hinders,
    ) {
        let (id, root) = (&object["id"], self.root);
        let query = format!("{{ {root}(id: {id}) {{ state availableTransitions {{ name allowed reasons }} }} }}");
        for (token, login) in &self.tokens {
            let answer = self.app.send(Some(token), &query, json!({})).await;
            let read = &answer.body["data"][root];
            let sees = seen_by.contains(&login.as_str());
            if sees {
                assert_eq!(read["state"], state, "{login}: {:#}", answer.body);
                assert_eq!(read["availableTransitions"].as_array().unwrap().len(), self.steps.len());
            } else {
                assert_eq!(answer.only_code(), "NOT_FOUND", "{login}");
            }
            for (index, Step(name, change, by, from)) in self.steps.iter().enumerate() {
                let mut input = beside(name);
                (input["id"], input["expectedVersion"]) = (id.clone(), object["version"].clone());
                input["validateOnly"] = json!(true);
                let tried = self.app.try_change(token, *change, &input).await.body;
                let what = format!("{login}: {name} at {state}: {tried:#}");
                let (has_right, due, hindered) =
                    (by.contains(&login.as_str()), from.contains(&state), hinders(login, name));
                let mut messages = Vec::new();
                let outcome = if has_right {
                    let payload = &tried["data"][change.name];
                    assert!(payload.is_object(), "{what}");
                    let errors = payload["errors"].as_array().unwrap();
                    messages.extend(errors.iter().map(|error| error["message"].clone()));
                    let (outcome, expected) = match (sees, due, hindered) {
                        (false, ..) => ("not there", one("NOT_FOUND", "input.id")),
                        (true, false, _) => ("elsewhere", one("INVALID", "input.id")),
                        (true, true, []) => ("done", Vec::new()),
                        (true, true, codes) => {
                            let at_id = |code: &&str| ((*code).to_owned(), "input.id".to_owned());
                            ("hindered", codes.iter().map(at_id).collect())
                        }
                    };
                    assert_eq!(codes(payload), expected, "{what}");
                    outcome
                } else {
                    assert_eq!(tried["errors"][0]["extensions"]["code"], "FORBIDDEN", "{what}");
                    messages.push(tried["errors"][0]["message"].clone());
                    "no right"
                };
                if sees {
                    let said = &read["availableTransitions"][index];
                    let expected = json!({ "name": name, "allowed": outcome == "done", "reasons": messages });
                    assert_eq!(*said, expected, "{what}");
                }
                *self.outcomes.entry(outcome).or_default() += 1;
            }
        }
    }

    /// How often each came out: typed, so that no table is empty.
    pub(crate) fn came_out(&self, expected: &[(&str, usize)]) {
        assert_eq!(self.outcomes.iter().map(|(outcome, times)| (*outcome, *times)).collect::<Vec<_>>(), expected);
    }
}
