# Le bureau de l'équipe.
office-nav = Le bureau
office-nav-dashboard = Tableau de bord
office-nav-downloads = Téléchargements
office-nav-team = Équipe
office-nav-log = Journal
office-sign-out = Fermer toutes mes sessions
office-back = Retour au bureau

office-sign-in-title = Bureau de l’équipe
office-sign-in-lede = Saisissez votre adresse. Si elle appartient à un membre de l’équipe, un lien pour entrer lui parvient dans un instant.
office-sign-in-email = Adresse courriel
office-sign-in-button = Recevoir un lien
office-sign-in-hint = Il n’y a pas de mot de passe. Le lien ne sert qu’une fois, pendant 15 minutes. Vous venez d’arriver ? Demandez à un membre de l’équipe de vous inviter.
office-sign-in-missing = Saisissez votre adresse courriel.
office-sign-in-malformed = Saisissez une adresse de la forme nom@exemple.org.
office-sign-in-over = Votre session est terminée : après une heure sans ouvrir de page, ou huit heures en tout. Entrez de nouveau.
office-mail-title = Consultez vos courriels
office-mail-body = Si cette adresse appartient à un membre de l’équipe, un courriel avec un lien est en route. Ouvrez-le sur cet appareil.
office-mail-nothing = Rien après quelques minutes ? Regardez dans les indésirables et vérifiez que l’adresse est bien celle de votre invitation. Cinq liens par heure au plus sont envoyés.
office-mail-again = Demander un autre lien
office-open-title = Entrez
office-open-lede = Un geste, et vous voici dans le bureau de l’équipe sur cet appareil.
office-open-button = Entrer

office-code-title = Votre code
office-code-lede = Le lien est bon. Il ne manque que le code que votre appareil affiche pour ce bureau.
office-code = Saisissez le code
office-code-hint = Les six chiffres de votre application, ou l’un de vos codes de secours.
office-code-lost = Plus d’appareil ni de codes de secours ? Une autre personne qui administre l’équipe peut vous retirer, puis vous inviter de nouveau.
office-code-malformed = Saisissez les six chiffres que montre votre application, ou un code de secours de seize lettres et chiffres.
office-code-wrong = Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et saisissez-le.

office-factor-title = Second facteur
office-factor-lede = Une boîte de courriel peut être forcée. Avec un second facteur, il faut aussi votre téléphone pour entrer à votre place : une application y affiche un nouveau code toutes les trente secondes.
office-factor-required = Dans cette campagne, toute personne qui peut télécharger la liste ou décider de quelque chose en a besoin.
office-factor-set-up = Le mettre en place
office-factor-scan = Ouvrez une application de codes, comme le gestionnaire de mots de passe de votre téléphone, et balayez cette image.
office-factor-picture = Image pour votre application. Le même secret figure plus bas, en toutes lettres.
office-factor-type = Ou tapez ce secret dans l’application :
office-factor-same-device = L’application est sur cet appareil ? Ouvrez-la ici
office-factor-first-code = Le code que l’application affiche maintenant
office-factor-first-wrong = Ce n’est pas le code que votre application affiche en ce moment. Vérifiez que son horloge est à l’heure et saisissez le plus récent.
office-factor-on-button = L’activer
office-factor-on-since = Votre second facteur est actif depuis le { $day }.
office-factor-left = { $count ->
    [0] Il ne reste aucun code de secours : désactivez-le, puis activez-le de nouveau pour en recevoir d’autres.
    [one] Il reste { $count } code de secours.
   *[other] Il reste { $count } codes de secours.
}
office-factor-off = Le désactiver
office-factor-off-lede = Nouvel appareil, ou nouveaux codes de secours : désactivez-le ici, puis remettez-le en place.
office-factor-switched-off = Votre second facteur est désactivé. C’est aussi dans le journal.
office-recovery-title = Vos codes de secours
office-recovery-lede = Votre second facteur est actif. Si un jour votre appareil vous manque, chacun de ces codes vous fera entrer une fois.
office-recovery-once = Ils ne sont montrés que maintenant. Imprimez-les ou notez-les, et gardez-les là où vous gardez vos papiers.
office-recovery-kept = Je les ai

