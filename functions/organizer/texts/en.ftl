# The organizers' office.
office-nav = The office
office-nav-dashboard = Dashboard
office-nav-downloads = Downloads
office-nav-team = Organizers
office-nav-log = Log
office-nav-counts = Counts
office-nav-supporters = Supporters
office-nav-settings = Settings
office-sign-out = Sign out everywhere
office-back = Back to the office

office-sign-in-title = Organizers’ office
office-sign-in-lede = Enter your email address. If it belongs to an organizer, we email it a link to sign in.
office-sign-in-email = Email address
office-sign-in-button = Email me a link
office-sign-in-hint = There is no password. The link works once, for 15 minutes. If you are new, ask another organizer to invite you.
office-sign-in-missing = Enter your email address.
office-sign-in-malformed = Enter an address in the form name@example.org.
office-sign-in-over = Your session is over: after an hour without a page, or eight hours in all. Please sign in again.
office-mail-title = Check your email
office-mail-body = If this address belongs to an organizer, an email with a link is on its way. Open it on this device.
office-mail-nothing = Nothing after a few minutes? Look in the spam folder, and check that you typed the address you were invited with. You can ask for another link after two minutes.
office-mail-again = Ask again
office-open-title = Sign in
office-open-lede = Press the button to sign in to the organizers’ office on this device.
office-open-button = Sign in

office-code-title = Your code
office-code-lede = Your link works. Now enter the code that your device shows for this office.
office-code = Enter the code
office-code-hint = Six digits from your app, or one of your recovery codes.
office-code-lost = Device and recovery codes gone? Another admin can remove you and invite you again.
office-code-malformed = Enter the six digits that your app shows, or a recovery code of sixteen letters and digits.
office-code-wrong = This code is wrong, or was used already. Wait for the next one and enter that.

