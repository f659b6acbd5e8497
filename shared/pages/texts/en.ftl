# The sentences of every page that no campaign changes. The campaign's own are in shared/campaigns.

## Layout

layout-skip = Skip to the main content
layout-other-language = Français
layout-integrity = How we count
layout-privacy = Your privacy
layout-contact = Write to us
page-title-with-errors = Error: { $title }
back-to-campaign = Back to the campaign
back-to-form = Add your name
sign-again = Sign again
story-title = Why now
campaign-opens-on = Signing opens on { $day }. Come back then and bring a friend.

## The counter

counter-label = { $count ->
    [0] Be the first to sign
    [one] person has signed
   *[other] people have signed
}
counter-bar = Progress towards the goal
holding-body = So many people are here right now that for a while this is the only page we show.
holding-links = If you already have our email, its button and its code still work.
holding-again = To sign, or to see the count in your riding, please come back a little later.
counter-goal = Our goal: { $goal }
counter-goal-reached = { $reached } reached. Our next goal: { $goal }

## The form

form-title = Add your name
form-title-closed = The pledge
form-who = Anyone who lives in Canada can sign, whatever their status, and so can Canadian citizens abroad.
form-ends = You can sign until the end of { $last }. Names and addresses are kept until { $erased } at the latest; the numbers stay.
form-ended = Signing ended on { $last }. Thank you to everyone who signed. Names and addresses are kept until { $erased } at the latest; the numbers stay.
form-partner = { $partner } invites you to sign.
form-first-name = First name
form-last-name = Last name
form-email = Email address
form-email-hint = We email you a code and a link to confirm. Your address is never published.
form-postal-code = Postal code
form-postal-code-hint = It tells us your federal riding. For example, K1A 0A6.
form-postal-code-meant = Did you mean { $suggestion }?
form-riding = Your federal riding
form-riding-found = Your riding: { $riding }
form-riding-several = This postal code touches more than one riding. Choose yours.
form-riding-unknown = We do not know this postal code yet. Choose your riding yourself.
form-riding-not-mine = Not my riding
form-riding-another = None of these? Choose from all ridings
form-riding-choose = Choose from all ridings
form-riding-none = Choose a riding
form-abroad-summary = I live outside Canada
form-country = Country where you live
form-country-hint = You need no postal code if you are a Canadian citizen abroad.
form-country-none = Choose a country
form-comment-summary = Add a message to the Prime Minister (optional)
form-comment = Your words to the Prime Minister
form-comment-hint = Up to 1,000 characters. We keep it for your letter, which you can send once you are counted.
form-button = Sign
form-sending = Sending…
form-privacy = We keep it only to count you once and to write to you about it.
form-privacy-link = Your privacy
form-error-prefix = Error:

## After signing

check-mail-title = Check your email
check-mail-body = Look for our email at the address you gave, and press the button in it to confirm.
check-mail-hint = Nothing there after { -first-mail-minutes } minutes? Look in your spam folder. The button works for { -form-days } days. If you mistyped your address, sign again.


confirm-title = One last step
confirm-body = Check what we will keep, then press the button. You are counted in { $riding }, once.
confirm-body-abroad = Check what we will keep, then press the button. You are counted among Canadians abroad, once.
confirm-correct = Correct or add something
confirm-comment = Your words to the Prime Minister (optional)
confirm-button = Yes, count me in
confirm-note = If you did not sign, close this page: what was entered is deleted after { -form-days } days.
confirm-partner = Credit this signature to our partner: { $partner }
confirm-who = Someone is already counted with this email address. Are you the same person?
confirm-who-counted = { $name } is already counted.
confirm-who-spelling = They signed with another spelling of this address, for example without a “+” part.
confirm-who-same = Yes, that is me: count me once
confirm-who-another = No, I am another person in the same household
confirm-others = Other forms sent with this address
confirm-other = { $name }, { $sent }

check-mail-code = Six-digit code from that email
check-mail-code-hint = The code works for { -code-minutes } minutes. The button in the email works for { -form-days } days.
check-mail-code-button = Count me in
check-mail-counted = You are counted. We are emailing you the link to your pledge.
check-mail-start-over = Not you? Start over
error-code-wrong = That code does not work: it may be mistyped, older than { -code-minutes } minutes or used already, or someone may already be counted with this address. Try again, or press the button in the email
error-draft-spent = This form is confirmed, and you are counted. To sign for somebody else, start over.
error-who-is-it = Please say whether you are the person who is already counted.
error-other-spelling = Someone is already counted with another spelling of this address, for example without a “+” part. Sign with that spelling, and we will email it the link to that pledge.
failed-other-spelling-title = This address is already counted, in another spelling

digest-stop-title = Stop the weekly emails?
digest-stop-body = Press the button, and we will not send the weekly number to this address again. Letters that your constituents write still reach you.
digest-stop-button = Stop the weekly emails
digest-stop-done-title = The weekly emails are stopped
digest-stop-done = This address gets no more of them. If you ever want them back, open the same link in our email.
digest-again-title = The weekly emails are stopped
digest-again-body = You asked us not to send them. If you would like them after all, press the button.
digest-again-button = Send them again
digest-again-done-title = You will get the weekly emails again
digest-again-done = We write once a week at most, and only when the number has changed.
not-me-title = Was this not you?
not-me-body = Press the button, and we will not write to this address again. What was entered with it is deleted at once.
not-me-button = Do not write to me again
not-me-done-title = We will not write to you again
not-me-done = The forms that waited with your address are deleted. If you are counted, you stay counted; the link to your pledge lets you withdraw it.
not-me-done-back = If you ever want to sign, open the same link in our email: there you can let us write to you again.
not-me-again-title = We do not write to this address
not-me-again-body = You asked us not to write to you again. If you would like to sign after all, press the button, then fill in the form.
not-me-again-button = You may write to me again
not-me-again-done-title = We may write to you again
not-me-again-done = Fill in the form, and we will email you as we do everybody.
my-pledge-mails-refused = We have sent no email to your address since { $day }, because you asked us not to. The link in our first email takes that back. Questions: { $contact }
thank-you-title = Thank you, { $name }
thank-you-riding = { $count ->
    [one] You are the first to sign in { $riding }.
   *[other] You are one of { $count } in { $riding }.
}
thank-you-abroad = { $count ->
    [one] You are the first Canadian abroad to sign.
   *[other] You are one of { $count } Canadians abroad.
}
thank-you-total = { $total ->
    [one] You are the very first of all.
   *[other] In all, { $total } people have signed.
}
thank-you-already = You were already counted, so the number stays the same: each person counts once.
thank-you-share-title = Invite someone
thank-you-share-body = People often sign because someone they know asked. This link is yours to pass on:
thank-you-manage = See, change or withdraw your pledge

## My pledge