office-error-title = Cela n’a pas marché
office-error-not-signed-in = Entrez d’abord.
office-error-session-over = La session est terminée. Entrez de nouveau.
office-error-foreign-origin = Cette demande ne vient pas de nos propres pages : elle n’a donc pas été exécutée. Ouvrez le bureau à son adresse et recommencez.
office-error-not-allowed = Votre rôle ne le permet pas. Une personne qui administre l’équipe peut le changer.
office-error-second-factor-missing = Dans cette campagne, il vous faut un second facteur pour cela. Deux minutes et un téléphone suffisent pour le mettre en place.
office-error-too-many-codes = Trop de codes ont été essayés. Vous pourrez réessayer dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
office-error-link-dead = Ce lien a déjà servi, ou ses 15 minutes sont passées. Demandez-en un autre.
office-error-changed-meanwhile = Quelqu’un vient de modifier ceci. Regardez de nouveau avant de décider.

role-viewer = Lecture
role-viewer-does = Lecture : voit et télécharge les chiffres, rien de personnel
role-exporter = Exportation
role-exporter-does = Exportation : télécharge aussi la liste des gens qui veulent des nouvelles
role-moderator = Modération
role-moderator-does = Modération : décide aussi de ce qui compte
role-admin = Administration
role-admin-does = Administration : choisit aussi qui fait partie de l’équipe et lit le journal

office-dashboard-title = Tableau de bord
office-trend = Les appuis au fil du temps
office-near = Tout près d’un chiffre rond
office-near-none = Personne n’a encore signé. Les premiers appuis paraîtront ici en quelques secondes.
office-missing = { $missing } avant { $milestone }
office-tile-total = Appuis
office-tile-goal = sur { $goal }, l’objectif
office-tile-day = Dernières 24 heures
office-tile-week = 7 derniers jours
office-tile-net = signés moins retirés
office-tile-ridings = Circonscriptions avec appuis
office-tile-of-343 = sur 343
office-tile-abroad = À l’étranger
office-tile-in-no-riding = comptés, sans circonscription
office-table = Toutes les circonscriptions
office-found = { $count ->
    [0] Aucune circonscription ne correspond.
    [one] { $count } circonscription.
   *[other] { $count } circonscriptions.
}
office-column-name = Circonscription
office-column-province = Prov.
office-column-count = Appuis
office-column-share = De l’électorat
office-column-day = 24 h
office-column-week = 7 jours
office-column-missing = Prochain chiffre rond
office-column-member = Députée ou député
office-column-party = Parti
office-no-member = inconnu
office-partners = Par partenaire
office-partner = Partenaire
office-partner-share = Du total
office-partners-none = Personne n’est encore venu par un partenaire. Les partenaires trouvent leurs liens et leurs compteurs ici :

office-downloads-title = Téléchargements
office-downloads-lede = Les chiffres des 343 circonscriptions et les noms des députées et députés, dans un fichier. Chaque fichier dit de quand il date, et la somme y est juste.
office-downloads-counts = Appuis par circonscription
office-downloads-at = En date de
office-downloads-at-hint = Laissez vide pour maintenant. Toute heure pleine depuis le début de la campagne peut être obtenue, en temps universel coordonné (Ottawa a 5 heures de moins l’hiver, 4 l’été).
office-downloads-language = Langue du fichier
office-downloads-xlsx = Classeur Excel
office-download-wrong = Une partie de ce qui est demandé n’existe pas.
office-download-lang-unknown = La langue est en ou fr.
office-download-province-unknown = Une province ou un territoire s’écrit avec ses deux lettres, comme ON.
office-download-at-malformed = Une heure s’écrit comme 2026-11-23T14.
office-download-at-not-kept = Aucun relevé n’a été gardé à cette heure-là. Essayez l’heure d’avant ou d’après.

office-column-one-pager = Page
office-one-pager-of = Page sur { $riding }
office-print = Pages à remettre
office-print-lede = Une page par circonscription pour sa députée ou son député : le nombre, son évolution, les trois demandes et la manière de compter. Ou le cahier de toutes les circonscriptions, avec sa table des matières.
office-print-of = Circonscription
office-print-book = Un cahier de toutes les circonscriptions
office-print-province = Pour un cahier : lesquelles
office-print-paper = Papier
office-print-letter = Lettre
office-print-button = Faire le PDF