office-factor-title = Second factor
office-factor-lede = A mailbox can be broken into. With a second factor, anyone who tries to sign in as you also needs your phone: an app on it shows a new code every half minute.
office-factor-required = In this campaign everyone who can download supporters or make decisions needs one.
office-factor-set-up = Set it up
office-factor-scan = Open an app for codes, such as the password manager of your phone, and scan this picture.
office-factor-picture = Picture for your app. The same secret is below, as text.
office-factor-type = Or type this secret into the app:
office-factor-same-device = The app is on this very device? Open it there
office-factor-first-code = The code that the app shows now
office-factor-first-wrong = This is not the code that your app shows now. Check that its clock is right, and enter the newest one.
office-factor-on-button = Switch it on
office-factor-on-since = Your second factor has been on since { $day }.
office-factor-left = { $count ->
    [0] No recovery code is left: switch it off and on again to have new ones.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
office-factor-off = Switch it off
office-factor-off-lede = For a new device, or new recovery codes: switch it off here, and set it up again.
office-factor-switched-off = Your second factor is off. This is recorded in the log.
office-recovery-title = Your recovery codes
office-recovery-lede = Your second factor is on. If your device is ever gone, each of these codes lets you in once.
office-recovery-once = They are shown only now. Print them or write them down, and keep them where you keep your papers.
office-recovery-kept = I have them

office-error-title = That did not work
office-error-not-signed-in = Sign in first.
office-error-session-over = The session is over. Sign in again.
office-error-foreign-origin = This request did not come from our own pages, so it was not done. Open the office at its own address and try again.
office-error-not-allowed = Your role does not allow this. An admin can change it.
office-error-second-factor-missing = In this campaign you need a second factor for this. Setting one up takes two minutes and a phone.
office-error-too-many-codes = Too many codes were tried. You can try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
office-error-link-dead = This link was used already, or its 15 minutes are over. Ask for another.
office-error-ask-link-dead = This link was used already, or its { -partner-ask-hours } hours are over. If we have your request, you need to do nothing. Otherwise, fill in the form again.
office-error-look-again = Look again
office-error-changed-meanwhile = Someone changed this just now, so nothing was done. Please look again before you decide.

role-viewer = Viewer
role-viewer-does = Viewer: sees and downloads counts, nothing personal
role-exporter = Exporter
role-exporter-does = Exporter: also downloads supporters who asked for news
role-moderator = Moderator
role-moderator-does = Moderator: also decides what counts
role-admin = Admin
role-admin-does = Admin: also manages organizers and reads the log

# The one word that both languages share: on the dashboard, in the table and in files.
office-signatures-same = Signatures
office-dashboard-title = Dashboard
office-trend = Signatures over time
office-near = Closest to a milestone
office-near-none = No one has signed yet. The first signatures will appear here within seconds.
office-week = This week
office-week-rising = What rose
office-week-since = Compared with the count of { $when }.
office-week-rose-same = { $from } → { $to } (+{ $more })
office-week-none-rose = No riding has risen since then.
office-week-no-count = No earlier count has been kept yet. The first comparison appears within the hour.
office-week-silence = Silent ridings
office-week-silent = { $count ->
    [one] One riding has signatures, but its number has not changed in two weeks.
   *[other] { $count } ridings have signatures, but their numbers have not changed in two weeks.
}
office-week-still = { $count ->
    [one] still { $count } signature
   *[other] still { $count } signatures
}
office-week-empty = { $count ->
    [one] One riding has no signature yet.
   *[other] { $count } ridings have no signature yet.
}
office-week-no-silence = Every riding has signatures, and none has been silent for two weeks.
office-waits = Waiting for a decision
office-waits-nothing = Nothing is waiting for you.
office-waits-unread = Something here cannot be read, so the list may not be complete. If this is still so in a few minutes, tell the people who keep the site running.
office-waits-partners = { $count ->
    [one] One organization asks to become a partner.
   *[other] { $count } organizations ask to become partners.
}
office-waits-paper = { $count ->
    [one] One paper file was checked and is not counted yet.
   *[other] { $count } paper files were checked and are not counted yet.
}
office-waits-imports = { $count ->
    [one] One paper file was interrupted while being counted or withdrawn.
   *[other] { $count } paper files were interrupted while being counted or withdrawn.
}
office-waits-removals = { $count ->
    [one] One removal of signatures was interrupted.
   *[other] { $count } removals of signatures were interrupted.
}
office-waits-hooks = { $count ->
    [one] One connected tool does not get all its messages.
   *[other] { $count } connected tools do not get all their messages.
}
office-waits-drift = { $count ->
    [one] One counter disagreed with the signers at the last recount.
   *[other] { $count } counters disagreed with the signers at the last recount.
}
office-more-numbers = More numbers
office-estimates = These numbers come from the last recount and may have changed since.
office-partners-shown = Partners { $first } to { $last } of { $all }
office-missing = { $missing } more to reach { $milestone }
office-tile-goal = of { $goal }, the goal
office-tile-day = Last 24 hours
office-tile-week = Last 7 days
office-tile-net = signed minus withdrawn
office-tile-ridings = Ridings with signatures
office-tile-of-343 = of 343
office-tile-abroad = Abroad
office-tile-in-no-riding = counted, in no riding
office-tile-paper = On paper
office-tile-in-total = in the total
office-tile-by-code = Confirmed by the code
office-tile-by-link = { $count } by the link
office-tile-pending = Waiting for confirmation
office-tile-conversion = Confirmed
office-tile-two-weeks = of the last two weeks’ forms
office-providers = By email provider
office-providers-says = People who sent the form in the last two weeks. Where few confirm, our email may not be arriving.
office-providers-none = No one sent the form in the last two weeks.
office-provider = Provider
office-provider-google = Gmail
office-provider-microsoft = Outlook, Hotmail
office-provider-yahoo = Yahoo, Rogers
office-provider-apple = iCloud
office-provider-bell = Bell, Sympatico
office-provider-videotron = Videotron
office-provider-proton = Proton
office-provider-other = All others
office-confirmed = Confirmed
office-waiting = Waiting
office-rate = Rate
office-surveyed = As of { $day }, { $time }.
office-languages = By language
office-languages-says = The language people signed in, online.
office-language = Language
office-language-en = English
office-language-fr = French
office-table = All ridings
office-found = { $count ->
    [0] No riding matches.
    [one] One riding.
   *[other] { $count } ridings.
}
office-column-name = Riding
office-column-province = Province
office-column-share = Share of electors
office-column-day = 24 hours
office-column-week = 7 days
office-column-missing = Next milestone
office-column-member = Member of Parliament
office-column-party = Party
office-no-member = not known
office-partners = By partner
office-partner = Partner
office-partner-share = Share of total
office-partners-none = No one has signed through a partner yet. Partners find their links and embeds here:

office-downloads-title = Downloads
office-downloads-lede = The counts of all 343 ridings with their Members of Parliament, as a file. Every file says when its counts were taken, and adds up to the total.
office-downloads-counts = Signatures by riding
office-downloads-at = Day
office-downloads-at-hint = Leave empty for the latest counts. You can ask for any hour since the campaign began.
office-downloads-hour = Hour
office-downloads-hour-hint = In Ottawa’s time. In the night when clocks go back, the first of the two equal hours.
office-downloads-end-of-day = End of the day
office-downloads-csv-says = CSV has commas in English. In French it has semicolons and decimal commas, as Excel in French reads it.
office-downloads-language = Language of the file
office-downloads-xlsx = Excel
office-download-wrong = Some of what was asked for does not exist.
office-download-lang-unknown = Ask for en or fr as the language.
office-download-province-unknown = A province or territory is written with its two letters, such as ON.
office-download-at-malformed = Choose a day, and an hour of it if you like. A program writes 2026-11-23T14:00, in Ottawa’s time, or with an offset, such as 2026-11-23T14:00:00-05:00.
office-download-at-not-kept = No snapshot was kept in that hour. Try the hour before or after.

office-column-one-pager = One-pager
office-print = Pages to print
office-print-lede = One page per riding for its Member of Parliament: the number, how it grew, the three asks, and how it was counted. Or the book of all ridings, with a table of contents.
office-print-of = Contents
office-print-book = All of Canada: one book
office-print-riding = A riding: one page
office-print-province = A province or territory: a book
office-print-paper = Paper
office-print-letter = Letter
office-print-button = Create the PDF

office-supporters-title = Supporters who asked for news
office-supporters-lede = Names and addresses of those who ticked “send me news”, with the sentence they ticked and when. No one else is in the file.
office-supporters-care = A pledge is a political opinion. Keep the file where only you can read it, use it only for news of this campaign, let everyone unsubscribe with one click, and delete it once it has served its purpose: people who withdraw later are still in it.
office-supporters-go = Download supporters
office-supporters-not = Your role shows counts, nothing personal. An admin can give you export access.
office-supporters-parts = The list is long, so it comes in several files. Together they contain everyone once.
office-supporters-download = Download CSV
office-reason = What is it for?
office-reason-hint = One line for the log: “newsletter of November 24”, for example.
office-reason-missing = Say what the file is for. This is recorded in the log.
office-reason-too-long = Say it in at most { $max } characters.
office-part-unknown = There is no such part.

office-team-title = Organizers
office-team-lede = Who can sign in here, and what each can do. Removing someone signs them out at once.
office-team-members = Everyone
office-team-since = Since
office-team-by = Invited by
office-team-change = Change
office-team-saved = Done. This is recorded in the log.
office-team-there-already = This address already belongs to an organizer.
office-role = Role
office-role-of = Role of { $email }
office-save = Save
office-remove = Remove
office-remove-whom = Remove { $email }
office-invite = Invite someone
office-invite-button = Invite

office-log-title = Log
office-log-lede = What organizers did, newest first. Nobody can change it or take anything out.
office-log-empty = Nothing has been done yet.
office-log-when = When
office-log-who = Who
office-log-what = What
office-log-about = About
office-log-why = Why
office-log-older = Older entries
office-log-newest = Newest entries
office-log-everything = Everything
office-log-everyone = Everyone
office-log-show = Show
office-log-none = No entry matches.
office-about-codes = { $count ->
    [one] One code is left
   *[other] { $count } codes are left
}
office-about-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
office-about-part = part { $part } of { $of }
office-about-sheet = { $count ->
    [one] a paper file of { $count } line
   *[other] a paper file of { $count } lines
}
office-about-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
office-about-signatures = { $count ->
    [one] { $count } signature that was counted
   *[other] { $count } signatures that were counted
}
office-about-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
office-about-forms = { $count ->
    [one] { $count } form
   *[other] { $count } forms
}
office-about-asks = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
office-about-see = See it
office-about-letters = { $count ->
    [one] { $count } letter
   *[other] { $count } letters
}
office-about-counters = { $count ->
    [one] { $count } counter
   *[other] { $count } counters
}
office-about-of = { $what }: { $says }
office-about-emails = { $count ->
    [one] { $count } email
   *[other] { $count } emails
}
office-about-week = week of { $day }
office-about-all-ridings = all ridings
office-about-reopening = reopening planned on { $day }
office-about-added = { $count } added
office-about-changed = { $count } changed
office-about-name = name
office-about-home = where they live
office-about-language = language
office-did-signed-in = signed in
office-did-signed-out = signed out everywhere
office-did-invited = invited an organizer
office-did-role-changed = changed a role
office-did-removed = removed an organizer
office-did-second-factor-on = switched a second factor on
office-did-second-factor-off = switched a second factor off
office-did-recovery-code-used = used a recovery code
office-did-supporters-exported = downloaded supporters

office-integrity-title = Integrity
office-integrity-lede = Can the number be trusted? What is counted, what was removed and why, and how to find signatures that don’t belong.
office-nav-integrity = Integrity
office-nav-paper = Paper
office-recount = Recount
office-recount-when = Every signer was last counted one by one on { $when }.
office-recount-agrees = The counters say the same.
office-recount-differs = Counters that disagree: { $count }.
office-recount-unsettled = { $count } could not be checked because people were signing.
office-recount-never = Not counted one by one yet. This happens automatically every six hours.
office-recount-over = The campaign’s personal data were erased. The counts stay as they are; there is no one left to count.
office-recount-now = Count now
office-recounted = Counted.
office-repair = Correct the counters
office-repair-why = Why? This is recorded in the log.
office-repaired = The counters match the signers again.
office-patterns = Possible fraud
office-patterns-lede = This looks at all signers without naming anyone, and proves nothing: each pattern leads to a preview of how many people it affects. Looking is recorded in the log.
office-patterns-look = Look for patterns
office-patterns-none = None found.
office-pattern-unlikely = Unlikely groups
office-pattern-unlikely-says = Signers of the last seven days who belong together, the least likely to be real people first. A group can be real: a university, a union on a good day. The preview affects exactly these signers.
office-unlikely-crowd = { $of ->
    [one] Many at one email domain that had few signers before.
   *[other] Many at { $of } email domains that had few signers before.
}
office-unlikely-eager = { $count } of { $of } emails were confirmed; about three in four is usual.
office-unlikely-hurry = { $count } of { $of } confirmed within two minutes.
office-unlikely-networks = { $count } of them share a network with another.
office-unlikely-scattered = Those who share a network live far apart.
office-unlikely-mixed = { $of } who share a network have { $count } different small email domains there.
office-unlikely-couples = { $count } of { $of } share their address with another signer.
office-unlikely-alike = { $count } of { $of } names look alike.
office-pattern-same-person = One person, several times
office-pattern-same-person-says = The same name at the same postal code, under several addresses. The preview leaves the first of them in the count.
office-pattern-look-alike = Names that look alike
office-pattern-look-alike-says = Names at one postal code that look the same and are written with letters of different scripts. The preview leaves the first of them in the count.
office-pattern-disposable = Throw-away addresses
office-pattern-disposable-says = Domains that hand out addresses for a few minutes.
office-pattern-burst = Bursts
office-pattern-burst-says = Twenty signatures or more from one domain within an hour.
office-pattern-catch-all = Domains that may take any name
office-pattern-catch-all-says = Ten signatures or more at a domain that is no known provider: a club, a company, or someone making up names.
office-pattern-postal-code = Crowded postal codes
office-pattern-postal-code-says = Fifteen signatures or more at one postal code: an apartment building, or someone’s invention.
office-pattern-signers = Signers: { $count }
office-pattern-preview = Preview
office-pattern-preview-of = Preview of { $what }
office-look-up = Find a supporter
office-look-up-lede = When someone writes to ask: search by the exact address they signed with.
office-look-up-why = Why are you looking?
office-look-up-why-hint = One line for the log, without their name: “asked whether the pledge counts”, for example.
office-look-up-button = Find
office-look-up-counted = Counted.
office-look-up-not-counted = Removed, with a reason.
office-conditions = Remove signatures from the count
office-conditions-lede = Say which ones. A signature must match everything you fill in. You will see how many there are, by riding, before anything changes.
office-conditions-order = “Before” must be later than “from”.
office-conditions-preview = Preview
office-conditions-none = Fill in at least one condition.
office-conditions-domain = A domain is written like example.org.
office-conditions-postal-code = A postal code is written like K1A 0A6.
office-conditions-place = There is no riding with that code. Five digits, or “abroad”.
office-conditions-partner = A partner is written as in its links, like ccr.
office-conditions-name = A name has a first and a last name.
office-conditions-time = A time is written like 2026-11-23T14:00.
office-field-mail-domain = Email domain
office-field-postal-code = Postal code
office-field-place = Riding
office-field-partner = Partner
office-field-name = Name
office-field-name-one = one and the same
office-field-submission = Pledge
office-field-submission-one = one single pledge
office-field-submissions-listed = { $count ->
    [one] one pledge of the list
   *[other] { $count } pledges of the list
}
office-field-redacted = Also
office-field-redacted-one = what was named is not kept
office-field-from = Signed from (Ottawa time)
office-field-until = Signed before (Ottawa time)
office-invalidations = Removed from the count
office-invalidations-none = Nothing has been removed.
office-cause = Reason
office-cause-public = Why? The public sees this reason, and the number.
office-cause-missing = Choose a reason.
office-signers = Signers
office-stage = Progress
office-stage-applying = Being removed.
office-stage-applied = Removed.
office-stage-undoing = Being counted again.
office-stage-undone = Undone: counted again.
office-preview-title = Preview
office-preview-lede = Signers affected: { $count }. Nothing has changed yet.
office-preview-nobody = No signature matches. Nothing has changed.
office-preview-places = By riding
office-preview-back = Back to Integrity
office-apply = Remove them from the count
office-apply-lede = Their pledges stay as they are, so this can be undone. We do not write to them.
office-apply-button = Remove ({ $count })
office-why = In your own words
office-why-hint = What you saw, for the log. Without names.
office-why-missing = Say why. This is recorded in the log.
office-why-too-long = Say it in at most 500 characters.
office-invalidation-title = Removal
office-invalidation-signers = Signers: { $count }.
office-goes-on = This continues automatically within five minutes, even if you close this page. The count is exact at every moment.
office-go-on = Continue now
office-undo = Undo
office-undo-lede = They are all counted again, in the riding they live in now.
office-undo-button = Count again ({ $count })
office-paper-title = Signatures on paper
office-paper-lede = Sheets from markets, places of worship and meetings count beside those online: in the total, in their ridings, and as paper.
office-paper-template = 1. Type them into the template
office-paper-template-says = One line per person: first name, last name, postal code. The riding’s code is only needed where a postal code lies in several ridings.
office-paper-template-get = Get the template (CSV)
office-paper-file = 2. Check the file
office-paper-dry = Nothing is counted yet. You will see what is new, what is already there, and which lines need fixing.
office-paper-choose = File
office-paper-choose-hint = An Excel workbook (.xlsx), CSV or text, up to 4 MB: tens of thousands of lines. The columns may be in any order, with their names in English or French.
office-paper-kept = Your file is still here. Choose another one only to replace it.
office-paper-paste = Or paste the lines
office-paper-paste-hint = Copy the cells in Excel, with their header, and paste them here.
office-paper-both = Choose a file or paste lines, not both.
office-paper-partner = Collected by
office-paper-nobody = No particular partner
office-paper-note = Where and when collected
office-paper-note-hint = “Jean-Talon market, November 21”, for example.
office-paper-note-missing = Say where the sheets are from.
office-paper-read-button = Check the file
office-imports = Files
office-imports-none = No file has been checked yet.
office-paper-signers = Signers when counted
office-paper-read = Checked, not counted.
office-paper-applying = Being counted.
office-paper-applied = Counted.
office-paper-undoing = Being withdrawn.
office-paper-undone = Withdrawn.
office-import-title = A file of paper signatures
office-import-signers = Signers when it was counted: { $count }.
office-read-new = New: will be kept
office-read-online = Of these, signed online too: they count online, and on paper only if they withdraw
office-read-on-paper = Already on another sheet
office-read-too-short = not said for a file of fewer than { $lines } lines
office-read-few = fewer than { $count }
office-read-problems = Lines to fix
office-read-mend = Lines to fix
office-read-mend-how = Fix them in your file and check it again: no one is counted twice.
office-read-more = And { $count } more.
office-read-unread = { $count ->
    [one] { $count } line was not understood and will not be counted: { $lines }.
   *[other] { $count } lines were not understood and will not be counted: { $lines }.
}
office-read-above = { $count ->
    [one] Line { $lines } stands above the list and was not read as a person.
   *[other] Lines { $lines } stand above the list and were not read as people.
}
office-read-sheet = { $count ->
    [one] “{ $name }” ({ $count } line)
   *[other] “{ $name }” ({ $count } lines)
}
office-read-sheets = One sheet of the workbook was read. These were not: { $sheets }. If they hold signatures, save each as a file of its own.
office-line = Line { $line }:
office-line-no-name = a first or last name is missing.
office-line-bad-name = this is not a name. Take out symbols and links.
office-line-no-postal-code = the postal code is missing.
office-line-bad-postal-code = a postal code is written like K1A 0A6.
office-line-postal-code-like = did you mean { $code }? A letter and a digit look alike.
office-line-which-riding = the postal code is in several ridings. Write one of these codes into a column “Riding code”: { $choices }.
office-line-unknown-riding = the postal code is not known. Write the riding’s code into a column “Riding code”.
office-line-no-such-riding = there is no riding with that code or name.
office-line-riding-elsewhere = the riding is in another province than the postal code.
office-line-lone-quote = a quotation mark has no partner. Add the other one, or delete this one.
office-line-same = the same person as in line { $line }.
office-sheet-empty = There are no signatures here. Choose the file that you typed them into, or paste them.
office-sheet-no-workbook = This is not an Excel workbook, or it is damaged. Open it in Excel and save it as a workbook (.xlsx) or as “CSV UTF-8”.
office-sheet-old-or-locked = This workbook is of an old kind (.xls) or has a password. In Excel, save it as a workbook (.xlsx) without a password.
office-sheet-letters = The characters of this file could be read in more than one way. In Excel, save it as a workbook (.xlsx) or as “CSV UTF-8”.
office-sheet-one-column = There is only one column in this file. Put the name and the postal code in columns of their own.
office-sheet-columns = The columns have names that we do not know. Name them in the first line: first name, last name, postal code.
office-columns-title = Which column is which?
office-columns-lede = The names of the columns do not say it clearly. These are the first lines of your list; nothing is counted yet.
office-columns-sample = The first lines of your list
office-columns-line = Line
office-columns-line-number = Line { $line }
office-columns-number = Column { $number }
office-columns-option = Column { $number }: { $text }
office-columns-none = In no column
office-columns-first-hint = Leave it as it is if the whole name is in one column.
office-columns-last-hint = Or the whole name, if it is in one column.
office-columns-riding-hint = Or the riding’s name. It is only needed where a postal code lies in several ridings.
office-columns-begins = First person
office-columns-begins-hint = Lines above it are not read.
office-columns-missing = Choose a column.
office-columns-twice = This column is chosen above already. Choose another one.
office-paper-count = Count them ({ $count })
office-paper-all = All files
office-take-back = Withdraw this file
office-take-back-lede = Everyone this file added is taken out of the count and erased, even those who are also on a later file. Check and count those later files again afterwards: then these people are counted. You can upload this file again as well.
office-take-back-button = Withdraw ({ $count })
office-error-file-too-large = The file is too large: it has more than 4 MB, or more than 250,000 lines. Split it into parts: no one is counted twice.
office-did-supporter-looked-up = looked up a supporter
office-did-signers-examined = examined signers
office-did-invalidated = removed signatures from the count
office-did-restored = counted removed signatures again
office-did-paper-counted = counted paper signatures
office-did-paper-taken-back = withdrew paper signatures
office-did-tally-repaired = corrected counters
office-did-edition-published = changed the campaign
office-did-members-published = changed the Members of Parliament
office-did-members-restored = restored an earlier list of the Members of Parliament
office-did-members-undone = undid a change of the Members of Parliament

# Held mail.
office-nav-held = Held email
office-held-title = Held email
office-held-lede = Forms wait here when too many emails from one network, or to one email domain, are unconfirmed. They are sent automatically once others there confirm; the rest wait for you. The people who signed are not told; forms expire after 14 days as always.
office-held-none = Nothing is held.
office-held-waits = { $count ->
    [one] { $count } form is held and waiting for your decision.
   *[other] { $count } forms are held and waiting for your decision.
}
office-held-total = Forms whose email is held: { $count }.
office-held-twice = Each list shows all of them, grouped differently.
office-held-networks = By network
office-held-networks-says = A network is a household, a campus, or part of a phone company. Its code hides the network’s address, and changes when our keys do.
office-held-domains = By email domain
office-held-domains-says = A club or a union on a good day, or someone making up names at a domain of their own.
office-held-shapes = By name pattern
office-held-shapes-says = The shape of the names, not the names: A is a capital, a is a few small letters, aaa many, 9 a digit. Programs often make all names alike.
office-held-minutes = By minute
office-held-minutes-says = When they began to wait. People arrive one by one; programs arrive in bursts.
office-held-shape = Names like { $shape }
office-held-of-ruling = What was discarded
office-held-why = Why they wait
office-held-why-pair = Too many emails from this network to this domain are unconfirmed
office-held-why-network = Too many emails from this network are unconfirmed
office-held-why-domain = Too many emails to this domain are unconfirmed, and no one there has confirmed from this network
office-held-why-came-back = A signature from this address was removed before
office-held-narrow = Narrow it down
office-held-narrow-says = Each line leads to that part alone, which you can narrow further, release or discard.
office-held-network = Network { $code }
office-held-forms = Held: { $count }.
office-held-seen = Forms in its last hour: { $count }.
office-held-first = First held: { $when }
office-held-last = Last held: { $when }
office-held-hour = Hour from { $when }
office-held-look = Look closer
office-held-look-at = Look closer at { $what }
office-held-group-lede = Forms whose email is held: { $count }. Nothing has changed yet; what is held from now on is not included.
office-held-release = Release
office-held-release-lede = Each person is emailed a link to confirm, a few every minute, so that other email keeps moving. No address gets more messages than the limit allows.
office-held-release-button = Send ({ $count })
office-held-discard = Discard
office-held-discard-lede = No one is written to, and the forms are erased in a week. Until then you can undo this. Anyone who really signed can sign again.
office-held-discard-button = Discard ({ $count })
office-held-releasing = Being released.
office-held-released = Released.
office-held-discarding = Being discarded.
office-held-discarded = Discarded.
office-held-restoring = Being put back.
office-held-restored = Waiting again.
office-held-undo = Undo this discard
office-held-undo-lede = The forms wait again, and you can release them or discard some of them.
office-held-forms-settled = Forms so far: { $count }.
office-held-goes-on = This continues automatically, every minute, even if you close this page.
office-held-again = See the progress
office-held-until = Held before
office-held-which = Which
office-held-settled = Forms
office-held-rulings = Decided
office-held-rulings-none = Nothing has been decided yet.
office-held-back = All held email
office-did-held-released = released held email
office-did-held-discarded = discarded held email
office-did-held-restored = undid a discard of held email
office-networks = Bursts by network
office-networks-says = Twenty or more forms from one network within an hour, in the last two days. A counted signature keeps no trace of its network, so this leads to no one.
office-networks-forms = { $count } forms

# Files.
file-as-of = As of { $day }, { $time } (Ottawa)
file-how = Each online signature was confirmed by email; signatures on paper are checked by name and postal code. Each person counts once.
file-code = Riding code
file-riding = Riding
file-province-code = Province code
file-province = Province or territory
file-electors = Electors
file-share = Share of electors
file-rank = Rank in Canada
file-rank-in-province = Rank in province
file-day = Change in 24 hours
file-week = Change in 7 days
file-member = Member of Parliament
file-party = Party
file-paper = On paper
file-partner = Through { $partner }
file-abroad = Abroad, in no riding
file-first-name = First name
file-last-name = Last name
file-email = Email
file-postal-code = Postal code
file-country = Country
file-language = Language
file-consent-wording = Agreed to
file-consent-at = Agreed at (Ottawa)
file-stop-updates = List-Unsubscribe (one click)
file-partner-name = Partner
sheet-about = About
sheet-ridings = Ridings
sheet-provinces = Provinces
sheet-provinces-chart = Signatures by province, as bars
sheet-in-ridings = In 343 ridings
sheet-total = All signatures

office-nav-letters = Letters
office-nav-members = Members
office-letters-title = Letters to Members of Parliament
office-letters-lede = Letters that signers send through us. You see how many there are, but not who wrote them or what they say.
office-letters-sent = Sent
office-letters-waiting = On their way
office-letters-waiting-says = tried again until the addressee’s mail server takes them
office-letters-held = Held
office-letters-held-says = waiting for you, or for the pause to end
office-letters-dashboard = { $count ->
    [one] One letter is held and waiting for you.
   *[other] { $count } letters are held and waiting for you.
}
office-letters-paused = All letters are paused.
office-letters-goes-on = Your decisions are being carried out, a few letters every minute.
office-letters-none = No letter is held.
office-letters-pause = Pause all letters
office-letters-pause-lede = We send no letters until someone resumes. Writers see this, and can print their letter or send it themselves. Letters on their way wait.
office-letters-resume = Resume letters
office-letters-resume-lede = Letters that were waiting go out automatically, within the limits.
office-letters-members = By addressee
office-letters-members-says = Who the letters are addressed to.
office-letters-domains = By email domain
office-letters-domains-says = Domains whose signers wrote more letters to one Member than a day allows: a workplace on a good day, or someone making up names.
office-letters-hours = By hour
office-letters-hours-says = How long the letters have been held.
office-letters-number = Letters: { $count }.
office-letters-last = Last held: { $when }
office-letters-back = All letters
office-letters-group-lede = Letters that are held: { $count }. Nothing has changed yet; what is held from now on is not included.
office-letters-paused-release = All letters are paused: what you release goes out once letters resume.
office-letters-reasons = Why they are held
office-letters-why-mail-domain = More than the daily limit from one email domain to this addressee
office-letters-why-member = More than the hourly limit to one addressee
office-letters-why-hour = More than the hourly limit in all
office-letters-why-paused = Letters were paused
office-letters-why-link = A web address in the letter or in the name
office-letters-why-answered = The addressee has answered
office-letters-release-lede = They are sent within minutes, whatever the limits and even if the addressee has answered. Each writer must still be counted.
office-letters-discard-lede = They are not sent, and their texts are erased. This cannot be undone. Their writers see on their page that we did not send them.
office-letters-prime-minister = Prime Minister
office-letters-marks = Members of Parliament
office-letters-marks-says = Members who want no more letters, have answered, or cannot be reached. Bounces and complaints are noted automatically.
office-letters-marks-none = Nothing has been noted yet.
office-letters-mark = What should be noted?
office-letters-mark-no-more = Wants no more letters.
office-letters-mark-answered = Has answered.
office-letters-mark-bounced = Their address does not accept email.
office-letters-mark-complained = Marked a letter as spam.
office-letters-mark-missing = Choose what to note.
office-letters-marked-already = This is already noted.
office-letters-answer-elsewhere = Record a Member’s answer under “Members”: it then stands on the riding’s page. Here you can note only an answer of the Prime Minister.
office-letters-answer-open = Letters continue all the same.
office-letters-note = Note something about a Member
office-letters-note-lede = From then on we send them no letters. Writers see this, and can print their letter or send it themselves.
office-letters-to = Who is this about?
office-letters-to-none = Choose a riding and its Member
office-letters-to-missing = Choose who this is about.
office-letters-source = Where the answer can be read
office-letters-source-hint = Only for an answer: the date of their letter or statement, for example.
office-letters-source-missing = Say where the answer can be read.
office-letters-by-provider = The email provider
office-letters-open = Continue letters
office-letters-open-lede = Letters held because of the answer go out, within the limits, and new ones are accepted.
office-letters-close = Stop letters
office-letters-close-lede = Letters wait again, because the Member has answered.
office-letters-lift = Remove this note
office-letters-lift-lede = Letters go to them again. Those we did not send in the meantime stay unsent.
office-nav-switches = Switches
office-switches-title = Switches for a rush
office-switches-lede = They take effect within seconds. Links and codes that were already emailed keep working.
office-switch-why = Reason
office-switch-why-hint = For the log. Without names.
office-switch-reminders = Reminders
office-switch-reminders-says = While they are paused, no one is reminded, and the whole sending quota goes to first emails.
office-switch-reminders-is-on = Reminders are paused.
office-switch-reminders-is-off = Reminders are being sent as usual.
office-switch-reminders-on = Pause reminders
office-switch-reminders-off = Send reminders again
office-switch-holding = The holding page
office-switch-holding-says = While it is up, one light page with the count replaces all public pages. Embedded counters keep working.
office-switch-holding-is-on = The holding page is up.
office-switch-holding-is-off = The public pages are shown as usual.
office-switch-holding-on = Show the holding page
office-switch-holding-off = Take the holding page down
office-switch-form = The form
office-switch-form-says = While it is closed, no one new can sign. The page says that the form is closed for the moment.
office-switch-form-is-on = The form is closed.
office-switch-form-is-off = The form is open.
office-switch-form-on = Close the form
office-switch-form-off = Open the form again
office-did-form-closed = closed the form
office-did-form-opened = opened the form again
office-did-form-paused = paused the form
office-did-form-resumed = ended the pause of the form
office-switch-form-paused = The form is paused at the campaign’s desk. This switch does not end the pause.
office-did-holding-page-on = put the holding page up
office-did-holding-page-off = took the holding page down
office-did-reminders-paused = paused reminders
office-did-reminders-resumed = resumed reminders
office-did-letters-paused = paused all letters
office-did-letters-resumed = resumed letters
office-did-letters-released = released held letters
office-did-letters-discarded = discarded held letters
office-did-correspondent-marked = made a note about a Member
office-did-correspondent-unmarked = removed a note about a Member
office-did-answer-switched = changed whether letters continue after an answer

# Help for one supporter.
office-help-title = Help a supporter
office-help-lede = For someone who wrote to you. Find them, see where they stand, and correct with them what is wrong.
office-help-limits = You can look up { $most } people an hour, and help each for { $minutes } minutes. The log records that you did and why, with a code instead of the address.
office-help-person = Supporter { $code }
office-help-on-paper = Signature on paper { $code }
office-help-code = The log names this person by the code above.
office-help-state = State
office-help-place = Riding
office-help-signed = Signed
office-help-confirmed = Confirmed
office-help-mails = Emails in the last { -mail-days } days ({ $about }):
office-help-mail-link = link
office-help-mail-reminder = reminder
office-help-mail-thanks = thanks
office-help-mail-farewell = goodbye
office-help-no-mails = No email went to this address in the last { -mail-days } days.
office-help-bounced = An email bounced on { $since }: the email provider said that there is no such mailbox. Nothing is sent there until { $until }, unless you lift this.
office-help-complained = On { $since } the owner marked one of our emails as spam. Nothing is sent there any more.
office-help-refused = On { $since } the owner asked us not to write again. Only they can take that back, with the link in our earlier email.
office-help-too-soon = The link can be sent again from { $time } on: two emails are at least { -spacing-minutes } minutes apart.
office-help-spent = The link cannot be sent now: this address has had its share of emails for { -mail-days } days. It can be sent again from { $when } on. The links in earlier emails still work.
office-help-stopped = The link cannot be sent: this address takes no email.
office-help-forms = Unconfirmed forms
office-help-form-waits = A form of { $when } is waiting to be confirmed.
office-help-form-held = A form of { $when } is held and waiting for a decision under “Held email”.
office-help-form-discarded = A form of { $when } was discarded. That can be undone under “Held email”.
office-help-no-forms = None.
office-help-nothing = No pledge from this address is counted, and no form is waiting. Check the spelling with the person. If they withdrew, no trace of them is left here.
office-help-none = No pledge under this address
office-help-not-real = Not a real person? Preview a removal
office-help-another = Look up someone else
office-help-back = Back to this supporter
office-help-gone = This pledge or form is no longer there.
office-help-over = The campaign has ended: no one can change ridings any more.
office-help-name-missing = Enter a first name, a last name or both.
office-help-name-taken = The other person at this address has that name.
office-help-link = Send the link again
office-help-link-lede = They get an email with the link to their pledge within a minute. It counts as one of the emails that this address may get.
office-help-link-done = The link is on its way.
office-help-link-of-form = Send the confirmation link again
office-help-link-of-form-lede = They get an email within a minute, with the link that confirms their newest form. It counts as one of the emails that this address may get.
office-help-link-of-form-done = The confirmation link is on its way.
office-help-name = Correct the name
office-help-name-lede = They can also do this themselves, on their pledge’s page.
office-help-name-done = The name is corrected.
office-help-home = Change where they live
office-help-home-lede = The postal code determines the riding. They are counted there from now on.
office-help-home-done = They are counted where they live now.
office-help-language = Change the language
office-help-language-lede = Our next emails to them are in this language.
office-help-language-done = The language is changed.
office-help-lift = Lift the bounce
office-help-lift-lede = Do this once they say that the mailbox works again. If it bounces once more, nothing is sent there for another { -mailbox-days } days.
office-help-lift-done = Emails can go to this address again.
office-help-erase = Withdraw and erase
office-help-erase-lede = The pledge stops counting, and everything about it is erased. They get one last email that says so. They can also do this themselves. This cannot be undone.
office-help-erase-done = The pledge is withdrawn and erased.
office-help-erase-forms = Erase the forms
office-help-erase-forms-lede = The unconfirmed forms of this address are erased, and their links stop working. This cannot be undone.
office-help-erase-forms-done = The forms are erased.
office-help-paper = Find a signature on paper
office-help-paper-lede = By the name and postal code on the sheet. The lines of a file that is not counted yet cannot be found: that file is forgotten after seven days.
office-help-paper-none = No signature on paper under this name and postal code is kept.
office-help-paper-counts = Counted.
office-help-paper-online = Not counted: someone with this name and postal code is counted online.
office-help-paper-file = The file that it came with
office-help-paper-erase = Erase this line
office-help-paper-erase-lede = The signature stops counting, and the name is erased. The sheet itself stays with you. This cannot be undone. If the person is also on a file that is not counted yet, count that file first: counted later, it would bring the line back.
office-help-paper-done = The line is erased.
office-error-too-many-look-ups = You have looked up as many people as one may in an hour. You can look up more in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
office-error-case-over = The time to help this person is over. Look them up again.
office-did-link-sent-again = had a link sent again
office-did-supporter-corrected = corrected a supporter
office-did-bounce-lifted = lifted a bounce
office-did-supporter-erased = withdrew and erased a pledge
office-did-paper-line-erased = erased a signature on paper

# The organizers' guide.
office-guide-nav = Guide
office-guide-title = Guide for organizers
office-guide-lede = What you do here, one page, in the order of a campaign’s day. Your role decides which pages you see.
office-guide-morning = Begin with “This week”
office-guide-morning-says = The dashboard shows what rose, which ridings are nearly at a milestone, which are silent, and what waits for your decision. Each riding has a one-pager to print for its Member. Below, sort the ridings by a column’s name, or find one by its name or its Member. Numbers marked as estimates are as old as the last recount.
office-guide-morning-picture = The dashboard: four numbers of the week, then lists of ridings that rose and ridings nearly at a milestone
office-guide-help = Help someone who wrote to you
office-guide-help-says = Look them up under “Help a supporter” by the address they signed with. You see whether they count and which emails went. You can send their link again, correct their name, home or language, lift a bounce, or withdraw and erase. Each step asks for a reason and goes to the log, with a code instead of their address. You see neither their comment nor how they came.
office-guide-help-picture = A supporter’s page: state, riding, language and dates, then buttons for each kind of help
office-guide-paper = Count signatures on paper
office-guide-paper-says = Type the sheets into a table or paste them, and have the file checked: nothing is counted yet, and each line that was not understood is listed. Then press “Count them”. Nobody counts twice, on paper or online. A whole file can be withdrawn. This takes out even those who are also on a later file: check and count that one again. A single line is erased under “Help a supporter”.
office-guide-paper-picture = The paper page: a field for a file, a field for pasted lines, and a button to check them
office-guide-fraud = Decide what does not belong
office-guide-fraud-says = “Integrity” looks for patterns without naming anyone, and always shows a preview before anything is removed. Removals can be undone. “Held email” has the forms that came in a flood: release them if people are behind them, discard them if not. A discard can be undone for a week.
office-guide-letters = Keep letters welcome
office-guide-letters-says = Under “Letters” you note that a Member wants no more letters; what a Member answered is recorded under “Members”. Letters beyond the limits wait there for you. You never see who wrote them.
office-guide-campaign = Change what the campaign says
office-guide-campaign-says = Under “Settings”, “Campaign” has the goal, the dates, every sentence in both languages, the consent, the addresses and the officials. Change what you like, look at the preview of the page, the email and the letter, then publish. Public pages follow within ten seconds. “History” lists every change, and each can be undone. You also pause the form there, open it again, or end the campaign.
office-guide-partners = Look after partners
office-guide-partners-says = An organization that asks to become a partner appears on the dashboard and under “Partners”. Check that the person’s address belongs to the organization, then accept or decline. If many come from one email domain, you can decline them together. You can also add a partner yourself, import a list with a contact for each, or pause a partner: its links go on working and credit no one. “History and undo” takes any change back, an import too. Each partner has a page of its own, with its number and everything to copy. Pass the partners’ guide on to them.
office-guide-members = Keep the Members up to date
office-guide-members-says = Under “Members”, name the new Member after a by-election, note that a seat is vacant, or upload the list of the House of Commons. You see what changes before you publish, and can undo one change or go back to an earlier list. Record a Member’s answer there too: it stands on the riding’s page, and letters to someone who said yes to all asks become thanks.
office-guide-outreach = Bring the number to offices and the press
office-guide-outreach-says = “Members and press” lists the ridings that grew this week. Send the weekly email to all offices that publish an address, print all the others from one page, and take back what has not left yet. You also make a page for each office there, and write press notes in both languages.
office-guide-files = Take the numbers with you
office-guide-files-says = “Downloads” has the counts of all ridings as CSV, Excel, JSON or a map, also of an earlier hour, and one-pagers and books as PDF. All times are Ottawa’s. Supporters who asked for news are a file of their own, for exporters, with a reason.
office-guide-tools = Let the numbers travel
office-guide-tools-says = Under “Connected tools” you add organizations whose tools receive each hour’s numbers, milestones and corrections of the count without anybody copying them and, if people agreed to it by name, who wants their news. The recipes are for the person who looks after such a tool.
office-guide-rush = Get through a rush
office-guide-rush-says = Under “Settings”, the switches close the form, put up a light page or pause reminders within seconds, and end each again. Each asks for a reason.
office-guide-team = Share the work safely
office-guide-team-says = Invite people under “Organizers” with the least role that they need, and set up a second factor for yourself. The log tells what everyone did, and why; filter it by person or action.
office-guide-roles = Who may do what

# Members' offices and the press
office-nav-offices = Members and press
office-offices-title = Members’ offices and the press
office-offices-lede = The numbers for the people they are meant for: a weekly email to each Member’s office, a page for each office, and press notes.
office-offices-back = All offices
office-digest-title = What is new this week
office-digest-says = Ridings whose number has grown in the last seven days, and where this week’s email to their Member’s office stands.
office-digest-no-week = A week’s growth can be shown once there are counts from a week ago. Come back in a few days.
office-digest-none = No riding’s number has grown in the last seven days.
office-digest-more = All other ridings with something new
office-digest-before = A week ago
office-digest-now = Now
office-digest-change = Growth
office-digest-milestone = Milestone passed
office-digest-state = This week’s email
office-digest-ready = Can be sent
office-digest-no-address = No published address: print it
office-digest-not-wanted = Wants no more email
office-digest-bounced = Their address does not accept email
office-digest-on-its-way = On its way
office-digest-sent = Sent
office-digest-refused = Refused by their mail server
office-digest-not-sent = Not sent: no address, or not wanted
office-digest-count = { $count ->
    [one] One office can be written to.
   *[other] { $count } offices can be written to.
}
office-digest-send = Send this week’s emails
office-digest-send-says = Each gets one email, in both languages, at the address their office publishes. Open a riding above to read its email first. A riding gets one a week at most, whoever presses the button.
office-digest-send-button = Send them now
office-digest-running = { $count ->
    [0] No email is on its way.
    [one] One email is on its way, sent by { $by }, with the numbers of { $when }.
   *[other] { $count } emails are on their way, sent by { $by }, with the numbers of { $when }.
}
office-digest-taken-back = The emails that had not left are being taken back. This takes a minute.
office-digest-paused = All letters are paused, and so are these emails.
office-digest-undo = Take them back
office-digest-undo-says = Emails that have not left yet are not sent. Those that have left stay sent.
office-digest-preview = This week’s email
office-digest-preview-says = What the office reads, with the numbers as they are now. Subject:
office-digest-print = Print it, or save it as PDF
office-digest-print-all = Print them, or save them as PDF
office-digest-paper = Print for these offices
office-digest-paper-says = { $count ->
    [one] Email does not reach one office: it publishes no address, or wants no email.
   *[other] Email does not reach { $count } offices: they publish no address, or want no email.
}
office-digest-paper-title = This week, on paper
office-digest-paper-lede = { $count ->
    [one] One sheet, in both languages, for the office that email does not reach. Mail it to the House of Commons, Ottawa K1A 0A6. It needs no stamp.
   *[other] { $count } sheets, in both languages, for the offices that email does not reach. Mail them to the House of Commons, Ottawa K1A 0A6. They need no stamp.
}
office-digest-paper-none = There is nothing to print: email reaches every office with something new.
office-office-address = Published address
office-office-no-address = None. Paper mail goes to the House of Commons, Ottawa K1A 0A6, and needs no stamp.
office-office-one-pager = One-pager (PDF), with the link to the office’s page
office-link = The office’s own page
office-link-none = No link yet
office-link-since = since { $when }
office-link-replace = Replace this link
office-link-replace-says = The old link leads nowhere within seconds, also where it was printed. Print the one-pager again.
office-links-title = A page for each office
office-links-says = Each Member’s office can have a page of its own at a link that nobody can guess: the number now, its line, how it is counted, whom to write to. The link is printed on the one-pager and stands in the email. It is on no list and in no search engine.
office-links-none = The links have not been made yet. One-pagers are printed without them until then.
office-links-make = Make the links
office-links-replace-all = Replace all links
office-links-replace-all-says = Every link that was printed or sent leads nowhere within seconds. Do this only if the links became public.
office-press-title = Press notes
office-press-says = A riding, a province or Canada in both languages, with its hour, ready to copy or print.
office-press-open = Write a press note
office-press-lede = Every number carries its hour, Ottawa time. There is no note about fewer than 25 signatures.
office-press-of = A note about
office-press-canada-same = Canada
office-press-make = Write the note
office-press-too-small = { $place } has fewer than { $least } signatures, which is too few for a press note.
office-press-larger = Write a note about { $place } instead
office-press-check = Fill in the quotation before you send it. Whoever prints the number should also print its hour.
office-press-print = Print both, or save them as PDF
office-press-copy = Copy
office-press-copied = Copied.
office-press-release = Press note, { $day }, { $time } (Ottawa time)
office-press-headline = { $place }: { $count } people ask Canada to lead in welcoming refugees
office-press-headline-all = { $count } people ask Canada to lead in welcoming refugees
office-press-number = As of { $day }, { $time } (Ottawa time), { $count } people in { $place } have signed “{ campaign-name }”, a campaign led by the organization { $organization } and its partners.
office-press-number-all = As of { $day }, { $time } (Ottawa time), { $count } people in { $place } and Canadians abroad have signed “{ campaign-name }”, a campaign led by the organization { $organization } and its partners.
office-press-more = That is { $change } more than a week earlier.
office-press-same = The number is the same as a week earlier.
office-press-fewer = That is { $change } fewer than a week earlier.
office-press-rank = By number of signatures, the riding ranks { $rank } of { $all } in Canada.
office-press-share = That is { $share } of electors.
office-press-leading = Most signatures by riding: { $ridings }.
office-press-quotation = “[One or two sentences]”, says [name, role, organization].
office-press-page = The number as it is now: { $page }
office-press-contact = Questions: { $contact }
office-did-office-links-made = made the links to the pages for Members’ offices
office-did-office-links-replaced = replaced links to pages for Members’ offices
office-did-digests-sent = sent the weekly emails to Members’ offices
office-did-digests-taken-back = took back weekly emails that had not left
office-paper-blank = Collect signatures on a blank sheet
office-paper-blank-says = A sheet to print on letter paper, with the pledge, twelve lines, who may sign, and a code to sign online. Its columns are those of the template.
office-paper-blank-pages = Pages
office-paper-blank-get = Get the sheet (PDF)

# ---- Webhooks ----
office-nav-webhooks = Connected tools
office-hook-title = Connected tools (webhooks)
office-hook-lede = Other organizations’ tools get messages automatically: each hour’s numbers, milestones, corrections of the count and, if people agreed to it by name, who wants their news.
office-hook-recipes = What arrives, and recipes for n8n, Zapier, Mailchimp, CiviCRM and Action Network
office-hook-recipients = Recipients
office-hook-none = No recipient has been added yet.
office-hook-organization = Organization
office-hook-hears = Receives
office-hook-state = State
office-hook-since = Added
office-hook-added = { $when }, by { $by }
office-hook-add = Add a recipient
office-hook-add-button = Add this recipient
office-hook-name-en = Name in English
office-hook-name-fr = Name in French
office-hook-name-missing = Enter the organization’s name.
office-hook-name-long = Keep the name to 120 characters.
office-hook-too-many = There are { $most } recipients already. Remove one first.
office-hook-kind = How it receives messages
office-hook-kind-standard = Signed messages (Standard Webhooks), for n8n, Zapier, CiviCRM, Mailchimp and programs of one’s own
office-hook-kind-action-network = Action Network, consents both ways
office-hook-address = Address
office-hook-address-hint = Begins with https://. For Action Network, leave it empty.
office-hook-address-malformed = Enter a whole web address, such as https://hooks.example.org/campaign.
office-hook-address-long = Keep the address to 500 characters.
office-hook-address-https = The address must begin with https://, so that nobody can read the messages on their way.
office-hook-address-port = Leave out the number after the colon (the port): messages always go to the usual one, 443.
office-hook-address-password = Leave the user name and password out of the address. Messages are signed instead.
office-hook-address-private = This address belongs to a private network. Enter one that can be reached from the internet.
office-hook-address-taken = There is a recipient with this address already. Remove it first, or use another address.
office-hook-address-action-network = Leave the address empty for Action Network.
office-hook-key = API key of Action Network
office-hook-key-hint = From “API & Sync” there. It is never shown again.
office-hook-key-missing = Enter the API key.
office-hook-key-malformed = Copy the API key once more: it has up to 200 letters and digits, and no spaces.
office-hook-subjects = What it receives
office-hook-subject-hours = each hour’s numbers
office-hook-subject-milestones = milestones of ridings
office-hook-subject-integrity = corrections of the count
office-hook-subject-consents = who agrees to its news, and who no longer does
office-hook-subject-missing = Choose at least one thing that it receives.
office-hook-consents-hint = Who agrees to news is shared only with an organization that the sentence beside the checkbox for news names. It names: { $named }. Use exactly these names.
office-hook-consents-before = It hears only of people who agree to this sentence from now on. People who agreed before are not passed on.
office-hook-consents-nobody = The sentence beside the checkbox for news names no organization, so who agrees to news is shared with nobody.
office-hook-not-named = People did not agree to this organization’s news: the sentence they ticked does not name it. It names: { $named }
office-hook-state-on = Messages are being sent.
office-hook-state-paused = Paused. Messages wait.
office-hook-state-gone = Switched off: the recipient answered that it wants no more messages (410). Messages wait.
office-hook-state-removed = Removed.
office-hook-state-rests = Not answering at the moment. Messages wait.
office-hook-state-missed = Some messages were not delivered. Open it to send them again.
office-hook-state-unread = Action Network’s answers cannot be read, so nobody here knows who unsubscribed there. Tell the people who keep the site running.
office-hook-state-not-named = The sentence beside the checkbox for news does not name it by these names, so it hears of no new consents.
office-hook-rests = It did not take messages; we try again after { $until }.
office-hook-keys-title = Keys for checking signatures
office-hook-keys-lede = Pass them to the organization in a safe way, not by email.
office-hook-keys-rotated = Give them to the organization. Until 24 hours after the old keys were first replaced, messages are signed with them too.
office-hook-keys-once = This is the only time that the secret is shown.
office-hook-keys-kept = I have kept them
office-hook-secret = Secret
office-hook-secret-hint = Checks signatures that begin with v1. Who knows it can sign messages, so keep it safe.
office-hook-public-key = Public key
office-hook-public-key-hint = Checks signatures that begin with v1a. It is no secret.
office-hook-test = Send a test
office-hook-tested = A test is on its way. Within two minutes its result is in the log below.
office-hook-pause = Pause
office-hook-resume = Send messages again
office-hook-rotate = Replace the keys
office-hook-rotate-says = The old keys keep signing for 24 hours, so that the organization can change over in between. If you make new keys once more in these hours, the old ones still sign, and the ones in between do not.
office-hook-rotate-button = Make new keys
office-hook-remove = Remove
office-hook-remove-says = Waiting messages are erased, and so is our list of the people whose answers it received. What it received stays with it.
office-hook-remove-button = Remove this recipient
office-hook-unread = { $count ->
    [one] One recipient cannot be read. It is missing here and gets no messages. Tell the people who keep the site running.
   *[other] { $count } recipients cannot be read. They are missing here and get no messages. Tell the people who keep the site running.
}
office-hook-removed = The recipient is removed.
office-hook-failed = Messages that failed
office-hook-failed-none = No message has failed.
office-hook-again = Send again
office-hook-change = Change
office-hook-sent-again = The message is on its way again.
office-hook-again-all = Send all failed again
office-hook-sent-all = { $count ->
    [one] One message is on its way again.
   *[other] { $count } messages are on their way again.
}
office-hook-sent-left = { $count ->
    [one] One more message failed: press the button once more.
   *[other] { $count } more messages failed: press the button once more.
}
office-hook-deliveries-unread = { $count ->
    [one] One message cannot be read and is missing here. Tell the people who keep the site running.
   *[other] { $count } messages cannot be read and are missing here. Tell the people who keep the site running.
}
office-hook-older = Older messages
office-hook-newest = Newest messages
office-hook-owed-more = More messages wait after these.
office-hook-owed = Messages that wait
office-hook-owed-none = No message is waiting.
office-hook-next-try = Next try
office-hook-log = Messages that were received
office-hook-log-none = It received no message in the last 30 days.
office-hook-result = Result
office-hook-tries = { $tries ->
    [one] First try.
   *[other] { $tries } tries.
}
office-hook-event-hour = An hour’s numbers
office-hook-event-milestone = A riding’s milestone
office-hook-event-integrity = A correction of the count
office-hook-event-given = Someone agreed to news
office-hook-event-withdrawn = Someone no longer agrees to news
office-hook-event-consent = Someone’s answer about news
office-hook-event-test = A test
office-hook-outcome-accepted = Received ({ $status }).
office-hook-outcome-gone = It wants no more messages (410).
office-hook-outcome-busy = It asked for a pause ({ $status }).
office-hook-outcome-redirected = It sent us to another address ({ $status }), which we never follow. Enter the new address as another recipient.
office-hook-outcome-refused = It refused ({ $status }).
office-hook-outcome-unreachable = It could not be reached.
office-hook-outcome-late = It did not answer within 15 seconds.
office-hook-outcome-private = Its name leads to a private network, where we send nothing.
office-hook-outcome-unreadable = Its answer could not be read.
office-hook-back = All recipients
office-did-recipient-added = added a recipient of webhooks
office-did-recipient-paused = paused messages to a recipient
office-did-recipient-resumed = resumed messages to a recipient
office-did-recipient-tested = sent a test to a recipient
office-did-recipient-secret-rotated = replaced the keys of a recipient
office-did-recipient-removed = removed a recipient of webhooks
office-did-delivery-sent-again = sent a failed message again to
office-did-deliveries-sent-again = sent failed messages again to

# The room of the Members of Parliament
office-members-title = Members of Parliament
office-members-lede = Who holds each seat, and what they answered. Pages, letters and one-pagers follow within seconds.
office-members-saved = Published. Public pages show it within ten seconds.
office-members-as-of = As of
office-members-held = Seats with a Member
office-members-vacancies = Vacant seats
office-members-none = None
office-members-addressless = Members without a published address
office-members-by-hand = One riding
office-members-by-hand-says = Name the new Member after a by-election, note that a seat is vacant, enter a published address, or record an answer.
office-members-riding = Riding
office-members-open = Open the riding
office-members-answers-title = Answers to the campaign
office-members-answers-none = No answer has been recorded yet.
office-members-upload = The whole list
office-members-upload-says = On ourcommons.ca, open “Members”, then “Current Members of Parliament”, and export the list as CSV or XML. Upload that file here. You see what changes before anything is published.
office-members-file = File
office-members-file-hint = The CSV or XML file as the House of Commons gives it, in English or French. It has no email addresses: known ones stay with the same person, and a new Member has none.
office-members-day = Day of the export
office-members-day-hint = The day on which you downloaded the file.
office-members-upload-button = Check the file
office-members-versions = Published versions
office-members-current = Current version
office-members-more = { $count ->
    [one] and { $count } more seat
   *[other] and { $count } more seats
}
office-members-stays = These seats have changed again since. They stay as they are now: { $ridings }.
office-members-all-stays = Nothing is left to undo: these seats have changed again since ({ $ridings }).
office-members-restore = Restore version { $version }
office-members-first = The table that came with the software
office-members-preview = What will change
office-members-new = { $count ->
    [one] one new Member
   *[other] { $count } new Members
}
office-members-vacant = { $count ->
    [one] one vacancy
   *[other] { $count } vacancies
}
office-members-corrected = { $count ->
    [one] one correction
   *[other] { $count } corrections
}
office-members-answers = { $count ->
    [one] one answer
   *[other] { $count } answers
}
office-members-of = { $riding }: { $changes }
office-members-changes = Changes: { $changes }.
office-members-dates-only = nothing but the date
office-members-list-new = New Members
office-members-list-vacant = Seats that become vacant
office-members-list-corrected = Corrections
office-members-list-answers = Answers
office-members-before = Before
office-members-after = After
office-members-same = The same person under another name: keep the address and the answer
office-members-unchanged = { $count ->
    [one] One seat stays as it is.
   *[other] { $count } seats stay as they are.
}
office-members-publish-says = A new Member has no address until you enter a published one, and inherits no answer. You can undo this.
office-members-back-says = Someone who comes back has their address and their answer again. This change can be undone.
office-members-publish = Publish
office-members-cancel = Change nothing
office-members-back = Back to the Members
office-members-overtaken = Somebody else published a change in the meantime: { $changes }. Look at your change again before you publish it.
office-members-meanwhile = This is what changed in this seat while you were typing. Check each field below against it. An answer that you noted for a former Member is not kept.
office-members-seat-overtaken = This is what changed in this seat while you looked at your change. Yours was not published. Open the seat again if it still holds.
office-members-office = The campaign says that the Member for { $riding } is the minister or the Prime Minister. From now on letters treat them as separate people. If the new Member holds that office, enter their name under “Officials”.
office-members-no-address = No published address
office-members-address-neutral = Neutral, with the name in English and “Madame, Monsieur” in French
office-members-address-woman = As a woman (Madame la Députée)
office-members-address-man = As a man (Monsieur le Député)
office-members-letters-go-on = Letters through the campaign go on.
office-members-letters-end = No more letters go through the campaign.
office-members-seat = The seat
office-members-who = Who holds it?
office-members-who-member = A Member of Parliament
office-members-who-nobody = Nobody: the seat is vacant
office-members-since = Vacant since
office-members-since-hint = Only for a vacant seat. Leave it empty if you do not know the day.
office-members-since-wrong = Enter a day up to today, or none.
office-members-name = Name
office-members-name-wrong = Enter the Member’s first and last name.
office-members-party = Party
office-members-party-hint = As the House of Commons writes it: Liberal, Conservative, Bloc Québécois, NDP, Green Party, Independent.
office-members-party-wrong = Enter the party, or Independent.
office-members-address = How letters address them
office-members-address-as-before = As until now: { $how }
office-members-address-hint = Only if a source says so. Never go by the first name. “As until now” is for the same person: letters to another one stay neutral.
office-members-email = Published email address
office-members-email-hint = Only an address that is published. Leave it empty otherwise: letters then go on paper.
office-members-email-wrong = Enter a whole email address, or none.
office-members-email-source = Where the address is published
office-members-email-source-hint = The web address of the page, for example.
office-members-source-missing = Say where the address is published.
office-members-look = See what changes
office-members-answer = What the Member answered
office-members-answer-says = It stands on the riding’s page and on its one-pager. The next Member does not inherit it. Letters to somebody who said yes to all asks say thank you.
office-members-stance = Position
office-members-stance-all = Yes to all asks
office-members-stance-some = Yes to some asks
office-members-stance-no = No
office-members-stance-other = An answer that is neither yes nor no
office-members-stance-none = No answer: take it back
office-members-stance-missing = Choose a position.
office-members-on = Day of the answer
office-members-on-wrong = Enter the day of the answer, up to today.
office-members-web = Where it can be read
office-members-web-hint = A public web address that begins with https://.
office-members-web-wrong = Enter the whole web address, such as https://example.org/statement.
office-members-quote = Quotation
office-members-quote-hint = One sentence in their own words, 300 characters at most. It is optional.
office-members-quote-language = Language of the quotation
office-members-quote-wrong = Shorten the quotation to 300 characters.
office-members-letters = Supporters can still write to them through the campaign
office-members-day-wrong = Enter the day of the export, up to today.
office-members-older = The Members are as of { $day } already. Download a newer list.
office-members-too-long = The list became too long to publish. Shorten quotations, then try again.
office-members-file-missing = Choose the file that you downloaded.
office-members-file-letters = The characters of this file cannot be read for certain. Upload the file as you downloaded it, without opening it in between.
office-members-file-long = The file is longer than a list of Members. Export only the current Members.
office-members-file-other = This is not the list of Members. On ourcommons.ca, choose “Export as CSV” or “Export as XML”.
office-members-file-line = Line { $line } cannot be read. Nothing was changed. Download the file once more.
office-members-file-name = Line { $line } has no name that can be read. Nothing was changed.
office-members-file-column = The column “{ $column }” is unknown. Nothing was changed. Upload the file as the House of Commons gives it.
office-members-file-column-missing = The column “{ $column }” is missing. Nothing was changed. Upload the file as the House of Commons gives it.
office-members-columns-unknown = We do not know these columns: { $columns }. If one of them is asked for below, choose it there. What you leave out is not read.
office-members-column-honorific = Form of address, such as Ms. or Mr.
office-members-column-first = First name
office-members-column-last = Last name
office-members-column-riding = Riding
office-members-column-end = Day on which a Member left
office-members-column-end-hint = If the file has this column and you leave it out, those who left are read as Members.
office-members-file-parliament = This is a list of another Parliament: it has only { $count } of our 343 ridings. Nothing was changed. Export the current Members.
office-members-file-others = Ridings that we do not have: { $ridings }.
office-members-file-unmatched = These lines name no riding that we know: { $lines }. Nothing was changed. Correct the names of the ridings in the file, then upload it again.
office-members-file-twice = Two Members hold the seat of { $riding } in this file. Nothing was changed. Export only the current Members.

# The campaign's desk.
office-campaign-title = Campaign
office-campaign-lede = Change what the campaign says and aims at. You see a preview first, and every change can be undone. Public pages follow within ten seconds.
office-campaign-published = Published as version { $number }. Public pages show it within ten seconds.
office-campaign-undo = Undo this change
office-campaign-state = Where the campaign stands
office-campaign-open = People can sign.
office-campaign-paused = The form is closed for now. Links and codes that were emailed still count people.
office-campaign-reopens = The page says that you plan to open it again on { $day }. Someone has to do that here.
office-campaign-ended = The campaign ended on { $when }. No one can sign.
office-campaign-reopens-over = The planned day, { $day }, is over, or after the end of the campaign. The page names no day.
office-campaign-reopen-day = Plan another day
office-campaign-switched-off = The switch for a rush has closed the form. It stays closed until that switch opens it.
office-campaign-reopen-end = Choose a later end
office-campaign-reopen = Open the form again
office-campaign-pause = Pause the form
office-campaign-pause-title = Pause the form?
office-campaign-pause-says = No one new can sign while the form is paused. Links and codes that were emailed still count people. You can open it again at any time.
office-campaign-reopens-on = Day on which you plan to open it again (optional)
office-campaign-reopens-on-hint = The page names this day. It does not open the form by itself.
office-campaign-reopens-on-late = The campaign ends before that day. Choose an earlier one, or a later end first.
office-campaign-reopens-on-fault = Choose a day after today, or leave the field empty.
office-campaign-back = Back to the campaign
office-campaign-rooms = What do you want to change?
office-campaign-goal = Goal and dates
office-campaign-goal-says = How many people you hope for, and when signing begins and ends. Times are Ottawa’s.
office-campaign-page = The campaign page
office-campaign-page-says = The name, the first lines, the story, the pledge and the words for sharing.
office-campaign-asks = The asks
office-campaign-asks-says = What you ask the government to do, and why.
office-campaign-letter = The letter
office-campaign-letter-says = The letters to Members of Parliament and to the Prime Minister.
office-campaign-consent = Consent to news
office-campaign-consent-says = The sentence beside the checkbox. It must name who writes, and how to stop.
office-campaign-organization = The organization
office-campaign-organization-says = The name, the addresses and the sentences about who runs the campaign.
office-campaign-officials = Officials
office-campaign-officials-says = The minister and the Prime Minister to whom letters go.
office-campaign-history = History
office-campaign-history-says = Who changed what, and when.
office-campaign-history-lede = Every change, newest first. An undo is a change of its own, with a preview.
office-campaign-history-none = Nothing has been changed yet. The campaign is as it was set up.
office-campaign-history-older = Older versions
office-campaign-history-newest = Newest versions
office-campaign-version-same = Version { $number }
office-campaign-preview = Preview
office-campaign-preview-says = This is a preview. Nothing is public yet.
office-campaign-differences = What changes
office-campaign-publish = Publish
office-campaign-change = Change it again
office-campaign-preview-english = In English
office-campaign-preview-french = In French
office-campaign-preview-page = The campaign page
office-campaign-preview-mail = The email that asks people to confirm
office-campaign-preview-letter = The letters
office-campaign-preview-thanks = To a Member who said yes to all asks
office-campaign-preview-passed-on = Around a letter that we pass on
office-campaign-preview-digest = The weekly email to a Member’s office, with made-up numbers
office-campaign-see-preview = See a preview
office-campaign-unchanged = Nothing is different from what is published.
office-campaign-meanwhile = Someone else published a change
office-campaign-meanwhile-says = This is what changed while you were typing. What you typed is kept in the form below. Check it and look at the preview again.
office-campaign-brackets = Words in [brackets] are filled in for each person: keep them. For a real bracket, type it twice: [[.
office-campaign-close-title = End the campaign now
office-campaign-close-says = No one can sign after that. You see a preview first. People’s data are erased six months after the end.
office-campaign-close = End the campaign now
office-edition-english = English
office-edition-french = French
office-edition-in-english = { $name } (English)
office-edition-in-french = { $name } (French)
office-edition-before = Before
office-edition-after = After
office-edition-goal = Goal
office-edition-goal-steps = Goals on the way
office-edition-goal-steps-hint = One on each line, each larger than the last. The page shows the next one.
office-edition-opens = Signing opens
office-edition-closes = Signing closes
office-edition-closes-hint = People’s names are erased six months after this moment, so it cannot lie in the past.
office-edition-day = Day
office-edition-hour = Time in Ottawa
office-edition-contact-email = Contact address
office-edition-website = Website
office-edition-postal-address = Postal address
office-edition-minister = The minister
office-edition-prime-minister = The Prime Minister
office-edition-part-office = office
office-edition-part-person = name, riding or email address
office-edition-part-name = name
office-edition-part-riding = riding
office-edition-part-email = email address
office-edition-part-postal = postal address
office-edition-office-en = Office (English)
office-edition-office-fr = Office (French)
office-edition-official-name = Name (optional)
office-edition-official-name-hint = Without a name, letters address the office.
office-edition-official-email = Published email address (optional)
office-edition-official-email-hint = Only an address that they publish. Without one, the letter goes on paper.
office-edition-official-riding = Riding that they represent
office-edition-postal-lines-en = Postal address (English), line by line
office-edition-postal-lines-fr = Postal address (French), line by line
office-edition-sentences = { $count ->
    [one] 1 sentence
   *[other] { $count } sentences
}
office-edition-about = version { $number }: { $what }
office-edition-undoes = undo of version { $number }
office-edition-erases = People’s names will be erased on { $day }.
office-edition-raises = The consent gets a new version. People who agreed before keep the sentence that they read.
office-edition-names = The sentence now names { $names }. An organization that is newly named hears only of people who agree from now on.
office-edition-names-no-more = The sentence no longer names { $names }. An organization that is no longer named hears of nobody new, but still hears when someone it knows of no longer agrees.
office-edition-stays = These changed again since. They stay as they are now:
office-edition-undone-already = This change is undone already.
office-edition-changed-since = Nothing was undone: all of it has changed again since ({ $what }).
office-edition-other = Does the other language need the same change?
office-edition-other-stays = The other language stays as it is
office-edition-because = Because
office-edition-french-too = Does the French need the same change? { $name }: change it in French too, or tick that it stays and say why.
office-edition-english-too = Does the English need the same change? { $name }: change it in English too, or tick that it stays and say why.
office-edition-both-too = { $name }: only one language changed. Change the other too, or tick that it stays and say why.
office-edition-fills = Filled in: { $names }
office-edition-fault-at-same = { $name }: { $what }
office-edition-fault-empty = Please fill this in.
office-edition-fault-long = This is { $over } characters too long. It may have { $most }.
office-edition-fault-missing = { $name } is missing. Put it back: it is filled in for each person.
office-edition-fault-unknown = There is no { $name } in this sentence. For a real bracket, type it twice: [[.
office-edition-fault-markup = This looks like HTML, such as <b>. Write plain words: the page would show the signs.
office-edition-fault-unseen = There are characters here that no one can see, or a line break where there can be none. Delete them and type the words again.
office-edition-fault-number = Write a whole number, such as 30,000.
office-edition-fault-steps-many = Twelve goals on the way at most.
office-edition-fault-date = Choose a day and a time.
office-edition-fault-email = That does not look like an email address.
office-edition-fault-website = The address begins with https:// and the name of a site.
office-edition-fault-riding = Choose a riding from the list.
office-edition-fault-lines = Six lines at most.
office-edition-fault-line-long = Two hundred characters at most in a line.
office-edition-refused-goal = { $count ->
    [one] One person has signed. The goal cannot be below that.
   *[other] { $count } people have signed already. The goal cannot be below that.
}
office-edition-refused-no-goal = The goal must be at least 1.
office-edition-refused-steps = Each goal on the way must be larger than the one before, and the last one below the goal.
office-edition-refused-opened = People have signed already, so the opening stays where it is.
office-edition-refused-order = The end must come after the opening.
office-edition-refused-past = The end cannot lie in the past, because people’s data are erased six months after it. To end the campaign at once, use “End the campaign now”.
office-edition-refused-late = The campaign can last five years at most.
office-edition-refused-erased = People’s data were erased already, so the campaign cannot begin again.
office-edition-refused-letter = The letter is { $over } characters too long for a link that opens an email program, with 300 characters of a person’s own (an accented letter counts as six). Shorten it.
office-edition-refused-size = The campaign’s texts together are too long to keep. Shorten some.
office-edition-when-count-0 = when nobody has signed
office-edition-when-count-one = when one person has signed
office-edition-when-count-other = when more people have signed
office-edition-when-to-prime-minister = to the Prime Minister
office-edition-when-to-minister = to the minister
office-edition-when-to-office = to a vacant seat
office-edition-when-to-member = to a Member
office-edition-when-to-woman = to a woman
office-edition-when-to-man = to a man
office-edition-when-from-abroad = from abroad
office-edition-when-from-riding = from the riding
office-edition-campaign-name = The campaign’s name
office-edition-campaign-organization = The organization’s name
office-edition-campaign-lede = The first lines
office-edition-campaign-story = The story
office-edition-campaign-asks-title = The title above the asks
office-edition-campaign-ask-resettlement-title = First ask, in a few words
office-edition-campaign-ask-resettlement = First ask
office-edition-campaign-ask-resettlement-why = First ask: the reason
office-edition-campaign-ask-sponsorship-title = Second ask, in a few words
office-edition-campaign-ask-sponsorship = Second ask
office-edition-campaign-ask-sponsorship-why = Second ask: the reason
office-edition-campaign-ask-determination-title = Third ask, in a few words
office-edition-campaign-ask-determination = Third ask
office-edition-campaign-ask-determination-why = Third ask: the reason
office-edition-campaign-pledge = The pledge that people sign
office-edition-campaign-network = Whose campaign it is
office-edition-campaign-consent-updates = The sentence beside the checkbox for news
office-edition-campaign-not-official = The note that this is not an official petition
office-edition-campaign-who = Who the organization is
office-edition-campaign-share = The words that people share
office-edition-campaign-letter-subject = Subject
office-edition-campaign-letter-addressee = The person addressed
office-edition-campaign-letter-salutation = Greeting
office-edition-campaign-letter-writer = Where the writer lives
office-edition-campaign-letter-signed = What they signed
office-edition-campaign-letter-opening = Opening, with the number of signers
office-edition-campaign-letter-opening-uncounted = Opening, when the number is not known
office-edition-campaign-letter-asks = What the letter asks for
office-edition-campaign-letter-closing = Closing
office-edition-campaign-letter-thanks-opening = Thanks to a Member who said yes: opening
office-edition-campaign-letter-thanks-opening-uncounted = Thanks: opening, when the number is not known
office-edition-campaign-letter-thanks-asks = Thanks: what the letter says
office-edition-campaign-letter-thanks-closing = Thanks: closing
office-edition-campaign-letter-comment-subject = Letter to the Prime Minister: subject
office-edition-campaign-letter-comment-salutation = Letter to the Prime Minister: greeting
office-edition-campaign-letter-comment = Letter to the Prime Minister
office-edition-campaign-letter-comment-closing = Letter to the Prime Minister: closing
office-edition-campaign-letter-from = Sender of a letter that we pass on
office-edition-campaign-letter-why = Reason below a letter that we pass on
office-edition-campaign-digest-subject = Weekly email to a Member’s office: subject
office-edition-campaign-digest-greeting = Weekly email: greeting
office-edition-campaign-digest-number = Weekly email: the number
office-edition-campaign-digest-milestone = Weekly email: a milestone that was passed
office-edition-campaign-digest-thanks = Weekly email: thanks to a Member who said yes, before the asks
office-edition-campaign-digest-asks = Weekly email: before the asks
office-edition-campaign-digest-how = Weekly email: how signatures are counted
office-edition-campaign-digest-page = Weekly email: words before the link
office-edition-campaign-digest-contact = Weekly email: whom to write to
office-edition-campaign-digest-why = Weekly email: the reason for it, and how to stop it
office-edition-campaign-digest-stop = Weekly email: words of the link that stops it

# ---- Partners at the campaign's desk ----
office-nav-partners = Partners
office-partners-title = Partners
office-partners-lede = Organizations whose links, embeds and sheets are credited with the signatures they bring. A change shows on the site within seconds.
office-partners-guide = One page explains all of it to an organization, from the request to its numbers. Pass it on: nobody needs to sign in to read it.
office-partners-unread = { $count ->
    [one] One request or contact cannot be read and is missing here. Tell the people who keep the site running.
   *[other] { $count } requests or contacts cannot be read and are missing here. Tell the people who keep the site running.
}
office-partners-saved = Saved. The site shows it within seconds.
office-partners-all = All partners
office-partners-add = Add a partner
office-partners-add-lede = Its links and embeds are credited from the next signature on.
office-partners-back = Back to all partners
office-partners-search = Name, or name in links
office-partners-search-button = Search
office-partners-not-found = No partner has such a name.
office-partners-state = State
office-partners-active = Active
office-partners-paused = Paused
office-partners-ended = Ended
office-partners-listed = On the public list
office-yes = Yes
office-no = No
office-partners-name-en = Name in English
office-partners-name-fr = Name in French
office-partners-list-it = Show its name and number on the public list: it agreed
office-partners-slug = Name in links
office-partners-slug-hint = Small letters, digits and hyphens, such as river-town. Leave it empty, and we make it from the name. It can never be changed.
office-partners-slug-malformed = Enter up to 40 small letters, digits and hyphens, such as river-town.
office-partners-slug-reserved = This word means something else in our addresses or files. Choose another.
office-partners-slug-taken = Another partner has this name in links, or had it. Choose another.
office-partners-name-taken = Another partner has this name. Change that partner, or enter another name.
office-partners-too-many = A campaign names 1,000 partners at most.
office-error-too-many-partners = There are too many partners, or their names are too long, to be published. Shorten some names or web addresses.
office-partners-busy = Others are changing the partners at this moment. What you typed is kept. Press the button again.
office-partners-meanwhile = This is what changed in this partner while you were typing. What you typed is kept below, and is not saved yet. Save it if it still holds.
office-partners-link = Its link
office-partners-change = Change
office-partners-preview-page = See the partner’s own page
office-partners-contacts = Contacts
office-partners-contacts-says = These people may ask for a link to the partner’s page. They see numbers, and nobody’s name. Someone you remove is signed out at once, and their address is erased.
office-partners-contact-add = Add a contact
office-partners-contact-language = Language of their emails
office-partners-contact-again = Send the email again
office-partners-contact-sent = The email is on its way again. If it does not arrive, look together in the spam folder, and check the address.
office-partners-contact-soon = The email can be sent again from { $time } on: two emails are at least { -spacing-minutes } minutes apart.
office-partners-contact-there = This person is a contact of a partner already. Remove them there first, or use another address.
office-partners-contacts-full = A partner has 10 contacts at most, and only an active one may have new ones.
office-partners-state-says = A paused partner’s links still work and credit no one. Its number stays. If the partnership ends, its contacts are erased too, and no other organization gets its name in links.
office-partners-pause = Pause
office-partners-resume = Resume
office-partners-end = End the partnership
office-asks-title = Waiting for your decision
office-asks-look = Look
office-asks-one = An organization’s request
office-asks-domain-same = The person’s address is at the organization’s own domain.
office-asks-domain-other = The person’s address is not at the organization’s domain. Check with the organization before you accept: someone else may ask in its name.
office-asks-letters = A name has letters that are not Latin. Some look like Latin ones: compare it with the organization’s site.
office-asks-known = There is a partner of this name already.
office-asks-accept = Accept
office-asks-refuse = Decline
office-asks-refuse-all = Decline all from this domain
office-asks-domain-count = { $count } requests come from addresses at this email domain.
office-asks-refuse-count = { $count ->
    [one] You are about to decline one request from an address at { $domain }.
   *[other] You are about to decline { $count } requests from addresses at { $domain }.
}
office-asks-refuse-more = { $count ->
    [one] And one more
   *[other] And { $count } more
}
office-asks-refuse-great = People all over the country have addresses at this domain. Not all of these requests need come from the same person.
office-asks-refuse-all-says = The requests and the people’s addresses are erased at once, and cannot be brought back. Nobody gets an email about it.
office-asks-refuse-says = The request and the person’s address are erased at once. They get no email about it.
office-partners-import = Import a list
office-partners-import-lede = Add or change up to 500 partners from one file. You first see what each line would do; nothing changes until you confirm.
office-partners-import-columns = The first line names the columns: name in English, name in French, web address, on the public list (yes or no), name in links, contact email, language of their emails (en or fr). Only one name is required.
office-partners-import-hint = CSV or Excel (.xlsx), up to 4 MB
office-partners-import-read = Check the list
office-partners-columns = Which column is which?
office-partners-columns-lede = Choose a column for each field. What you leave out is not read.
office-partners-columns-unknown = We do not know these columns: { $columns }. If one of them is a field below, choose it there. Otherwise leave it out.
office-partners-columns-name = Choose a column for at least one name.
office-partners-list-header = No line names the columns. Add a first line such as: Name in English, Name in French, Web address.
office-partners-list-missing = Choose the file with the list.
office-partners-list-empty = There is no line below the names of the columns.
office-partners-list-long = A list has 500 partners at most. Split it.
office-partners-preview = What the list would do
office-partners-preview-good = Nothing is published yet. The button publishes all lines together.
office-partners-preview-bad = Nothing is published. Correct the list, and choose the file again.
office-partners-other-file = Choose another file
office-partners-more-lines = { $count ->
    [one] And one more line
   *[other] And { $count } more lines
}
office-partners-refused-lines = { $count ->
    [one] 1 line to correct
   *[other] { $count } lines to correct
}
office-partners-added-lines = { $count ->
    [one] 1 partner added
   *[other] { $count } partners added
}
office-partners-changed-lines = { $count ->
    [one] 1 partner changed
   *[other] { $count } partners changed
}
office-partners-resumed-lines = { $count ->
    [one] { $count } partnership that ended is taken up again
   *[other] { $count } partnerships that ended are taken up again
}
office-partners-same-lines = { $count ->
    [one] 1 line changes nothing
   *[other] { $count } lines change nothing
}
office-partners-apply = { $count ->
    [one] Publish 1 change
   *[other] Publish { $count } changes
}
office-partners-listed-malformed = Enter yes or no in the column of the public list.
office-partners-language-malformed = Enter en or fr in the column of the language.
office-partners-line-changes = Changes: { $columns }
office-partners-contact-email = Contact email
office-partners-writes = { $count ->
    [one] The button also adds one contact and sends them an email: they can see their partner’s page. The email is in the language that the list gives, or else in English, the language of this page.
   *[other] The button also adds { $count } contacts and sends each of them an email: they can see their partner’s page. Each email is in the language that the list gives, or else in English, the language of this page.
}
office-partners-apply-contacts = { $count ->
    [one] Add one contact
   *[other] Add { $count } contacts
}
office-partners-contacts-added = { $count ->
    [one] 1 contact added
   *[other] { $count } contacts added
}
office-partners-contacts-refused = { $count ->
    [one] 1 contact is not added
   *[other] { $count } contacts are not added
}
office-partners-list-overtaken = Someone else changed partners in the meantime, and nothing was published. This is what the list would do now.
office-partners-contacts-left = The partners are published. Some contacts are not added yet. Press the button again: nobody is written to twice.
office-partners-line-twice = An earlier line is about the same partner.
office-did-partner-added = added a partner
office-did-partner-accepted = accepted an organization as a partner
office-did-partner-refused = refused an organization’s request
office-did-partners-refused = refused all requests from an email domain
office-did-partner-changed = changed a partner
office-did-partner-paused = paused a partner
office-did-partner-resumed = resumed a partner
office-did-partner-ended = ended a partnership
office-did-partners-imported = imported a list of partners
office-did-partners-undone = undid a change of the partners
office-partners-history = History of the partners
office-partners-history-link = History and undo
office-partners-history-none = Nothing has been changed yet. The partners are as the campaign was set up.
office-partners-more-changes = { $count ->
    [one] { $count } more change
   *[other] { $count } more changes
}
office-partners-stays = These stay as they are now: they have changed again since, or another partner has the former name.
office-partners-undo-stays = Nothing was undone: all of it has changed again since, or another partner has the former name ({ $what }).
office-partners-undo-back = Back to the history
office-partners-undo-ends = A partner that was added is not removed: its partnership ends, its number stays, and its name in links stays its own.
office-partners-undo-erases = { $count ->
    [one] One contact sees the page of a partner whose partnership ends. Their address is erased.
   *[other] { $count } contacts see the pages of partners whose partnerships end. Their addresses are erased.
}
office-partners-undo-resumes = The contacts of a partnership that ended were erased. Add them again on the partner’s page.
office-partners-undo-contacts = More than { $count } contacts would be erased at once. End some of these partnerships on their own pages first.
office-did-contact-added = added a contact of a partner
office-did-contact-mailed = emailed a contact of a partner again
office-did-contact-removed = removed a contact of a partner
# ---- A partner's own page ----
partner-back = Back to the partners’ page
partner-ask-sent = We sent a link to the address you gave, if it can take one. Follow it within { -partner-ask-hours } hours: only then do we see your request.
partner-ask-nothing = Nothing there after some minutes? Look in the spam folder, and check the address.
partner-asked-title = Confirm your organization’s request
partner-asked-lede = This is what was entered with your address. If it is right, confirm it, and we’ll decide.
partner-asked-button = Confirm our request
partner-received-title = We have your request
partner-received = We’ll look at it and email you once your organization is a partner. An unanswered request is erased after { -partner-ask-days } days.
partner-sign-in-title = Your organization’s page
partner-sign-in-lede = Enter the address that the campaign knows as your organization’s contact, and we’ll email you a link.
partner-mail-body = If this address is a partner’s contact, a link is on its way. It works once, within { -sign-in-minutes } minutes.
partner-open-title = Open your organization’s page
partner-open-lede = Press the button to see your organization’s numbers on this device.
partner-open-button = Open our page
partner-page-title = Your organization’s page
partner-as-seen = You see this page as the partner sees it.
partner-brought = { $count ->
    [one] signature came through you
   *[other] signatures came through you
}
partner-sign-out = Sign out
partner-brought-few = Fewer than { -partner-shown-from } signatures have come through you. From { -partner-shown-from } on, you see their number.
partner-brought-none = The signatures that came through you have not been counted yet.
partner-few = fewer than { -partner-shown-from }
partner-as-of = Counted: { $time }
partner-next = The next count follows shortly after { $next }, so that nobody can be recognized by the minute in which they sign.
partner-as-of-none = They are counted each hour. The first count is still to come.
partner-by-link = { $count ->
    [one] 1 person confirmed by the link in the email ({ $share }).
   *[other] { $count } people confirmed by the link in the email ({ $share }).
}
partner-by-code = { $count ->
    [one] 1 person confirmed by the code ({ $share }).
   *[other] { $count } people confirmed by the code ({ $share }).
}
partner-by-paper = { $count ->
    [one] 1 person signed on paper ({ $share }).
   *[other] { $count } people signed on paper ({ $share }).
}
partner-ways-as-of = How people confirmed is counted every six hours. Last count: { $time }
partner-ways-none = How people confirmed is counted every six hours, and shown from { -partner-shown-from } signatures on.
partner-link-title = Your link
partner-poster = Your poster, with a QR code to print
partner-letter-title = A letter to your members
partner-letter-lede = Paste it into an email or a newsletter, and change it as you like.
partner-letter =
    { $name } is a partner of “{ campaign-name }”. We ask you to add your name.

    { campaign-lede }

    It takes a minute: { $link }

    You will get one email, and you are counted once you confirm.
partner-ridings-title = By riding
partner-ridings-lede = A riding is named from { -partner-shown-from } signatures on, so that nobody can be recognized.
partner-ridings-next = The numbers by riding follow with the next count.
partner-ridings-few = Ridings with fewer than { -partner-shown-from }, together
partner-ridings-file = Download by riding (CSV)
partner-days-title = By day
partner-days-none = Days are shown from { -partner-shown-from } signatures on.
partner-days-lede = Days begin and end in Ottawa. A day counts from its first count, shortly after midnight, to the first count of the next day; today, until the last count. A day is shown from { -partner-shown-from } signatures on.
partner-day = Day
partner-day-today = { $day } (today, until the last count)
partner-day-number = At its start
partner-day-growth = Growth
partner-days-file = Download by day (CSV)
partner-code-title = Code for your site
partner-code-lede = With your credit in it. Previews and colours are here:
partner-no-person = This page shows numbers only. Nobody’s name or address is ever shown to a partner.
# ---- The partners' guide ----
partner-guide-lede = For the person who looks after an organization’s site and newsletter: from the request to your number, in ten minutes.
partner-guide-ask = Ask to become a partner
partner-guide-ask-says = The form asks for your organization’s name in both languages, its web address and your email address. If there is only one name, enter it twice. An address at your organization’s own domain lets us decide sooner. You choose whether the public list shows your name and your number; your signatures are credited either way.
partner-guide-ask-picture = The form for partners: two names, a web address, an email address, a box for the public list and a button
partner-guide-check = Confirm by email
partner-guide-check-says = So that nobody can ask in your name, we email you a link. Open it within { -partner-ask-hours } hours and press “Confirm our request”: only then do we see the request. Nothing there after some minutes? Look in the spam folder, and check the address. An unanswered request is erased after { -partner-ask-days } days.
partner-guide-accepted = What acceptance brings
partner-guide-accepted-says = We email you as soon as your organization is a partner. From then on, signatures that come through you are credited to you, and you have:
partner-guide-accepted-1 = a link of your own, and code for your site with your credit in it;
partner-guide-accepted-2 = a poster with a QR code, and a letter to your members that you can paste;
partner-guide-accepted-3 = a page of your own with your numbers;
partner-guide-accepted-4 = your line on the public list, if you agreed to it.
partner-guide-page = Open your own page
partner-guide-page-says = Enter the address that we know as your organization’s contact, and we email you a link that works once, within { -sign-in-minutes } minutes. There is no password: for your next visit, ask for another link. Your links, your code and your numbers are on this page, and the numbers by riding and by day can be downloaded (CSV). If a colleague should see it too, write to us with their address.
partner-guide-page-picture = An organization’s page: its number, the ways in which people confirmed, its link with a button that copies it, and a link to its poster
partner-guide-numbers = What the numbers mean, and how fresh they are
partner-guide-numbers-says = Your number is the people who confirmed, or signed on paper, and came through you. Each person counts once, for one organization at most. Someone who withdraws leaves your number too.
partner-guide-numbers-1 = Your number and the numbers by riding are counted each hour; your page shows when, and when the next count follows. Below { -partner-shown-from } signatures, it says “fewer than { -partner-shown-from }”. A riding is named from { -partner-shown-from } signatures on, and the others are added up.
partner-guide-numbers-2 = By day, you see your number as the day began, in Ottawa’s time, and how it has changed since.
partner-guide-numbers-3 = How people confirmed is counted every six hours, so these shares may lag behind your number.
partner-guide-numbers-4 = Counters on your site show the number of the whole campaign, or of a riding. They follow within seconds, and keep their last number if our site is down. An image shows the number of the moment at which it was loaded.
partner-guide-credit = How each link and code is credited
partner-guide-credit-says = Your credit stands in the address: your link ends in “partner=” and your organization’s short name, and your code and QR code hold the same. Whoever signs on the page that it opens is credited to you. You may shorten the link, but leave its end as it is.
partner-guide-credit-1 = Link, embeds, poster and sign-up sheet all credit you alike. So do the links that your signers share with their friends.
partner-guide-credit-2 = People confirm by the link in our email or by the six digits there. Both count the same; your page shows how many chose which.
partner-guide-credit-3 = Signatures on paper are credited to the organization that collected them. Say so when you hand in the sheets.
partner-guide-credit-4 = We keep nothing in people’s browsers. If someone leaves and comes back another way, you are not credited.
partner-guide-credit-5 = As they confirm, people see your name and may take your credit off. They count all the same, but not for you.
partner-guide-embed = Put the campaign on your site
partner-guide-embed-says = Copy one of these from your own page, and paste it where it is to stand:
partner-guide-embed-1 = Script: the live counter, in one line. The best choice for most sites.
partner-guide-embed-2 = Frame (iframe): the same counter, for sites that take no scripts.
partner-guide-embed-3 = Image: for newsletters.
partner-guide-embed-4 = Form: people sign without leaving your page.
partner-guide-embed-5 = WordPress: paste your link on a line of its own, or the code in a block “Custom HTML”. If part of the code is gone after you save, use the image, or ask an administrator of your site to paste it.
partner-guide-embed-picture = The live counter as it stands on a site: the number, a bar to the goal and a button, and below it the line to copy
partner-guide-poster = Print your poster
partner-guide-poster-says = Your page leads to a poster whose QR code credits you: open it and print it. To collect signatures by hand, follow “For partners” on your page, where you are chosen already, and get the sign-up sheet. Bring or mail the signed sheets to the organizers, who type them in.
partner-guide-poster-picture = The poster: the campaign’s name, what it asks for, and a QR code to scan
partner-guide-unseen = What you do not see, and why
partner-guide-unseen-says = You see nobody’s name, address or comment, not even your own members’: people gave them to the campaign, which promises to show numbers alone. A few signatures in one riding could point to someone you know, so these are only added up. And whoever writes to one member could watch the number grow as they sign, so your number is counted once an hour and shown from { -partner-shown-from } on, here and on the public list. An email address is passed on only to an organization that the box for news names, and only if the person ticked it.
partner-guide-end = Pause or end
partner-guide-end-says = Write to us to pause the partnership or to end it. Your links and code keep working, and credit no one; your page closes, and you leave the public list. Your number stays. A pause can be lifted at any time. At the end we erase your contacts’ addresses, and no other organization ever gets your short name.
partner-guide-write = Whom to write to
partner-guide-write-says = For anything about your page, your credit, paper or the press, write to the campaign, and name your organization:
