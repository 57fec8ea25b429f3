//! What a migration may not do to a table that a server is using: the rules of migration/README.md, on statements.

use crate::harness::Suite;
use std::collections::BTreeSet;
use strum::{Display, EnumString};

pub(crate) fn trials(suite: &mut Suite) {
    suite.once(module_path!(), "each_rule_refuses_what_it_should", each_rule_refuses_what_it_should);
    suite.once(module_path!(), "what_only_adds_is_let_through", what_only_adds_is_let_through);
}

/// A rule.
#[derive(Clone, Copy, Debug, Display, EnumString, PartialEq, Eq, PartialOrd, Ord)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Rule {
    /// Tables and columns stay for one release more.
    Drop,
    /// Names stay.
    Rename,
    /// A table is not written anew: no other type, no default that is computed for each row.
    Rewrite,
    /// A required column needs a default; one that was optional stays so.
    Required,
    /// An index is made and dropped `CONCURRENTLY`.
    Index,
    /// A constraint is added `NOT VALID`, a unique one by an index that is there.
    Constraint,
    /// Rows are changed by the worker, in batches.
    Rows,
    /// No lock is taken by name.
    Lock,
    /// A trigger waits for everybody who writes the table, and holds them off until the migration has ended.
    Trigger,
    /// What a block of code or a `WITH` does is not seen here: it is written as statements.
    Hidden,
}

/// The rules that statements break, about tables that were there before.
pub(super) fn broken(sql: &str, existing: &BTreeSet<String>) -> BTreeSet<Rule> {
    let sql = sql.replace('"', "").to_lowercase();
    sql.split(';').flat_map(|statement| broken_by(statement, existing)).collect()
}

fn broken_by(statement: &str, existing: &BTreeSet<String>) -> Vec<Rule> {
    let words: Vec<&str> = statement
        .split(|letter: char| letter.is_whitespace() || letter == '(' || letter == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let has = |phrase: &str| has(&words, phrase);
    // Whatever schema it is said to be in.
    let known = |table: &&str| existing.contains(table.rsplit('.').next().unwrap_or(table));
    let touches = |at: Option<&&str>| at.is_some_and(known);
    let after = |word: &str| words.iter().position(|other| *other == word).and_then(|at| words.get(at + 1));
    match words.as_slice() {
        ["drop", "index", rest @ ..] if !rest.contains(&"concurrently") => vec![Rule::Index],
        ["drop", "table" | "view" | "type" | "schema", ..] => vec![Rule::Drop],
        ["alter", _, _, "rename", ..] => vec![Rule::Rename],
        ["alter", "table", rest @ ..] => {
            let table = rest.iter().find(|word| !["only", "if", "exists"].contains(word));
            if touches(table) { altered(statement, &words) } else { Vec::new() }
        }
        ["create", rest @ ..]
            if rest.iter().take(3).any(|word| *word == "trigger") && touches(after("on")) =>
        {
            vec![Rule::Trigger]
        }
        ["do", ..] => vec![Rule::Hidden],
        ["with", ..] if ["insert", "update", "delete"].into_iter().any(has) => vec![Rule::Hidden],
        ["create", ..] if has("index") && !has("concurrently") && touches(after("on")) => vec![Rule::Index],
        ["update", table, ..] | ["delete", "from", table, ..] | ["insert", "into", table, ..]
            if touches(Some(table)) =>
        {
            vec![Rule::Rows]
        }
        ["truncate", ..] => vec![Rule::Rows],
        ["lock" | "cluster" | "reindex", ..] | ["vacuum", "full", ..] => vec![Rule::Lock],
        _ => Vec::new(),
    }
}

/// The clauses of an `ALTER TABLE`, which are separated by commas outside brackets.
fn altered(statement: &str, words: &[&str]) -> Vec<Rule> {
    let mut rules = Vec::new();
    if has(words, "rename") {
        rules.push(Rule::Rename);
    }
    for clause in clauses(statement) {
        let words: Vec<&str> = clause
            .split(|letter: char| letter.is_whitespace() || letter == '(')
            .filter(|word| !word.is_empty())
            .collect();
        // `COLUMN` may be left out.
        let column = |verb: &str| {
            let at = words.iter().position(|word| *word == verb);
            let next = at.and_then(|at| words.get(at + 1));
            next.is_some_and(|next| {
                !["constraint", "foreign", "check", "unique", "primary", "exclude", "not", "default"]
                    .contains(next)
            })
        };
        let has = |phrase: &str| has(&words, phrase);
        if column("drop") {
            rules.push(Rule::Drop);
        }
        if column("alter") && has("type") {
            rules.push(Rule::Rewrite);
        }
        if has("set not null") || (column("add") && has("not null") && !has("default")) {
            rules.push(Rule::Required);
        }
        let computed = clause.split_once("default").is_some_and(|(_, value)| value.contains('('));
        if column("add") && (computed || has("generated")) {
            rules.push(Rule::Rewrite);
        }
        let constraint =
            ["add constraint", "add foreign", "add check", "add unique", "add primary", "add exclude"];
        if constraint.iter().any(|phrase| has(phrase)) && !has("not valid") && !has("using index") {
            rules.push(Rule::Constraint);
        }
        // `ADD COLUMN … REFERENCES` looks at every row unless the column is empty; it takes two locks all the same.
        if column("add") && has("unique") {
            rules.push(Rule::Constraint);
        }
    }
    rules
}

fn clauses(statement: &str) -> Vec<String> {
    let (mut depth, mut clauses) = (0_i32, vec![String::new()]);
    for letter in statement.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        if letter == ',' && depth == 0 {
            clauses.push(String::new());
        } else if let Some(last) = clauses.last_mut() {
            last.push(letter);
        }
    }
    clauses
}

