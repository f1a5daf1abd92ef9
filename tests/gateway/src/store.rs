//! What the gateway remembers, in SQLite. A provider's would be PostgreSQL: one statement or transaction a request.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Result, TransactionBehavior, params};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS cases (
    id TEXT PRIMARY KEY, token_sha256 TEXT NOT NULL, key TEXT NOT NULL, profile TEXT NOT NULL, opened_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS challenges (
    nonce TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases, expires_ms INTEGER NOT NULL, spent_by TEXT);
CREATE TABLE IF NOT EXISTS asked (
    nonce TEXT PRIMARY KEY REFERENCES challenges, issued_ms INTEGER NOT NULL, actions TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases, slot TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS submissions (
    case_id TEXT PRIMARY KEY REFERENCES cases, submission TEXT NOT NULL, received_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL);
";

/// A case as it is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its public key.
    pub key: String,
    /// SHA-256 of its token, hexadecimal: the token itself is not kept.
    pub token_sha256: String,
    /// The provider it is for.
    pub profile: String,
}

/// What a challenge asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When, milliseconds since 1970.
    pub issued_ms: i64,
    /// Actions of the face check, in their order.
    pub actions: Vec<String>,
}

/// How a submission went into the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// As the first.
    Now(i64),
    /// It was there.
    Before(i64),
    /// Another one was there.
    Another,
    /// The challenge was never given to the case.
    NonceUnknown,
    /// Another submission used it.
    NonceSpent,
    /// It is too old.
    NonceExpired,
}

/// The books.
pub struct Store(Mutex<Connection>);

