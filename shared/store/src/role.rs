//! The table of what each function may do with the store.
//!
//! A capability is a group of the store's methods. Below its name stand the requests that they send: actions of DynamoDB,
//! the table, and how the partition keys begin. An empty beginning means every key. A capability that builds on another one
//! names it, and lists its own requests alone.
//!
//! A role is what one function may do. The compiler refuses a call that the function's role lacks, as IAM would refuse the
//! request; `tests/template/rules.py` compares this file with the roles in `template.yaml`.

/// A role. Only this file makes one.
pub trait Role: sealed::Sealed + Clone + std::fmt::Debug {}

mod sealed {
    /// Keeps other crates from making a role of their own.
    pub trait Sealed {}
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $(: $($base:ident)+)? { $($table:ident [$($action:ident)+] [$($key:literal)+];)* })+) => {
        $(
            $(#[$doc])*
            ///
            $(#[doc = concat!("Sends to ", stringify!($table), ": ", stringify!($($action),+), " of ", stringify!($($key),+), ".\n")])*
            pub trait $name: Role $($(+ $base)+)? {}
        )+
        /// The role of tests and benchmarks. No deployed function has it.
        #[derive(Clone, Copy, Debug)]
        pub enum Everything {}
        impl sealed::Sealed for Everything {}
        impl Role for Everything {}
        $(impl $name for Everything {})+
    };
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident: $($capability:ident)+;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl Role for $name {}
            $(impl $capability for $name {})+
        )+
    };
}