my-pledge-title = My pledge
my-pledge-intro = This is what we keep about your pledge. Keep this page’s address to yourself: whoever has it can change your pledge.
my-pledge-kept = We keep it until { $day }, { -kept-months } months after the campaign, unless you withdraw before.
my-pledge-not-counted = Your pledge is not counted at present: the campaign’s team set it aside. If that is a mistake, write to { $contact } and we will correct it.
my-pledge-name = Name
my-pledge-email = Email address
my-pledge-riding = Riding
my-pledge-riding-found = { $riding } (found by your postal code)
my-pledge-riding-chosen = { $riding } (chosen by you)
my-pledge-postal-code = Postal code
my-pledge-country = Country
my-pledge-sent-on = Form sent on
my-pledge-signed-on = Counted on
my-pledge-language = Language of our messages
my-pledge-language-en = English
my-pledge-language-fr = French
my-pledge-partner = Partner whose link you followed
my-pledge-comment = Your words to the Prime Minister
my-pledge-updates = News of the campaign
my-pledge-updates-yes = Yes, by email, since { $day } (wording { $wording })
my-pledge-updates-no = No
my-pledge-marks = Besides this, we keep marks that tell nobody who you are: scrambled codes of your address and of your name with your postal code, random numbers that belong to your form, which counter counts you, whether you used the link or the code, how many messages went to your address, and whether we sent a letter for you. The download has them too, except the code of your name and postal code, which could tell others who signed on paper.
my-pledge-mails = Messages sent to your address
my-pledge-mails-bounced = Your address refused our email on { $day }, so we send none there for { -mailbox-days } days. If it works again sooner, write to { $contact }.
my-pledge-mails-complained = No message goes to your address any more, since { $day }: one of them was reported as unwanted there. If you want them again, write to { $contact }.
my-pledge-download = Download all of it (JSON)
my-pledge-letter = Write to your Member of Parliament
my-pledge-correct-name-title = Correct my name
my-pledge-correct-name-button = Save my name
my-pledge-change-riding-title = I have moved, or this is not my riding
my-pledge-change-riding-body = Enter your postal code. Your name moves to the new riding, and the old one counts one less.
my-pledge-change-riding-button = Change my riding
my-pledge-updates-title = News of the campaign
my-pledge-updates-button = Save my choice
my-pledge-withdraw-title = Withdraw
my-pledge-withdraw-body = Your online signature stops counting at once, and your pledge, your unconfirmed forms and any letter that is waiting are erased. You can sign again whenever you like.
my-pledge-withdraw-summary = I want to withdraw
my-pledge-withdraw-button = Withdraw my pledge
my-pledge-saved = Saved.

withdrawn-title = Your pledge is withdrawn
withdrawn-body = Your online signature no longer counts. Your pledge, your unconfirmed forms and any letter that was waiting are erased.
withdrawn-stays = Your name and address stay until our last email to you has left: seconds as a rule, { -farewell-days } days at most. Our backups forget what was erased within { -backup-days } days. What stays names nobody: the number of people who withdrew, and scrambled codes, such as that of your address, which are gone { -traces-days } days after our last email at most. Only if you asked us not to write, or if we had taken your signature out of the count, a scrambled code of the address stays until { -kept-months } months after the campaign.
withdrawn-elsewhere = What has left us is out of our reach: a letter that was sent and, if you agreed to news, a list that the organization has downloaded. Write to { $contact } to be taken off that list.
withdrawn-receipt = This page is your receipt: withdrawn on { $day } at { $time }, Ottawa time. It does not name you.
withdrawn-again = Changed your mind? You are welcome to sign again.

link-problem-title = That did not work
link-problem-lost = Lost the link to your pledge? Sign again with the same address: you are not counted twice, and our email brings you the link. Or write to { $contact }.
link-problem-sign = Sign, or sign again

## Stop news

stop-updates-title = Stop sending me news
stop-updates-body = Press the button and we record that you no longer want news of the campaign. Your pledge stays, and still counts.
stop-updates-button = Stop sending me news
stop-updates-done-title = No more news
stop-updates-done = Done: no list for news that is made from now on has your address. A message that is already being prepared may still reach you. Your pledge stays, and still counts.
stop-updates-again = Pressed by mistake? Say yes to news again on your pledge’s page; its link is in the message that thanked you.

## Errors. Keys are "error-" and the code of the interface.

error-invalid-form = Please check what you entered
error-name-missing = Enter your first name, your last name or both
error-name-too-long = Shorten this name to { $max } characters
error-name-link = A name cannot be a web address. If it has a period, put a space after it
error-name-character = Use letters, apostrophes, hyphens and the other signs of names, and begin with a letter
error-corrected-often = You have changed your name or your home { -corrections-per-day } times today. Try again tomorrow, or write to { $contact }
error-name-taken = The other person at your address has that name. Enter your own
error-email-missing = Enter your email address, so that you can confirm
error-email-malformed = Check your email address. It should look like name@example.org
error-email-too-long = This email address is too long to be delivered. Enter another one
error-postal-code-missing = Enter your postal code, or choose your country if you live outside Canada
error-postal-code-malformed = Enter all six characters of your postal code, such as K1A 0A6
error-postal-code-did-you-mean = That postal code has a letter where a digit goes, or a digit where a letter goes. Did you mean { $suggestion }?
error-postal-code-unused-letter = Check your postal code: it has a letter that Canada Post does not use in that place
error-riding-ambiguous = Choose your riding: your postal code alone does not tell us
error-riding-unknown = Choose a riding from the list
error-riding-elsewhere = That riding and your postal code are in different provinces or territories. Check both
error-country-unknown = Choose a country from the list
error-locale-unknown = Send locale as en or fr
error-comment-too-long = Shorten your words to { $max } characters
error-token-missing = This link is not complete. Open it again from our message
error-field-type = { $field } has the wrong type
error-not-json = The request’s body must be a JSON object
error-body-too-large = That is more than we can take: { $max } KB at most
error-unsupported-media-type = The request’s body is of a type that we do not read
error-rate-limited = { $minutes ->
    [one] Many people have signed from your network just now. Try again in a minute.
   *[other] Many people have signed from your network just now. Try again in { $minutes } minutes.
}
error-link-invalid = This link is not complete, or not one of ours. Open it again from our message, or copy the whole address.
error-link-expired = This link has expired. Sign again to get a new one.
error-pledge-gone = There is no pledge behind this link any more: it was withdrawn, or never confirmed in time. You are welcome to sign again.
error-address-taken = Someone else has already signed with this address. Two members of a household may share one address if they have the same postal code. Sign with an address of your own.
error-campaign-closed = The campaign is over. Thank you to everyone who signed.
form-closed-until = The form is closed for now. We plan to open it again on { $day }. A link or code that you were emailed still works.
error-form-closed = The form is closed for the moment. Please come back later. A link or code that you were emailed still works.
error-campaign-not-open = The campaign has not begun yet. Come back soon.
error-not-found = There is no such page
error-method-not-allowed = This address does not take requests of that kind
error-unavailable = We cannot reach our records right now. Nothing is lost. Try again in a moment.
error-riding-not-found = There is no riding with that code
error-postal-code-not-found = We do not know this postal code. It may be new: choose your riding yourself.

not-found-body = The address may have been cut off or mistyped.

## The privacy page

privacy-title = Your information, in plain words
privacy-lede = We keep what it takes to count you once and to write to you about it, and to stop misuse. None of it is ever for sale.
privacy-who-title = Who is responsible
privacy-who = { $organization }, { $address }. Write to the person in charge of personal information at { $contact }. You get an answer within 30 days.
privacy-kept-title = What we keep, why and until when
privacy-what = What
privacy-why = Why
privacy-until = Until when
privacy-name = First and last name
privacy-name-why = To count each person once, and to greet you in our messages
privacy-email = Email address
privacy-email-why = So that you can confirm that it was you, by a link or a six-digit code. At most { -mails-most } messages about your pledge in { -mail-days } days, one of them a reminder if it is not confirmed after { -reminder-days } days
privacy-home = Postal code and riding, or country
privacy-home-why = To count you in the right riding
privacy-comment = Your words to the Prime Minister, if you wrote any
privacy-comment-why = To put them into your letter to the Prime Minister
privacy-updates = Your yes to news, and the sentence you said yes to
privacy-updates-why = To write only to those who asked, and to be able to show it
privacy-heard = Your address once more, if you said yes to news and the organization’s mailing tool has received it
privacy-heard-why = To have that tool stop when you say no or withdraw
privacy-paper = Your name and postal code, if you signed on paper
privacy-paper-why = To count each person once, in the right riding
privacy-times = Your language, the times you signed and confirmed, the partner whose link you followed
privacy-times-why = To write in your language, and to know which invitations work
privacy-link = Your own link, and how many signed through it, by day
privacy-link-why = To tell you, from three people on, that your invitation works. The form asks those who follow your link; we do not record who they are
privacy-draft = The form, before you confirm
privacy-draft-why = To count you when you confirm. The page of the link shows it to you first, and you can correct all of it
privacy-code = How often the six-digit code of our message was tried
privacy-code-why = So that it is hard to guess. It can be tried { -code-tries } times, in { -code-minutes } minutes
privacy-corrections = How often you changed your name or your home in a day
privacy-corrections-why = So that nobody tries out many names to find who signed on paper. { -corrections-per-day } changes are possible in a day
privacy-mails = A scrambled code of your mailbox (your address as it was typed), how many messages were sent to it, and whether it takes any
privacy-mails-why = So that nobody can flood your mailbox through us, and so that we write no more where a message is not wanted
privacy-person = A scrambled code of your name with your postal code
privacy-person-why = To count you once if you sign on paper and online
privacy-farewell = Your name and address, after you withdraw
privacy-farewell-why = To tell you that it is done
privacy-network = The first part of your network address
privacy-network-why = To hold back automated signing
privacy-cohort = A coarse mark of your form: its minute, the pattern of the name (such as Aa Aaaa), and shortened codes of your network and email domain
privacy-cohort-why = To see when one person makes up many signatures. Several networks share a code
privacy-removed = A scrambled code of an address whose signature we took out of the count
privacy-removed-why = So that someone on the team looks first if that address is used to sign again
privacy-kept-body = On { $day }, { -kept-months } months after the campaign ends, we erase everything about those who signed; only the numbers stay. If you withdraw before then, your pledge is erased at once.
privacy-until-end = { -kept-months } months after the campaign, or when you withdraw
privacy-until-updates = { -kept-months } months after the campaign, or when you withdraw or say no
privacy-until-heard = Until that tool knows that you said no or withdrew, { -heard-days } days after it at most
privacy-until-paper = { -kept-months } months after the campaign, or when you ask us to erase it
privacy-until-draft = { -form-days } days, then erased by itself; at once if you tell us that it was not you
privacy-until-code = One hour after the last try
privacy-until-corrections = Two days
privacy-until-mails = { -mailbox-days } days after the last message. If you asked us not to write again, or reported a message as unwanted, { -kept-months } months after the campaign
privacy-until-farewell = A few seconds, { -farewell-days } days at most
privacy-until-network = Ten minutes, in memory. We store only a scrambled code of it: { -form-days } days at most with your form, two days in hourly counts
privacy-until-cohort = Seven days, or when you withdraw
privacy-until-removed = { -kept-months } months after the campaign, or when the signature counts again. A withdrawal does not erase it
privacy-copies = What was erased disappears from our backups { -backup-days } days later at most. What has run out by itself is no longer used from that moment, and is deleted within a few days.
privacy-withdrawn-title = If you withdraw
privacy-shared-title = Who sees it
privacy-shared-counts = Members of Parliament, partners and the public see numbers by riding, and no names. Only a letter that you have us send carries yours.
privacy-shared-organization = At the organization, only the few people who need it for the campaign can see names. If you say yes to news, your name, address and language go to the mailing tool of the organization that the sentence names, and to nobody else; your no goes there too.
privacy-shared-processor = Amazon Web Services stores the data and sends our messages for us, in Canada. It may use them only for that.
privacy-shared-own = The organization keeps the data on a machine of its own. Our messages leave through its email provider.
privacy-shared-edge = What you send, and what you see, passes through the Amazon location nearest to you, which may be outside Canada. Nothing about you is kept there.
privacy-choices-title = What you can do, at any time
privacy-choices-intro = The message that thanks you for signing has a link to your pledge. There, without asking anyone, you can:
privacy-choices-see = see what we keep about your pledge, and download it
privacy-choices-correct = correct your name, postal code and riding
privacy-choices-updates = say yes or no to news
privacy-choices-withdraw = withdraw: your signature stops counting and your pledge is erased at once
privacy-choices-paper = If there is also a signature on paper with your name and postal code, it counts again after you withdraw: someone else may have signed online in your name. Write to { $contact } to have it erased.
privacy-choices-lost = Lost the message? Sign again with the same address: you are not counted twice, and our email brings you the link.
privacy-choices-not-me = Someone else entered your address? Our message has a link “This was not me”. We then write no more to that address and erase what was entered with it. The same link takes that back.
privacy-choices-write = For anything else, write to { $contact }.
privacy-site-title = This site
privacy-site = No cookies, no trackers, nothing loaded from anyone else. Our logs hold no names, addresses or postal codes.
privacy-law-title = Your rights in law
privacy-law = We follow Canada’s Personal Information Protection and Electronic Documents Act (PIPEDA), Quebec’s act on personal information in the private sector (as amended by Law 25), and Canada’s anti-spam law (CASL): news comes only with your express consent, and each message says how to stop.
privacy-law-complain = Not satisfied with our answer? You can complain to the Office of the Privacy Commissioner of Canada (priv.gc.ca) or, in Quebec, to the Commission d’accès à l’information (cai.gouv.qc.ca).

## History and interface

error-address-unreadable = This address cannot be read. Part of it may be missing, or appear twice.
error-since-malformed = Give “since” as a day, such as 2026-11-23, or a moment, such as 2026-11-23T14:00:00Z.

## Embeds: what stands in other sites' pages. The script's words are among the counter's, above.

counter-label-riding = { $count ->
    [0] Be the first to sign in { $riding }
    [one] person has signed in { $riding }
   *[other] people have signed in { $riding }
}
embed-counter-title = { $campaign }: how many people have signed
embed-counter-title-riding = { $campaign }: how many people have signed in { $riding }
embed-form-title = { $campaign }: add your name
error-oembed-format = We answer in JSON only. Ask with format=json
error-oembed-url = There is nothing to embed at that address

## Counts by riding

