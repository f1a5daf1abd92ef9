//! The journal: what is being done, so that whoever comes after a kill knows, and which state is the last.
//!
//! It is never absent. Before a change it says what the change will be, after it that it is done. The index put back alone, or
//! the journal alone, does not fit the other.

use serde::{Deserialize, Serialize};

use super::RecordId;

/// What the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Journal {
    /// The index of this generation is the last.
    Settled { generation: u64 },
    /// The index of this generation is about to be written.
    Pending {
        generation: u64,
        /// Records that come with it: without it they are to be destroyed.
        adds: Vec<RecordId>,
        /// Records that go with it: with it they are to be destroyed.
        removes: Vec<RecordId>,
    },
}

/// How index and journal stand to each other.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Recovery {
    /// As it should be.
    Whole,
    /// A change ended early; these are to be destroyed.
    Interrupted(Vec<RecordId>),
    /// One of them is older than the other; the newest state known.
    RolledBack(u64),
}

impl Journal {
    /// How an index of `generation` stands to this.
    pub(crate) fn recovery(&self, generation: u64) -> Recovery {
        match self {
            Self::Settled { generation: settled } if *settled == generation => Recovery::Whole,
            Self::Pending { generation: pending, removes, .. } if *pending == generation => {
                Recovery::Interrupted(removes.clone())
            }
            Self::Pending { generation: pending, adds, .. } if pending.checked_sub(1) == Some(generation) => {
                Recovery::Interrupted(adds.clone())
            }
            Self::Settled { generation: newest } | Self::Pending { generation: newest, .. } => {
                Recovery::RolledBack((*newest).max(generation))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_in_progress_may_lie_between_journal_and_index() {
        let id = |n| RecordId([n; 16]);
        let pending = Journal::Pending { generation: 7, adds: vec![id(1)], removes: vec![id(2)] };
        assert_eq!(pending.recovery(7), Recovery::Interrupted(vec![id(2)]));
        assert_eq!(pending.recovery(6), Recovery::Interrupted(vec![id(1)]));
        assert_eq!(pending.recovery(5), Recovery::RolledBack(7));
        assert_eq!(pending.recovery(8), Recovery::RolledBack(8));
        let settled = Journal::Settled { generation: 7 };
        assert_eq!(settled.recovery(7), Recovery::Whole);
        assert_eq!(settled.recovery(6), Recovery::RolledBack(7));
        assert_eq!(settled.recovery(8), Recovery::RolledBack(8));
    }
}