capabilities! {
    // ---- Forms and signers ----

    /// Makes the connection to the table before a request waits for it.
    WarmsUp {
        Pledges [GetItem] ["S#"];
    }
    /// Keeps a form until it is confirmed.
    Submits {
        Pledges [PutItem] ["S#"];
    }
    /// Confirms a form by its link or its code, and counts the person.
    Confirms {
        Pledges [BatchGetItem] ["S#" "P#" "A#" "M#" "Q#" "Z#"];
        Pledges [GetItem] ["S#" "K#"];
        Pledges [PutItem] ["P#" "M#"];
        Pledges [UpdateItem] ["K#" "U#"];
        Tally [UpdateItem] ["N#"];
    }
    /// Corrects, moves and withdraws a signer, and erases the forms of a mailbox.
    Manages: ReadsHouseholds ReadsLinks {
        Pledges [BatchGetItem] ["P#" "A#" "M#" "Q#"];
        Pledges [GetItem] ["A#"];
        Pledges [ConditionCheckItem UpdateItem] ["P#"];
        Pledges [PutItem] ["A#" "M#" "W#"];
        Pledges [DeleteItem] ["P#" "S#" "M#" "T#" "C#" "U#"];
        Tally [UpdateItem] ["N#"];
    }
    /// Reads the people who are counted at an address.
    ReadsHouseholds {
        Pledges [BatchGetItem] ["P#"];
    }
    /// Reads how many people signed through an own link.
    ReadsLinks {
        Pledges [Query] ["U#"];
    }
    /// Changes what a signer agreed to.
    ChangesConsents: ReadsHouseholds {
        Pledges [UpdateItem] ["P#"];
    }
    /// Lists all signers, counts them again and surveys them.
    ListsEverybody {
        Pledges [Scan] [""];
        Tally [Query] ["N#"];
    }
    /// Lists the supporters who agreed to hear from the campaign.
    ExportsSupporters {
        Pledges [Scan] [""];
    }
    /// Takes signers and paper out of the count, and back.
    ChangesCount: ListsEverybody ReadsHouseholds {
        Pledges [UpdateItem] ["P#"];
        Pledges [BatchGetItem] ["M#" "Q#"];
        Pledges [ConditionCheckItem GetItem Query] ["B#"];
        Pledges [PutItem] ["M#" "Q#" "Z#"];
        Pledges [DeleteItem] ["B#" "M#" "Q#" "Z#"];
        Tally [UpdateItem] ["N#"];
    }
    /// Erases everybody.
    ForgetsEverybody {
        Pledges [Scan DeleteItem] [""];
    }
    /// Puts back what a table lost.
    Restores {
        Pledges [Scan BatchGetItem PutItem] [""];
    }

    // ---- Paper ----

    /// Keeps the lines of a sheet until they are counted.
    BringsPaper {
        Pledges [PutItem Query] ["B#"];
        Pledges [BatchGetItem] ["M#" "Q#"];
    }

    // ---- Mail ----

    /// Stops mail to a mailbox, and reads what went there.
    StopsMail {
        Pledges [GetItem PutItem] ["A#"];
    }
    /// Reads how fast mails leave.
    ReadsPace {
        Pledges [GetItem] ["E#"];
    }
    /// Decides how many mails may leave now.
    Paces {
        Pledges [BatchGetItem GetItem PutItem UpdateItem] ["E#"];
        Pledges [DeleteItem] ["E#"];
    }
    /// Counts mails to a mailbox.
    ChargesMail {
        Pledges [BatchGetItem] ["S#" "P#" "A#"];
        Pledges [GetItem PutItem] ["A#"];
        Pledges [UpdateItem] ["R#"];
    }
    /// Lists what owes a mail.
    ReadsOwed {
        Owed [Query] [""];
    }
    /// Reads items that owe a mail, and settles them.
    SettlesOwed: ReadsOwed {
        Pledges [BatchGetItem UpdateItem] ["S#" "P#" "W#" "I#" "T#" "N#" "G#"];
        Pledges [GetItem] ["W#"];
        Pledges [DeleteItem] ["S#" "W#" "I#"];
    }
    /// Decides whether a form's mail may go, and notes its proof.
    AdmitsForms {
        Pledges [BatchGetItem] ["S#" "P#" "A#" "Z#" "R#"];
        Pledges [GetItem] ["S#"];
        Pledges [Query] ["X#"];
        Pledges [UpdateItem] ["S#" "R#"];
        Pledges [PutItem] ["A#" "C#" "X#"];
        Pledges [DeleteItem] ["S#" "X#"];
    }
    /// Reads what an hour saw of a network or a mail domain.
    ReadsHours {
        Pledges [BatchGetItem] ["R#"];
    }
    /// Lists held forms, networks and the marks of cohorts.
    ReadsFloods {
        Pledges [Scan] [""];
        Pledges [Query] ["C#" "X#"];
    }
    /// Works off a ruling on held forms.
    SettlesHeld {
        Pledges [BatchGetItem] ["S#" "X#"];
        Pledges [Query] ["X#"];
        Pledges [UpdateItem] ["S#"];
        Pledges [PutItem] ["C#" "X#"];
        Pledges [DeleteItem] ["X#"];
        Office [UpdateItem] ["G#"];
    }
    /// Writes and reads rulings on held forms.
    RulesOnForms {
        Office [GetItem] ["G#"];
        Office [PutItem] ["G#" "L#"];
    }

    // ---- Letters ----

    /// Reads how far a letter is.
    SeesLetters {
        Pledges [GetItem] ["T#"];
    }
    /// Leaves a letter of a signer for the mailer.
    WritesLetters: SeesLetters {
        Pledges [GetItem ConditionCheckItem] ["P#"];
        Pledges [PutItem] ["T#"];
    }
    /// Counts letters, holds them, and notes what became of them.
    SendsLetters {
        Pledges [BatchGetItem] ["T#" "R#"];
        Pledges [GetItem] ["T#"];
        Pledges [UpdateItem] ["T#" "R#"];
        Pledges [PutItem] ["Y#"];
        Pledges [DeleteItem] ["T#" "Y#"];
    }
    /// Lists letters that wait for an organizer.
    ReadsHeldLetters {
        Pledges [Query] ["Y#"];
    }
    /// Counts the letters that went and that are on their way.
    CountsLetters: ReadsOwed {
        Pledges [BatchGetItem] ["R#"];
    }
    /// Reads whether letters reach a correspondent.
    ReadsWay {
        Office [BatchGetItem] ["J#" "K#"];
    }
    /// Notes that a correspondent bounced, complained, answered or wants no more letters.
    NotesMarks {
        Office [PutItem] ["K#"];
    }
    /// Pauses letters, changes marks of correspondents and rules on letters that wait.
    DecidesLetters {
        Office [BatchGetItem UpdateItem] ["K#"];
        Office [PutItem] ["F#" "J#" "L#"];
        Office [DeleteItem] ["J#" "K#"];
    }
    /// Forgets a ruling on letters that is worked off.
    ClosesLetterRulings {
        Office [DeleteItem] ["F#"];
    }
    /// Lists the decisions to send digests.
    ReadsDigestRuns {
        Office [Query] ["N#"];
    }
    /// Decides to send the digests of a week, and takes that back.
    AsksDigests: ReadsDigestRuns {
        Office [PutItem] ["N#" "L#"];
        Office [UpdateItem] ["N#"];
    }
    /// Lists the digests of a week.
    ListsDigests {
        Pledges [Query] ["N#"];
    }
    /// Owes the digests of a week, and notes what became of them.
    SendsDigests: ReadsDigestRuns ListsDigests {
        Office [DeleteItem UpdateItem] ["N#"];
        Pledges [DeleteItem PutItem UpdateItem] ["N#"];
    }
    /// Lists rulings, marks and the pause of letters.
    ReadsRulings {
        Office [BatchGetItem] ["J#"];
        Office [Query] ["F#" "G#" "K#"];
    }

    // ---- The office ----

    /// Helps one supporter: sees their mailbox, corrects, lifts a bounce, has their link sent again, erases.
    HelpsSupporters: ReadsHouseholds {
        Pledges [BatchGetItem] ["P#" "A#" "M#" "Q#"];
        Pledges [GetItem] ["A#" "S#"];
        Pledges [ConditionCheckItem] ["P#"];
        Pledges [UpdateItem] ["P#" "A#"];
        Pledges [PutItem] ["M#" "W#" "G#"];
        Pledges [DeleteItem] ["P#" "S#" "M#" "Q#" "T#" "C#" "U#"];
        Pledges [Query] ["U#"];
        Tally [UpdateItem] ["N#"];
        Office [GetItem UpdateItem] ["O#"];
        Office [Query PutItem] ["L#"];
    }

    /// Reads a request to be let in.
    ReadsSignIns {
        Pledges [GetItem] ["I#"];
    }
    /// Keeps a request to be let in, and uses it up.
    LetsIn {
        Pledges [PutItem DeleteItem] ["I#"];
    }
    /// Reads an organizer, keeps the first one, and notes the mails that they were sent.
    ReadsOrganizers {
        Office [GetItem PutItem UpdateItem] ["O#"];
    }
    /// Invites, changes and removes organizers, and reads and writes the log.
    RunsOffice: LetsIn {
        Office [Query] ["L#" "O#"];
        Office [UpdateItem DeleteItem] ["O#"];
        Office [PutItem] ["L#" "O#"];
    }
    /// Lists invalidations and imports of paper.
    ReadsWork {
        Office [Query] ["V#" "M#"];
    }
    /// Opens and undoes invalidations and imports of paper.
    OpensWork {
        Office [GetItem UpdateItem] ["V#" "M#"];
        Office [PutItem] ["V#" "M#" "L#"];
    }
    /// Works off invalidations and imports of paper.
    WorksOff: ChangesCount {
        Office [UpdateItem] ["V#" "M#"];
        Office [PutItem] ["D#"];
    }
    /// Erases from invalidations whom they meant.
    ForgetsSupporters: ReadsWork {
        Office [UpdateItem] ["V#"];
    }
    /// Reads whether reminders are paused.
    ReadsReminders {
        Office [BatchGetItem] ["J#"];
    }
    /// Reads and sets the switches for a rush.
    SetsSwitches: ReadsReminders {
        Office [PutItem] ["J#" "L#"];
        Office [DeleteItem] ["J#"];
        Tally [BatchGetItem PutItem DeleteItem] ["W#"];
    }

    // ---- Webhooks ----

    /// Adds, changes and removes recipients of webhooks, and sends messages to one of them again.
    KeepsRecipients {
        Office [Query] ["D#" "H#"];
        Office [UpdateItem] ["H#"];
        Office [PutItem] ["D#" "H#" "L#"];
        Office [DeleteItem] ["D#"];
    }
    /// Delivers messages to recipients, and notes what became of each.
    Delivers {
        Office [Query PutItem DeleteItem] ["D#"];
        Office [GetItem] ["D#"];
        Office [Query UpdateItem DeleteItem] ["H#"];
    }

    // ---- The campaign's desk ----

    /// Reads what the campaign's desk has published. Nothing of it is personal.
    ReadsCampaign {
        Office [GetItem BatchGetItem] ["C#"];
    }
    /// Publishes changes of the campaign, and reads its former versions.
    RunsCampaign: ReadsCampaign {
        Office [UpdateItem PutItem] ["C#"];
        Office [GetItem PutItem Query] ["E#"];
        Office [PutItem] ["L#"];
    }

    /// Reads a partner's contact, and notes the mails that they were sent.
    ReadsContacts {
        Office [GetItem UpdateItem] ["P#"];
    }
    /// Decides who is a partner, and keeps the people of partners.
    RunsPartners: RunsCampaign ReadsContacts LetsIn {
        Office [ConditionCheckItem] ["C#"];
        Office [PutItem DeleteItem Query] ["P#"];
        Office [PutItem] ["L#"];
    }
    /// Erases the people of partners.
    ForgetsPartners {
        Office [Query DeleteItem] ["P#"];
    }

    // ---- Counts ----

    /// Reads the counters of all shards.
    ReadsCounts {
        Tally [Query] ["N#"];
    }
    /// Reads the counter that counts a signer.
    ReadsOwnCount: ReadsCounts {
        Tally [GetItem] ["N#"];
    }
    /// Reads the snapshot of an hour.
    ReadsSnapshots {
        Tally [BatchGetItem] ["H#"];
    }
    /// Reads the snapshots of past hours, from the first one on.
    ReadsHistory: ReadsSnapshots {
        Tally [Query] ["H#"];
    }
    /// Reads whether the form is closed and the light page stands.
    ReadsSwitches {
        Tally [BatchGetItem] ["W#"];
    }
    /// Keeps the snapshot of an hour.
    KeepsSnapshots {
        Tally [Query] ["N#"];
        Tally [PutItem] ["H#"];
    }
    /// Reads the report of the last recount.
    ReadsReports {
        Tally [Query] ["C#"];
    }
    /// Keeps the report of a recount.
    KeepsReports {
        Tally [PutItem] ["C#"];
    }
    /// Sets counters right that a recount found wrong.
    RepairsCounters {
        Tally [UpdateItem] ["N#"];
    }
}