layout-ridings = Signatures by riding
ridings-title-province = Signatures by riding: { $province }
ridings-heading = { $count ->
    [0] Nobody has signed yet
    [one] { $count } person has signed
   *[other] { $count } people have signed
}
ridings-heading-province = { $count ->
    [0] { $province }: nobody has signed yet
    [one] { $province }: { $count } person has signed
   *[other] { $province }: { $count } people have signed
}
ridings-lede = In all of Canada’s 343 federal ridings: { $ridings }. Canadians abroad: { $abroad }.
ridings-updated = The numbers last changed on { $day } at { $time }, Ottawa time.
ridings-no-counts = We can’t show the counts right now
ridings-search = Find a riding
ridings-province = Province or territory
ridings-everywhere = All of Canada
ridings-find = Find
finder-title = Find your riding
finder-lede = Your postal code tells which riding you live in. We do not keep it.
finder-several = This postal code touches more than one riding. Which one is yours?
finder-unknown = We do not know this postal code, which may be new. Look for your riding by its name, in the list of all ridings.
finder-button = Find my riding
finder-kept-nowhere = We do not keep your postal code.
ridings-all = All 343 ridings
ridings-table-title = All ridings
ridings-found = { $count ->
    [0] { ridings-found-none }
    [one] { $count } riding
   *[other] { $count } ridings
}
ridings-vacant = (vacant seat)
ridings-answer-answered = { $count ->
    [one] { $count } Member of Parliament has answered
   *[other] { $count } Members of Parliament have answered
}
ridings-answer-yes = { $count } said yes to all of our asks
ridings-found-none = No riding matches. Try a shorter name, or your MP’s.
ridings-found-one = 1 riding
ridings-found-many = {"{"}count{"}"} ridings
ridings-shown = Ridings { $first } to { $last } of { $all }
ridings-pages = Pages of the table
ridings-provinces-title = Provinces and territories
ridings-sum-ridings = All ridings
ridings-sum-abroad = Canadians abroad
ridings-sum-total = Everyone
ridings-how = Everyone who signed online has confirmed by email, once each; signatures on paper are counted too. Shares are of the electors on the lists of 2025. Equal counts share a rank.
ridings-json = The same numbers as data (JSON)
column-name = Riding
column-province = Province or territory
column-count = People who signed
column-share = Share of electors
column-rank = Rank
map-title = The map
map-choose = What the map shows
map-outlines = Outlines
map-hexagons = Hexagons
colour-count = People
colour-share = Share of electors
colour-rank = Rank
map-label = Map of Canada’s ridings, darker where more people have signed. The table below holds the same numbers.
map-keys = Map. The arrow keys move it, plus and minus zoom, zero shows all of it.
map-in = Zoom in
map-out = Zoom out
map-whole = Show all
map-open = Open
map-hint = Point at a riding, or tap it, to see its number.
map-legend = Legend
map-step-none = none yet
map-step-some = some
map-step-range = { $low } to { $high }
map-step-under = under { $high }
map-step-last = { $low } or more
map-riding = { $riding }: { $count }
map-vancouver = Greater Vancouver
map-toronto = Greater Toronto
map-ottawa = Ottawa and Gatineau
map-montreal = Greater Montreal
riding-count-label = { $count ->
    [one] person has signed here
   *[other] people have signed here
}
riding-share = { $share } of { $electors } electors
riding-rank-country = Rank in Canada
riding-rank-province = { $province ->
    [AB] Rank in Alberta
    [BC] Rank in British Columbia
    [MB] Rank in Manitoba
    [NB] Rank in New Brunswick
    [NL] Rank in Newfoundland and Labrador
    [NS] Rank in Nova Scotia
    [ON] Rank in Ontario
    [PE] Rank in Prince Edward Island
    [QC] Rank in Quebec
    [SK] Rank in Saskatchewan
   *[other] Rank in the territory
}
riding-rank-of = { $rank } of { $all }
riding-rank-tie = { $others ->
    [one] { $rank }, tied with { $others } other
   *[other] { $rank }, tied with { $others } others
}
riding-next = { $needed ->
    [one] One more person, and this riding ties for rank { $rank }.
   *[other] { $needed } more people, and this riding ties for rank { $rank }.
}
riding-next-none = Nobody has signed here yet. Be the first.
riding-next-tied = No riding has more yet. One more person, and it leads alone.
riding-next-first = More than in any other riding.
riding-member = Member of Parliament
riding-member-as-of = { $name }, { $party } (as of { $month })
riding-member-unconfirmed = { $name }, { $party } (from a secondary source)
seat-vacant = This seat is vacant.
seat-vacant-since = This seat has been vacant since { $day }.
answer-title = Answer to the campaign
answer-all = On { $day }, they said yes to all of our asks.
answer-some = On { $day }, they said yes to some of our asks.
answer-no = On { $day }, they said no to our asks.
answer-other = On { $day }, they answered without saying yes or no.
answer-quote = “{ $quote }”
answer-in-en = (in English)
answer-in-fr = (in French)
answer-source = Source: { $host }
riding-see = See your riding
riding-cite-title = Cite this
riding-cite-says = These are the numbers of { $day }, as they stood at { $time }, Ottawa time. The address keeps them.
riding-cite = { $organization }, “{ $campaign }”. { $riding }: { $count ->
    [one] { $count } signature
   *[other] { $count } signatures
} as of { $day } at { $time }, Ottawa time.
riding-cite-copy = Copy the citation
riding-cite-copied = Copied
riding-documents-title = Documents of { $day }
riding-documents-say = They are free to use. A new edition comes each day.
riding-one-pager = One-pager (PDF)
riding-book = The book of all ridings: { $province } (PDF)
riding-table = The number day by day (CSV, opens in Excel)
riding-page-of-day = The page of { $day }
riding-of-day = The numbers of { $day }, { $time }, Ottawa time. They do not change.
riding-now = The number as it is now
riding-table-day = Day
riding-table-code = Code
riding-beside-title = Neighbouring ridings
party-liberal = Liberal
party-conservative = Conservative
party-ndp = NDP
party-green = Green Party
party-independent = Independent
trend-title = How the number has grown
trend-label = From { $first } on { $start } to { $last } on { $end }
chart-numbers = The numbers as a table
chart-when = When

## For partners

