//! Holds the words that stand in the store, in tokens, in links and in forms. Most are made of the code's own names, so that
//! somebody who renames a variant would otherwise change what earlier releases have stored.

use domain::campaign::members::Stance;
use domain::campaign::published::Part;
use domain::locale::Locale;
use domain::mail::correspondence::{Mark, WaitReason};
use domain::mail::digest::{DigestOutcome, RunStage};
use domain::mail::flood::{Verdict, WhyHeld};
use domain::mail::letter::Addressee;
use domain::mail::provider::MailProvider;
use domain::office::audit::Action;
use domain::office::invalidation::Stage;
use domain::office::organizer::Role;
use domain::tally::cause::Cause;
use domain::webhooks::event::{EventKind, IntegrityChange, Subject};
use domain::webhooks::recipient::{HookKind, HookState};
use store::{MailClass, MailStop};

/// The names of actions in the log, in the order of [`Action::ALL`].
const ACTIONS: &str = "
    signed_in signed_out invited role_changed removed second_factor_on second_factor_off recovery_code_used
    supporters_exported supporter_looked_up link_sent_again supporter_corrected bounce_lifted supporter_erased
    paper_line_erased signers_examined invalidated restored paper_counted paper_taken_back held_released
    held_discarded letters_paused letters_resumed letters_released letters_discarded correspondent_marked
    correspondent_unmarked answer_switched office_links_made office_links_replaced digests_sent
    digests_taken_back form_closed form_opened form_paused form_resumed holding_page_on holding_page_off reminders_paused
    reminders_resumed held_restored tally_repaired recipient_added recipient_paused recipient_resumed
    recipient_tested recipient_secret_rotated recipient_removed delivery_sent_again deliveries_sent_again
    edition_published members_published members_restored members_undone partner_added partner_accepted partner_refused partners_refused
    partner_changed
    partner_paused partner_resumed partner_ended partners_imported partners_undone contact_added
    contact_mailed contact_removed
";

/// Fails unless the words, in their order, name the variants of a closed set, and are read as these.
macro_rules! named {
    ($($set:ident: $($variant:ident)+ = $words:literal;)+) => {
        $(
            let words: Vec<&str> = $words.split(' ').collect();
            assert_eq!([$($set::$variant.name()),+].as_slice(), words, stringify!($set));
            for (word, variant) in words.iter().zip([$($set::$variant),+]) {
                assert_eq!(word.parse(), Ok(variant), "{word}");
            }
        )+
    };
}

#[test]
fn stored_words_stay_as_they_are() {
    named! {
        Addressee: Member PrimeMinister = "member prime-minister";
        Cause: Automated Repeated Invented Disposable Ineligible = "automated repeated invented disposable ineligible";
        DigestOutcome: Sent Refused NotSent = "sent refused not-sent";
        EventKind: TallyHourly RidingMilestone IntegrityChanged ConsentGiven ConsentWithdrawn Test
            = "tally.hourly riding.milestone integrity.changed consent.given consent.withdrawn webhook.test";
        HookKind: Standard ActionNetwork = "standard action-network";
        HookState: On Paused Gone Removed = "on paused gone removed";
        IntegrityChange: Removed Restored Repaired = "removed restored repaired";
        MailClass: SignIn First Thanks Letter Reminder = "sign-in first thanks letter reminder";
        MailStop: Bounced Complained Refused = "bounced complained refused";
        Mark: NoMore Answered Bounced Complained = "no-more answered bounced complained";
        Part: Edition Partners Members Offices = "edition partners members offices";
        Role: Viewer Exporter Moderator Admin = "viewer exporter moderator admin";
        RunStage: Asked Queued TakenBack = "asked queued taken-back";
        Stage: Applying Applied Undoing Undone = "applying applied undoing undone";
        Stance: All Some No Other = "all some no other";
        Subject: Hours Milestones Integrity Consents = "tally.hourly riding.milestone integrity.changed consents";
        Verdict: Release Discard Restore = "release discard restore";
        WaitReason: MailDomain Member Hour Paused Link Answered = "mail-domain member hour paused link answered";
        WhyHeld: Pair Network MailDomain CameBack = "pair network domain came-back";
    }
    assert_eq!(Locale::ALL.map(Locale::code), ["en", "fr"]);
    let providers = ["google", "microsoft", "yahoo", "apple", "bell", "videotron", "proton", "other"];
    assert_eq!(MailProvider::ALL.map(MailProvider::name), providers);
    let actions: Vec<_> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(actions, ACTIONS.split_whitespace().collect::<Vec<_>>());
    for action in Action::ALL {
        assert_eq!(action.to_string().parse(), Ok(*action));
    }
}
