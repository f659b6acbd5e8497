# The campaign's own sentences. The product's are in shared/pages/texts and shared/mail/texts.
campaign-name = It’s time to lead
campaign-organization = Canadian Council for Refugees
campaign-lede = Canada has opened its doors before. We can do it again, for more people, more fairly and without years of waiting.
campaign-story = In 2016, people across Canada made room for refugees from Syria, and the government acted with them. Today about 1.2 million refugees around the world need a country to start over in, many of them in Africa. Your name, counted in your riding, tells your Member of Parliament that their own voters want Canada to lead.
campaign-asks-title = We ask the federal government to do three things
campaign-ask-resettlement-title = Welcome 20,000 people a year
campaign-ask-resettlement = Resettle 20,000 government-assisted refugees every year. At launch, the commitment stood at 7,500.
campaign-ask-sponsorship-title = Let sponsors sponsor
campaign-ask-sponsorship = Take special measures to clear the backlog of privately sponsored refugees, so that people who are ready to welcome a family can.
campaign-ask-determination-title = Decide fairly, and on time
campaign-ask-determination = Reform the system that decides refugee claims so that it is fair and efficient.
campaign-pledge = I want Canada to lead in welcoming refugees: 20,000 government-assisted refugees a year, no more backlog for private sponsors, and a fair and efficient way to decide claims.
campaign-network = A campaign of the Canadian Council for Refugees and its partners, a network of more than 170 organizations.
campaign-consent-updates = Yes, the Canadian Council for Refugees may send me news of this campaign by e-mail. I can stop at any time, with one click or by writing to { $contact }.
campaign-not-official = This is a campaign’s count of confirmed supporters, not an official House of Commons e-petition.