layout-partners = For partners
partners-title = Put the campaign on your site
partners-lede = One pasted line shows the live count on your site. Another takes signatures there. No account, no cookies, nothing to install.
partners-partner = Credit signatures to
partners-nobody = No one in particular
partners-theme = Colours
partners-theme-auto = Same as the visitor’s device
partners-theme-light = Light
partners-theme-dark = Dark
partners-riding = Riding code
partners-riding-hint = Optional: five digits, such as 35079, for that riding’s own count. You find it at the end of the riding’s address.
partners-choose = Update the code
partners-copy = Copy
partners-copied = Copied
partners-code = Code:
partners-policy = If your site sets a Content-Security-Policy, it must allow:
partners-script-title = The live counter
partners-script = It moves within seconds of a confirmation, and keeps its last number if our site is down. Paste the line where the counter is to stand.
partners-element-title = The counter as an element
partners-element = For several counters on a page, or a compact one: put the element wherever you like, and the script once, below one of them.
partners-frame-title = The counter in a frame
partners-frame = For sites that take no scripts. It works without JavaScript too.
partners-image-title = The counter as an image
partners-image = For newsletters and README files. It shows the count at the moment it is loaded.
partners-form-title = The whole form
partners-form = People sign without leaving your page. The form sets its own height. The confirmation email comes from us.
partners-form-look = See the form
partners-code-look = See it and its code
partners-link-title = A link
partners-link = Anyone who signs after following it is credited to you.
partners-paste-title = WordPress and others: paste the address
partners-paste = Editors that know oEmbed turn the link above, or a riding’s address, into a counter by themselves. They may ask your administrator to trust our site first.
partners-wordpress-title = In WordPress
partners-wordpress-link = Simplest: paste the link on a line of its own. WordPress turns it into the counter. Where it shows no frames, your readers see the link.
partners-wordpress-html = For the code on this page, add the block “Custom HTML”, paste the code there and press “Preview”. In any other block, WordPress shows the code as text.
partners-wordpress-rights = If part of the code is gone after you save, your account may not publish scripts and frames. Use the image, which WordPress always keeps, or ask an administrator of the site to paste the code.
partners-wordpress-form = The whole form works in a Custom HTML block. Pasted as a link, it has a button that leads to our page, because WordPress lets nobody send a form from such a frame.
partners-look-title = Make it look like your site
partners-look = Set these custom properties on time-to-lead-counter in your own stylesheet; anything you leave out keeps its colour.
partners-variable-ink = Text
partners-variable-ink-quiet = Quieter text
partners-variable-paper = Background
partners-variable-surface = The bar’s background
partners-variable-line = Lines
partners-variable-action = The button
partners-variable-on-action = The button’s text
partners-variable-accent = The title
partners-variable-gold = Progress
partners-variable-font = Typeface
partners-variable-round = Roundness of corners
partners-parts = For everything else, style the parts:
partners-numbers-title = Read the numbers
partners-numbers = All counts are public and free to use, from any site, without a key.
partners-curl-title = On the command line
partners-curl = The total, all ridings, one riding, its history, and the riding of a postal code.
partners-javascript-title = In JavaScript
partners-javascript = The total, in the reader’s way of writing numbers.
partners-interface = The whole interface, as OpenAPI 3.1
partners-rules-title = What you can rely on
partners-rule-fresh = Numbers are at most a few seconds old; a partner’s own is that of the last hour, and null below { -partner-shown-from }, so that it points at nobody. Please ask no more often than every ten seconds.
partners-rule-tag = Every answer has an ETag: send it back as If-None-Match, and an unchanged answer costs you 304 and no content.
partners-rule-away = If our database is down, you get the last number with its Age in seconds, never a zero.
partners-rule-version = Under /v1, fields are added, never removed, and no field changes meaning. A breaking change would come as /v2, and both would run for a year.
partners-rule-exact = The total is the sum of all ridings and of Canadians abroad. Each partner’s credit is counted in the same moment as the person.
partners-look-all = All properties
partners-errors-all = All codes
partners-errors-title = When something is wrong
partners-errors = Errors are application/problem+json (RFC 9457): a stable code for programs, a sentence in the language you ask for with Accept-Language and, when fields are wrong, errors with field, code and message.
partners-errors-code = Code
partners-errors-status = Status
partners-errors-meaning = What it means, and what to do
partners-promise-title = What happens with your visitors’ data
partners-promise = The embeds set no cookies, keep nothing in the browser and load nothing from anyone else. We learn who signs, and keep nothing about who only looks.
partners-listed-title = The campaign’s partners
partners-listed = These partners agreed to be listed, with the signatures that came through their links, embeds and sheets.
partners-listed-as-of = They are counted each hour. Last count: { $time }
partners-listed-few = fewer than { -partner-shown-from }
partners-listed-none = No partner is listed yet.
partners-listed-name = Partner
paging-shown = { $first } to { $last } of { $all }
partner-ask-title = Become a partner
partner-ask-open = Fill in the form
partner-ask-lede = Ask here, and we’ll email you a link to confirm that the request is yours. Once we accept it, signatures that come through you are credited to you.
partner-ask-name-en = Name of your organization in English
partner-ask-name-fr = Name of your organization in French
partner-ask-website = Web address
partner-ask-website-hint = Such as https://example.org
partner-ask-email = Email of a person there
partner-ask-email-hint = An address at your organization’s own domain lets us decide sooner.
partner-ask-listed = Show our name and our number on the public list
partner-ask-privacy = We use the address for this partnership only, and show it to nobody.
partner-ask-button = Ask to become a partner
partner-sign-in-link = Already a partner? See your number
partner-guide-title = Guide for partners
partner-ask-name-en-missing = Enter the name in English. If there is only one name, enter it here too.
partner-ask-name-fr-missing = Enter the name in French. If there is only one name, enter it here too.
partner-ask-name-missing = Enter the name. If there is only one, enter it twice.
partner-ask-name-too-long = Shorten the name to 100 characters.
partner-ask-name-web-address = Enter the name without a web address. In an inclusive French word, use a middle dot: “immigrant·es”.
partner-ask-name-signs = Enter the name as letters, without signs such as < or =.
partner-ask-name-mixed-scripts = Retype the name: a word in it mixes letters that look alike.
partner-ask-website-malformed = Enter a web address such as https://example.org.
partner-ask-email-malformed = Enter an email address such as name@example.org.
problem-address-unreadable = Part of the address is missing or appears twice. Check the query.
problem-link-invalid = The token is not ours or is for something else. Use the whole token from the email.
problem-not-json = The body is not a JSON object.
problem-campaign-closed = The campaign is over. Stop asking for signatures.
problem-form-closed = The form is closed for the moment. Ask again in some minutes.
problem-campaign-not-open = The campaign has not begun.
problem-not-found = There is nothing at that address.
problem-oembed-url = That address is not ours, or cannot be embedded.
problem-postal-code-not-found = The table does not know the postal code, which may be new. Ask the person for their riding.
problem-riding-not-found = No riding has that code. /v1/tally lists them all.
problem-method-not-allowed = Use the method that Allow names.
problem-address-taken = This email address already counts for someone else. Use another.
problem-other-spelling = Someone is already counted with another spelling of this address, for example without a “+” part. Sign with that spelling: the link to that pledge goes there.
problem-who-is-it = Someone is already counted at this address. Send again with who: same if it is that person, another if it is somebody else of the household.
problem-link-expired = The link is too old. Sign again to get a new one.
problem-pledge-gone = The pledge was withdrawn, or never confirmed in time. Sign again.
problem-body-too-large = The body is longer than 16 KB.
problem-unsupported-media-type = Send application/json.
problem-invalid-form = Some fields are wrong: errors says which, and what to enter.
problem-postal-code-did-you-mean = A letter or digit seems to be mistaken: suggestion has the likely code. Ask the person.
problem-postal-code-malformed = That is not a Canadian postal code.
problem-postal-code-missing = Send postal_code.
problem-postal-code-unused-letter = Postal codes do not use that letter there.
problem-riding-ambiguous = The postal code is in several ridings: offer those in ridings, and send the chosen one as riding.
problem-since-malformed = Send since as a day or a moment.
problem-token-missing = Send token.
problem-rate-limited = Too many from one network. Wait as long as Retry-After says.
problem-oembed-format = We answer in JSON only.
problem-unavailable = We cannot answer for the moment. Wait as long as Retry-After says.
problem-not-signed-in = Only organizers may have this: sign in first.
problem-invalid-query = Some of the query is wrong: errors says which, and what to enter.
problem-report-failed = The document could not be made. Ask for one province, or again in a moment.

## Share pictures and reports on paper

