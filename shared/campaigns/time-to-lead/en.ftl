# The campaign's own sentences. The product's are in shared/pages/texts and shared/mail/texts.
campaign-name = It’s time to lead
campaign-organization = Canadian Council for Refugees
campaign-lede = Canada has opened its doors before. We can do it again, for more people, more fairly and without years of waiting.
campaign-story = In 2016, people across Canada made room for refugees from Syria, and the government acted with them. When this campaign began, about 1.2 million refugees around the world needed a country to start over in, many of them in Africa. Your name, counted in your riding, tells your Member of Parliament that their own constituents want Canada to lead.
campaign-asks-title = We ask the federal government to do three things
campaign-ask-resettlement-title = Resettle 20,000 refugees a year
campaign-ask-resettlement = Resettle 20,000 government-assisted refugees every year. At launch, the commitment stood at 7,500.
campaign-ask-sponsorship-title = Let sponsors sponsor
campaign-ask-sponsorship = Take special measures to clear the backlog of privately sponsored refugees, so that people who are ready to welcome a family can.
campaign-ask-determination-title = Decide refugee claims fairly, and on time
campaign-ask-determination = Reform the system that decides refugee claims so that it is fair and efficient.
campaign-pledge = I want Canada to lead in welcoming refugees: 20,000 government-assisted refugees a year, no more backlog for private sponsors, and a fair and efficient way to decide claims.
campaign-network = A campaign of the Canadian Council for Refugees, a network of more than 170 organizations, and its partners.
campaign-consent-updates = Yes, the Canadian Council for Refugees may send me news of this campaign by email. I can stop at any time, with one click or by writing to { $contact }.
campaign-not-official = This is a campaign’s own count of signatures, not an official House of Commons e-petition.

# The letter to one's Member of Parliament: whoever sends it may change all of it. Short, so that a link carries it into a mail program
# together with 300 characters of one's own: a test measures it for every riding.
campaign-letter-subject = { $riding }: welcoming refugees
# The person who is addressed: by an office, or by name.
campaign-letter-addressee = { $to ->
    [prime-minister] Prime Minister
    [minister] Minister
    [office] Member of Parliament
   *[member] { $name }
}
campaign-letter-salutation = Dear { campaign-letter-addressee },
campaign-letter-writer = { $from ->
    [abroad] I am a Canadian citizen who lives abroad, and my riding is { $riding }
   *[riding] I live in { $riding }
}
campaign-letter-signed = “{ campaign-name }”
campaign-letter-opening = { $count ->
    [0] { campaign-letter-writer }. I ask you to speak up for refugees.
    [one] { campaign-letter-writer }, where one person has signed { campaign-letter-signed } so far. I ask you to speak up for refugees.
   *[other] { campaign-letter-writer }, where { $count } people have signed { campaign-letter-signed }. I ask you to speak up for refugees.
}
campaign-letter-opening-uncounted = { campaign-letter-writer }, where people are signing { campaign-letter-signed }. I ask you to speak up for refugees.
campaign-letter-asks = Please press for immigration levels with 20,000 government-assisted refugees a year, enough privately sponsored refugees to clear the backlog, and enough room for protected persons in Canada and their dependants abroad to be reunited quickly. Please also support reforms that make deciding refugee claims fair and efficient.
campaign-letter-closing =
    I would be glad to hear where you stand, and what you will do.

    Sincerely,
# The letter to a Member who said yes to all asks: thanks in place of asks.
campaign-letter-thanks-opening = { $count ->
    [0] { campaign-letter-writer }. Thank you for saying yes to what we ask for refugees.
    [one] { campaign-letter-writer }, where one person has signed { campaign-letter-signed } so far. Thank you for saying yes to what we ask for refugees.
   *[other] { campaign-letter-writer }, where { $count } people have signed { campaign-letter-signed }. Thank you for saying yes to what we ask for refugees.
}
campaign-letter-thanks-opening-uncounted = { campaign-letter-writer }, where people are signing { campaign-letter-signed }. Thank you for saying yes to what we ask for refugees.
campaign-letter-thanks-asks = Your word gives hope to people who wait for safety, and to families who wait for each other. Please keep speaking up until Canada welcomes 20,000 government-assisted refugees a year, the backlog of private sponsorships is cleared, and refugee claims are decided fairly and efficiently.
campaign-letter-thanks-closing =
    Thank you for leading.

    Sincerely,
campaign-letter-comment-subject = Time to lead in welcoming refugees
campaign-letter-comment-salutation = Dear Prime Minister,
campaign-letter-comment = Canada has opened its doors before. Please do it again: 20,000 government-assisted refugees a year, no more backlog for private sponsors, and a fair and efficient way to decide claims. It is time to lead.
campaign-letter-comment-closing = Sincerely,
# A letter that the campaign passes on: its sender, and the reason below it.
campaign-letter-from = { $name }, through { campaign-name }
campaign-letter-why = { $name } wrote this letter and asked us to pass it on, after confirming their email address. Your answer goes to them.

# The weekly digest to the office of a Member of Parliament. One mail holds both languages.
campaign-digest-subject = { $count ->
    [one] { $riding }: one signature for “{ campaign-name }”
   *[other] { $riding }: { $count } signatures for “{ campaign-name }”
}
campaign-digest-greeting = To the office of { $member },
campaign-digest-number = { $count ->
    [one] As of { $day }, { $time } (Ottawa time), one person in { $riding } has signed “{ campaign-name }”. A week earlier, the count stood at { $before }.
   *[other] As of { $day }, { $time } (Ottawa time), { $count } people in { $riding } have signed “{ campaign-name }”. A week earlier, the count stood at { $before }.
}
campaign-digest-milestone = This week the riding passed { $milestone } signatures.
# To a Member who said yes to all asks: these words in place of those before the asks.
campaign-digest-thanks = Thank you: { $member } has said yes to all of our asks. Please keep speaking up until each one is done:
campaign-digest-asks = We ask the federal government to do three things:
campaign-digest-how = Online, each person confirms by a link or a code sent to their own address; signatures on paper are checked by name and postal code. Each person counts once, and a signature that turns out to be made up is removed.
campaign-digest-page = The number as it is now, how it has grown and how it is counted, on a page for your office:
campaign-digest-contact = Questions? Write to { $contact }.
campaign-digest-why = You receive this because your office publishes this address. We write once a week at most, and only when the number has changed. To stop these emails, answer with the word “stop” or write to { $contact }: someone on our team sees to it.
campaign-digest-stop = Stop these emails yourself

campaign-who = The Canadian Council for Refugees brings together more than 170 organizations committed to the rights of refugees and migrants. It began this campaign in the fall of 2017.
campaign-share = I signed “It’s time to lead”: I want Canada to lead in welcoming refugees. Will you add your name?
campaign-ask-resettlement-why = When the campaign began, about 1.2 million refugees around the world needed to be resettled, a large share of them in Africa. In 2016, for refugees from Syria, Canada showed what it can do when people and government act together.
campaign-ask-sponsorship-why = People in Canada are ready to sponsor more, and those they have sponsored already wait in a backlog. The campaign asked at its launch that it be cleared by the end of 2018, so that the next family can come.
campaign-ask-determination-why = For someone who seeks protection here, everything hangs on one decision. When it is fair and comes in time, those who are accepted can settle quickly and be reunited with their families.
