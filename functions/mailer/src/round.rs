//! A round of work: its time, the mails that it may send, and what stops it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use mail::SendError;
use store::{Granted, MailClass, Reserved, StoreError};
use tokio::sync::Mutex;
use web::Clock;
use web::metric::{self, Metric};

use crate::tools::{Mailer, MailerError};

/// The stream's reader takes up work for this long. The minute's round does the rest.
const STREAM_ROUND: SignedDuration = SignedDuration::from_secs(30);
/// The minute's round takes up work for this long. The next minute's begins after it, and the function is stopped after
/// two minutes (`template.yaml`).
const MINUTE_ROUND: SignedDuration = SignedDuration::from_secs(57);
/// A round that crashes keeps other rounds from beginning for this long.
pub(crate) const ROUND_LEASE: SignedDuration = SignedDuration::from_secs(120);
/// A patient round waits this long when the next seconds are taken.
const PATIENCE: SignedDuration = SignedDuration::from_secs(1);

/// Mails that are reserved in one go. A mail that is reserved and not sent still counts against the day's quota.
const RESERVED_AT_ONCE: u32 = 25;
/// A reserved moment that is further in the past is not used, because the next mails would follow too fast.
const LATE: SignedDuration = SignedDuration::from_secs(2);
/// A round ends after so many mails in a row that the provider may take later. The cause is then the provider, not the
/// recipients.
const REFUSALS_MAX: u32 = 10;

/// The work of one call of the function.
#[derive(Debug)]
pub(crate) struct Round {
    clock: Clock,
    ends_at: Timestamp,
    /// The reserved moments that are not used yet.
    moments: Mutex<VecDeque<Timestamp>>,
    /// Items that are still to be looked at, each of which may owe a mail.
    left: AtomicU32,
    /// Mails that were taken, in the order of [`MailClass::ALL`].
    sent: [AtomicU32; MailClass::ALL.len()],
    /// Mails that the provider may take later, since the last one that it took.
    refusals: AtomicU32,
    /// Mails that the provider may take later, all in all.
    put_off: AtomicU32,
    /// Whether it waits when other senders have taken the next seconds.
    is_patient: bool,
    /// Whether so many mails bounce that unproven recipients wait.
    mails_bounce: bool,
    /// Mails to unproven recipients that may still go while mails bounce.
    trickle: AtomicU32,
}

impl Round {
    /// Begins the round of the stream's reader. Mails that cannot go at once are left to the minute's round.
    pub(crate) fn of_stream(clock: &Clock, mails_bounce: bool) -> Self {
        Self::lasting(clock, STREAM_ROUND, false, mails_bounce, 0)
    }

    /// Begins the minute's round. While mails bounce, `trickle` first mails go to unproven recipients.
    pub(crate) fn of_minute(clock: &Clock, mails_bounce: bool, trickle: u32) -> Self {
        Self::lasting(clock, MINUTE_ROUND, true, mails_bounce, trickle)
    }

    fn lasting(clock: &Clock, time: SignedDuration, is_patient: bool, mails_bounce: bool, trickle: u32) -> Self {
        Self {
            ends_at: later(clock.now(), time),
            clock: clock.clone(),
            is_patient,
            moments: Mutex::default(),
            left: AtomicU32::new(1),
            sent: Default::default(),
            refusals: AtomicU32::new(0),
            put_off: AtomicU32::new(0),
            mails_bounce,
            trickle: AtomicU32::new(trickle),
        }
    }

    pub(crate) fn mails_bounce(&self) -> bool {
        self.mails_bounce
    }

    pub(crate) fn is_over(&self) -> bool {
        self.clock.now() >= self.ends_at || self.refusals.load(Ordering::Relaxed) >= REFUSALS_MAX
    }

