# The organizers' office.
office-nav = The office
office-nav-dashboard = Dashboard
office-nav-downloads = Downloads
office-nav-team = Organizers
office-nav-log = Log
office-sign-out = Sign out everywhere
office-back = Back to the office

office-sign-in-title = Organizers’ office
office-sign-in-lede = Enter your address. If it belongs to an organizer, a link that lets you in is on its way in a moment.
office-sign-in-email = E-mail address
office-sign-in-button = Mail me a link
office-sign-in-hint = There is no password. The link works once, for 15 minutes. If you are new, ask another organizer to invite you.
office-sign-in-missing = Enter your e-mail address.
office-sign-in-malformed = Enter an address in the form name@example.org.
office-sign-in-over = Your session is over: after an hour without a page, or eight hours in all. Please sign in again.
office-mail-title = Look into your mail
office-mail-body = If this address belongs to an organizer, a mail with a link is on its way. Open it on this device.
office-mail-nothing = Nothing after a few minutes? Look into the spam folder, and check that you typed the address you were invited with. At most five links an hour are sent.
office-mail-again = Ask again
office-open-title = Come in
office-open-lede = One press, and you are in the organizers’ office on this device.
office-open-button = Sign in

office-code-title = Your code
office-code-lede = The link is good. Now the code that your device shows for this office.
office-code = Enter the code
office-code-hint = Six digits from your app, or one of your recovery codes.
office-code-lost = Device and recovery codes gone? Another admin can remove you and invite you again.
office-code-malformed = Enter the six digits that your app shows, or a recovery code of sixteen letters and digits.
office-code-wrong = This code is wrong, or was used already. Wait for the next one and enter that.