/// Whether these words come one after the other.
fn has(words: &[&str], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|some| some == phrase)
}

fn existing() -> BTreeSet<String> {
    ["offer", "hire"].map(ToOwned::to_owned).into()
}

fn each_rule_refuses_what_it_should() {
    for (rule, sql) in [
        (Rule::Drop, "DROP TABLE \"offer\""),
        (Rule::Drop, "ALTER TABLE \"offer\" DROP COLUMN \"title\""),
        (Rule::Rename, "ALTER TABLE \"offer\" RENAME COLUMN \"title\" TO \"name\""),
        (Rule::Rename, "ALTER TABLE offer RENAME TO offers"),
        (Rule::Rename, "ALTER INDEX ix_offer_status RENAME TO ix"),
        (Rule::Rewrite, "ALTER TABLE offer ALTER COLUMN positions TYPE bigint"),
        (Rule::Rewrite, "ALTER TABLE offer ALTER COLUMN positions SET DATA TYPE bigint"),
        (Rule::Rewrite, "ALTER TABLE offer ADD COLUMN token uuid DEFAULT gen_random_uuid()"),
        (Rule::Rewrite, "ALTER TABLE offer ADD COLUMN twice int GENERATED ALWAYS AS (positions * 2) STORED"),
        (Rule::Required, "ALTER TABLE \"offer\" ADD COLUMN \"views\" integer NOT NULL"),
        (Rule::Required, "ALTER TABLE offer ALTER COLUMN city SET NOT NULL"),
        (
            Rule::Required,
            "ALTER TABLE offer ADD COLUMN a integer NOT NULL DEFAULT 0, ADD COLUMN b integer NOT NULL",
        ),
        (Rule::Index, "CREATE INDEX \"ix_offer_city\" ON \"offer\" (\"city\")"),
        (Rule::Index, "CREATE UNIQUE INDEX ix ON offer(city) WHERE city IS NOT NULL"),
        (Rule::Index, "DROP INDEX ix_offer_status"),
        (Rule::Constraint, "ALTER TABLE offer ADD CONSTRAINT c CHECK (positions > 0)"),
        (Rule::Constraint, "ALTER TABLE offer ADD FOREIGN KEY (school_id) REFERENCES school (id)"),
        (Rule::Constraint, "ALTER TABLE offer ADD CONSTRAINT u UNIQUE (reference)"),
        (Rule::Rows, "UPDATE offer SET positions = 1"),
        (Rule::Rows, "DELETE FROM hire WHERE demo"),
        (Rule::Rows, "INSERT INTO hire SELECT * FROM old"),
        (Rule::Rows, "TRUNCATE hire"),
        (Rule::Lock, "LOCK TABLE offer IN ACCESS EXCLUSIVE MODE"),
        (Rule::Drop, "CREATE TABLE new (id uuid); DROP TABLE hire"),
        (Rule::Drop, "ALTER TABLE offer DROP title"),
        (Rule::Required, "ALTER TABLE offer ADD views int NOT NULL"),
        (Rule::Rewrite, "ALTER TABLE offer ALTER positions TYPE bigint"),
        (Rule::Rows, "UPDATE public.offer SET positions = 1"),
        (Rule::Hidden, "WITH old AS (SELECT id FROM hire) UPDATE offer SET positions = 1"),
        (Rule::Hidden, "DO $$ BEGIN EXECUTE 'LOCK TABLE offer' END $$"),
        (Rule::Trigger, "CREATE TRIGGER t AFTER INSERT ON offer FOR EACH STATEMENT EXECUTE FUNCTION f()"),
        (Rule::Trigger, "CREATE OR REPLACE TRIGGER t AFTER DELETE ON public.hire EXECUTE FUNCTION f()"),
    ] {
        assert_eq!(broken(sql, &existing()), BTreeSet::from([rule]), "{sql}");
    }
}

fn what_only_adds_is_let_through() {
    for sql in [
        "CREATE TABLE \"rollup\" ( \"id\" uuid NOT NULL PRIMARY KEY, \"n\" integer NOT NULL )",
        "CREATE INDEX \"ix_rollup_n\" ON \"rollup\" (\"n\")",
        "CREATE INDEX CONCURRENTLY \"ix_offer_city\" ON \"offer\" (\"city\")",
        "DROP INDEX CONCURRENTLY IF EXISTS \"ix_offer_city\"",
        "ALTER TABLE \"offer\" ADD COLUMN \"views\" integer NOT NULL DEFAULT 0",
        "ALTER TABLE \"offer\" ADD COLUMN \"note\" text NULL",
        "ALTER TABLE \"rollup\" ADD COLUMN \"m\" integer NOT NULL",
        "ALTER TABLE offer ADD CONSTRAINT c CHECK (positions > 0) NOT VALID",
        "ALTER TABLE offer VALIDATE CONSTRAINT c",
        "ALTER TABLE offer ADD CONSTRAINT u UNIQUE USING INDEX uq",
        "INSERT INTO \"seaql_migrations\" (\"version\", \"applied_at\") VALUES ($1, $2)",
        "INSERT INTO rollup SELECT count(*) FROM hire",
        "ALTER TABLE offer DROP CONSTRAINT c",
        "ALTER TABLE offer ALTER COLUMN city DROP NOT NULL",
        "ALTER TABLE offer ADD note text",
        "CREATE TRIGGER t AFTER INSERT ON rollup FOR EACH STATEMENT EXECUTE FUNCTION f()",
        "WITH old AS (SELECT id FROM hire) SELECT count(*) FROM old",
        "SELECT 1",
    ] {
        assert_eq!(broken(sql, &existing()), BTreeSet::new(), "{sql}");
    }
}