share-picture = { $page }: how many people have signed
share-goal = Goal: { $goal }
share-rank = Rank { $rank } of { $all } in Canada
report-title-riding = { $riding }: the campaign’s count
report-book-title = The count in each of Canada’s { $all } ridings
report-book-title-province = { $province }: the count in each riding
report-book-lede = One page for each riding, to hand to its Member of Parliament.
report-contents-title = What is inside
report-summary-title = In short
report-summary-total = { $count ->
    [one] person has signed
   *[other] people have signed
}
report-summary-goal = The goal is { $goal }.
report-summary-ridings = { $count ->
    [one] Signatures come from { $count } riding of { $all }.
   *[other] Signatures come from { $count } ridings of { $all }.
}
report-summary-provinces-title = Province by province
report-summary-best-title = Where most people have signed
report-summary-none = Nobody has signed yet.
report-map-label = Map: { $riding } among the ridings around it
report-map-province-label = Map: where { $riding } lies in { $province }
report-map-country-label = Map: where { $riding } lies in Canada
report-how-title = How signatures are counted
report-how = Online, each person confirms by a link sent to their own address; signatures on paper are checked by name and postal code. Each person counts once, in the riding of their postal code, and anyone who withdraws is taken out of the count. The sum can be recounted from the list of signers for as long as it is kept.
report-verify = The count as it is now:
report-verify-day = This count, and the one as it is now:
report-contact = Questions: { $contact }
report-code = Code to scan: opens { $address }
report-as-of = As of { $day }, { $time }, Ottawa time.
report-member-none = Name not available
members-page-for = For the office of the Member of Parliament
members-page-as-of = The number as it was on { $day } at { $time }, Ottawa time. Open this page again for the newest one.
members-page-week = A week earlier, the count stood at { $before }.
members-page-means = One signature is one person who lives in this riding and supports the campaign’s three asks. Citizens abroad are counted, but in no riding.
members-page-removed = Signatures that turn out to be made up are removed. Each removal is logged with its reason and can be undone.
members-page-write = Whom to write to
members-page-private = The address of this page was given to your office alone: it is on no list, and we can replace it. Nothing here is about a single person.
members-page-public = The riding’s public page
members-page-replaced = This link leads nowhere
members-page-replaced-says = Links to offices’ pages are replaced from time to time. For your office’s new link, write to { $contact }.
report-office = For this office alone: the number as it is now, its line, and how it is counted.
report-file = one-pager
sign-up-sheet-title = Sign your name
sign-up-sheet-title-riding = Sign your name in { $riding }
sign-up-sheet-who = Anyone who lives in Canada can sign, whatever their status. Canadian citizens abroad sign online. Each person counts once: if you have signed online, please do not sign here.
sign-up-sheet-consent = By signing, I agree with the text above, and that the organization { $organization } records my name and my postal code to count me once, in my riding.
sign-up-sheet-number = No.
sign-up-sheet-first = First name
sign-up-sheet-last = Last name
sign-up-sheet-postal-code = Postal code
sign-up-sheet-signature = Signature
sign-up-sheet-place = Place:
sign-up-sheet-day = Date:
sign-up-sheet-partner = This sheet is brought by: { $partner }
sign-up-sheet-privacy = Your name and postal code serve to count you, and nothing else: nobody writes to you because of this sheet. Only numbers are published. What we record is erased { -kept-months } months after the campaign ends at the latest. To see, correct or withdraw it, write to { $contact }. More: { $page }
sign-up-sheet-send = Please bring or mail this sheet to: { $address }
sign-up-sheet-scan = Or sign online
sign-up-sheet-page = Page { $page } of { $pages }
sign-up-sheet-file = sign-up sheet
partners-sheet-title = Collect signatures on paper
partners-sheet = A blank sheet to print, on letter paper: the pledge, twelve lines, who may sign, and a code that opens the form with your link.
partners-sheet-get = Get the sign-up sheet (PDF)
partners-sheet-send = Bring or mail signed sheets to the organizers, who type them in; people who have also signed online count once.
report-file-book = lobby-book
error-report-failed = We could not make this document. Ask for one province, or try again in a moment.
error-not-signed-in = Sign in as an organizer to see this
error-invalid-query = Please check what the address asks for
error-report-riding-unknown = Give “riding” as one of the five-digit codes of Canada’s 343 ridings, such as 35079
error-report-province-unknown = Give “province” as a province’s or territory’s two letters, such as ON
error-report-one-of-two = Ask for a riding or for a province, not for both
error-report-paper-unknown = Give “paper” as letter or a4

# The counted and uncounted numbers.
cause-automated = Filled in by a program
cause-repeated = One person, counted once already
cause-invented = People who did not sign
cause-disposable = Throw-away addresses
cause-ineligible = Neither in Canada nor citizens
integrity-counted = Counted
integrity-of-paper = of them on paper: { $count }
integrity-of-paper-recounted = of them on paper, at the last recount: { $count }
integrity-withdrawn = Withdrawn
integrity-invalidated = Removed, with a reason
integrity-title = Can you trust this number?
integrity-lede = A number that is used to persuade must stand up to checking. Here is what is counted, what is not, and how anyone can check.
integrity-recount-title = Recounted
integrity-recount-never = Signers have not been counted one by one yet. This happens every six hours.
integrity-recount-agrees = On { $when }, every signer was counted one by one: { $counted }. The counters said the same.
integrity-recount-differs = On { $when }, every signer was counted one by one: { $counted }. The counters were off by { $difference }. Correcting them takes a person and a reason, and both are logged.
integrity-open = You can sign before { $day }. After that the number changes only by the last confirmations, for two weeks, by those who withdraw, and by corrected names.
integrity-closed = The form closed on { $day }. Since then the number has changed only by the last confirmations, within two weeks, by those who withdrew, and by corrected names.
integrity-causes-title = What was removed, and why
integrity-causes = Signatures that were confirmed and then removed, because someone on the team reviewed them and found a reason. Every removal is logged with its reason and can be undone.
integrity-how-title = How signatures are counted
integrity-how-mail = Online, people count only once they have confirmed by a link or a code that we sent to their own email address.
integrity-how-once = One address counts one person, or two who live together: another name, the same postal code.
integrity-how-riding = The postal code determines the riding. Near a boundary, people choose it themselves.
integrity-how-paper = Signatures on paper count once by name and postal code, and not if the same person had signed online by then.
integrity-how-log = Every change that our team makes to the count is recorded in a log, to which the team can only add.
integrity-json = The same as JSON

## The letter to one's Member of Parliament

