# Les phrases de la campagne. Celles du produit sont dans shared/pages/texts et shared/mail/texts.
campaign-name = Il est temps de donner l’exemple
campaign-organization = Conseil canadien pour les réfugiés
campaign-lede = Le Canada a déjà ouvert ses portes. Nous pouvons le refaire : pour plus de gens, plus équitablement, sans des années d’attente.
campaign-story = En 2016, partout au pays, des gens ont fait une place aux personnes réfugiées de Syrie, et le gouvernement a agi avec eux. Au lancement de la campagne, environ 1,2 million de personnes réfugiées dans le monde, dont beaucoup en Afrique, avaient besoin d’un pays où recommencer leur vie. Votre nom, compté dans votre circonscription, dit à votre député·e que les gens de sa circonscription veulent un Canada qui donne l’exemple.
campaign-asks-title = Nous demandons trois choses au gouvernement fédéral
campaign-ask-resettlement-title = Réinstaller 20 000 personnes réfugiées par année
campaign-ask-resettlement = Réinstaller chaque année 20 000 personnes réfugiées prises en charge par le gouvernement. Au lancement de la campagne, l’engagement était de 7 500.
campaign-ask-sponsorship-title = Laisser parrainer les gens qui sont prêts
campaign-ask-sponsorship = Prendre des mesures spéciales pour éliminer l’arriéré des demandes de parrainage privé, afin que les gens qui veulent accueillir une famille puissent le faire.
campaign-ask-determination-title = Décider des demandes d’asile avec justice, et à temps
campaign-ask-determination = Réformer le système de détermination du statut de réfugié pour qu’il soit juste et efficace.
campaign-pledge = Je veux que le Canada donne l’exemple dans l’accueil des personnes réfugiées : 20 000 personnes réfugiées prises en charge par le gouvernement chaque année, la fin de l’arriéré du parrainage privé et une façon juste et efficace de décider des demandes d’asile.
campaign-network = Une campagne du Conseil canadien pour les réfugiés, un réseau de plus de 170 organismes, et de ses partenaires.
campaign-consent-updates = Oui, le Conseil canadien pour les réfugiés peut m’envoyer par courriel des nouvelles de cette campagne. Je peux y mettre fin en tout temps, d’un clic ou en écrivant à { $contact }.
campaign-not-official = Ce compte est celui de la campagne ; ce n’est pas une pétition électronique officielle de la Chambre des communes.

# La lettre à sa ou son député·e, paragraphe par paragraphe : la personne qui l’envoie peut tout changer. Courte, pour qu’un lien puisse
# la porter dans un logiciel de courriel.
campaign-letter-subject = { $riding } : donner l’exemple dans l’accueil des personnes réfugiées
campaign-letter-salutation = Bonjour { $name },
campaign-letter-salutation-office = Madame la députée, Monsieur le député,
campaign-letter-opening = { $count ->
    [0] J’habite dans { $riding } et je vous demande de prendre la parole pour les personnes réfugiées.
    [one] J’habite dans { $riding }, où une personne a signé « { campaign-name } » jusqu’ici. Je vous demande de prendre la parole pour les personnes réfugiées.
   *[other] J’habite dans { $riding }, où { $count } personnes ont signé « { campaign-name } ». Je vous demande de prendre la parole pour les personnes réfugiées.
}
campaign-letter-opening-uncounted = J’habite dans { $riding }, où l’on signe « { campaign-name } ». Je vous demande de prendre la parole pour les personnes réfugiées.
campaign-letter-resettlement = Je vous prie de demander des niveaux d’immigration qui comptent chaque année 20 000 personnes réfugiées prises en charge par le gouvernement. Au début de la campagne, le Canada en promettait 7 500, et environ 1,2 million de personnes dans le monde avaient besoin d’un pays d’accueil.
campaign-letter-sponsorship = Ces niveaux devraient aussi faire assez de place au parrainage privé pour éliminer l’arriéré, comme la campagne le demande depuis ses débuts. Des familles attendent, et des gens d’ici sont prêts à les accueillir.
campaign-letter-determination = Le niveau pour les personnes protégées au Canada et les personnes à leur charge à l’étranger devrait être assez haut pour leur donner vite la résidence permanente et les réunir. Et je vous prie de soutenir des réformes qui rendent la détermination du statut de réfugié juste et efficace.
campaign-letter-closing =
    J’aimerais connaître votre position, et ce que vous ferez.

    Recevez mes salutations distinguées.
campaign-letter-comment-subject = Donner l’exemple dans l’accueil des personnes réfugiées
campaign-letter-comment-salutation = Madame la Première Ministre, Monsieur le Premier Ministre,
campaign-letter-comment = Le Canada a déjà ouvert ses portes. Ouvrez-les de nouveau : 20 000 personnes réfugiées prises en charge par le gouvernement chaque année, la fin de l’arriéré du parrainage privé, et une façon juste et efficace de décider des demandes d’asile. Il est temps de donner l’exemple.

campaign-who = Le Conseil canadien pour les réfugiés réunit plus de 170 organismes voués aux droits des personnes réfugiées et migrantes. Il a lancé cette campagne à l’automne 2017.
campaign-share = J’ai signé « Il est temps de donner l’exemple » : je veux que le Canada donne l’exemple dans l’accueil des personnes réfugiées. Ajouterez-vous votre nom ?
campaign-ask-resettlement-why = Au lancement de la campagne, environ 1,2 million de personnes réfugiées dans le monde avaient besoin d’être réinstallées, dont une grande part en Afrique. En 2016, pour celles de Syrie, le Canada a montré ce qu’il peut faire quand la population et le gouvernement agissent ensemble.
campaign-ask-sponsorship-why = Des gens d’ici sont prêts à parrainer davantage, mais les personnes déjà parrainées attendent dans l’arriéré. À son lancement, la campagne demandait qu’il soit éliminé avant la fin de 2018, pour que la prochaine famille puisse venir.
campaign-ask-determination-why = Pour une personne qui demande l’asile ici, tout tient à une décision. Quand elle est juste et arrive à temps, les personnes acceptées s’établissent vite et retrouvent leur famille.