office-supporters-title = Les gens qui veulent des nouvelles
office-supporters-lede = Noms et adresses de celles et ceux qui ont coché « recevoir des nouvelles », avec la phrase cochée et le moment. Personne d’autre n’y figure.
office-supporters-care = Un appui est une opinion politique. Gardez le fichier là où vous seul·e pouvez le lire, ne l’utilisez que pour des nouvelles de cette campagne, laissez chacun se désabonner d’un clic et supprimez-le dès qu’il a servi : qui se retire plus tard y figure encore.
office-supporters-go = Télécharger la liste
office-supporters-not = Votre rôle montre les chiffres, rien de personnel. Une personne qui administre l’équipe peut vous donner le rôle d’exportation.
office-supporters-parts = Ils sont nombreux. Le fichier vient en plusieurs parties ; ensemble, elles contiennent chaque personne une fois.
office-supporters-download = Télécharger en CSV
office-reason = À quoi servira-t-il ?
office-reason-hint = Une ligne pour le journal, par exemple : « infolettre du 24 novembre ».
office-reason-missing = Dites à quoi servira le fichier. Le journal le garde.
office-reason-too-long = Dites-le en { $max } caractères au plus.
office-part-unknown = Cette partie n’existe pas.

office-team-title = Équipe
office-team-lede = Qui peut entrer, et pour y faire quoi. Une personne retirée sort aussitôt.
office-team-members = Tout le monde
office-team-since = Depuis
office-team-by = Invitation de
office-team-change = Modifier
office-team-saved = C’est fait. C’est aussi dans le journal.
office-team-there-already = Cette adresse est déjà celle d’un membre de l’équipe.
office-role = Rôle
office-role-of = Rôle de { $email }
office-save = Enregistrer
office-remove = Retirer
office-remove-whom = Retirer { $email }
office-invite = Inviter quelqu’un
office-invite-button = Inviter

office-log-title = Journal
office-log-lede = Ce que l’équipe a fait, du plus récent au plus ancien. Personne ne peut y changer ni en retirer quoi que ce soit.
office-log-empty = Rien n’a encore été fait.
office-log-when = Quand
office-log-who = Qui
office-log-what = Quoi
office-log-about = À propos de
office-log-why = Pourquoi
office-log-older = Plus anciennes
office-did-signed-in = entrée
office-did-signed-out = fermeture de toutes ses sessions
office-did-invited = invitation dans l’équipe
office-did-role-changed = changement de rôle
office-did-removed = retrait de l’équipe
office-did-second-factor-on = activation d’un second facteur
office-did-second-factor-off = désactivation d’un second facteur
office-did-recovery-code-used = emploi d’un code de secours ; restent :
office-did-supporters-exported = téléchargement de la liste, partie

# Fichiers.
file-as-of = En date du { $day }, { $time } (Ottawa)
file-how = Chaque appui a été confirmé par courriel, et chaque personne compte une fois.
file-code = Code de la circonscription
file-riding = Circonscription
file-province-code = Code de la province
file-province = Province ou territoire
file-signatures = Appuis
file-electors = Électrices et électeurs
file-share = Part de l’électorat
file-rank = Rang au Canada
file-rank-in-province = Rang dans la province
file-day = Variation sur 24 heures
file-week = Variation sur 7 jours
file-member = Députée ou député
file-party = Parti
file-partner = Par { $partner }
file-abroad = À l’étranger, sans circonscription
file-first-name = Prénom
file-last-name = Nom
file-email = Courriel
file-postal-code = Code postal
file-country = Pays
file-language = Langue
file-consent-wording = Accord donné à
file-consent-at = Accord donné le (UTC)
file-partner-name = Partenaire
sheet-about = À propos
sheet-ridings = Circonscriptions
sheet-provinces = Provinces et territoires
sheet-provinces-chart = Appuis par province ou territoire, en barres
sheet-in-ridings = Dans 343 circonscriptions
sheet-total = Total