impl Store {
    /// Opens or makes them.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut off was rolled back when it was dropped.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new case.
    pub fn open_case(&self, id: &str, case: &Case, now_ms: i64) -> Result<()> {
        let values = params![id, case.token_sha256, case.key, case.profile, now_ms];
        self.lock().execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values).map(drop)
    }

    /// A case.
    pub fn case(&self, id: &str) -> Result<Option<Case>> {
        let row =
            |row: &rusqlite::Row<'_>| Ok(Case { key: row.get(0)?, token_sha256: row.get(1)?, profile: row.get(2)? });
        self.lock().query_row("SELECT key, token_sha256, profile FROM cases WHERE id = ?", [id], row).optional()
    }

    /// The case a token speaks for.
    pub fn case_of_token(&self, token_sha256: &str) -> Result<Option<String>> {
        let sql = "SELECT id FROM cases WHERE token_sha256 = ?";
        self.lock().query_row(sql, [token_sha256], |row| row.get(0)).optional()
    }

    /// A new challenge, which asks `actions`.
    pub fn challenge(&self, nonce: &str, case: &str, asked: &Asked, expires_ms: i64) -> Result<()> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let values = params![nonce, case, expires_ms];
        transaction.execute("INSERT INTO challenges VALUES (?, ?, ?, NULL)", values)?;
        let values = params![nonce, asked.issued_ms, asked.actions.join(",")];
        transaction.execute("INSERT INTO asked VALUES (?, ?, ?)", values)?;
        transaction.commit()
    }

    /// What the challenge `nonce` of `case` asked; `None` when it was never given to it.
    pub fn asked(&self, nonce: &str, case: &str) -> Result<Option<Asked>> {
        let sql = "SELECT issued_ms, actions FROM asked JOIN challenges USING (nonce) WHERE nonce = ? AND case_id = ?";
        let row = |row: &rusqlite::Row<'_>| {
            let actions: String = row.get(1)?;
            Ok(Asked { issued_ms: row.get(0)?, actions: actions.split(',').map(str::to_owned).collect() })
        };
        self.lock().query_row(sql, [nonce, case], row).optional()
    }

    /// A new upload.
    pub fn upload(&self, id: &str, case: &str, slot: &str) -> Result<()> {
        self.lock().execute("INSERT INTO uploads VALUES (?, ?, ?)", params![id, case, slot]).map(drop)
    }

    /// Whether an upload belongs to this slot of this case.
    pub fn is_upload_of(&self, id: &str, case: &str, slot: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM uploads WHERE id = ? AND case_id = ? AND slot = ?";
        Ok(self.lock().query_row(sql, params![id, case, slot], |_| Ok(())).optional()?.is_some())
    }

    /// The submission of a case: its name and when it came.
    pub fn submission(&self, case: &str) -> Result<Option<(String, i64)>> {
        let sql = "SELECT submission, received_ms FROM submissions WHERE case_id = ?";
        self.lock().query_row(sql, [case], |row| Ok((row.get(0)?, row.get(1)?))).optional()
    }

    /// How many submissions there are.
    pub fn submissions(&self) -> Result<u64> {
        let count: i64 = self.lock().query_row("SELECT COUNT(*) FROM submissions", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Enters a submission and uses up its challenge, both or neither.
    pub fn enter(&self, case: &str, submission: &str, nonce: &str, bytes: u64, now_ms: i64) -> Result<Entered> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT submission, received_ms FROM submissions WHERE case_id = ?";
        let before: Option<(String, i64)> =
            transaction.query_row(sql, [case], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((name, at_ms)) = before {
            return Ok(if name == submission { Entered::Before(at_ms) } else { Entered::Another });
        }
        let sql = "SELECT expires_ms, spent_by FROM challenges WHERE nonce = ? AND case_id = ?";
        let challenge: Option<(i64, Option<String>)> =
            transaction.query_row(sql, [nonce, case], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match challenge {
            None => return Ok(Entered::NonceUnknown),
            Some((_, Some(_))) => return Ok(Entered::NonceSpent),
            Some((expires_ms, None)) if expires_ms < now_ms => return Ok(Entered::NonceExpired),
            Some(_) => {}
        }
        transaction.execute("UPDATE challenges SET spent_by = ? WHERE nonce = ?", [submission, nonce])?;
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let values = params![case, submission, now_ms, bytes];
        transaction.execute("INSERT INTO submissions VALUES (?, ?, ?, ?)", values)?;
        transaction.commit()?;
        Ok(Entered::Now(now_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked { issued_ms: 0, actions: vec!["nod".to_owned(), "turn_left".to_owned()] }
    }

    fn store() -> Store {
        let store = Store::open(Path::new(":memory:")).expect("opens");
        for id in ["a", "b"] {
            let case =
                Case { key: "k".to_owned(), token_sha256: format!("token of {id}"), profile: "generic".to_owned() };
            store.open_case(id, &case, 0).expect("opens");
        }
        store.challenge("n", "a", &asked(), 1_000).expect("enters");
        store
    }

    #[test]
    fn a_submission_is_entered_once_and_uses_its_challenge_up() {
        let store = store();
        assert_eq!(store.enter("a", "s", "n", 1, 500), Ok(Entered::Now(500)));
        assert_eq!(store.enter("a", "s", "n", 1, 900), Ok(Entered::Before(500)), "a lost answer, asked again");
        assert_eq!(store.enter("a", "t", "n", 1, 900), Ok(Entered::Another));
        assert_eq!(store.submissions(), Ok(1));
    }

    #[test]
    fn a_challenge_is_good_for_its_own_case_and_time() {
        let store = store();
        assert_eq!(store.enter("b", "s", "n", 1, 500), Ok(Entered::NonceUnknown));
        assert_eq!(store.enter("a", "s", "m", 1, 500), Ok(Entered::NonceUnknown));
        assert_eq!(store.enter("a", "s", "n", 1, 1_001), Ok(Entered::NonceExpired));
        assert_eq!(store.submissions(), Ok(0));
        assert_eq!(store.asked("n", "a"), Ok(Some(asked())));
        assert_eq!(store.asked("n", "b"), Ok(None), "another case's");
    }
}
