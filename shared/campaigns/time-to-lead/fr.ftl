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

# La lettre à sa ou son député·e : la personne qui l’envoie peut tout y changer. Courte, pour qu’un lien la porte dans un logiciel de
# courriel avec 300 caractères de plus : un test la mesure pour chaque circonscription.
campaign-letter-subject = { $riding } : accueillir les personnes réfugiées
# La personne à qui l’on écrit. Les fonctions s’accordent avec les personnes qui les occupent : à revoir quand elles changent.
campaign-letter-addressee = { $to ->
    [prime-minister] Monsieur le Premier ministre
    [minister] Madame la Ministre
    [woman] Madame la Députée
    [man] Monsieur le Député
   *[member] Madame, Monsieur
}
campaign-letter-salutation = { campaign-letter-addressee },
campaign-letter-writer = { $from ->
    [abroad] De citoyenneté canadienne, je vis à l’étranger et ma circonscription est { $riding }
   *[riding] J’habite dans { $riding }
}
campaign-letter-signed = { $from ->
    [abroad] cet appel
   *[riding] « { campaign-name } »
}
campaign-letter-opening = { $count ->
    [0] { campaign-letter-writer }. Je vous écris pour les personnes réfugiées.
    [one] { campaign-letter-writer }, où une personne a signé { campaign-letter-signed } jusqu’ici.
   *[other] { campaign-letter-writer }, où { $count } personnes ont signé { campaign-letter-signed }.
}
campaign-letter-opening-uncounted = { campaign-letter-writer }, où l’on signe { campaign-letter-signed }.
campaign-letter-asks = Je vous demande d’appuyer des niveaux d’immigration qui comptent chaque année 20 000 personnes réfugiées prises en charge par le gouvernement, assez de parrainages privés pour éliminer l’arriéré et assez de places pour que les personnes protégées au Canada retrouvent vite leurs proches à l’étranger. Appuyez aussi un système d’asile juste et efficace.
campaign-letter-closing =
    Quelle est votre position ?

    Veuillez recevoir, { campaign-letter-addressee }, l’expression de mes sentiments distingués.
# La lettre à qui a dit oui à toutes les demandes : des remerciements à leur place.
campaign-letter-thanks-opening = { $count ->
    [0] { campaign-letter-writer }. Merci d’avoir dit oui à nos demandes.
    [one] { campaign-letter-writer }, où une personne a signé { campaign-letter-signed } jusqu’ici. Merci d’avoir dit oui à nos demandes.
   *[other] { campaign-letter-writer }, où { $count } personnes ont signé { campaign-letter-signed }. Merci d’avoir dit oui à nos demandes.
}
campaign-letter-thanks-opening-uncounted = { campaign-letter-writer }, où l’on signe { campaign-letter-signed }. Merci d’avoir dit oui à nos demandes.
campaign-letter-thanks-asks = Votre parole donne espoir à des personnes en quête d’un refuge et à des familles séparées. Continuez, pour que le Canada accueille chaque année 20 000 personnes réfugiées prises en charge par le gouvernement, que l’arriéré du parrainage privé disparaisse et que le système d’asile soit juste et efficace.
campaign-letter-thanks-closing =
    Merci de donner l’exemple.

    Veuillez recevoir, { campaign-letter-addressee }, l’expression de mes sentiments distingués.
campaign-letter-comment-subject = Donner l’exemple dans l’accueil des personnes réfugiées
campaign-letter-comment-salutation = Monsieur le Premier ministre,
campaign-letter-comment = Le Canada a déjà ouvert ses portes. Ouvrez-les de nouveau : 20 000 personnes réfugiées prises en charge par le gouvernement chaque année, la fin de l’arriéré du parrainage privé, et une façon juste et efficace de décider des demandes d’asile. Il est temps de donner l’exemple.
campaign-letter-comment-closing = Veuillez recevoir, Monsieur le Premier ministre, l’expression de mes sentiments respectueux.
# Une lettre que la campagne transmet : de qui elle vient, et pourquoi par nous.
campaign-letter-from = { $name }, par la campagne « { campaign-name } »
campaign-letter-why = { $name } a écrit cette lettre et nous a demandé de la transmettre, après avoir confirmé son adresse courriel. Votre réponse lui parviendra directement.

# Le bilan de la semaine pour le bureau d’une députée ou d’un député. Un même courriel contient les deux langues.
campaign-digest-subject = { $count ->
    [one] { $riding } : { $count } signature pour « { campaign-name } »
   *[other] { $riding } : { $count } signatures pour « { campaign-name } »
}
campaign-digest-greeting = À l’équipe parlementaire ({ $member }),
campaign-digest-number = { $count ->
    [0] Au { $day }, { $time } (heure d’Ottawa), personne n’a encore signé « { campaign-name } » dans { $riding }. Une semaine plus tôt, le compte était de { $before }.
    [one] Au { $day }, { $time } (heure d’Ottawa), une personne a signé « { campaign-name } » dans { $riding }. Une semaine plus tôt, le compte était de { $before }.
   *[other] Au { $day }, { $time } (heure d’Ottawa), { $count } personnes ont signé « { campaign-name } » dans { $riding }. Une semaine plus tôt, le compte était de { $before }.
}
campaign-digest-milestone = Cette semaine, la circonscription a franchi le cap des { $milestone } signatures.
# À qui a dit oui à toutes les demandes : ces mots remplacent ceux qui les précèdent.
campaign-digest-thanks = Merci : { $member } a dit oui à toutes nos demandes. Continuez d’en parler jusqu’à ce que chacune soit réalisée :
campaign-digest-asks = Nous demandons trois choses au gouvernement fédéral :
campaign-digest-how = En ligne, chaque personne confirme par un lien ou un code envoyé à sa propre adresse ; sur papier, les signatures sont vérifiées par nom et code postal. Chaque personne compte une seule fois, et une signature qui se révèle fausse est écartée.
campaign-digest-page = Le compte à jour, son évolution et la façon de compter, sur une page destinée à votre bureau :
campaign-digest-contact = Des questions ? Écrivez à { $contact }.
campaign-digest-why = Vous recevez ce courriel parce que votre bureau publie cette adresse. Nous écrivons une fois par semaine au plus, et seulement quand le compte a changé. Pour ne plus recevoir ces courriels, répondez par le mot « stop » ou écrivez à { $contact } : une personne de notre équipe s’en occupe.
campaign-digest-stop = Arrêter ces courriels vous-même

campaign-who = Le Conseil canadien pour les réfugiés réunit plus de 170 organismes voués aux droits des personnes réfugiées et migrantes. Il a lancé cette campagne à l’automne 2017.
campaign-share = J’ai signé « Il est temps de donner l’exemple » : je veux que le Canada donne l’exemple dans l’accueil des personnes réfugiées. Ajouterez-vous votre nom ?
campaign-ask-resettlement-why = Au lancement de la campagne, environ 1,2 million de personnes réfugiées dans le monde avaient besoin d’être réinstallées, dont une grande part en Afrique. En 2016, pour celles de Syrie, le Canada a montré ce qu’il peut faire quand la population et le gouvernement agissent ensemble.
campaign-ask-sponsorship-why = Des gens d’ici sont prêts à parrainer davantage, mais les personnes déjà parrainées attendent dans l’arriéré. À son lancement, la campagne demandait qu’il soit éliminé avant la fin de 2018, pour que la prochaine famille puisse venir.
campaign-ask-determination-why = Pour une personne qui demande l’asile ici, tout tient à une décision. Quand elle est juste et arrive à temps, les personnes acceptées s’établissent vite et retrouvent leur famille.