    /// Sets the number of items that are looked at next. No more mails than that are reserved.
    pub(crate) fn expect(&self, items: usize) {
        self.left.store(u32::try_from(items).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    /// Waits for the turn of a mail.
    ///
    /// # Errors
    /// [`MailerError::NoTurn`] when the rate is taken for the next seconds or the class has had its share of the day: the
    /// mail stays owed.
    pub(crate) async fn turn(&self, mailer: &Mailer, class: MailClass) -> Result<(), MailerError> {
        if self.is_over() {
            return Err(MailerError::NoTurn);
        }
        let mut moments = self.moments.lock().await;
        let now = mailer.clock.now();
        while moments.front().is_some_and(|moment| now.duration_since(*moment) > LATE) {
            moments.pop_front();
        }
        if moments.is_empty() {
            let granted = self.reserve(mailer, class).await?;
            let moment =
                |mail: u32| later(granted.from, granted.apart.saturating_mul(i32::try_from(mail).unwrap_or(i32::MAX)));
            moments.extend((0..granted.mails).map(moment));
        }
        let moment = moments.pop_front().expect("at least one was granted");
        drop(moments);
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        self.clock.sleep_until(moment).await;
        Ok(())
    }

    async fn reserve(&self, mailer: &Mailer, class: MailClass) -> Result<Granted, MailerError> {
        let wanted = self.left.load(Ordering::Relaxed).clamp(1, RESERVED_AT_ONCE);
        while !self.is_over() {
            let (now, allowance) = (mailer.clock.now(), mailer.allowance().await);
            match mailer.pledges.reserve_mails(class, wanted, allowance, now).await {
                Ok(Reserved::Granted(granted)) => return Ok(granted),
                Ok(Reserved::Busy) if self.is_patient => self.clock.sleep_until(later(now, PATIENCE)).await,
                // An unreadable pace item is no fault of this mail, so the mail stays owed.
                Ok(Reserved::Busy | Reserved::DayIsFull) | Err(StoreError::Corrupt) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Err(MailerError::NoTurn)
    }

    /// Notes the provider's answer to a mail.
    pub(crate) fn note(&self, class: MailClass, answer: Result<(), SendError>) {
        match answer {
            Ok(()) => {
                for (_, sent) in MailClass::ALL.iter().zip(&self.sent).filter(|(of, _)| **of == class) {
                    sent.fetch_add(1, Ordering::Relaxed);
                }
                self.refusals.store(0, Ordering::Relaxed);
            }
            // The recipient is the cause. If these ended a round, a stranger's made-up addresses could hold up everybody.
            Err(SendError::Permanent) => {}
            Err(SendError::Temporary | SendError::Unavailable) => {
                self.put_off.fetch_add(1, Ordering::Relaxed);
                self.refusals.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Measures what the round sent.
    pub(crate) fn measure(&self) {
        let sent = MailClass::ALL.into_iter().map(sent_of).zip(&self.sent);
        for (metric, count) in sent.chain([(Metric::MailsPutOff, &self.put_off)]) {
            let count = count.load(Ordering::Relaxed);
            if count > 0 {
                metric::put(&[(metric, f64::from(count))]);
            }
        }
    }

    /// Takes one of the few mails that may go to unproven recipients while mails bounce; false when none is left.
    pub(crate) fn take_trickle(&self) -> bool {
        self.trickle.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

/// The metric that counts the sent mails of a class.
const fn sent_of(class: MailClass) -> Metric {
    match class {
        MailClass::SignIn => Metric::SignInMailsSent,
        MailClass::First => Metric::FirstMailsSent,
        MailClass::Thanks => Metric::ThanksMailsSent,
        MailClass::Letter => Metric::LetterMailsSent,
        MailClass::Reminder => Metric::ReminderMailsSent,
    }
}

/// Notes that items were passed over, since they cannot be read. The alarm looks for this metric.
pub(crate) fn note_passed_over(items: u32) {
    tracing::error!(items, "a record was passed over");
    metric::put(&[(Metric::RecordsPassedOver, f64::from(items))]);
}
