//! Decisions of organizers about letters, kept in the Office table.
//!
//! They are the switch that pauses all letters, the marks of each Member, and the rulings on letters that wait.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::campaign::members::{Replaced, Roster};
use domain::ids::RulingId;
use domain::mail::correspondence::{Correspondent, KeptMark, LetterRuling, Mark, MarkId, Pause, Way};
use domain::office::audit::Entry;

use crate::dynamo::attributes::PK;
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::dynamo::keys::sortable;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::office::items::{AT, GOES_ON, LetterRulingItem, MarkItem, PauseItem};
use crate::role::{ClosesLetterRulings, DecidesLetters, NotesMarks, ReadsRulings, ReadsWay};

impl<R: ReadsWay> Office<R> {
    /// Reads whether letters reach a correspondent. Marks of a former Member are passed over.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn way_to(&self, to: Correspondent, roster: &Roster) -> Result<Way, StoreError> {
        let pause = self.keys.letters_pause();
        let mut keys: Vec<_> = Mark::ALL.into_iter().map(|mark| self.keys.mark(MarkId { to, mark })).collect();
        keys.push(pause.clone());
        let items = self.get_all(&keys).await?;
        let marks = items.iter().filter(|(key, _)| **key != pause).map(|(_, item)| MarkItem::read(item));
        let mut marks = marks.collect::<Result<Vec<_>, _>>()?;
        marks.retain(|kept| roster.is_marked(kept.id, kept.at));
        Ok(Way::of(items.contains_key(&pause), &marks, roster.ends_letters(to)))
    }
}

impl<R: ReadsRulings> Office<R> {
    /// Reads the pause of all letters, if they are paused.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn letters_pause(&self) -> Result<Option<Pause>, StoreError> {
        let key = self.keys.letters_pause();
        let items = self.get_all(std::slice::from_ref(&key)).await?;
        items.get(&key).map(PauseItem::read).transpose()
    }

    /// Reads the marks of all correspondents, ordered by correspondent.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn marks(&self) -> Result<Vec<KeptMark>, StoreError> {
        let items = self.partition(&self.keys.marks_partition()).await?;
        items.iter().map(MarkItem::read).collect()
    }

    /// The rulings on letters that are not worked off yet.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn letter_rulings(&self) -> Result<Vec<LetterRuling>, StoreError> {
        let items = self.partition(&self.keys.letter_rulings_partition()).await?;
        items.iter().map(LetterRulingItem::read).collect()
    }
}

impl<R: DecidesLetters> Office<R> {
    /// Pauses all letters; false when they are paused already.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn pause_letters(&self, pause: &Pause, entry: &Entry) -> Result<bool, StoreError> {
        let item = PauseItem::write(pause, self.keys.letters_pause().attributes());
        self.with_entry(self.put_new(item), entry).await
    }

    /// Lets letters go again; false when they are not paused.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn resume_letters(&self, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.delete_there(&self.keys.letters_pause()), entry).await
    }

    /// Reads one mark of a correspondent.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn mark(&self, id: MarkId) -> Result<Option<KeptMark>, StoreError> {
        let key = self.keys.mark(id);
        let items = self.get_all(std::slice::from_ref(&key)).await?;
        items.get(&key).map(MarkItem::read).transpose()
    }

    /// Takes a mark back; false when it is not noted any more.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn lift_mark(&self, id: MarkId, entry: &Entry) -> Result<bool, StoreError> {
        self.with_entry(self.delete_there(&self.keys.mark(id)), entry).await
    }

    /// Sets whether letters go on to a correspondent who answered; false when no answer is noted any more.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn switch_answer(&self, to: Correspondent, goes_on: bool, entry: &Entry) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let name = terms.name(GOES_ON);
        let change = if goes_on {
            format!("SET {name} = {}", terms.value(AttributeValue::Bool(true)))
        } else {
            format!("REMOVE {name}")
        };
        let key = self.keys.mark(MarkId { to, mark: Mark::Answered });
        let condition = terms.exists();
        self.with_entry(self.update(&key, change, condition, &terms), entry).await
    }

    /// Keeps a ruling on letters, which the mailer then works off. The same ruling twice, as by a double click, is kept
    /// once.
    ///
    /// # Errors
    /// Fails when the database fails. Opening it again is safe.
    pub async fn open_letter_ruling(&self, ruling: &LetterRuling, entry: &Entry) -> Result<(), StoreError> {
        let item = LetterRulingItem::write(ruling, self.keys.letter_ruling(ruling.id).attributes());
        self.with_entry(self.put_new(item), entry).await.map(drop)
    }
}

impl<R: NotesMarks> Office<R> {
    /// Notes a mark of a correspondent, with an entry in the log if an organizer did it. False when it is noted already.
    /// A mark of a former Member gives way.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn set_mark(&self, mark: &KeptMark, roster: &Roster, entry: Option<&Entry>) -> Result<bool, StoreError> {
        let item = MarkItem::write(mark, self.keys.mark(mark.id).attributes());
        let write = self.put_over(item, &roster.times_of_others(mark.id));
        match entry {
            Some(entry) => self.with_entry(write, entry).await,
            None => was_done(self.transact(vec![write]).await),
        }
    }
}

impl OfficeTable {
    /// Puts a mark if there is none, or in place of one from the times of others.
    fn put_over(&self, item: Item, others: &[Replaced]) -> TransactWriteItem {
        let mut terms = Terms::default();
        let mut conditions = vec![format!("attribute_not_exists({})", terms.name(PK))];
        for others in others {
            let at = terms.name(AT);
            let [from, until] = [others.from, others.until].map(|at| terms.value(AttributeValue::S(sortable(at))));
            conditions.push(format!("({at} >= {from} AND {at} < {until})"));
        }
        self.put_if(item, conditions.join(" OR "), &terms)
    }
}

impl<R: ClosesLetterRulings> Office<R> {
    /// Forgets a ruling on letters once nothing of it is left to do.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn close_letter_ruling(&self, id: RulingId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.letter_ruling(id)).await
    }
}