roles! {
    /// The function `sign`: forms, confirmations and the pages of a signer.
    Sign: ReadsCampaign WarmsUp Submits Confirms Manages ReadsHouseholds ReadsLinks ChangesConsents StopsMail ReadsPace SeesLetters
        ReadsCounts ReadsOwnCount ReadsSwitches;
    /// The function `public`: pages and counts.
    Public: ReadsCampaign ReadsCounts ReadsSnapshots ReadsHistory ReadsSwitches ReadsReports;
    /// The function `report`: counts on paper and in pictures.
    Report: ReadsCampaign ReadsCounts ReadsSnapshots ReadsHistory;
    /// The function `letter`: letters of signers.
    Letter: ReadsCampaign SeesLetters WritesLetters ReadsWay ReadsCounts;
    /// The function `mailer`: every mail.
    Mailer: ReadsCampaign WarmsUp ReadsHouseholds ChangesConsents StopsMail ReadsPace Paces ChargesMail ReadsOwed SettlesOwed
        AdmitsForms ReadsHours SettlesHeld SendsLetters ReadsHeldLetters ReadsWay NotesMarks ClosesLetterRulings
        ReadsDigestRuns ListsDigests SendsDigests
        ReadsRulings ReadsSignIns ReadsOrganizers ReadsContacts ReadsReminders;
    /// The function `organizer`: the office.
    Organizer: ReadsCampaign RunsCampaign ReadsContacts RunsPartners ReadsHouseholds ListsEverybody ExportsSupporters ChangesCount BringsPaper ReadsOwed ReadsHours ReadsFloods
        HelpsSupporters RulesOnForms ReadsHeldLetters CountsLetters NotesMarks DecidesLetters ReadsDigestRuns AsksDigests ListsDigests
        ReadsRulings ReadsSignIns LetsIn
        ReadsOrganizers RunsOffice ReadsWork OpensWork WorksOff ReadsReminders SetsSwitches KeepsRecipients ReadsCounts
        ReadsSnapshots ReadsHistory ReadsReports KeepsReports RepairsCounters;
    /// The function `upkeep`: work by the clock.
    Upkeep: ReadsCampaign ReadsHouseholds ListsEverybody ChangesCount ForgetsEverybody ReadsWork WorksOff ForgetsSupporters ForgetsPartners ReadsCounts
        KeepsSnapshots ReadsReports KeepsReports;
    /// The function `ledger`: webhooks.
    Ledger: ReadsCampaign ReadsHouseholds ChangesConsents Delivers ReadsSnapshots;
    /// An operator who restores a table with `infra/restore`. It is no function.
    Operator: ListsEverybody Restores;
}