letter-link = Write to your MP
letter-link-vacant = Write to the Prime Minister
letter-find-title = Write to your MP
letter-find-lede = Your postal code tells us which riding you live in, and so who speaks for you. We do not keep it.
letter-find-lede-abroad = Choose your riding in Canada: the one you vote in, or where you last lived. The letter goes to its Member of Parliament.
letter-find-last-postal-code = Your last postal code in Canada
letter-find-all = Or choose your riding yourself
letter-find-button = Find my MP
letter-find-several = This postal code touches more than one riding. Which one is yours?
letter-find-unknown = We do not know this postal code. It may be new: choose your riding yourself.
letter-title = Write to { $name }
letter-title-office = Write to your MP
letter-lede = Your Member of Parliament for { $riding }: { $member }.
letter-lede-prime-minister = Your Member of Parliament for { $riding } is the Prime Minister: { $member }. One letter says it all.
letter-lede-minister = Your Member of Parliament for { $riding } is the { $office }: { $member }. The letter needs no copy.
letter-lede-office = We do not know who holds the seat of { $riding } right now. The letter is addressed to the office and reaches whoever holds it.
letter-title-vacant = Write to the Prime Minister
letter-lede-vacant = Nobody speaks for { $riding } in the House of Commons right now. { $vacant } Until a by-election, your letter goes to the Prime Minister only.
letter-lede-vacant-none = Nobody speaks for { $riding } in the House of Commons right now. { $vacant } Come back after the by-election to write to your new Member of Parliament.
letter-lede-thanks = Your Member of Parliament for { $riding } said yes to all of our asks: { $member }. This letter says thank you.
letter-holder = the MP for { $riding }
letter-from-abroad = I live outside Canada
letter-text = Your letter
letter-text-hint = Change anything, and delete what you do not want to say. Add a few words of your own: why does this matter to you?
letter-language-en = The letter is in English.
letter-language-fr = The letter is in French.
letter-write-en = Write it in English
letter-write-fr = Write it in French
letter-name = Your name
letter-postal-code = Your postal code (optional)
letter-postal-code-hint = It shows that you live in the riding.
letter-comment-title = Your letter to the Prime Minister
letter-comment-hint = It goes separately, with your name below it. Delete all of it if you do not want to send one.
letter-comment = Your letter to the Prime Minister
letter-review-button = See my letter
letter-not-kept = We keep nothing of what you write here, unless you have us send it.
letter-remembered = This tab remembers your text until you close it.
letter-sent-title = Your letter is on its way
letter-sent-lede = Thank you. This is exactly what goes out. We record only that it was sent, and keep no copy of its text: to keep one, copy or print it now.
letter-sent-to = To
letter-sent-copies = Copies
letter-sent-no-copies = None
letter-sent-from = From
letter-sent-answers = Answers go to
letter-sent-subject = Subject
letter-sent-at = Handed over for sending (Ottawa time)
letter-earlier-title = You have already written
letter-earlier-lede = Each letter goes out once, and we keep no copy of its text. The letter below is the one on this page: it may not be the one that was sent.
letter-review-title = Your letter is ready
letter-review-lede = Read it once more, then choose how it goes.
letter-to-member = To { $name }
letter-to-office = To the MP for { $riding }
letter-to-prime-minister = To the Prime Minister
letter-change = Change the letter
letter-mail-title = From your own email program
letter-mail-body = The button opens a message to { $to } with the letter in it. Read it, and send it.
letter-mail-long = Your letter is longer than such a link can carry. Copy it, open a message to { $to }, and paste it there.
letter-mail-button = Open my email program
letter-mail-none = We know no published email address for { $name }, and we never guess one. Your letter goes on paper.
letter-comment-mail-none = We know no published email address for the Prime Minister, and we never guess one. This letter is printed on a sheet of its own.
letter-cc = A copy goes to the { $office }.
letter-cc-none = We know no published email address of the { $office }, so the email goes without a copy. The printed letter has one to post.
letter-copy-label = The letter as text, to copy
letter-copy-button = Copy the letter
letter-copy-and-open-button = Copy the letter and open my email program
letter-copied = Copied
letter-through-title = Through us
letter-through-body = { $to ->
    [prime-minister] We email the letter to the Prime Minister from the campaign’s address, under your name. They see your email address and can answer you there. It can be sent once. We record only that it was sent.
   *[member] We email the letter to { $name } from the campaign’s address, under your name. They see your email address and can answer you there. It can be sent once. We record only that it was sent.
}
letter-through-button = Send it for me
letter-through-waiting = { $to ->
    [prime-minister] Your letter is on its way to the Prime Minister. Any answer comes to your own email address.
   *[member] Your letter is on its way to { $name }. Any answer comes to your own email address.
}
letter-through-sent = { $to ->
    [prime-minister] Your letter to the Prime Minister was sent. Any answer comes to your own email address.
   *[member] Your letter to { $name } was sent. Any answer comes to your own email address.
}
letter-through-refused = { $to ->
    [prime-minister] The mail server of the Prime Minister did not take your letter. Please print it, or send it from your own email program.
   *[member] The mail server of { $name } did not take your letter. Please print it, or send it from your own email program.
}
letter-through-held = { $to ->
    [prime-minister] Your letter to the Prime Minister waits for the campaign to look at it: many letters came at once. This page will say when it is sent. You can still send or print it yourself.
   *[member] Your letter to { $name } waits for the campaign to look at it: many letters came at once. This page will say when it is sent. You can still send or print it yourself.
}
letter-through-not-sent = { $to ->
    [prime-minister] We did not send your letter to the Prime Minister. Please print it, or send it from your own email program.
   *[member] We did not send your letter to { $name }. Please print it, or send it from your own email program.
}
letter-through-answered = { $to ->
    [prime-minister] We send no more letters for now: the Prime Minister has answered. You can still print yours, or send it from your own email program.
   *[member] We send no more letters to { $name } for now: they have answered. You can still print yours, or send it from your own email program.
}
letter-through-none = { $to ->
    [prime-minister] We can no longer send letters to the Prime Minister. Please print yours, or send it from your own email program.
   *[member] We can no longer send letters to { $name }. Please print yours, or send it from your own email program.
}
letter-through-paused = Sending through us is paused at the moment. Please print your letter, send it from your own email program, or come back later.
letter-through-link = Your letter has a web address in it, and we send only letters without one. Change the letter, or send it from your own email program.
letter-signed = Signed:
letter-signed-hint = We put the name that you are counted under below the letter.
letter-signed-correct = Correct my name
letter-through-sign-first = We also send letters for people whose email address is confirmed. Sign first: the email that thanks you leads to your pledge, and from there to this letter.
letter-through-not-counted = Your pledge is not counted at the moment, so we cannot send for you. If that is a mistake, write to { $contact }.
letter-through-elsewhere = We can send your letter only to the MP for your own riding, { $riding }.
letter-through-elsewhere-link = Write to the MP for { $riding }
letter-through-abroad = You signed from abroad and are counted in no riding, so we cannot send to an MP for you. You can send or print the letter yourself.
letter-through-closed = The campaign is over, so we no longer send letters. You can still send or print yours yourself.
letter-print-title = On paper
letter-print-body = Within Canada, mail to the House of Commons needs no stamp. You get a sheet for each addressee: the letter, its copy to the minister, and your letter to the Prime Minister if you wrote one.
letter-print-body-plain = Within Canada, mail to the House of Commons needs no stamp.
letter-print-button = Get it ready to print
letter-paper-title = Ready to print
letter-paper-how = Print this page, sign each sheet, and post each in an envelope of its own. Within Canada, mail to the House of Commons needs no stamp.
letter-paper-answer = If you would like an answer on paper, add your street address by hand.
letter-paper-button = Print
letter-paper-copy = Copy
letter-paper-member = Member of Parliament for { $riding }
letter-paper-house = House of Commons
letter-paper-city = Ottawa, Ontario  K1A 0A6
letter-paper-cc = c.c. { $office }
error-letter-too-long = Shorten your letter to { $max } characters
error-letter-link = Delete the web address “{ $found }”: we send only letters without one. If it is not an address, put a space after the period
error-letter-empty = Write something: your letter is empty
error-letter-name-missing = Enter your name, so that your MP knows who writes
error-letter-body-too-large = That is more than a letter can hold. Go back and shorten it
privacy-letter = A letter you have us send to your MP
privacy-letter-why = To send it under your name, once
privacy-until-letter = Until it is sent, { -letter-days } days at most if it has to wait; then we record only that it was sent
privacy-partner = The address of a person at an organization that is a partner or asks to be one
privacy-partner-why = To check that the organization itself asks, and to send links to its page, which shows numbers and no person
privacy-until-partner = { -partner-ask-hours } hours if it is not confirmed; { -partner-ask-days } days at most until we decide, and at once if we refuse; then until the person or the partnership ends