office-factor-title = Second factor
office-factor-lede = A mailbox can be broken into. With a second factor, whoever signs in as you also needs your phone: an app on it shows a new code every half minute.
office-factor-required = In this campaign everybody who may download supporters or decide anything needs one.
office-factor-set-up = Set it up
office-factor-scan = Open an app for codes, such as the password manager of your phone, and scan this picture.
office-factor-picture = Picture for your app. The same secret stands below as text.
office-factor-type = Or type this secret into the app:
office-factor-same-device = The app is on this very device? Open it there
office-factor-first-code = The code that the app shows now
office-factor-first-wrong = This is not the code that your app shows now. Check that its clock is right, and enter the newest one.
office-factor-on-button = Switch it on
office-factor-on-since = Your second factor is on since { $day }.
office-factor-left = { $count ->
    [0] No recovery code is left: switch it off and on again to have new ones.
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
office-factor-off = Switch it off
office-factor-off-lede = For a new device, or new recovery codes: switch it off here, and set it up again.
office-factor-switched-off = Your second factor is off. It is in the log.
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
office-error-changed-meanwhile = Somebody changed this just now. Look again and decide anew.

role-viewer = Viewer
role-viewer-does = Viewer: sees and downloads counts, nothing personal
role-exporter = Exporter
role-exporter-does = Exporter: also downloads supporters who asked for news
role-moderator = Moderator
role-moderator-does = Moderator: also decides what counts
role-admin = Admin
role-admin-does = Admin: also says who the organizers are, and reads the log

office-dashboard-title = Dashboard
office-trend = Signatures over time
office-near = Nearest to a milestone
office-near-none = Nobody has signed yet. The first signatures appear here within seconds.
office-missing = { $missing } to { $milestone }
office-tile-total = Signatures
office-tile-goal = of { $goal }, the goal
office-tile-day = Last 24 hours
office-tile-week = Last 7 days
office-tile-net = signed less withdrawn
office-tile-ridings = Ridings with signatures
office-tile-of-343 = of 343
office-tile-abroad = Abroad
office-tile-in-no-riding = counted, in no riding
office-table = All ridings
office-found = { $count ->
    [0] No riding matches.
    [one] One riding.
   *[other] { $count } ridings.
}
office-column-name = Riding
office-column-province = Province
office-column-count = Signatures
office-column-share = Of electors
office-column-day = 24 hours
office-column-week = 7 days
office-column-missing = Next milestone
office-column-member = Member of Parliament
office-column-party = Party
office-no-member = not known
office-partners = By partner
office-partner = Partner
office-partner-share = Of all
office-partners-none = Nobody has come through a partner yet. Partners find their links and embeds here:

office-downloads-title = Downloads
office-downloads-lede = The counts of all 343 ridings with their Members of Parliament, as a file. Every file says as of when it is, and adds up to the total.
office-downloads-counts = Counts per riding
office-downloads-at = As of
office-downloads-at-hint = Leave empty for now. Any full hour since the campaign began can be had, in Coordinated Universal Time (Ottawa is 5 hours behind in winter, 4 in summer).
office-downloads-language = Language of the file
office-downloads-xlsx = Excel
office-download-wrong = Some of what was asked for does not exist.
office-download-lang-unknown = The language is en or fr.
office-download-province-unknown = A province or territory is written with its two letters, such as ON.
office-download-at-malformed = An hour is written like 2026-11-23T14.
office-download-at-not-kept = No snapshot was kept in that hour. Try the hour before or after.

office-column-one-pager = One-pager
office-one-pager-of = One-pager of { $riding }
office-print = Pages to hand over
office-print-lede = One page per riding for its Member of Parliament: the number, how it grew, the three asks, and how it was counted. Or the book of all ridings, with a table of contents.
office-print-of = Riding
office-print-book = A book of all ridings
office-print-province = For a book: which ridings
office-print-paper = Paper
office-print-letter = Letter
office-print-button = Make the PDF

office-supporters-title = Supporters who asked for news
office-supporters-lede = Names and addresses of those who ticked “send me news”, with the sentence they ticked and when. Nobody else is in the file.
office-supporters-care = A pledge is a political opinion. Keep the file where only you can read it, use it only for news of this campaign, let everybody stop with one click, and delete it when it has served: who withdraws later is still in it.
office-supporters-go = Download supporters
office-supporters-not = Your role shows counts, nothing personal. An admin can make you an exporter.
office-supporters-parts = There are many. The file comes in parts; together they have everybody once.
office-supporters-download = Download CSV
office-reason = What is it for?
office-reason-hint = One line for the log: “newsletter of November 24”, for example.
office-reason-missing = Say what the file is for. The log keeps it.
office-reason-too-long = Say it in at most { $max } characters.
office-part-unknown = There is no such part.

office-team-title = Organizers
office-team-lede = Who may come in, and what they may do there. Whoever is removed is out at once.
office-team-members = Everybody
office-team-since = Since
office-team-by = Invited by
office-team-change = Change
office-team-saved = Done. It is in the log.
office-team-there-already = This address is an organizer’s already.
office-role = Role
office-role-of = Role of { $email }
office-save = Save
office-remove = Remove
office-remove-whom = Remove { $email }
office-invite = Invite somebody
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
office-did-signed-in = came in
office-did-signed-out = signed out everywhere
office-did-invited = invited an organizer
office-did-role-changed = changed a role
office-did-removed = removed an organizer
office-did-second-factor-on = switched a second factor on
office-did-second-factor-off = switched a second factor off
office-did-recovery-code-used = used a recovery code; left:
office-did-supporters-exported = downloaded supporters, part

# Files.
file-as-of = As of { $day }, { $time } (Ottawa)
file-how = Each signature was confirmed by e-mail, and every person counts once.
file-code = Riding code
file-riding = Riding
file-province-code = Province code
file-province = Province or territory
file-signatures = Signatures
file-electors = Electors
file-share = Share of electors
file-rank = Rank in Canada
file-rank-in-province = Rank in province
file-day = Change in 24 hours
file-week = Change in 7 days
file-member = Member of Parliament
file-party = Party
file-partner = Through { $partner }
file-abroad = Abroad, in no riding
file-first-name = First name
file-last-name = Last name
file-email = E-mail
file-postal-code = Postal code
file-country = Country
file-language = Language
file-consent-wording = Agreed to
file-consent-at = Agreed at (UTC)
file-partner-name = Partner
sheet-about = About
sheet-ridings = Ridings
sheet-provinces = Provinces
sheet-provinces-chart = Signatures by province, as bars
sheet-in-ridings = In 343 ridings
sheet-total = All together
