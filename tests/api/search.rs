//! Searching by name: what is found and what is not, in which order, on both databases alike.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use taawun::db::Pool;

use crate::harness::{App, Change, connect, create_postgres, on_both, postgres_url};
use crate::random::Random;

/// The codes of the communes found, best first.
async fn communes(app: &App, token: &str, search: &str) -> Vec<String> {
    let query =
        "query ($search: String!) { communes(where: { search: $search }, first: 100) { nodes { code } totalCount } }";
    let answer = app.send(Some(token), query, json!({ "search": search })).await;
    let list = &answer.body["data"]["communes"];
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("{search}: {:#}", answer.body));
    assert_eq!(list["totalCount"], json!(nodes.len()));
    nodes.iter().map(|node| node["code"].as_str().unwrap().to_owned()).collect()
}

/// The references of the houses found, best first, read in pages of seven.
async fn houses(app: &App, token: &str, search: &str) -> Vec<String> {
    let query = "query ($search: String!, $after: String) { establishments(where: { search: $search }, first: 7, after: $after) {
        nodes { reference } totalCount pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = app.send(Some(token), query, json!({ "search": search, "after": after })).await;
        let list = &answer.body["data"]["establishments"];
        let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("{search}: {:#}", answer.body));
        found.extend(nodes.iter().map(|node| node["reference"].as_str().unwrap().to_owned()));
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(list["totalCount"], json!(found.len()), "{search}");
            return found;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

/// Folding as a person would do it for the names of the demonstration, letter by letter.
fn naive(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'â' | 'à' => folded.push('a'),
            'ï' | 'î' => folded.push('i'),
            'ô' => folded.push('o'),
            'û' => folded.push('u'),
            'ç' => folded.push('c'),
            'أ' | 'إ' | 'آ' => folded.push('ا'),
            'ى' | 'ئ' => folded.push('ي'),
            'ؤ' => folded.push('و'),
            'ة' => folded.push('ه'),
            // Vowel signs; points stand in codes only.
            '.' | 'ّ' | 'َ' | 'ُ' | 'ِ' | 'ْ' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A word without its article, where three letters are left.
fn bare(word: &str) -> Option<&str> {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3)
}

/// A text without its articles.
fn without_articles(text: &str) -> String {
    text.split(' ').map(|word| bare(word).unwrap_or(word)).collect::<Vec<_>>().join(" ")
}

/// Whether a word of a name begins so: as it is written, without its article, or behind a particle.
fn begins(names: &[String], word: &str) -> bool {
    let particles = ["ال", "وال", "لل", "بال", "كال", "فال", "عبد"];
    let behind = |name: &str, particle: &str, least: usize| {
        name.strip_prefix(particle).is_some_and(|rest| rest.chars().count() >= least && rest.starts_with(word))
    };
    let form = |name: &str| {
        name.starts_with(word) || particles.iter().any(|particle| behind(name, particle, 3)) || behind(name, "و", 4)
    };
    names.iter().flat_map(|name| name.split(' ')).any(form)
}

struct House {
    reference: String,
    names: Vec<String>,
    place: Vec<String>,
}

/// 0 a whole name, 1 the beginning of one, 2 all words in names, 3 with the place; none where a word is missing.
fn rank(house: &House, search: &str) -> Option<u8> {
    // Behind a particle as typed, too, where four letters are left that are no article's word.
    let behind = |word: &str| {
        let rest = ["وال", "لل", "بال", "كال", "فال", "و"].iter().filter_map(|particle| word.strip_prefix(particle));
        rest.filter(|rest| rest.chars().count() >= 4 && !rest.starts_with("ال")).map(str::to_owned).collect::<Vec<_>>()
    };
    let met = |names: &[String], word: &str| {
        begins(names, word)
            || bare(word).is_some_and(|bare| begins(names, bare))
            || behind(word).iter().any(|rest| begins(names, rest))
    };
    let words: Vec<_> = search.split(' ').collect();
    let texts = [search.to_owned(), without_articles(search)];
    let name_is = |is: &dyn Fn(&str, &str) -> bool| {
        let spelt = |name: &String| [name.clone(), without_articles(name)];
        house.names.iter().flat_map(spelt).any(|name| texts.iter().any(|text| is(&name, text)))
    };
    if !words.iter().all(|word| met(&house.names, word) || met(&house.place, word)) {
        None
    } else if name_is(&|name, text| name == text) {
        Some(0)
    } else if name_is(&|name, text| name.starts_with(text)) {
        Some(1)
    } else if words.iter().all(|word| met(&house.names, word)) {
        Some(2)
    } else {
        Some(3)
    }
}

/// A whole name, or some words of a house's names and place, cut short, in any order, with and without accents.
fn wish(random: &mut Random, house: &House) -> String {
    let all: Vec<&String> = house.names.iter().chain(&house.place).collect();
    let name = all[random.below(all.len())];
    if random.below(4) == 0 {
        return name.clone();
    }
    let words: Vec<&str> = all.iter().flat_map(|name| name.split(' ')).collect();
    let mut wish = Vec::new();
    for _ in 0..=random.below(3) {
        let word: Vec<char> = words[random.below(words.len())].chars().collect();
        let mut part: String = word[..=random.below(word.len())].iter().collect();
        // A hamza would make another word of an article.
        if random.below(3) == 0 && !part.starts_with('ا') && !part.starts_with('و') {
            part = part.replace('e', "É").replace('ا', "أَ").replace('ه', "ة");
        }
        wish.push(part);
    }
    wish.join([" ", "  ", " - ", "، "][random.below(4)])
}

on_both! {
    /// The traps of the press report and of the official list, each with what it must not be taken for.
    async fn communes_are_found_however_they_are_written(app: &App) {
        let token = app.token("national-officer").await;
        let aguelmous = vec!["05.301.07.03"];
        for spelling in ["أكلموس", "أجلموس", "اجلموس", "أگلموس", "اڭلموس", "أكـلـموس", "أَكَلْمُوس", "Aguelmous", "AGUELMOUS", "Aguélmous", "agueLmo", "05.301.07.03"] {
            assert_eq!(communes(app, &token, spelling).await, aguelmous, "{spelling}");
        }
        for (search, found) in [
            // Both begin so; neither is the whole of it.
            ("Aguelm", vec!["05.301.05.01", "05.301.07.03"]),
            ("Azegza Aguelmam", vec!["05.301.05.01"]),
            ("M'Rirt", vec!["05.301.01.05"]),
            ("mrirt", vec!["05.301.01.05"]),
            ("M’RIRT", vec!["05.301.01.05"]),
            ("kbab", vec!["05.301.03.05"]),
            ("القباب", vec!["05.301.03.05"]),
            ("كباب", vec!["05.301.03.05"]),
            ("ait ishaq", vec!["05.301.03.01"]),
            ("إسحاق ايت", vec!["05.301.03.01"]),
            ("Sidi", vec!["05.301.03.11", "05.301.05.21", "05.301.05.25", "05.301.07.23"]),
            ("05.301.07.0", vec!["05.301.07.03", "05.301.07.07", "05.301.07.09"]),
            ("Oum Rabia", vec!["05.301.07.17"]),
            ("أم ربيعة", vec!["05.301.07.17"]),
            // Not the middle of a word, not another letter, not a word more.
            ("guelmous", vec![]),
            ("Aguelmouss", vec![]),
            ("اغلموس", vec![]),
            ("Aguelmous Azegza", vec![]),
            ("%", vec![]),
            ("😀 ؟", vec![]),
            ("A%s", vec!["05.301.03.03", "05.301.05.21", "05.301.07.19"]),
            ("A_uelmous", vec![]),
        ] {
            assert_eq!(communes(app, &token, search).await, found, "{search}");
        }
        assert_eq!(communes(app, &token, " ").await.len(), 22 + 4 + 4, "blank: all");
    }

    async fn what_is_found_and_its_order_equal_a_naive_model(app: &App) {
        let query = "{ establishments(first: 100) { nodes { reference names { ar fr } commune { code names { ar fr } aliases { name } } } } }";
        let data = app.data("national-officer", query).await;
        let world: Vec<House> = data["establishments"]["nodes"].as_array().unwrap().iter().map(|node| {
            let folded = |texts: Vec<&Value>| texts.into_iter().filter_map(Value::as_str).map(naive).collect::<Vec<_>>();
            let commune = &node["commune"];
            let mut place = folded(vec![&commune["names"]["ar"], &commune["names"]["fr"], &commune["code"]]);
            place.extend(folded(commune["aliases"].as_array().unwrap().iter().map(|alias| &alias["name"]).collect()));
            House {
                reference: node["reference"].as_str().unwrap().to_owned(),
                names: folded(vec![&node["names"]["ar"], &node["names"]["fr"], &node["reference"]]),
                place,
            }
        }).collect();
        assert_eq!(world.len(), 100);
        let token = app.token("national-officer").await;
        let mut random = Random::new(4_202_611);
        let mut ranks = BTreeSet::new();
        for _ in 0..150 {
            let house = random.below(world.len());
            let search = wish(&mut random, &world[house]);
            let folded = naive(&search);
            let mut expected: Vec<_> = world.iter().filter_map(|house| Some((rank(house, &folded)?, house.reference.clone()))).collect();
            expected.sort();
            assert!(!expected.is_empty(), "{search}");
            ranks.extend(expected.iter().map(|(rank, _)| *rank));
            let expected: Vec<_> = expected.into_iter().map(|(_, reference)| reference).collect();
            assert_eq!(houses(app, &token, &search).await, expected, "{search} ({folded})");
        }
        assert_eq!(ranks.len(), 4, "each rank was met");
    }

    /// Stored, typed, and whether the one is found by the other.
    async fn names_are_found_by_what_people_type(app: &App) {
        let cases = [
            ("دار بر الوالدين", "والدين", true),
            ("مركز نور الدين", "والدين", false),
            ("مركز الإلهام", "إلهام", true),
            ("مركز الإلهام", "الهام", true),
            ("نادي الألعاب", "ألعاب", true),
            ("مركز الالتزام المدني", "التزام", true),
            ("جمعية الأمل للتنمية والتعاون", "التنمية", true),
            ("جمعية الأمل للتنمية والتعاون", "تعاون تنمية", true),
            ("ثقافة ورياضة", "رياضة", true),
            ("مركز التربية", "للتربية", true),
            ("جمعية التعاون", "والتعاون", true),
            ("دار عبد الله", "عبدالله", true),
            ("مركز نعمة الله", "عبدالله", false),
            ("دار عبدالله", "عبد الله", true),
            ("دار الطالبة", "دار طالبة", true),
            ("دار طالبة", "الطالبة", true),
            ("دار الطالب", "طالبة", false),
            ("Centre Mhamed Zerktouni", "M'hamed", true),
            ("Centre M’hamed", "mhamed", true),
            ("Maison de l'enfance", "enfance", true),
            ("Maison enfance", "l’enfance", true),
            ("Centre № 57", "no 57", true),
            ("Centre social", "sociale", false),
        ];
        let token = app.token("khenifra-officer").await;
        let commune = app.data("khenifra-officer", "{ communes(where: { search: \"mrirt\" }) { nodes { id } } }").await["communes"]["nodes"][0]["id"].clone();
        let create = Change::new("establishmentCreate", "establishment { reference } errors { code path }");
        let admin = app.token("national-admin").await;
        for (number, (stored, typed, found)) in cases.into_iter().enumerate() {
            let input = json!({ "idempotencyKey": format!("typed-{number:04}"), "kind": "CEF", "names": { "fr": stored }, "commune": commune });
            let house = app.change(&token, create, &input).await;
            let reference = house["establishment"]["reference"].as_str().unwrap_or_else(|| panic!("{house:#}")).to_owned();
            // Of a delegation, row by row; of the nation, by the index.
            for token in [&token, &admin] {
                assert_eq!(houses(app, token, typed).await.contains(&reference), found, "{stored} by {typed}");
            }
        }
    }

    /// What others have named, and how much of it there is, makes no work: twenty thousand hidden names, and none, in turn.
    async fn a_search_does_not_look_at_what_is_hidden(app: &App) {
        let connection = app.connection().await;
        let fill = if app.is_postgres() {
            "INSERT INTO search_name (row_id, object_id, folded) SELECT gen_random_uuid(), gen_random_uuid(), '| zzz ' || n || '|' FROM generate_series(1, 20000) AS n"
        } else {
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
              INSERT INTO search_name (row_id, object_id, folded) SELECT randomblob(16), randomblob(16), '| zzz ' || n || '|' FROM numbers"
        };
        connection.execute_unprepared(fill).await.unwrap();
        if app.is_postgres() {
            connection.execute_unprepared("VACUUM ANALYZE search_name").await.unwrap();
        }
        connection.close().await.unwrap();
        let token = app.token("midelt-head").await;
        let mut took = [Vec::new(), Vec::new()];
        for _ in 0..21 {
            for (text, took) in ["zzz", "zzq"].into_iter().zip(&mut took) {
                let started = std::time::Instant::now();
                assert_eq!(houses(app, &token, text).await, [""; 0]);
                took.push(started.elapsed());
            }
        }
        let [hidden, none] = took.map(|mut took| {
            took.sort();
            took[10]
        });
        assert!(hidden < none * 3 + std::time::Duration::from_millis(5), "{hidden:?} with hidden names, {none:?} without");
    }

    async fn a_search_stays_in_the_slice(app: &App) {
        let mut seen = 0;
        for login in app.logins() {
            let token = app.token(&login).await;
            let all = app.send(Some(&token), "{ establishments(first: 100) { nodes { reference name(language: FR) } } }", json!({})).await;
            let Some(own) = all.body["data"]["establishments"]["nodes"].as_array() else {
                let refused = app.send(Some(&token), "{ establishments(where: { search: \"dar\" }) { totalCount } }", json!({})).await;
                assert_eq!(refused.only_code(), "FORBIDDEN", "{login}");
                continue;
            };
            let expected: BTreeSet<_> = own.iter().filter(|node| naive(node["name"].as_str().unwrap()).split(' ').any(|word| word == "demonstration"))
                .map(|node| node["reference"].as_str().unwrap().to_owned()).collect();
            seen += expected.len();
            assert_eq!(houses(app, &token, "Démonstration").await.into_iter().collect::<BTreeSet<_>>(), expected, "{login}");
        }
        assert!(seen > 300, "{seen}");
        // A neighbour's house is not told by its name, nor by that of its commune.
        let midelt = app.token("midelt-head").await;
        assert!(houses(app, &midelt, "خنيفرة").await.is_empty());
        assert!(houses(app, &midelt, "EPS-05-301-0001").await.is_empty());
    }

    async fn a_name_that_is_changed_is_found_as_it_is_now(app: &App) {
        let token = app.token("khenifra-officer").await;
        let commune = app.data("khenifra-officer", "{ communes(where: { search: \"mrirt\" }) { nodes { id } } }").await["communes"]["nodes"][0]["id"].clone();
        let house = app.change(&token, Change::new("establishmentCreate", "establishment { id reference version } errors { code path }"), &json!({
            "idempotencyKey": "searched", "kind": "DAR_TALIBA", "names": { "ar": "دار الطالبة الأندلس" }, "commune": commune,
        })).await["establishment"].clone();
        let reference = [house["reference"].as_str().unwrap().to_owned()];
        assert_eq!(houses(app, &token, "اندلس").await, reference);
        let change = Change::new("establishmentUpdate", "establishment { version } errors { code path }");
        app.change(&token, change, &json!({ "id": house["id"], "expectedVersion": 1, "names": { "fr": "Maison Zerktouni" } })).await;
        assert_eq!(houses(app, &token, "اندلس").await, [""; 0]);
        assert_eq!(houses(app, &token, "zerk").await, reference);
        // What changes no name leaves it; what is refused does too.
        app.change(&token, change, &json!({ "id": house["id"], "expectedVersion": 2, "capacity": { "total": 12 } })).await;
        app.change(&token, change, &json!({ "id": house["id"], "expectedVersion": 1, "names": { "fr": "Maison perdue" } })).await;
        assert_eq!(houses(app, &token, "zerk mrirt").await, reference);
        assert_eq!(houses(app, &token, "perdue").await, [""; 0]);

        // A commune taken in is found; under a new name, by that one, and so is what stands there.
        let admin = app.token("national-admin").await;
        let import = Change::new("territoryImport", "errors { code path }");
        let commune = |name: &str, key: &str| json!({ "idempotencyKey": key, "source": "a list", "units": [
            { "level": "COMMUNE", "code": "05.301.01.05", "communeKind": "MUNICIPALITY", "names": { "fr": name } } ] });
        let payload = app.change(&admin, import, &commune("Nouvelle Ville", "commune-renamed")).await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(communes(app, &admin, "nouvelle").await, ["05.301.01.05"]);
        assert_eq!(communes(app, &admin, "mrirt").await, [""; 0]);
        assert_eq!(houses(app, &token, "zerk ville").await, reference);
    }

    async fn names_are_folded_again(app: &App) {
        assert_eq!(app.pool.rebuild_names(app.now()).await.unwrap(), 0, "the seed folded them all");
        let token = app.token("national-admin").await;
        let connection = app.connection().await;
        let one = "(SELECT row_id FROM search_name WHERE folded LIKE '| mrirt%' OR folded LIKE '| m rirt%' OR folded LIKE '%| m rirt|%')";
        for damage in [
            format!("UPDATE search_name SET folded = '| other|' WHERE row_id = {one}"),
            "DELETE FROM search_name WHERE folded LIKE '%| اجلموس|%'".to_owned(),
            "INSERT INTO search_name (row_id, object_id, folded) SELECT id, id, '| nobody|' FROM session LIMIT 1".to_owned(),
        ] {
            assert_eq!(connection.execute_unprepared(&damage).await.unwrap().rows_affected(), 1, "{damage}");
        }
        connection.close().await.unwrap();
        assert_eq!((communes(app, &token, "mrirt").await.len(), communes(app, &token, "أجلموس").await.len()), (0, 0));
        assert_eq!(app.pool.rebuild_names(app.now()).await.unwrap(), 3);
        assert_eq!((communes(app, &token, "mrirt").await.len(), communes(app, &token, "أجلموس").await.len()), (1, 1));
        assert_eq!(app.pool.rebuild_names(app.now()).await.unwrap(), 0);
    }

    async fn a_search_that_is_too_long_is_refused_and_a_cursor_holds_for_its_search(app: &App) {
        let token = app.token("khenifra-head").await;
        let query = "query ($search: String!, $after: String) { establishments(where: { search: $search }, first: 1, after: $after) { pageInfo { endCursor } } }";
        let send = async |search: &str, after: Value| app.send(Some(&token), query, json!({ "search": search, "after": after })).await;
        for (search, fits) in [("a".repeat(200), true), ("a".repeat(201), false), ("a ".repeat(12), true), ("a ".repeat(13), false)] {
            let answer = send(&search, Value::Null).await;
            assert_eq!(answer.body.get("errors").is_none(), fits, "{search}");
            if !fits {
                assert_eq!(answer.only_code(), "BAD_USER_INPUT");
                assert_eq!(answer.body["errors"][0]["message"], "A search has 200 characters and 12 words at most. Shorten it.");
            }
        }
        let cursor = send("dar", Value::Null).await.body["data"]["establishments"]["pageInfo"]["endCursor"].clone();
        assert!(send("DAR", cursor.clone()).await.body.get("errors").is_none(), "the same search in other letters");
        assert_eq!(send("centre", cursor.clone()).await.only_code(), "BAD_USER_INPUT");
        assert_eq!(send("", cursor).await.only_code(), "BAD_USER_INPUT");
    }

    /// Among 20,000 names, both databases go by the index; and by the right rows after the file was written anew.
    async fn a_search_goes_by_the_index(app: &App) {
        let connection = app.connection().await;
        let (fill, plan, index) = if app.is_postgres() {
            ("INSERT INTO search_name (row_id, object_id, folded)
              SELECT gen_random_uuid(), gen_random_uuid(), '| maison ' || n || '| دار ' || n || '|' FROM generate_series(1, 20000) AS n",
             "EXPLAIN SELECT object_id FROM search_name WHERE folded LIKE '% اكلموس%'", "search_name_folded")
        } else {
            ("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
              INSERT INTO search_name (row_id, object_id, folded) SELECT randomblob(16), randomblob(16), '| maison ' || n || '| دار ' || n || '|' FROM numbers",
             "EXPLAIN QUERY PLAN SELECT object_id FROM search_name WHERE id IN (SELECT rowid FROM search_name_index WHERE folded LIKE '% اكلموس%')",
             "VIRTUAL TABLE INDEX 0:L0")
        };
        connection.execute_unprepared(fill).await.unwrap();
        connection.execute_unprepared(if app.is_postgres() { "VACUUM ANALYZE search_name" } else { "DELETE FROM search_name WHERE id % 2 = 0 AND folded LIKE '| maison%'" }).await.unwrap();
        if !app.is_postgres() {
            connection.execute_unprepared("VACUUM").await.unwrap();
        }
        let backend = connection.get_database_backend();
        let lines = connection.query_all_raw(Statement::from_string(backend, plan)).await.unwrap();
        let column = if app.is_postgres() { "QUERY PLAN" } else { "detail" };
        let plan: Vec<String> = lines.iter().map(|line| line.try_get("", column).unwrap()).collect();
        assert!(plan.iter().any(|line| line.contains(index)), "{plan:#?}");
        let token = app.token("national-officer").await;
        assert_eq!(communes(app, &token, "أجلموس").await, ["05.301.07.03"]);
    }
}

/// Where a database takes Arabic letters for no letters, a search would read every name: said before anything is laid.
#[tokio::test]
async fn a_database_that_knows_no_arabic_letters_is_refused() {
    let name = create_postgres(None).await;
    let admin = connect(&postgres_url("postgres")).await;
    let blind = format!("CREATE DATABASE {name}_blind TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    admin.execute_unprepared(&blind).await.unwrap();
    let pool = Pool::connect(&postgres_url(&format!("{name}_blind")), 1, None).await.unwrap();
    let refused = pool.migrate().await.unwrap_err();
    assert!(refused.to_string().contains("LOCALE 'C.UTF-8'"), "{refused}");
}