## Check your mail: what it says while it knows the form

check-mail-body-to = Our email to { $address } usually comes within a minute, but can take up to { -first-mail-minutes } minutes. To confirm, press the button in it or enter its code here.
check-mail-body-to-late = Our email to { $address } comes later than usual. To confirm, press the button in it.
check-mail-open = Open { $inbox }
check-mail-meant = Did you mean { $address }?
check-mail-meant-button = Yes, send it there
check-mail-nothing-title = Nothing there?
check-mail-nothing-wait = If we have just written to this address, for example to someone who shares it with you, your email follows { -spacing-minutes } minutes later.
check-mail-nothing-spam = Look in your spam folder, and under Promotions or Other.
check-mail-nothing-days = The button in the email works for { -form-days } days, so you can come back to it later.
check-mail-nothing-none = Still nothing after { -first-mail-minutes } minutes? Some addresses get no email from us: those that are mistyped, that refused an earlier email, whose owner asked us not to write, or that have had several emails from us in { -mail-days } days. When very many people sign at once, we look at some forms first. If you have an earlier email from us, use its button.
check-mail-again = Send it again
check-mail-refresh = Show this page again
check-mail-kept = This page keeps what you entered for { -draft-minutes } minutes after you sent it.
check-mail-again-done = We have your request for another email. It comes in a minute or two, unless we emailed this address in the last { -spacing-minutes } minutes: then use that email.
check-mail-slow-minutes = Our emails are slow today because so many people are signing: those that leave now were asked for about { $minutes } minutes ago. You can close this page, since the button in the email works for { -form-days } days.
check-mail-slow-hours = { $hours ->
    [one] Our emails are slow today because so many people are signing: those that leave now were asked for about an hour ago. You can close this page, since the button in the email works for { -form-days } days.
   *[other] Our emails are slow today because so many people are signing: those that leave now were asked for about { $hours } hours ago. You can close this page, since the button in the email works for { -form-days } days.
}
check-mail-early = It is too early for another email. Everything you entered is still here.
check-mail-wait = { $minutes ->
    [one] You can ask for another email in a minute.
   *[other] You can ask for another email in { $minutes } minutes.
}
check-mail-spacing = To keep mailboxes safe, we leave at least { -spacing-minutes } minutes between two such emails to an address, and send no more than { -asks-most } in { -mail-days } days.
check-mail-fix-title = Not your address?
check-mail-fix-body = Correct it here. You do not need to enter anything else again.
check-mail-fix-button = Send it to this address
error-draft-expired = This page keeps your form for { -draft-minutes } minutes, and that time is up. If you have our email, the button in it still works. If not, please sign again.

## A link that does not do what it should: what happened, and the one thing to do next

failed-expired-title = This link has expired
failed-expired-body = A link to confirm works for { -form-days } days. After that, what was entered is erased, and nobody was counted.
failed-expired-next = Sign again to get a new one. It takes a minute.
failed-expired-over = A link to confirm works for { -form-days } days, and what was entered has been erased.
failed-gone-title = There is no pledge behind this link
failed-gone-next = When a pledge is withdrawn, every other link sent to that address stops working too.
failed-replaced-title = This link has given way to a newer one
failed-replaced-body = The pledge that this link was for has been withdrawn or replaced, and a pledge from the same address is counted now. You need to do nothing.
failed-replaced-next = To see or change it, open the link in the message that thanked you.
failed-link-title = This link is not complete
failed-link-next = Long links are sometimes cut in two. Nothing was counted, and nothing was lost.
failed-address-taken-title = Someone else has signed with this address
failed-address-taken-next = Sign with another address
failed-closed-title = The campaign is over
failed-closed-on = Signing ended on { $day }. The numbers stay for everyone to see.

## Thank you: where the riding stands, and one next step at a time

thank-you-already-moved = Moved, or counted in the wrong riding? Change it.
thank-you-next = { $needed ->
    [one] One more person, and { $here } passes { $riding }.
   *[other] { $needed } more people, and { $here } passes { $riding }.
}
thank-you-steps-title = What you can do next
thank-you-letter-title = Write to your Member of Parliament
thank-you-letter-title-vacant = Write to the Prime Minister
thank-you-letter-body = { $member } speaks for you in Ottawa. The letter is written; you can send it as it is or say it in your own words.
thank-you-letter-body-vacant = The letter to your riding’s Member of Parliament is written. You can send it as it is or say it in your own words.
thank-you-letter-body-vacant-seat = Your riding’s seat is vacant. Until a by-election, your letter goes to the Prime Minister. It is written; you can send it as it is or say it in your own words.
thank-you-letter-body-abroad = You can write from abroad too. Choose your riding in Canada: the letter goes to its Member of Parliament and says that you live abroad.
thank-you-letter-button = Read the letter
thank-you-share-nobody = The link says which riding invites, and never who.
own-link-title = Your own link
own-link-number = At least { $count } people have signed through your link.
own-link-none = From { $from } people on, you can read here how many signed through your link.
own-link-how = The number is rounded down and a day or two behind. It never says who: we do not record who came by whose link. A signature that is withdrawn later stays in it.
thank-you-poster-title = Hang up a poster
thank-you-poster-body = One page to print, with a code that opens your link: for a notice board, a shop window or a meeting.
thank-you-poster-button = See the poster
share-button = Share…
share-copy = Copy the link
share-copied = Copied
share-sms = Text message
share-mail = Email
share-more = More ways to share
share-mastodon = Your Mastodon server
share-mastodon-hint = For example, mastodon.social
share-mastodon-wrong = Enter the name of your server, such as mastodon.social
share-mastodon-button = Share on Mastodon
share-mastodon-go = Share on { $server }

## The poster, and the page that one’s own link opens

poster-title = A poster for your notice board
poster-intro = Print it with your browser’s print command. Only the poster comes out, on A4 or Letter.
poster-print = Print
poster-scan = Scan to add your name
poster-code = A code that opens { $address }
poster-back = Back to the campaign
poster-count = { $count ->
    [0] Be the first to sign in { $riding }
    [one] { $count } person has signed in { $riding }
   *[other] { $count } people have signed in { $riding }
}
form-invited = { $count ->
    [0] Someone invites you to be the first to sign in { $riding }.
    [one] Someone in { $riding } invites you: { $count } person has signed there.
   *[other] Someone in { $riding } invites you: { $count } people have signed there.
}
form-invited-uncounted = Someone in { $riding } invites you to sign.
form-via = Count me for the person whose link I followed. They see only a number, from three people on, and never who.

## The campaign page: what stands around the form

form-signing = What you are signing
form-email-meant = Did you mean { $suggestion }?
form-email-shape = An address looks like name@example.org.
who-title = Who is behind this
who-partners = With { $partners }.
who-partners-many = With { $count } partner organizations.
