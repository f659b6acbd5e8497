# Le bureau de l'équipe.
office-nav = Le bureau
office-nav-dashboard = Tableau de bord
office-nav-downloads = Téléchargements
office-nav-team = Équipe
office-nav-log = Journal
office-nav-counts = Chiffres
office-nav-supporters = Signataires
office-nav-settings = Réglages
office-sign-out = Fermer toutes mes sessions
office-back = Retour au bureau

office-sign-in-title = Bureau de l’équipe
office-sign-in-lede = Entrez votre adresse. Si elle appartient à une personne de l’équipe, un lien pour entrer lui parvient dans un instant.
office-sign-in-email = Adresse courriel
office-sign-in-button = Recevoir un lien
office-sign-in-hint = Il n’y a pas de mot de passe. Le lien ne sert qu’une fois, pendant 15 minutes. Vous venez d’arriver ? Demandez à une personne de l’équipe de vous inviter.
office-sign-in-missing = Entrez votre adresse courriel.
office-sign-in-malformed = Entrez une adresse de la forme nom@exemple.org.
office-sign-in-over = Votre session est terminée : après une heure sans ouvrir de page, ou huit heures en tout. Ouvrez une nouvelle session.
office-mail-title = Consultez vos courriels
office-mail-body = Si cette adresse appartient à une personne de l’équipe, un courriel avec un lien est en route. Ouvrez-le sur cet appareil.
office-mail-nothing = Rien après quelques minutes ? Regardez dans les indésirables et vérifiez que l’adresse est bien celle de votre invitation. Vous pourrez demander un autre lien après deux minutes.
office-mail-again = Demander un autre lien
office-open-title = Ouvrir une session
office-open-lede = Appuyez sur le bouton pour ouvrir une session au bureau de l’équipe sur cet appareil.
office-open-button = Ouvrir une session

office-code-title = Votre code
office-code-lede = Votre lien fonctionne. Entrez maintenant le code que votre appareil affiche pour ce bureau.
office-code = Entrez le code
office-code-hint = Les six chiffres de votre application, ou l’un de vos codes de secours.
office-code-lost = Plus d’appareil ni de codes de secours ? Une autre personne qui administre l’équipe peut vous retirer, puis vous inviter de nouveau.
office-code-malformed = Entrez les six chiffres que montre votre application, ou un code de secours de seize lettres et chiffres.
office-code-wrong = Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et entrez-le.

office-factor-title = Second facteur
office-factor-lede = Une boîte de courriel peut être forcée. Avec un second facteur, il faut aussi votre téléphone pour entrer à votre place : une application y affiche un nouveau code toutes les trente secondes.
office-factor-required = Dans cette campagne, toute personne qui peut télécharger la liste des signataires ou prendre des décisions en a besoin.
office-factor-set-up = Le mettre en place
office-factor-scan = Ouvrez une application de codes, comme le gestionnaire de mots de passe de votre téléphone, et balayez cette image.
office-factor-picture = Image pour votre application. Le même secret figure plus bas, en toutes lettres.
office-factor-type = Ou tapez ce secret dans l’application :
office-factor-same-device = L’application est sur cet appareil ? Ouvrez-la ici
office-factor-first-code = Le code que l’application affiche maintenant
office-factor-first-wrong = Ce n’est pas le code que votre application affiche en ce moment. Vérifiez que son horloge est à l’heure et entrez le plus récent.
office-factor-on-button = L’activer
office-factor-on-since = Votre second facteur est actif depuis le { $day }.
office-factor-left = { $count ->
    [0] Il ne reste aucun code de secours : désactivez le second facteur, puis activez-le de nouveau pour recevoir d’autres codes.
    [one] Il reste { $count } code de secours.
   *[other] Il reste { $count } codes de secours.
}
office-factor-off = Le désactiver
office-factor-off-lede = Nouvel appareil, ou nouveaux codes de secours : désactivez le second facteur ici, puis remettez-le en place.
office-factor-switched-off = Votre second facteur est désactivé. C’est consigné au journal.
office-recovery-title = Vos codes de secours
office-recovery-lede = Votre second facteur est actif. Si un jour votre appareil vous manque, chacun de ces codes vous fera entrer une fois.
office-recovery-once = Ils ne sont montrés que maintenant. Imprimez-les ou notez-les, et gardez-les là où vous gardez vos papiers.
office-recovery-kept = Je les ai

office-error-title = Cela n’a pas fonctionné
office-error-not-signed-in = Ouvrez d’abord une session.
office-error-session-over = La session est terminée. Ouvrez une nouvelle session.
office-error-foreign-origin = Cette demande ne vient pas de nos propres pages : elle n’a donc pas été exécutée. Ouvrez le bureau à son adresse et recommencez.
office-error-not-allowed = Votre rôle ne le permet pas. Une personne qui administre l’équipe peut le changer.
office-error-second-factor-missing = Dans cette campagne, il vous faut un second facteur pour cela. Deux minutes et un téléphone suffisent pour le mettre en place.
office-error-too-many-codes = Trop de codes ont été essayés. Vous pourrez réessayer dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
office-error-link-dead = Ce lien a déjà servi, ou ses 15 minutes sont passées. Demandez-en un autre.
office-error-ask-link-dead = Ce lien a déjà servi, ou ses { -partner-ask-hours } heures sont passées. Si nous avons votre demande, vous n’avez rien à faire. Sinon, remplissez de nouveau le formulaire.
office-error-look-again = Regarder de nouveau
office-error-changed-meanwhile = Quelqu’un vient de modifier ceci : rien n’a donc été fait. Regardez de nouveau avant de décider.

role-viewer = Lecture
role-viewer-does = Lecture : voit et télécharge les chiffres, rien de personnel
role-exporter = Exportation
role-exporter-does = Exportation : télécharge aussi la liste des gens qui veulent des nouvelles
role-moderator = Modération
role-moderator-does = Modération : décide aussi de ce qui compte
role-admin = Administration
role-admin-does = Administration : choisit aussi qui fait partie de l’équipe et lit le journal

# Le seul mot commun aux deux langues : au tableau de bord, dans le tableau et dans les fichiers.
office-signatures-same = Signatures
office-dashboard-title = Tableau de bord
office-trend = Les signatures au fil du temps
office-near = Tout près d’un cap
office-near-none = Personne n’a encore signé. Les premières signatures paraîtront ici en quelques secondes.
office-week = Cette semaine
office-week-rising = Ce qui monte
office-week-since = Par rapport au compte du { $when }.
office-week-rose-same = { $from } → { $to } (+{ $more })
office-week-none-rose = Aucune circonscription n’a monté depuis.
office-week-no-count = Aucun compte antérieur n’a encore été conservé. La première comparaison paraîtra d’ici une heure.
office-week-silence = Circonscriptions silencieuses
office-week-silent = { $count ->
    [one] { $count } circonscription a des signatures, mais son nombre n’a pas changé depuis deux semaines.
   *[other] { $count } circonscriptions ont des signatures, mais leur nombre n’a pas changé depuis deux semaines.
}
office-week-still = { $count ->
    [one] toujours { $count } signature
   *[other] toujours { $count } signatures
}
office-week-empty = { $count ->
    [one] { $count } circonscription n’a encore aucune signature.
   *[other] { $count } circonscriptions n’ont encore aucune signature.
}
office-week-no-silence = Toutes les circonscriptions ont des signatures, et aucune n’est silencieuse depuis deux semaines.
office-waits = À décider
office-waits-nothing = Rien ne vous attend.
office-waits-unread = Quelque chose ici est illisible, et la liste n’est peut-être pas complète. Si c’est encore le cas dans quelques minutes, prévenez les personnes qui s’occupent du site.
office-waits-partners = { $count ->
    [one] { $count } organisme demande à devenir partenaire.
   *[other] { $count } organismes demandent à devenir partenaires.
}
office-waits-paper = { $count ->
    [one] { $count } fichier papier est vérifié, mais pas encore compté.
   *[other] { $count } fichiers papier sont vérifiés, mais pas encore comptés.
}
office-waits-imports = { $count ->
    [one] { $count } fichier papier est resté en cours de comptage ou de retrait.
   *[other] { $count } fichiers papier sont restés en cours de comptage ou de retrait.
}
office-waits-removals = { $count ->
    [one] { $count } invalidation de signatures a été interrompue.
   *[other] { $count } invalidations de signatures ont été interrompues.
}
office-waits-hooks = { $count ->
    [one] Un outil relié ne reçoit pas tous ses messages.
   *[other] { $count } outils reliés ne reçoivent pas tous leurs messages.
}
office-waits-drift = { $count ->
    [one] { $count } compteur différait des signataires au dernier recomptage.
   *[other] { $count } compteurs différaient des signataires au dernier recomptage.
}
office-more-numbers = Autres chiffres
office-estimates = Ces chiffres viennent du dernier recomptage et ont pu changer depuis.
office-partners-shown = Partenaires { $first } à { $last } sur { $all }
office-missing = encore { $missing } pour atteindre { $milestone }
office-tile-goal = sur { $goal }, l’objectif
office-tile-day = Dernières 24 heures
office-tile-week = 7 derniers jours
office-tile-net = signées moins retirées
office-tile-ridings = Circonscriptions avec signatures
office-tile-of-343 = sur 343
office-tile-abroad = À l’étranger
office-tile-in-no-riding = comptées, sans circonscription
office-tile-paper = Sur papier
office-tile-in-total = dans le total
office-tile-by-code = Confirmées par le code
office-tile-by-link = { $count } par le lien
office-tile-pending = En attente de confirmation
office-tile-conversion = Confirmations
office-tile-two-weeks = des formulaires des deux dernières semaines
office-providers = Par fournisseur de courriel
office-providers-says = Parmi les formulaires des deux dernières semaines. Là où peu de gens confirment, les courriels n’arrivent peut-être pas.
office-providers-none = Aucun formulaire ces deux dernières semaines.
office-provider = Fournisseur
office-provider-google = Gmail, de Google
office-provider-microsoft = Outlook et Hotmail
office-provider-yahoo = Yahoo et Rogers
office-provider-apple = iCloud d’Apple
office-provider-bell = Bell et Sympatico
office-provider-videotron = Vidéotron
office-provider-proton = Proton Mail
office-provider-other = Tous les autres
office-confirmed = Confirmées
office-waiting = En attente
office-rate = Taux
office-surveyed = Au { $day }, { $time }.
office-languages = Par langue
office-languages-says = La langue de la signature, en ligne.
office-language = Langue
office-language-en = Anglais
office-language-fr = Français
office-table = Toutes les circonscriptions
office-found = { $count ->
    [0] Aucune circonscription ne correspond.
    [one] { $count } circonscription.
   *[other] { $count } circonscriptions.
}
office-column-name = Circonscription
office-column-province = Prov.
office-column-share = Part de l’électorat
office-column-day = 24 h
office-column-week = 7 jours
office-column-missing = Prochain cap
office-column-member = Député·e
office-column-party = Parti
office-no-member = inconnu
office-partners = Par partenaire
office-partner = Partenaire
office-partner-share = Part du total
office-partners-none = Personne n’est encore venu par un partenaire. Les partenaires trouvent leurs liens et leurs compteurs ici :

office-downloads-title = Téléchargements
office-downloads-lede = Les chiffres des 343 circonscriptions et les noms des député·e·s, dans un fichier. Chaque fichier indique le moment du relevé, et la somme correspond au total.
office-downloads-counts = Signatures par circonscription
office-downloads-at = Jour
office-downloads-at-hint = Laissez vide pour les chiffres les plus récents. Vous pouvez demander toute heure depuis le début de la campagne.
office-downloads-hour = Heure
office-downloads-hour-hint = À l’heure d’Ottawa. La nuit du retour à l’heure normale, la première des deux heures semblables.
office-downloads-end-of-day = Fin de la journée
office-downloads-csv-says = En français, le CSV a des points-virgules et des virgules décimales, comme les lit un Excel en français. En anglais, il a des virgules.
office-downloads-language = Langue du fichier
office-downloads-xlsx = Classeur Excel
office-download-wrong = Une partie de ce qui est demandé n’existe pas.
office-download-lang-unknown = Demandez en ou fr comme langue.
office-download-province-unknown = Une province ou un territoire s’écrit avec ses deux lettres, comme ON.
office-download-at-malformed = Choisissez un jour et, si vous voulez, une heure. Un programme écrit 2026-11-23T14:00, à l’heure d’Ottawa, ou avec un décalage, comme 2026-11-23T14:00:00-05:00.
office-download-at-not-kept = Aucun relevé n’a été gardé à cette heure-là. Essayez l’heure d’avant ou d’après.

office-column-one-pager = Fiche
office-print = Pages à imprimer
office-print-lede = Une page par circonscription pour sa ou son député·e : le nombre, son évolution, les trois demandes et la manière de compter. Ou le cahier de toutes les circonscriptions, avec sa table des matières.
office-print-of = Contenu
office-print-book = Tout le Canada : un cahier de toutes les circonscriptions
office-print-riding = Une circonscription : une page
office-print-province = Une province ou un territoire : un cahier
office-print-paper = Papier
office-print-letter = Lettre
office-print-button = Créer le PDF

office-supporters-title = Les gens qui veulent des nouvelles
office-supporters-lede = Noms et adresses de celles et ceux qui ont coché « recevoir des nouvelles », avec la phrase cochée et le moment. Personne d’autre n’y figure.
office-supporters-care = Un appui est une opinion politique. Gardez le fichier là où personne d’autre ne peut le lire, ne l’utilisez que pour des nouvelles de cette campagne, laissez chaque personne se désabonner d’un clic et supprimez-le dès qu’il a servi : les personnes qui se retirent plus tard y figurent encore.
office-supporters-go = Télécharger la liste
office-supporters-not = Votre rôle montre les chiffres, rien de personnel. Une personne qui administre l’équipe peut vous donner le rôle d’exportation.
office-supporters-parts = La liste est longue : elle vient en plusieurs fichiers qui, ensemble, contiennent chaque personne une seule fois.
office-supporters-download = Télécharger en CSV
office-reason = À quoi servira-t-il ?
office-reason-hint = Une ligne pour le journal, par exemple : « infolettre du 24 novembre ».
office-reason-missing = Dites à quoi servira le fichier. Ce sera consigné au journal.
office-reason-too-long = Dites-le en { $max } caractères au plus.
office-part-unknown = Cette partie n’existe pas.

office-team-title = Équipe
office-team-lede = Qui peut entrer, et pour y faire quoi. Une personne que vous retirez est déconnectée aussitôt.
office-team-members = Tout le monde
office-team-since = Depuis
office-team-by = Invitation de
office-team-change = Modifier
office-team-saved = C’est fait. C’est consigné au journal.
office-team-there-already = Cette adresse est déjà celle d’une personne de l’équipe.
office-role = Rôle
office-role-of = Rôle ({ $email })
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
office-log-newest = Les plus récentes
office-log-everything = Tout
office-log-everyone = Tout le monde
office-log-show = Afficher
office-log-none = Aucune entrée ne correspond.
office-about-codes = { $count ->
    [one] Il reste { $count } code
   *[other] Il reste { $count } codes
}
office-about-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
office-about-part = partie { $part } sur { $of }
office-about-sheet = { $count ->
    [one] un fichier papier de { $count } ligne
   *[other] un fichier papier de { $count } lignes
}
office-about-lines = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
office-about-signatures = { $count ->
    [one] { $count } signature qui était comptée
   *[other] { $count } signatures qui étaient comptées
}
office-about-messages = { $count ->
    [one] { $count } message en tout
   *[other] { $count } messages en tout
}
office-about-forms = { $count ->
    [one] { $count } formulaire
   *[other] { $count } formulaires
}
office-about-asks = { $count ->
    [one] { $count } demande
   *[other] { $count } demandes
}
office-about-see = Voir
office-about-letters = { $count ->
    [one] { $count } lettre
   *[other] { $count } lettres
}
office-about-counters = { $count ->
    [one] { $count } compteur
   *[other] { $count } compteurs
}
office-about-of = { $what } : { $says }
office-about-emails = { $count ->
    [one] { $count } courriel
   *[other] { $count } courriels
}
office-about-week = semaine du { $day }
office-about-all-ridings = toutes les circonscriptions
office-about-reopening = réouverture prévue le { $day }
office-about-added = { $count ->
    [one] { $count } partenaire ajouté
   *[other] { $count } partenaires ajoutés
}
office-about-changed = { $count ->
    [one] { $count } modifié
   *[other] { $count } modifiés
}
office-about-name = nom
office-about-home = domicile
office-about-language = langue
office-did-signed-in = a ouvert une session
office-did-signed-out = a fermé toutes ses sessions
office-did-invited = a invité une personne
office-did-role-changed = a changé un rôle
office-did-removed = a retiré une personne de l’équipe
office-did-second-factor-on = a activé un second facteur
office-did-second-factor-off = a désactivé un second facteur
office-did-recovery-code-used = a utilisé un code de secours
office-did-supporters-exported = a téléchargé la liste des signataires

office-integrity-title = Intégrité
office-integrity-lede = Peut-on se fier au nombre ? Ce qui est compté, ce qui ne l’est pas et pourquoi, et comment trouver ce qui n’a pas sa place.
office-nav-integrity = Intégrité
office-nav-paper = Papier
office-recount = Recomptage
office-recount-when = Dernier comptage, signature par signature : { $when }.
office-recount-agrees = Les compteurs concordent.
office-recount-differs = Compteurs qui ne concordent pas : { $count }.
office-recount-unsettled = Impossible de vérifier { $count } d’entre eux : des gens étaient en train de signer.
office-recount-never = Pas encore de comptage signature par signature. Il se fait automatiquement toutes les six heures.
office-recount-over = Les données personnelles de la campagne ont été effacées. Les nombres restent tels quels : il n’y a plus personne à compter.
office-recount-now = Recompter maintenant
office-recounted = C’est compté.
office-repair = Corriger les compteurs
office-repair-why = Pourquoi ? Ce sera consigné au journal.
office-repaired = Les compteurs concordent de nouveau avec les signatures.
office-patterns = Fraude possible
office-patterns-lede = On regarde toutes les signatures sans nommer personne, et sans rien prouver : chaque piste mène à un aperçu du nombre de personnes visées. Le journal note que vous avez regardé.
office-patterns-look = Chercher des pistes
office-patterns-none = Rien de ce genre.
office-pattern-unlikely = Groupes peu vraisemblables
office-pattern-unlikely-says = Signatures des sept derniers jours qui vont ensemble, les moins vraisemblables d’abord. Un groupe peut être vrai : une université, un syndicat un jour de mobilisation. L’aperçu vise exactement ces personnes.
office-unlikely-crowd = { $of ->
    [one] Beaucoup de monde à un domaine qui avait peu de signataires.
   *[other] Beaucoup de monde à { $of } domaines qui avaient peu de signataires.
}
office-unlikely-eager = Sur { $of } courriels, { $count } ont été confirmés ; d’habitude, c’est environ trois sur quatre.
office-unlikely-hurry = { $count } sur { $of } ont confirmé en moins de deux minutes.
office-unlikely-networks = { $count } partagent leur réseau avec quelqu’un du groupe.
office-unlikely-scattered = Les gens d’un même réseau habitent loin les uns des autres.
office-unlikely-mixed = Les { $of } personnes qui partagent un réseau y ont { $count } petits domaines différents.
office-unlikely-couples = { $count } sur { $of } partagent leur adresse avec une autre personne qui a signé.
office-unlikely-alike = { $count } noms sur { $of } se ressemblent.
office-pattern-same-person = Une personne, plusieurs fois
office-pattern-same-person-says = Le même nom au même code postal, sous plusieurs adresses. L’aperçu laisse la première signature dans le compte.
office-pattern-look-alike = Noms qui se ressemblent
office-pattern-look-alike-says = Au même code postal, des noms d’apparence identique écrits avec les lettres d’alphabets différents. L’aperçu laisse la première signature dans le compte.
office-pattern-disposable = Adresses jetables
office-pattern-disposable-says = Des domaines qui prêtent une adresse pour quelques minutes.
office-pattern-burst = Rafales
office-pattern-burst-says = Vingt signatures ou plus d’un même domaine en une heure.
office-pattern-catch-all = Domaines qui acceptent n’importe quel nom
office-pattern-catch-all-says = Dix signatures ou plus d’un domaine qui n’est pas celui d’un fournisseur connu : un club, une entreprise, ou quelqu’un qui invente des noms.
office-pattern-postal-code = Codes postaux très peuplés
office-pattern-postal-code-says = Quinze signatures ou plus au même code postal : un immeuble, ou une invention.
office-pattern-signers = Signataires : { $count }
office-pattern-preview = Aperçu
office-pattern-preview-of = Aperçu : { $what }
office-look-up = Trouver une personne
office-look-up-lede = Pour répondre à quelqu’un qui vous écrit : par l’adresse exacte de sa signature.
office-look-up-why = Pourquoi cette recherche ?
office-look-up-why-hint = Une ligne pour le journal, sans le nom : « demande si sa signature compte », par exemple.
office-look-up-button = Chercher
office-look-up-counted = Comptée.
office-look-up-not-counted = Non comptée : elle a été invalidée.
office-conditions = Retirer des signatures du compte
office-conditions-lede = Dites qui est visé. Tout ce que vous remplissez doit être vrai à la fois. Vous verrez combien de personnes, par circonscription, avant que rien ne change.
office-conditions-order = « Avant » doit être plus tard que « à partir de ».
office-conditions-preview = Aperçu
office-conditions-none = Remplissez au moins une condition.
office-conditions-domain = Un domaine s’écrit comme example.org.
office-conditions-postal-code = Un code postal s’écrit comme K1A 0A6.
office-conditions-place = Aucune circonscription n’a ce code. Cinq chiffres, ou « abroad » pour l’étranger.
office-conditions-partner = Un partenaire s’écrit comme dans ses liens, par exemple ccr.
office-conditions-name = Il faut un prénom et un nom.
office-conditions-time = Un moment s’écrit comme 2026-11-23T14:00.
office-field-mail-domain = Domaine du courriel
office-field-postal-code = Code postal
office-field-place = Circonscription
office-field-partner = Partenaire
office-field-name = Nom
office-field-name-one = un seul et même nom
office-field-submission = Signature
office-field-submission-one = une seule signature
office-field-submissions-listed = { $count ->
    [one] une signature de la liste
   *[other] { $count } signatures de la liste
}
office-field-redacted = En outre
office-field-redacted-one = ce qui a été nommé n’est pas conservé
office-field-from = Signé à partir de (heure d’Ottawa)
office-field-until = Signé avant (heure d’Ottawa)
office-invalidations = Signatures invalidées
office-invalidations-none = Personne n’a été retiré du compte.
office-cause = Motif
office-cause-public = Pourquoi ? Le public verra ce motif, et le nombre.
office-cause-missing = Choisissez un motif.
office-signers = Signataires
office-stage = Avancement
office-stage-applying = Retrait du compte en cours.
office-stage-applied = Hors du compte.
office-stage-undoing = Rétablissement en cours.
office-stage-undone = Annulée : tout est compté de nouveau.
office-preview-title = Aperçu
office-preview-lede = Signatures visées : { $count }. Rien n’a encore changé.
office-preview-nobody = Personne n’est visé. Rien n’a changé.
office-preview-places = Par circonscription
office-preview-back = Retour à l’intégrité
office-apply = Retirer du compte
office-apply-lede = Les signatures restent telles quelles : on peut revenir en arrière. Personne n’en est averti.
office-apply-button = Ne plus les compter ({ $count })
office-why = Dans vos mots
office-why-hint = Ce que vous avez vu, pour le journal. Sans noms.
office-why-missing = Dites pourquoi. Ce sera consigné au journal.
office-why-too-long = Dites-le en 500 caractères au plus.
office-invalidation-title = Invalidation de signatures
office-invalidation-signers = Signataires : { $count }.
office-goes-on = Cela continue tout seul d’ici cinq minutes, même si personne n’appuie sur rien. Le compte est exact à tout moment.
office-go-on = Continuer maintenant
office-undo = Annuler
office-undo-lede = Toutes ces personnes sont comptées de nouveau, là où elles habitent maintenant.
office-undo-button = Compter de nouveau ({ $count })
office-paper-title = Signatures sur papier
office-paper-lede = Les feuilles des marchés, des lieux de culte et des rencontres comptent avec les signatures en ligne : dans le total, dans leur circonscription et parmi les signatures sur papier.
office-paper-template = 1. Entrez-les dans le modèle
office-paper-template-says = Une ligne par personne : prénom, nom, code postal. Le code de circonscription n’est utile que si le code postal touche plusieurs circonscriptions.
office-paper-template-get = Prendre le modèle (CSV)
office-paper-file = 2. Vérifiez le fichier
office-paper-dry = Rien n’est compté à cette étape. Vous verrez ce qui est nouveau, ce qui y est déjà, et les lignes à corriger.
office-paper-choose = Fichier
office-paper-choose-hint = Un classeur Excel (.xlsx), un fichier CSV ou texte, 4 Mo au plus : des dizaines de milliers de lignes. Les colonnes peuvent être dans n’importe quel ordre, nommées en français ou en anglais.
office-paper-kept = Votre fichier est toujours là. N’en choisissez un autre que pour le remplacer.
office-paper-paste = Ou collez les lignes
office-paper-paste-hint = Copiez les cellules dans Excel, avec leur en-tête, et collez-les ici.
office-paper-both = Choisissez un fichier ou collez des lignes, mais pas les deux.
office-paper-partner = Recueillies par
office-paper-nobody = Aucun partenaire en particulier
office-paper-note = Lieu et date de la collecte
office-paper-note-hint = « Marché Jean-Talon, 21 novembre », par exemple.
office-paper-note-missing = Dites d’où viennent les feuilles.
office-paper-read-button = Vérifier le fichier
office-imports = Fichiers
office-imports-none = Aucun fichier n’a encore été vérifié.
office-paper-signers = Signataires au comptage
office-paper-read = Vérifié, pas encore compté.
office-paper-applying = Comptage en cours.
office-paper-applied = Compté.
office-paper-undoing = Retrait en cours.
office-paper-undone = Retiré du compte.
office-import-title = Un fichier de signatures sur papier
office-import-signers = Signataires au moment du comptage : { $count }.
office-read-new = Nouvelles : seront gardées
office-read-online = Parmi elles, signées aussi en ligne : elles comptent en ligne, et sur papier seulement en cas de retrait
office-read-on-paper = Déjà sur une autre feuille
office-read-too-short = non précisé pour un fichier de moins de { $lines } lignes
office-read-few = moins de { $count }
office-read-problems = Lignes à corriger
office-read-mend = Lignes à corriger
office-read-mend-how = Corrigez-les dans votre fichier et vérifiez-le de nouveau : personne n’est compté deux fois.
office-read-more = Et { $count } de plus.
office-read-unread = { $count ->
    [one] { $count } ligne n’a pas été comprise et ne sera pas comptée : { $lines }.
   *[other] { $count } lignes n’ont pas été comprises et ne seront pas comptées : { $lines }.
}
office-read-above = { $count ->
    [one] La ligne { $lines } est au-dessus de la liste et n’a pas été lue comme une personne.
   *[other] Les lignes { $lines } sont au-dessus de la liste et n’ont pas été lues comme des personnes.
}
office-read-sheet = { $count ->
    [one] « { $name } » ({ $count } ligne)
   *[other] « { $name } » ({ $count } lignes)
}
office-read-sheets = Une feuille du classeur a été lue. Celles-ci ne l’ont pas été : { $sheets }. Si elles contiennent des signatures, enregistrez chacune dans son propre fichier.
office-line = Ligne { $line } :
office-line-no-name = il faut un prénom ou un nom.
office-line-bad-name = ce n’est pas un nom. Retirez les symboles et les liens.
office-line-no-postal-code = il manque le code postal.
office-line-bad-postal-code = un code postal s’écrit comme K1A 0A6.
office-line-postal-code-like = est-ce { $code } ? Une lettre et un chiffre se ressemblent.
office-line-which-riding = le code postal touche plusieurs circonscriptions. Écrivez l’un de ces codes dans une colonne « Code de la circonscription » : { $choices }.
office-line-unknown-riding = ce code postal n’est pas connu. Écrivez le code de la circonscription dans une colonne « Code de la circonscription ».
office-line-no-such-riding = aucune circonscription n’a ce code ou ce nom.
office-line-riding-elsewhere = la circonscription est dans une autre province que le code postal.
office-line-lone-quote = un guillemet droit est seul. Ajoutez l’autre, ou effacez-le.
office-line-same = la même personne qu’à la ligne { $line }.
office-sheet-empty = Il n’y a pas de signatures ici. Choisissez le fichier où vous les avez entrées, ou collez-les.
office-sheet-no-workbook = Ce n’est pas un classeur Excel, ou il est endommagé. Ouvrez-le dans Excel et enregistrez-le comme classeur (.xlsx) ou comme « CSV UTF-8 ».
office-sheet-old-or-locked = Ce classeur est d’un ancien format (.xls) ou a un mot de passe. Dans Excel, enregistrez-le comme classeur (.xlsx), sans mot de passe.
office-sheet-letters = Les caractères de ce fichier peuvent se lire de plus d’une façon. Dans Excel, enregistrez-le comme classeur (.xlsx) ou comme « CSV UTF-8 ».
office-sheet-one-column = Ce fichier n’a qu’une seule colonne. Mettez le nom et le code postal chacun dans sa colonne.
office-sheet-columns = Nous ne connaissons pas les noms de ces colonnes. Nommez-les à la première ligne : prénom, nom, code postal.
office-columns-title = Que contient chaque colonne ?
office-columns-lede = Les noms des colonnes ne le disent pas clairement. Voici les premières lignes de votre liste ; rien n’est compté pour l’instant.
office-columns-sample = Les premières lignes de votre liste
office-columns-line = Ligne
office-columns-line-number = Ligne { $line }
office-columns-number = Colonne { $number }
office-columns-option = Colonne { $number } : { $text }
office-columns-none = Dans aucune colonne
office-columns-first-hint = N’y touchez pas si le nom complet est dans une seule colonne.
office-columns-last-hint = Ou le nom complet, s’il est dans une seule colonne.
office-columns-riding-hint = Ou le nom de la circonscription. N’est utile que si le code postal touche plusieurs circonscriptions.
office-columns-begins = Première personne
office-columns-begins-hint = Les lignes au-dessus ne sont pas lues.
office-columns-missing = Choisissez une colonne.
office-columns-twice = Cette colonne est déjà choisie plus haut. Choisissez-en une autre.
office-paper-count = Compter ({ $count })
office-paper-all = Tous les fichiers
office-take-back = Retirer du compte
office-take-back-lede = Toutes les personnes venues par ce fichier sont retirées du compte et effacées, même celles qui figurent aussi dans un fichier plus récent. Vérifiez et comptez ensuite de nouveau ces fichiers plus récents : ces personnes seront alors comptées. Vous pourrez aussi envoyer de nouveau celui-ci.
office-take-back-button = Retirer du compte ({ $count })
office-error-file-too-large = Le fichier est trop gros : il dépasse 4 Mo ou 250 000 lignes. Divisez-le : personne n’est compté deux fois.
office-did-supporter-looked-up = a cherché une personne
office-did-signers-examined = a examiné les signatures
office-did-invalidated = a retiré des signatures du compte
office-did-restored = a rétabli des signatures
office-did-paper-counted = a compté des signatures sur papier
office-did-paper-taken-back = a retiré du compte des signatures sur papier
office-did-tally-repaired = a corrigé des compteurs
office-did-edition-published = a modifié la campagne
office-did-members-published = a modifié la liste des député·e·s
office-did-members-restored = a rétabli une liste antérieure des député·e·s
office-did-members-undone = a annulé une modification des député·e·s

# Courriels retenus.
office-nav-held = Courriels retenus
office-held-title = Courriels retenus
office-held-lede = Les formulaires attendent ici quand trop de courriels d’un même réseau, ou vers un même domaine, restent sans confirmation. Ils partent automatiquement dès que d’autres y confirment ; le reste attend votre décision. On n’en dit rien aux signataires ; les formulaires expirent après 14 jours, comme toujours.
office-held-none = Rien n’est retenu.
office-held-waits = { $count ->
    [one] { $count } formulaire est retenu et attend votre décision.
   *[other] { $count } formulaires sont retenus et attendent votre décision.
}
office-held-total = Formulaires dont le courriel est retenu : { $count }.
office-held-twice = Chaque liste les montre tous, classés autrement.
office-held-networks = Par réseau
office-held-networks-says = Un réseau, c’est un foyer, un campus, ou une partie d’un réseau téléphonique. Son code cache l’adresse du réseau et change en même temps que nos clés.
office-held-domains = Par domaine de courriel
office-held-domains-says = Un club ou un syndicat un jour de mobilisation, ou quelqu’un qui invente des noms dans son propre domaine.
office-held-shapes = Par forme de nom
office-held-shapes-says = L’allure des noms, et non les noms : A pour une majuscule, a pour quelques minuscules, aaa pour plusieurs, 9 pour un chiffre. Les programmes inventent souvent des noms tous pareils.
office-held-minutes = Par minute
office-held-minutes-says = Le début de leur attente. Les gens arrivent l’un après l’autre ; les programmes, par rafales.
office-held-shape = Noms du genre { $shape }
office-held-of-ruling = Ce qui a été écarté
office-held-why = Pourquoi ils attendent
office-held-why-pair = Trop de courriels de ce réseau vers ce domaine restent sans confirmation
office-held-why-network = Trop de courriels de ce réseau restent sans confirmation
office-held-why-domain = Trop de courriels vers ce domaine restent sans confirmation, et personne n’y a confirmé depuis ce réseau
office-held-why-came-back = Une signature de cette adresse avait déjà été invalidée
office-held-narrow = Préciser
office-held-narrow-says = Chaque ligne mène à cette seule partie, que vous pouvez préciser encore, laisser partir ou écarter.
office-held-network = Réseau { $code }
office-held-forms = Retenus : { $count }.
office-held-seen = Formulaires vus pendant sa dernière heure : { $count }.
office-held-first = Premier retenu : { $when }
office-held-last = Dernier retenu : { $when }
office-held-hour = Heure commençant le { $when }
office-held-look = Voir de plus près
office-held-look-at = Voir de plus près : { $what }
office-held-group-lede = Formulaires dont le courriel est retenu : { $count }. Rien n’a encore changé ; ce qui sera retenu désormais n’est pas visé.
office-held-release = Laisser partir
office-held-release-lede = Chaque personne reçoit un courriel qui lui demande de confirmer. Il en part quelques-uns par minute, pour que les autres courriels partent aussi. Aucune adresse ne reçoit plus de messages que la limite ne le permet.
office-held-release-button = Envoyer ({ $count })
office-held-discard = Écarter
office-held-discard-lede = Personne n’est averti, et les formulaires sont effacés dans une semaine. D’ici là, vous pouvez revenir sur votre décision. Les personnes qui ont vraiment signé peuvent signer de nouveau.
office-held-discard-button = Écarter ({ $count })
office-held-releasing = Envoi en cours.
office-held-released = Envoyés.
office-held-discarding = Mise à l’écart en cours.
office-held-discarded = Écartés.
office-held-restoring = Remise en attente en cours.
office-held-restored = De nouveau en attente.
office-held-undo = Annuler cette mise à l’écart
office-held-undo-lede = Les formulaires attendent de nouveau, et vous pouvez les laisser partir ou en écarter une partie.
office-held-forms-settled = Formulaires jusqu’ici : { $count }.
office-held-goes-on = Cela continue tout seul, chaque minute, même si vous fermez cette page.
office-held-again = Voir où cela en est
office-held-until = Retenus avant le
office-held-which = Lesquels
office-held-settled = Formulaires
office-held-rulings = Décisions
office-held-rulings-none = Rien n’a encore été décidé.
office-held-back = Tous les courriels retenus
office-did-held-released = a laissé partir des courriels retenus
office-did-held-discarded = a écarté des courriels retenus
office-did-held-restored = a annulé une mise à l’écart de courriels retenus
office-networks = Rafales par réseau
office-networks-says = Vingt formulaires ou plus d’un même réseau en une heure, ces deux derniers jours. Les signatures ne gardent aucune trace du réseau : cette piste ne mène à personne.
office-networks-forms = Formulaires : { $count }

# Fichiers.
file-as-of = Au { $day }, { $time } (Ottawa)
file-how = Chaque signature en ligne a été confirmée par courriel ; celles sur papier sont vérifiées par nom et code postal. Chaque personne compte une fois.
file-code = Code de la circonscription
file-riding = Circonscription
file-province-code = Code de la province
file-province = Province ou territoire
file-electors = Électrices et électeurs
file-share = Part de l’électorat
file-rank = Rang au Canada
file-rank-in-province = Rang provincial
file-day = Variation sur 24 heures
file-week = Variation sur 7 jours
file-member = Député·e
file-party = Parti
file-paper = Sur papier
file-partner = Par { $partner }
file-abroad = À l’étranger, sans circonscription
file-first-name = Prénom
file-last-name = Nom
file-email = Courriel
file-postal-code = Code postal
file-country = Pays
file-language = Langue
file-consent-wording = Accord donné à
file-consent-at = Accord donné le (heure d’Ottawa)
file-stop-updates = List-Unsubscribe (un seul clic)
file-partner-name = Partenaire
sheet-about = À propos
sheet-ridings = Circonscriptions
sheet-provinces = Provinces et territoires
sheet-provinces-chart = Signatures par province ou territoire, en barres
sheet-in-ridings = Dans 343 circonscriptions
sheet-total = Total

office-nav-letters = Lettres
office-nav-members = Député·e·s
office-letters-title = Lettres aux député·e·s
office-letters-lede = Les lettres que les signataires envoient par la campagne. Vous voyez combien il y en a, mais ni qui les a écrites ni ce qu’elles disent.
office-letters-sent = Envoyées
office-letters-waiting = En route
office-letters-waiting-says = nouveaux essais jusqu’à ce que le serveur du destinataire les accepte
office-letters-held = Retenues
office-letters-held-says = attendent votre décision, ou la fin de la suspension
office-letters-dashboard = { $count ->
    [one] Une lettre est retenue et attend votre décision.
   *[other] { $count } lettres sont retenues et attendent votre décision.
}
office-letters-paused = Tous les envois sont suspendus.
office-letters-goes-on = Les décisions prises s’exécutent, quelques lettres par minute.
office-letters-none = Aucune lettre n’est retenue.
office-letters-pause = Suspendre tous les envois
office-letters-pause-lede = Aucune lettre ne part par la campagne jusqu’à la reprise. La page de la lettre le dit aux signataires, qui peuvent l’imprimer ou l’envoyer par leurs propres moyens. Les lettres en route attendent.
office-letters-resume = Reprendre les envois
office-letters-resume-lede = Les lettres qui attendaient la reprise partent automatiquement, dans les limites prévues.
office-letters-members = Par destinataire
office-letters-members-says = À qui les lettres s’adressent.
office-letters-domains = Par domaine de courriel
office-letters-domains-says = Les domaines d’où plus de lettres sont parties vers une même personne qu’une journée n’en permet : un lieu de travail mobilisé, ou quelqu’un qui invente des noms.
office-letters-hours = Par heure
office-letters-hours-says = Depuis quand les lettres sont retenues.
office-letters-number = Lettres : { $count }.
office-letters-last = Dernière retenue : { $when }
office-letters-back = Toutes les lettres
office-letters-group-lede = Lettres retenues : { $count }. Rien n’a encore changé ; ce qui sera retenu désormais n’est pas visé.
office-letters-paused-release = Tous les envois sont suspendus : ce que vous laissez partir attendra la reprise.
office-letters-reasons = Pourquoi elles sont retenues
office-letters-why-mail-domain = Plus de lettres d’un même domaine vers cette personne qu’une journée n’en permet
office-letters-why-member = Plus de lettres vers une même personne qu’une heure n’en permet
office-letters-why-hour = Plus de lettres en tout qu’une heure n’en permet
office-letters-why-paused = Les envois étaient suspendus
office-letters-why-link = Une adresse Web dans la lettre ou dans le nom
office-letters-why-answered = La personne a déjà répondu
office-letters-release-lede = Elles partent en quelques minutes, quelles que soient les limites, même si la personne a répondu. Chaque signature doit encore être comptée.
office-letters-discard-lede = Elles ne partent pas et leur texte est effacé. On ne peut pas revenir en arrière. Leur page dira aux signataires que nous ne les avons pas envoyées.
office-letters-prime-minister = Première ou premier ministre
office-letters-marks = Député·e·s
office-letters-marks-says = Les personnes qui ne veulent plus de lettres, ont répondu ou sont injoignables. Les adresses refusées et les plaintes sont notées automatiquement.
office-letters-marks-none = Rien n’est encore noté.
office-letters-mark = Que faut-il noter ?
office-letters-mark-no-more = Ne veut plus de lettres.
office-letters-mark-answered = A répondu.
office-letters-mark-bounced = Son adresse n’accepte pas de courriel.
office-letters-mark-complained = A signalé une lettre comme pourriel.
office-letters-mark-missing = Choisissez ce qu’il faut noter.
office-letters-marked-already = C’est déjà noté.
office-letters-answer-elsewhere = Consignez la réponse d’un·e député·e sous « Député·e·s » : elle paraît alors sur la page de la circonscription. Ici, on note seulement une réponse de la première ou du premier ministre.
office-letters-answer-open = Les envois continuent malgré tout.
office-letters-note = Noter quelque chose sur un·e député·e
office-letters-note-lede = Dès lors, aucune lettre ne lui parvient par la campagne. La page de la lettre le dit aux signataires, qui peuvent l’imprimer ou l’envoyer par leurs propres moyens.
office-letters-to = De qui s’agit-il ?
office-letters-to-none = Choisissez une circonscription
office-letters-to-missing = Choisissez de qui il s’agit.
office-letters-source = Où lire la réponse
office-letters-source-hint = Pour une réponse seulement, par exemple la date de sa lettre ou de sa déclaration.
office-letters-source-missing = Dites où on peut lire la réponse.
office-letters-by-provider = Le service de courriel
office-letters-open = Continuer les envois
office-letters-open-lede = Les lettres retenues à cause de la réponse partent, dans les limites prévues, et de nouvelles sont acceptées.
office-letters-close = Ne plus envoyer de lettres
office-letters-close-lede = Les lettres attendent de nouveau, puisque la personne a répondu.
office-letters-lift = Annuler cette note
office-letters-lift-lede = Les lettres lui parviennent de nouveau. Celles que nous n’avons pas envoyées entre-temps ne partiront pas.
office-nav-switches = Interrupteurs
office-switches-title = Interrupteurs pour les jours d’affluence
office-switches-lede = Ils prennent effet en quelques secondes. Les liens et les codes déjà envoyés par courriel fonctionnent dans tous les cas.
office-switch-why = Raison
office-switch-why-hint = Pour le journal. Sans noms.
office-switch-reminders = Les rappels
office-switch-reminders-says = Pendant la suspension, personne ne reçoit de rappel : les premiers courriels disposent de tout ce que le fournisseur accepte.
office-switch-reminders-is-on = Les rappels sont suspendus.
office-switch-reminders-is-off = Les rappels partent comme d’habitude.
office-switch-reminders-on = Suspendre les rappels
office-switch-reminders-off = Reprendre les rappels
office-switch-holding = La page d’attente
office-switch-holding-says = Tant qu’elle est affichée, une seule page légère, avec le nombre de signatures, remplace toutes les pages publiques. Les compteurs intégrés continuent.
office-switch-holding-is-on = La page d’attente est affichée.
office-switch-holding-is-off = Les pages publiques s’affichent comme d’habitude.
office-switch-holding-on = Afficher la page d’attente
office-switch-holding-off = Retirer la page d’attente
office-switch-form = Le formulaire
office-switch-form-says = Tant qu’il est fermé, plus personne ne peut signer. La page indique que le formulaire est fermé pour le moment.
office-switch-form-is-on = Le formulaire est fermé.
office-switch-form-is-off = Le formulaire est ouvert.
office-switch-form-on = Fermer le formulaire
office-switch-form-off = Rouvrir le formulaire
office-did-form-closed = a fermé le formulaire
office-did-form-opened = a rouvert le formulaire
office-did-form-paused = a suspendu le formulaire
office-did-form-resumed = a mis fin à la suspension du formulaire
office-switch-form-paused = Le formulaire est suspendu dans la page « Campagne ». Cet interrupteur ne met pas fin à la suspension.
office-did-holding-page-on = a affiché la page d’attente
office-did-holding-page-off = a retiré la page d’attente
office-did-reminders-paused = a suspendu les rappels
office-did-reminders-resumed = a repris les rappels
office-did-letters-paused = a suspendu tous les envois de lettres
office-did-letters-resumed = a repris les envois de lettres
office-did-letters-released = a laissé partir des lettres retenues
office-did-letters-discarded = a écarté des lettres retenues
office-did-correspondent-marked = a ajouté une note sur un·e député·e
office-did-correspondent-unmarked = a annulé une note sur un·e député·e
office-did-answer-switched = a changé la suite des envois après une réponse

# Aider une personne.
office-help-title = Aider quelqu’un
office-help-lede = Pour une personne qui vous a écrit. Trouvez-la, voyez où elle en est et corrigez avec elle ce qui doit l’être.
office-help-limits = Vous pouvez chercher { $most } personnes par heure, et aider chacune pendant { $minutes } minutes. Le journal consigne la recherche et sa raison, avec un code au lieu de l’adresse.
office-help-person = Signataire { $code }
office-help-on-paper = Signature sur papier { $code }
office-help-code = Le journal désigne cette personne par le code ci-dessus.
office-help-state = État
office-help-place = Circonscription
office-help-signed = Signature
office-help-confirmed = Confirmation
office-help-mails = Courriels des { -mail-days } derniers jours ({ $about }) :
office-help-mail-link = lien
office-help-mail-reminder = rappel
office-help-mail-thanks = remerciement
office-help-mail-farewell = adieu
office-help-no-mails = Aucun courriel n’est parti vers cette adresse ces { -mail-days } derniers jours.
office-help-bounced = Un courriel a été refusé le { $since } : selon le fournisseur, cette boîte n’existe pas. Rien n’y est envoyé avant le { $until }, à moins que vous ne leviez ce refus.
office-help-complained = Le { $since }, la personne a signalé un de nos courriels comme indésirable. Plus rien n’y est envoyé.
office-help-refused = Le { $since }, la personne nous a demandé de ne plus lui écrire. Elle seule peut revenir là-dessus, par le lien de notre courriel.
office-help-too-soon = Le lien pourra être renvoyé à partir de { $time } : deux courriels sont séparés d’au moins { -spacing-minutes } minutes.
office-help-spent = Le lien ne peut pas être envoyé maintenant : cette adresse a reçu tous les courriels permis en { -mail-days } jours. Il pourra l’être à partir du { $when }. Les liens des courriels précédents fonctionnent encore.
office-help-stopped = Le lien ne peut pas être envoyé : cette adresse n’accepte aucun courriel.
office-help-forms = Formulaires non confirmés
office-help-form-waits = Un formulaire du { $when } attend sa confirmation.
office-help-form-held = Un formulaire du { $when } est retenu et attend une décision sous « Courriels retenus ».
office-help-form-discarded = Un formulaire du { $when } a été écarté. Cela s’annule sous « Courriels retenus ».
office-help-no-forms = Aucun.
office-help-nothing = Aucun appui de cette adresse ne compte, et aucun formulaire n’attend. Vérifiez l’orthographe avec la personne. Un appui retiré ne laisse ici aucune trace.
office-help-none = Aucun appui sous cette adresse
office-help-not-real = Personne fictive ? Prévisualiser une invalidation
office-help-another = Chercher une autre personne
office-help-back = Retour à cette personne
office-help-gone = Cet appui ou ce formulaire n’existe plus.
office-help-over = La campagne est terminée : plus personne ne peut changer de circonscription.
office-help-name-missing = Entrez un prénom, un nom ou les deux.
office-help-name-taken = L’autre personne de cette adresse porte ce nom.
office-help-link = Renvoyer le lien
office-help-link-lede = La personne reçoit d’ici une minute un courriel avec le lien vers son appui. Il compte parmi les courriels que cette adresse peut recevoir.
office-help-link-done = Le lien est en route.
office-help-link-of-form = Renvoyer le lien de confirmation
office-help-link-of-form-lede = La personne reçoit d’ici une minute un courriel avec le lien qui confirme son plus récent formulaire. Il compte parmi les courriels que cette adresse peut recevoir.
office-help-link-of-form-done = Le lien de confirmation est en route.
office-help-name = Corriger le nom
office-help-name-lede = La personne peut aussi le faire elle-même, sur la page de son appui.
office-help-name-done = Le nom est corrigé.
office-help-home = Changer le domicile
office-help-home-lede = Le code postal détermine la circonscription. La personne y compte dès maintenant.
office-help-home-done = La personne compte là où elle habite maintenant.
office-help-language = Changer la langue
office-help-language-lede = Nos prochains courriels à cette personne seront dans cette langue.
office-help-language-done = La langue est changée.
office-help-lift = Lever le refus
office-help-lift-lede = À faire quand la personne dit que sa boîte fonctionne de nouveau. Au prochain refus, rien n’y est envoyé pendant { -mailbox-days } jours encore.
office-help-lift-done = Les courriels peuvent de nouveau partir vers cette adresse.
office-help-erase = Retirer et effacer
office-help-erase-lede = L’appui cesse de compter, et tout ce qui le concerne est effacé. Un dernier courriel le dit à la personne. Elle peut aussi le faire elle-même. Cela ne s’annule pas.
office-help-erase-done = L’appui est retiré et effacé.
office-help-erase-forms = Effacer les formulaires
office-help-erase-forms-lede = Les formulaires non confirmés de cette adresse sont effacés, et leurs liens ne fonctionnent plus. Cela ne s’annule pas.
office-help-erase-forms-done = Les formulaires sont effacés.
office-help-paper = Trouver une signature sur papier
office-help-paper-lede = Par le nom et le code postal de la feuille. Les lignes d’un fichier qui n’est pas encore compté restent introuvables : ce fichier est oublié après sept jours.
office-help-paper-none = Aucune signature sur papier n’est conservée sous ce nom et ce code postal.
office-help-paper-counts = Comptée.
office-help-paper-online = Non comptée : quelqu’un de ce nom et de ce code postal compte en ligne.
office-help-paper-file = Le fichier d’où elle vient
office-help-paper-erase = Effacer cette ligne
office-help-paper-erase-lede = La signature cesse de compter, et le nom est effacé. La feuille elle-même reste chez vous. Cela ne s’annule pas. Si la personne figure aussi dans un fichier qui n’est pas encore compté, comptez d’abord ce fichier : compté plus tard, il ramènerait la ligne.
office-help-paper-done = La ligne est effacée.
office-error-too-many-look-ups = Vous avez fait toutes les recherches permises en une heure. Vous pourrez en faire d’autres dans { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}.
office-error-case-over = Le temps d’aider cette personne est écoulé. Cherchez-la de nouveau.
office-did-link-sent-again = a fait renvoyer un lien
office-did-supporter-corrected = a corrigé une signature
office-did-bounce-lifted = a levé un refus de courriel
office-did-supporter-erased = a retiré et effacé un appui
office-did-paper-line-erased = a effacé une signature sur papier

# Le guide de l'équipe.
office-guide-nav = Mode d’emploi
office-guide-title = Guide de l’équipe
office-guide-lede = Ce que vous faites ici, en une page, dans l’ordre d’une journée de campagne. Votre rôle détermine les pages que vous voyez.
office-guide-morning = Commencez par « Cette semaine »
office-guide-morning-says = Le tableau de bord montre ce qui monte, les circonscriptions tout près d’un cap, celles qui sont silencieuses et ce qui attend votre décision. Chaque circonscription a une fiche à imprimer pour sa députée ou son député. Plus bas, triez par le nom d’une colonne, ou cherchez une circonscription par son nom ou par celui de sa députée ou de son député. Les chiffres donnés comme estimations datent du dernier recomptage.
office-guide-morning-picture = Le tableau de bord : quatre chiffres de la semaine, puis les circonscriptions qui montent et celles qui approchent d’un cap
office-guide-help = Aidez une personne qui vous écrit
office-guide-help-says = Cherchez-la sous « Aider quelqu’un » par l’adresse de sa signature. Vous voyez si elle compte et quels courriels sont partis. Vous pouvez lui renvoyer son lien, corriger son nom, son domicile ou sa langue, lever un refus de courriel, ou retirer et effacer son appui. Chaque geste demande une raison et va au journal, avec un code au lieu de l’adresse. Vous ne voyez ni son commentaire ni par où elle est venue.
office-guide-help-picture = La page d’une personne : état, circonscription, langue et dates, puis un bouton pour chaque sorte d’aide
office-guide-paper = Comptez les signatures sur papier
office-guide-paper-says = Transcrivez les feuilles dans un tableau ou collez-les, puis faites vérifier le fichier : rien n’est encore compté, et chaque ligne incomprise est signalée. Appuyez ensuite sur « Compter ». Personne ne compte deux fois, sur papier ou en ligne. Un fichier entier peut être retiré. Cela retire même les personnes qui figurent aussi dans un fichier plus récent : vérifiez et comptez celui-ci de nouveau. Une ligne seule s’efface sous « Aider quelqu’un ».
office-guide-paper-picture = La page du papier : un champ pour un fichier, un champ pour des lignes collées et un bouton pour les vérifier
office-guide-fraud = Décidez de ce qui n’a pas sa place
office-guide-fraud-says = « Intégrité » cherche des pistes sans nommer personne et montre toujours un aperçu avant toute invalidation. Une invalidation s’annule. « Courriels retenus » réunit les formulaires arrivés en masse : laissez-les partir s’il y a des gens derrière, écartez-les sinon. Une mise à l’écart s’annule pendant une semaine.
office-guide-letters = Veillez à ce que les lettres restent bienvenues
office-guide-letters-says = Sous « Lettres », notez qu’une députée ou un député ne veut plus de lettres ; les réponses reçues se consignent sous « Député·e·s ». Les lettres au-delà des limites vous y attendent. Vous ne voyez jamais qui les a écrites.
office-guide-campaign = Modifiez ce que dit la campagne
office-guide-campaign-says = Sous « Réglages », « Campagne » réunit l’objectif, les dates, toutes les phrases dans les deux langues, le consentement, les adresses et les ministres. Modifiez ce que vous voulez, regardez l’aperçu de la page, du courriel et de la lettre, puis publiez. Les pages publiques suivent en moins de dix secondes. L’« Historique » montre chaque modification, et chacune peut être annulée. C’est aussi là que vous suspendez le formulaire, le rouvrez ou mettez fin à la campagne.
office-guide-partners = Prenez soin des partenaires
office-guide-partners-says = Un organisme qui demande à devenir partenaire paraît au tableau de bord et sous « Partenaires ». Vérifiez que l’adresse de la personne appartient à l’organisme, puis acceptez ou refusez. Si beaucoup viennent d’un même domaine de courriel, vous pouvez les refuser ensemble. Vous pouvez aussi ajouter un partenaire, importer une liste avec une personne-ressource pour chacun ou mettre un partenaire en pause : ses liens fonctionnent toujours et n’attribuent rien à personne. « Historique et annulation » annule n’importe quelle modification, même l’importation d’une liste. Chaque partenaire a sa propre page, avec son nombre de signatures et tout ce qu’il faut copier. Transmettez-lui le guide des partenaires.
office-guide-members = Tenez la liste des député·e·s à jour
office-guide-members-says = Sous « Député·e·s », nommez la personne élue à une élection partielle, notez qu’un siège est vacant ou téléversez la liste de la Chambre des communes. Vous voyez ce qui change avant de publier, et vous pouvez annuler une modification ou revenir à une liste antérieure. Consignez-y aussi les réponses reçues : elles paraissent sur la page de la circonscription, et les lettres à qui a dit oui à toutes les demandes deviennent des remerciements.
office-guide-outreach = Faites connaître le nombre aux bureaux et à la presse
office-guide-outreach-says = « Député·e·s et presse » montre les circonscriptions où le nombre a augmenté cette semaine. Envoyez le courriel de la semaine à tous les bureaux qui publient une adresse, imprimez tous les autres depuis une seule page et retirez ce qui n’est pas encore parti. Vous y créez aussi une page pour chaque bureau et y rédigez des communiqués dans les deux langues.
office-guide-files = Emportez les chiffres
office-guide-files-says = « Téléchargements » offre les chiffres de toutes les circonscriptions en CSV, Excel, JSON ou carte, aussi pour une heure passée, et les fiches et les cahiers en PDF. Toutes les heures sont celles d’Ottawa. Les personnes qui veulent des nouvelles forment un fichier à part, pour qui peut l’exporter, avec une raison.
office-guide-tools = Laissez les chiffres voyager
office-guide-tools-says = Sous « Outils reliés », vous ajoutez des organismes dont les outils reçoivent les chiffres de chaque heure, les caps franchis et les corrections du compte sans que personne les recopie et, si l’accord donné nomme l’organisme, les coordonnées des personnes qui veulent ses nouvelles. Les recettes s’adressent à la personne qui s’occupe d’un tel outil.
office-guide-rush = Faites face à l’affluence
office-guide-rush-says = Sous « Réglages », les interrupteurs ferment le formulaire, affichent une page légère ou suspendent les rappels en quelques secondes, puis y mettent fin. Chacun demande une raison.
office-guide-team = Partagez le travail sans risque
office-guide-team-says = Invitez des gens sous « Équipe » avec le rôle le plus limité qui leur suffit, et activez un second facteur pour vous-même. Le journal dit ce que chaque personne a fait, et pourquoi ; filtrez-le par personne ou par action.
office-guide-roles = Qui peut faire quoi

# Les bureaux des député·e·s et la presse
office-nav-offices = Député·e·s et presse
office-offices-title = Les bureaux des député·e·s et la presse
office-offices-lede = Les nombres, pour les personnes à qui ils s’adressent : un courriel par semaine au bureau de chaque député·e, une page pour chaque bureau, et des communiqués de presse.
office-offices-back = Tous les bureaux
office-digest-title = Du nouveau cette semaine
office-digest-says = Les circonscriptions où le nombre a augmenté au cours des sept derniers jours, et où en est le courriel de la semaine au bureau de leur député·e.
office-digest-no-week = La progression d’une semaine s’affichera dès qu’il y aura des chiffres vieux d’une semaine. Revenez dans quelques jours.
office-digest-none = Le compte n’a augmenté dans aucune circonscription au cours des sept derniers jours.
office-digest-more = Toutes les autres circonscriptions où il y a du nouveau
office-digest-before = Il y a une semaine
office-digest-now = Maintenant
office-digest-change = Progression
office-digest-milestone = Cap franchi
office-digest-state = Courriel de la semaine
office-digest-ready = Peut être envoyé
office-digest-no-address = Aucune adresse publiée : à imprimer
office-digest-not-wanted = Ne veut plus de courriels
office-digest-bounced = L’adresse n’accepte pas de courriels
office-digest-on-its-way = En route
office-digest-sent = Envoyé
office-digest-refused = Refusé par le serveur du bureau
office-digest-not-sent = Non envoyé : sans adresse, ou non souhaité
office-digest-count = { $count ->
    [0] Aucun bureau ne peut recevoir le courriel.
    [one] Un bureau peut recevoir le courriel.
   *[other] { $count } bureaux peuvent recevoir le courriel.
}
office-digest-send = Envoyer les courriels de la semaine
office-digest-send-says = Chaque bureau reçoit un seul courriel, dans les deux langues, à l’adresse qu’il publie. Ouvrez une circonscription ci-dessus pour lire d’abord son courriel. Une circonscription en reçoit un par semaine au plus, peu importe qui appuie sur le bouton.
office-digest-send-button = Envoyer maintenant
office-digest-running = { $count ->
    [0] Aucun courriel n’est en route.
    [one] Un courriel est en route, envoyé par { $by }, avec les nombres du { $when }.
   *[other] { $count } courriels sont en route, envoyés par { $by }, avec les nombres du { $when }.
}
office-digest-taken-back = Les courriels qui n’étaient pas partis sont en train d’être retirés. Cela prend une minute.
office-digest-paused = Tous les envois de lettres sont suspendus, et ces courriels aussi.
office-digest-undo = Retirer les courriels
office-digest-undo-says = Les courriels qui ne sont pas encore partis ne seront pas envoyés. Ceux qui sont partis le restent.
office-digest-preview = Le courriel de la semaine
office-digest-preview-says = Ce que lit le bureau, avec les nombres de maintenant. Objet :
office-digest-print = Imprimer, ou enregistrer en PDF
office-digest-print-all = Tout imprimer, ou enregistrer en PDF
office-digest-paper = Imprimer pour ces bureaux
office-digest-paper-says = { $count ->
    [one] Aucun courriel n’atteint { $count } bureau : il ne publie pas d’adresse ou ne veut pas de courriel.
   *[other] Aucun courriel n’atteint { $count } bureaux : ils ne publient pas d’adresse ou ne veulent pas de courriel.
}
office-digest-paper-title = La semaine sur papier
office-digest-paper-lede = { $count ->
    [one] { $count } feuille, dans les deux langues, pour le bureau qu’aucun courriel n’atteint. Postez-la à la Chambre des communes, Ottawa K1A 0A6, sans timbre.
   *[other] { $count } feuilles, dans les deux langues, pour les bureaux qu’aucun courriel n’atteint. Postez-les à la Chambre des communes, Ottawa K1A 0A6, sans timbre.
}
office-digest-paper-none = Il n’y a rien à imprimer : le courriel atteint chaque bureau qui a du nouveau.
office-office-address = Adresse publiée
office-office-no-address = Aucune. Le courrier postal va à la Chambre des communes, Ottawa K1A 0A6, sans timbre.
office-office-one-pager = Fiche (PDF), avec le lien vers la page du bureau
office-link = La page du bureau
office-link-none = Pas encore de lien
office-link-since = depuis le { $when }
office-link-replace = Remplacer ce lien
office-link-replace-says = En quelques secondes, l’ancien lien ne mène plus nulle part, même là où il est imprimé. Imprimez de nouveau la fiche.
office-links-title = Une page pour chaque bureau
office-links-says = Le bureau de chaque député·e peut avoir sa propre page, par un lien que personne ne peut deviner : le compte à jour, son évolution, la façon de compter, à qui écrire. Le lien est imprimé sur la fiche et figure dans le courriel. Il n’est sur aucune liste ni dans aucun moteur de recherche.
office-links-none = Les liens n’ont pas encore été créés. D’ici là, les fiches s’impriment sans eux.
office-links-make = Créer les liens
office-links-replace-all = Remplacer tous les liens
office-links-replace-all-says = En quelques secondes, aucun des liens imprimés ou envoyés ne mène plus nulle part. À faire seulement si les liens sont devenus publics.
office-press-title = Communiqués
office-press-says = Une circonscription, une province ou le Canada dans les deux langues, avec l’heure du compte, à copier ou à imprimer.
office-press-open = Rédiger un communiqué
office-press-lede = Chaque nombre porte son heure, celle d’Ottawa. Il n’y a pas de communiqué sous 25 signatures.
office-press-of = Sujet du communiqué
office-press-canada-same = Canada
office-press-make = Rédiger le communiqué
office-press-too-small = { $place } : moins de { $least } signatures, ce qui est trop peu pour un communiqué.
office-press-larger = Rédiger plutôt un communiqué : { $place }
office-press-check = Complétez la citation avant l’envoi. Qui publie le nombre devrait aussi publier son heure.
office-press-print = Imprimer les deux, ou les enregistrer en PDF
office-press-copy = Copier
office-press-copied = Texte copié.
office-press-release = Communiqué, { $day }, { $time } (heure d’Ottawa)
office-press-headline = { $place } : { $count } personnes demandent que le Canada donne l’exemple dans l’accueil des personnes réfugiées
office-press-headline-all = { $count } personnes demandent que le Canada donne l’exemple dans l’accueil des personnes réfugiées
office-press-number = Au { $day }, { $time } (heure d’Ottawa), { $count } personnes ({ $place }) ont signé « { campaign-name } », une campagne menée par l’organisme { $organization } et ses partenaires.
office-press-number-all = Au { $day }, { $time } (heure d’Ottawa), { $count } personnes au Canada et à l’étranger ont signé « { campaign-name } », une campagne menée par l’organisme { $organization } et ses partenaires.
office-press-more = C’est { $change } de plus qu’une semaine plus tôt.
office-press-same = Le nombre est le même qu’une semaine plus tôt.
office-press-fewer = C’est { $change } de moins qu’une semaine plus tôt.
office-press-rank = Par le nombre de signatures, la circonscription occupe le { $rank ->
    [1] 1er
   *[other] { $rank }e
} rang sur { $all } au Canada.
office-press-share = C’est { $share } des électrices et électeurs.
office-press-leading = Circonscriptions où l’on a le plus signé : { $ridings }.
office-press-quotation = « [Une ou deux phrases] », dit [nom, fonction, organisme].
office-press-page = Le compte à jour : { $page }
office-press-contact = Pour toute question : { $contact }
office-did-office-links-made = a créé les liens vers les pages des bureaux de député·e·s
office-did-office-links-replaced = a remplacé des liens vers les pages des bureaux de député·e·s
office-did-digests-sent = a envoyé les courriels de la semaine aux bureaux de député·e·s
office-did-digests-taken-back = a retiré des courriels de la semaine qui n’étaient pas partis
office-paper-blank = Recueillir des signatures sur une feuille vierge
office-paper-blank-says = Une feuille à imprimer en format lettre, avec le texte de l’appui, douze lignes, qui peut signer, et un code pour signer en ligne. Ses colonnes sont celles du modèle.
office-paper-blank-pages = Nombre de pages
office-paper-blank-get = Obtenir la feuille (PDF)

# ---- Webhooks ----
office-nav-webhooks = Outils reliés
office-hook-title = Outils reliés (webhooks)
office-hook-lede = Les outils d’autres organismes reçoivent automatiquement des messages : les chiffres de chaque heure, les caps franchis, les corrections du compte et, si l’accord donné nomme l’organisme, les coordonnées des personnes qui veulent ses nouvelles.
office-hook-recipes = Ce qui arrive, et des recettes pour n8n, Zapier, Mailchimp, CiviCRM et Action Network
office-hook-recipients = Destinataires
office-hook-none = Aucun destinataire n’a encore été ajouté.
office-hook-organization = Organisme
office-hook-hears = Reçoit
office-hook-state = État
office-hook-since = Ajout
office-hook-added = { $when }, par { $by }
office-hook-add = Ajouter un destinataire
office-hook-add-button = Ajouter ce destinataire
office-hook-name-en = Nom en anglais
office-hook-name-fr = Nom en français
office-hook-name-missing = Entrez le nom de l’organisme.
office-hook-name-long = Limitez le nom à 120 caractères.
office-hook-too-many = Il y a déjà { $most } destinataires. Retirez-en un d’abord.
office-hook-kind = Mode de réception
office-hook-kind-standard = Messages signés (Standard Webhooks), pour n8n, Zapier, CiviCRM, Mailchimp et vos propres programmes
office-hook-kind-action-network = Action Network, accords dans les deux sens
office-hook-address = Adresse
office-hook-address-hint = Elle commence par https://. Pour Action Network, laissez le champ vide.
office-hook-address-malformed = Entrez une adresse Web complète, comme https://hooks.example.org/campagne.
office-hook-address-long = Limitez l’adresse à 500 caractères.
office-hook-address-https = L’adresse doit commencer par https://, pour que personne ne puisse lire les messages en chemin.
office-hook-address-port = Enlevez le nombre après le deux-points (le port) : les messages passent toujours par le port habituel, 443.
office-hook-address-password = Enlevez le nom d’utilisateur et le mot de passe de l’adresse. Les messages sont plutôt signés.
office-hook-address-private = Cette adresse appartient à un réseau privé. Entrez-en une qui est accessible par Internet.
office-hook-address-taken = Un destinataire a déjà cette adresse. Retirez-le d’abord, ou prenez une autre adresse.
office-hook-address-action-network = Laissez l’adresse vide pour Action Network.
office-hook-key = Clé d’API d’Action Network
office-hook-key-hint = Elle se trouve là-bas sous « API & Sync ». Elle n’est plus jamais affichée.
office-hook-key-missing = Entrez la clé d’API.
office-hook-key-malformed = Copiez la clé d’API de nouveau : elle compte au plus 200 lettres et chiffres, sans espace.
office-hook-subjects = Ce qu’il reçoit
office-hook-subject-hours = les chiffres de chaque heure
office-hook-subject-milestones = les caps franchis par les circonscriptions
office-hook-subject-integrity = les corrections du compte
office-hook-subject-consents = qui accepte ses nouvelles, et qui ne les accepte plus
office-hook-subject-missing = Choisissez au moins une chose à recevoir.
office-hook-consents-hint = Les accords ne sont transmis qu’à un organisme nommé dans la phrase à côté de la case des nouvelles. Elle nomme : { $named }. Reprenez ces noms exactement.
office-hook-consents-before = Il apprend seulement qui accepte cette phrase à partir de maintenant. Les personnes qui ont accepté avant ne lui sont pas signalées.
office-hook-consents-nobody = La phrase à côté de la case des nouvelles ne nomme aucun organisme ; les accords ne sont donc transmis à personne.
office-hook-not-named = Les gens n’ont pas accepté les nouvelles de cet organisme : la phrase qu’ils ont cochée ne le nomme pas. Elle nomme : { $named }
office-hook-state-on = Les messages partent.
office-hook-state-paused = En pause. Les messages attendent.
office-hook-state-gone = Désactivé : le destinataire a répondu qu’il ne veut plus de messages (410). Les messages attendent.
office-hook-state-removed = Retiré.
office-hook-state-rests = Ne répond pas pour le moment. Les messages attendent.
office-hook-state-missed = Des messages n’ont pas été livrés. Ouvrez-le pour les envoyer de nouveau.
office-hook-state-unread = Les réponses d’Action Network sont illisibles : personne ici ne sait qui s’y est désabonné. Prévenez les personnes qui s’occupent du site.
office-hook-state-not-named = La phrase à côté de la case des nouvelles ne le nomme pas sous ces noms. Aucun nouvel accord ne lui est transmis.
office-hook-rests = Il n’a pas pris les messages ; nous réessayons après le { $until }.
office-hook-keys-title = Clés pour vérifier les signatures
office-hook-keys-lede = Transmettez-les à l’organisme par un moyen sûr, et non par courriel.
office-hook-keys-rotated = Transmettez-les à l’organisme. Jusqu’à 24 heures après le premier remplacement, les messages portent aussi les signatures des anciennes clés.
office-hook-keys-once = C’est la seule fois que le secret est affiché.
office-hook-keys-kept = Je les ai gardées
office-hook-secret = Secret partagé
office-hook-secret-hint = Il vérifie les signatures qui commencent par v1. Qui le connaît peut signer des messages : gardez-le en lieu sûr.
office-hook-public-key = Clé publique
office-hook-public-key-hint = Elle vérifie les signatures qui commencent par v1a. Ce n’est pas un secret.
office-hook-test = Envoyer un essai
office-hook-tested = Un essai est en route. D’ici deux minutes, son résultat figure dans le journal ci-dessous.
office-hook-pause = Mettre en pause
office-hook-resume = Reprendre les envois
office-hook-rotate = Remplacer les clés
office-hook-rotate-says = Les anciennes clés signent encore pendant 24 heures, pour que l’organisme ait le temps de changer. Si vous en créez de nouveau pendant ce temps, les anciennes signent toujours, mais pas celles créées entre-temps.
office-hook-rotate-button = Créer de nouvelles clés
office-hook-remove = Retirer
office-hook-remove-says = Les messages en attente sont effacés, de même que notre liste des personnes dont il a reçu la réponse. Ce qu’il a reçu lui reste.
office-hook-remove-button = Retirer ce destinataire
office-hook-unread = { $count ->
    [one] Un destinataire est illisible. Il manque ici et ne reçoit aucun message. Prévenez les personnes qui s’occupent du site.
   *[other] { $count } destinataires sont illisibles. Ils manquent ici et ne reçoivent aucun message. Prévenez les personnes qui s’occupent du site.
}
office-hook-removed = Le destinataire est retiré.
office-hook-failed = Messages qui ont échoué
office-hook-failed-none = Aucun message n’a échoué.
office-hook-again = Renvoyer
office-hook-change = Modifier
office-hook-sent-again = Le message est de nouveau en route.
office-hook-again-all = Tout renvoyer
office-hook-sent-all = { $count ->
    [one] Un message est de nouveau en route.
   *[other] { $count } messages sont de nouveau en route.
}
office-hook-sent-left = { $count ->
    [one] Un autre message a échoué : appuyez encore une fois sur le bouton.
   *[other] { $count } autres messages ont échoué : appuyez encore une fois sur le bouton.
}
office-hook-deliveries-unread = { $count ->
    [one] Un message est illisible et manque ici. Prévenez les personnes qui s’occupent du site.
   *[other] { $count } messages sont illisibles et manquent ici. Prévenez les personnes qui s’occupent du site.
}
office-hook-older = Messages plus anciens
office-hook-newest = Messages les plus récents
office-hook-owed-more = D’autres messages attendent après ceux-ci.
office-hook-owed = Messages en attente
office-hook-owed-none = Aucun message n’attend.
office-hook-next-try = Prochain essai
office-hook-log = Messages reçus
office-hook-log-none = Il n’a reçu aucun message au cours des 30 derniers jours.
office-hook-result = Résultat
office-hook-tries = { $tries ->
    [one] Premier essai.
   *[other] { $tries } essais.
}
office-hook-event-hour = Les chiffres d’une heure
office-hook-event-milestone = Un cap franchi par une circonscription
office-hook-event-integrity = Une correction du compte
office-hook-event-given = Quelqu’un a accepté les nouvelles
office-hook-event-withdrawn = Quelqu’un n’accepte plus les nouvelles
office-hook-event-consent = La réponse de quelqu’un au sujet des nouvelles
office-hook-event-test = Un essai
office-hook-outcome-accepted = Reçu ({ $status }).
office-hook-outcome-gone = Il ne veut plus de messages (410).
office-hook-outcome-busy = Il a demandé une pause ({ $status }).
office-hook-outcome-redirected = Il nous a renvoyés à une autre adresse ({ $status }), mais nous ne suivons jamais un renvoi. Entrez la nouvelle adresse comme un autre destinataire.
office-hook-outcome-refused = Il a refusé ({ $status }).
office-hook-outcome-unreachable = Il n’a pas pu être joint.
office-hook-outcome-late = Il n’a pas répondu en 15 secondes.
office-hook-outcome-private = Son nom mène à un réseau privé, où nous n’envoyons rien.
office-hook-outcome-unreadable = Sa réponse n’a pas pu être lue.
office-hook-back = Tous les destinataires
office-did-recipient-added = a ajouté un destinataire de messages
office-did-recipient-paused = a mis en pause les messages à un destinataire
office-did-recipient-resumed = a repris les envois à un destinataire
office-did-recipient-tested = a envoyé un essai à un destinataire
office-did-recipient-secret-rotated = a remplacé les clés d’un destinataire
office-did-recipient-removed = a retiré un destinataire de messages
office-did-delivery-sent-again = a renvoyé un message qui avait échoué à
office-did-deliveries-sent-again = a renvoyé des messages qui avaient échoué à

# La salle des député·e·s
office-members-title = Député·e·s
office-members-lede = Qui occupe chaque siège, et les réponses reçues. Les pages, les lettres et les fiches suivent en quelques secondes.
office-members-saved = C’est publié. Les pages publiques l’affichent en moins de dix secondes.
office-members-as-of = Date de la liste
office-members-held = Sièges occupés
office-members-vacancies = Sièges vacants
office-members-none = Aucun
office-members-addressless = Député·e·s sans adresse publiée
office-members-by-hand = Une circonscription
office-members-by-hand-says = Nommez la personne élue à une élection partielle, notez qu’un siège est vacant, ajoutez une adresse publiée ou consignez une réponse.
office-members-riding = Circonscription
office-members-open = Ouvrir la circonscription
office-members-answers-title = Réponses à la campagne
office-members-answers-none = Aucune réponse n’est consignée pour le moment.
office-members-upload = La liste complète
office-members-upload-says = Sur noscommunes.ca, ouvrez « Députés », puis « Députés actuels », et exportez la liste en format CSV ou XML. Téléversez ce fichier ici. Vous verrez ce qui change avant toute publication.
office-members-file = Fichier
office-members-file-hint = Le fichier CSV ou XML tel que la Chambre des communes le donne, en français ou en anglais. Il ne contient aucune adresse courriel : les adresses connues restent avec la même personne, et une nouvelle personne n’en a pas.
office-members-day = Date de l’exportation
office-members-day-hint = Le jour où vous avez téléchargé le fichier.
office-members-upload-button = Vérifier le fichier
office-members-versions = Versions publiées
office-members-current = Version actuelle
office-members-more = { $count ->
    [one] et { $count } autre siège
   *[other] et { $count } autres sièges
}
office-members-stays = Ces sièges ont encore changé depuis. Ils restent comme ils sont : { $ridings }.
office-members-all-stays = Il n’y a plus rien à annuler : ces sièges ont encore changé depuis ({ $ridings }).
office-members-restore = Rétablir la version { $version }
office-members-first = Le tableau fourni avec le logiciel
office-members-preview = Ce qui va changer
office-members-new = { $count ->
    [one] { $count } personne nouvellement élue
   *[other] { $count } personnes nouvellement élues
}
office-members-vacant = { $count ->
    [one] { $count } siège vacant
   *[other] { $count } sièges vacants
}
office-members-corrected = { $count ->
    [one] { $count } rectification
   *[other] { $count } rectifications
}
office-members-answers = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
office-members-of = { $riding } : { $changes }
office-members-changes = Changements : { $changes }.
office-members-dates-only = rien d’autre que la date
office-members-list-new = Personnes nouvellement élues
office-members-list-vacant = Sièges qui deviennent vacants
office-members-list-corrected = Rectifications
office-members-list-answers = Réponses
office-members-before = Avant
office-members-after = Après
office-members-same = La même personne sous un autre nom : garder l’adresse et la réponse
office-members-unchanged = { $count ->
    [one] { $count } siège reste inchangé.
   *[other] { $count } sièges restent inchangés.
}
office-members-publish-says = Une personne nouvellement élue n’a pas d’adresse tant que vous n’en ajoutez pas une qui est publiée, et n’hérite d’aucune réponse. Ce changement peut être annulé.
office-members-back-says = Une personne qui revient retrouve son adresse et sa réponse. Ce changement peut être annulé.
office-members-publish = Publier
office-members-cancel = Ne rien changer
office-members-back = Retour aux député·e·s
office-members-overtaken = Quelqu’un d’autre a publié un changement entre-temps : { $changes }. Revoyez le vôtre avant de le publier.
office-members-meanwhile = Voici ce qui a changé pour ce siège pendant que vous écriviez. Comparez chaque champ ci-dessous avec ce changement. Une réponse notée pour une personne qui a quitté ce siège n’est pas conservée.
office-members-seat-overtaken = Voici ce qui a changé pour ce siège pendant que vous regardiez votre changement, qui n’a pas été publié. Rouvrez la page du siège s’il est toujours juste.
office-members-office = Selon la campagne, la personne qui représente { $riding } occupe une des fonctions indiquées sous « Ministres ». Désormais, les lettres distinguent la personne élue de celle qui occupe cette fonction. Si c’est la même personne, ajoutez-y son nom.
office-members-no-address = Aucune adresse publiée
office-members-address-neutral = Neutre : le nom en anglais, « Madame, Monsieur » en français
office-members-address-woman = Au féminin (Madame la Députée)
office-members-address-man = Au masculin (Monsieur le Député)
office-members-letters-go-on = Les lettres par la campagne continuent.
office-members-letters-end = Plus aucune lettre ne passe par la campagne.
office-members-seat = Le siège
office-members-who = Qui l’occupe ?
office-members-who-member = Un·e député·e
office-members-who-nobody = Personne : le siège est vacant
office-members-since = Vacant depuis le
office-members-since-hint = Pour un siège vacant seulement. Laissez vide si vous ne connaissez pas la date.
office-members-since-wrong = Entrez une date passée ou celle d’aujourd’hui, ou laissez vide.
office-members-name = Nom
office-members-name-wrong = Entrez le prénom et le nom.
office-members-party = Parti
office-members-party-hint = Comme l’écrit la Chambre des communes : Libéral, Conservateur, Bloc Québécois, NPD, Parti vert, Indépendant.
office-members-party-wrong = Entrez le parti, ou Indépendant.
office-members-address = Comment les lettres s’adressent à cette personne
office-members-address-as-before = Comme jusqu’ici : { $how }
office-members-address-hint = Seulement si une source le dit. Ne vous fiez jamais au prénom. « Comme jusqu’ici » vaut pour la même personne : pour une autre, les lettres restent neutres.
office-members-email = Adresse courriel publiée
office-members-email-hint = Seulement une adresse publiée. Sinon, laissez vide : les lettres partent alors sur papier.
office-members-email-wrong = Entrez une adresse courriel complète, ou laissez vide.
office-members-email-source = Où l’adresse est publiée
office-members-email-source-hint = Par exemple, l’adresse de la page Web.
office-members-source-missing = Dites où l’adresse est publiée.
office-members-look = Voir ce qui change
office-members-answer = La réponse reçue
office-members-answer-says = Elle paraît sur la page de la circonscription et sur sa fiche. La personne suivante n’en hérite pas. Les lettres à qui a dit oui à toutes les demandes deviennent des remerciements.
office-members-stance = Position prise
office-members-stance-all = Oui à toutes les demandes
office-members-stance-some = Oui à certaines demandes
office-members-stance-no = Non
office-members-stance-other = Une réponse qui n’est ni oui ni non
office-members-stance-none = Aucune réponse : la retirer
office-members-stance-missing = Choisissez une position.
office-members-on = Date de la réponse
office-members-on-wrong = Entrez la date de la réponse, au plus tard aujourd’hui.
office-members-web = Où on peut la lire
office-members-web-hint = Une adresse Web publique qui commence par https://.
office-members-web-wrong = Entrez l’adresse Web complète, comme https://example.org/declaration.
office-members-quote = Citation
office-members-quote-hint = Une phrase dans ses propres mots, 300 caractères au plus. Facultatif.
office-members-quote-language = Langue de la citation
office-members-quote-wrong = Raccourcissez la citation à 300 caractères.
office-members-letters = Les signataires peuvent encore lui écrire par la campagne
office-members-day-wrong = Entrez la date de l’exportation, au plus tard aujourd’hui.
office-members-older = La liste est déjà en date du { $day }. Téléchargez une liste plus récente.
office-members-too-long = La liste est devenue trop longue pour être publiée. Raccourcissez des citations, puis réessayez.
office-members-file-missing = Choisissez le fichier que vous avez téléchargé.
office-members-file-letters = Les caractères de ce fichier ne se lisent pas avec certitude. Téléversez-le tel que vous l’avez téléchargé, sans l’ouvrir entre-temps.
office-members-file-long = Le fichier est plus long qu’une liste de député·e·s. Exportez seulement la liste actuelle.
office-members-file-other = Ce n’est pas la liste des député·e·s. Sur noscommunes.ca, choisissez l’exportation en CSV ou en XML.
office-members-file-line = La ligne { $line } est illisible. Rien n’a changé. Téléchargez le fichier de nouveau.
office-members-file-name = La ligne { $line } ne contient pas de nom lisible. Rien n’a changé.
office-members-file-column = La colonne « { $column } » est inconnue. Rien n’a changé. Téléversez le fichier tel que la Chambre des communes le donne.
office-members-file-column-missing = La colonne « { $column } » manque. Rien n’a changé. Téléversez le fichier tel que la Chambre des communes le donne.
office-members-columns-unknown = Nous ne connaissons pas ces colonnes : { $columns }. Si l’une d’elles est demandée ci-dessous, choisissez-la. Ce que vous laissez de côté n’est pas lu.
office-members-column-honorific = Titre, comme Mme ou M.
office-members-column-first = Prénom
office-members-column-last = Nom de famille
office-members-column-riding = Circonscription
office-members-column-end = Jour du départ
office-members-column-end-hint = Si le fichier a cette colonne et que vous la laissez de côté, les personnes parties sont lues comme si elles siégeaient toujours.
office-members-file-parliament = C’est la liste d’une autre législature : elle contient seulement { $count } de nos 343 circonscriptions. Rien n’a changé. Exportez la liste actuelle.
office-members-file-others = Circonscriptions que nous n’avons pas : { $ridings }.
office-members-file-unmatched = Ces lignes ne nomment aucune circonscription connue : { $lines }. Rien n’a changé. Corrigez les noms des circonscriptions dans le fichier, puis téléversez-le de nouveau.
office-members-file-twice = Dans ce fichier, deux personnes occupent le même siège : { $riding }. Rien n’a changé. Exportez seulement la liste actuelle.

# Le bureau de la campagne.
office-campaign-title = Campagne
office-campaign-lede = Modifiez ce que dit la campagne et ce qu’elle vise. Un aperçu s’affiche d’abord, et chaque modification peut être annulée. Les pages publiques suivent en moins de dix secondes.
office-campaign-published = Publié : version { $number }. Les pages publiques l’affichent en moins de dix secondes.
office-campaign-undo = Annuler cette modification
office-campaign-state = Où en est la campagne
office-campaign-open = On peut signer.
office-campaign-paused = Le formulaire est fermé pour l’instant. Les liens et les codes déjà envoyés par courriel fonctionnent toujours.
office-campaign-reopens = La page annonce une réouverture prévue le { $day }. C’est à vous de rouvrir le formulaire ici.
office-campaign-ended = La campagne a pris fin le { $when }. On ne peut plus signer.
office-campaign-reopens-over = Le jour prévu, le { $day }, est passé ou tombe après la fin de la campagne. La page n’annonce aucun jour.
office-campaign-reopen-day = Prévoir un autre jour
office-campaign-switched-off = Un interrupteur pour les jours d’affluence a fermé le formulaire. Il reste fermé tant que cet interrupteur ne le rouvre pas.
office-campaign-reopen-end = Choisir une fin plus tardive
office-campaign-reopen = Rouvrir le formulaire
office-campaign-pause = Suspendre le formulaire
office-campaign-pause-title = Suspendre le formulaire ?
office-campaign-pause-says = Pendant la suspension, personne d’autre ne peut signer. Les liens et les codes déjà envoyés par courriel fonctionnent toujours. Vous pouvez rouvrir le formulaire en tout temps.
office-campaign-reopens-on = Jour prévu de la réouverture (facultatif)
office-campaign-reopens-on-hint = La page annonce ce jour. Le formulaire ne se rouvre pas de lui-même.
office-campaign-reopens-on-late = La campagne prend fin avant ce jour. Choisissez un jour plus tôt, ou repoussez d’abord la fin.
office-campaign-reopens-on-fault = Choisissez un jour après aujourd’hui, ou laissez le champ vide.
office-campaign-back = Retour à la campagne
office-campaign-rooms = Que voulez-vous modifier ?
office-campaign-goal = Objectif et dates
office-campaign-goal-says = Le nombre de personnes que vous espérez, et le début et la fin de la collecte. Les heures sont celles d’Ottawa.
office-campaign-page = La page de la campagne
office-campaign-page-says = Le nom, les premières lignes, le récit, le texte de l’appui et le texte à partager.
office-campaign-asks = Les demandes
office-campaign-asks-says = Ce que vous demandez au gouvernement, et pourquoi.
office-campaign-letter = La lettre
office-campaign-letter-says = Les lettres aux député·e·s, et à la première ou au premier ministre.
office-campaign-consent = Le consentement aux nouvelles
office-campaign-consent-says = La phrase à côté de la case à cocher. Elle doit dire qui écrit et comment y mettre fin.
office-campaign-organization = L’organisme
office-campaign-organization-says = Le nom, les adresses et les phrases qui disent qui mène la campagne.
office-campaign-officials = Ministres
office-campaign-officials-says = Les ministres à qui les lettres sont adressées, dont la première ou le premier ministre.
office-campaign-history = Historique
office-campaign-history-says = Qui a modifié quoi, et quand.
office-campaign-history-lede = Toutes les modifications, de la plus récente à la plus ancienne. Annuler est aussi une modification, avec un aperçu.
office-campaign-history-none = Rien n’a encore été modifié. La campagne est comme au départ.
office-campaign-history-older = Versions plus anciennes
office-campaign-history-newest = Versions les plus récentes
office-campaign-version-same = Version { $number }
office-campaign-preview = Aperçu
office-campaign-preview-says = Ceci est un aperçu. Rien n’est encore public.
office-campaign-differences = Ce qui change
office-campaign-publish = Publier
office-campaign-change = Modifier encore
office-campaign-preview-english = En anglais
office-campaign-preview-french = En français
office-campaign-preview-page = La page de la campagne
office-campaign-preview-mail = Le courriel qui demande de confirmer
office-campaign-preview-letter = Les lettres
office-campaign-preview-thanks = À une personne élue qui a dit oui à toutes les demandes
office-campaign-preview-passed-on = Autour d’une lettre que nous transmettons
office-campaign-preview-digest = Le courriel de la semaine au bureau d’une personne élue, avec des nombres fictifs
office-campaign-see-preview = Voir un aperçu
office-campaign-unchanged = Rien ne diffère de ce qui est publié.
office-campaign-meanwhile = Quelqu’un d’autre a publié une modification
office-campaign-meanwhile-says = Voici ce qui a changé pendant que vous écriviez. Ce que vous avez écrit est toujours dans le formulaire ci-dessous. Vérifiez-le et revoyez l’aperçu.
office-campaign-brackets = Les mots entre [crochets] sont remplis pour chaque personne : gardez-les. Pour un vrai crochet, tapez-le deux fois : [[.
office-campaign-close-title = Mettre fin à la campagne maintenant
office-campaign-close-says = On ne pourra plus signer ensuite. Un aperçu s’affiche d’abord. Les données des gens sont effacées six mois après la fin.
office-campaign-close = Mettre fin à la campagne maintenant
office-edition-english = Anglais
office-edition-french = Français
office-edition-in-english = { $name } (en anglais)
office-edition-in-french = { $name } (en français)
office-edition-before = Avant
office-edition-after = Après
office-edition-goal = Objectif
office-edition-goal-steps = Objectifs intermédiaires
office-edition-goal-steps-hint = Un par ligne, chacun plus grand que le précédent. La page affiche le prochain.
office-edition-opens = Début de la collecte
office-edition-closes = Fin de la collecte
office-edition-closes-hint = Les noms sont effacés six mois après ce moment : il ne peut donc pas être passé.
office-edition-day = Jour
office-edition-hour = Heure d’Ottawa
office-edition-contact-email = Adresse courriel de la campagne
office-edition-website = Site Web
office-edition-postal-address = Adresse postale
office-edition-minister = La ministre ou le ministre
office-edition-prime-minister = La première ou le premier ministre
office-edition-part-office = fonction
office-edition-part-person = nom, circonscription ou courriel
office-edition-part-name = nom
office-edition-part-riding = circonscription
office-edition-part-email = courriel
office-edition-part-postal = adresse postale
office-edition-office-en = Fonction (en anglais)
office-edition-office-fr = Fonction (en français)
office-edition-official-name = Nom (facultatif)
office-edition-official-name-hint = Sans nom, les lettres sont adressées à la fonction.
office-edition-official-email = Adresse courriel publiée (facultatif)
office-edition-official-email-hint = Seulement une adresse que la personne publie. Sans adresse, la lettre part sur papier.
office-edition-official-riding = Circonscription représentée
office-edition-postal-lines-en = Adresse postale (en anglais), ligne par ligne
office-edition-postal-lines-fr = Adresse postale (en français), ligne par ligne
office-edition-sentences = { $count ->
    [one] { $count } phrase
   *[other] { $count } phrases
}
office-edition-about = version { $number } : { $what }
office-edition-undoes = annulation de la version { $number }
office-edition-erases = Les noms seront effacés le { $day }.
office-edition-raises = Le consentement reçoit une nouvelle version. Les personnes qui ont déjà accepté gardent la phrase qu’elles ont lue.
office-edition-names = La phrase nomme maintenant : { $names }. Un organisme nouvellement nommé n’apprend que les accords donnés à partir de maintenant.
office-edition-names-no-more = La phrase ne nomme plus : { $names }. Un organisme qui n’est plus nommé n’apprend aucun nouvel accord, mais il apprend encore qu’une personne qu’il connaît n’accepte plus.
office-edition-stays = Ces éléments ont encore changé depuis. Ils restent comme ils sont :
office-edition-undone-already = Cette modification est déjà annulée.
office-edition-changed-since = Rien n’a été annulé : tout a encore changé depuis ({ $what }).
office-edition-other = L’autre langue doit-elle changer aussi ?
office-edition-other-stays = L’autre langue reste comme elle est
office-edition-because = Parce que
office-edition-french-too = Le français doit-il changer aussi ? { $name } : modifiez aussi le français, ou cochez qu’il reste et dites pourquoi.
office-edition-english-too = L’anglais doit-il changer aussi ? { $name } : modifiez aussi l’anglais, ou cochez qu’il reste et dites pourquoi.
office-edition-both-too = { $name } : une seule langue a changé. Modifiez aussi l’autre, ou cochez qu’elle reste et dites pourquoi.
office-edition-fills = Rempli : { $names }
office-edition-fault-at-same = { $name } : { $what }
office-edition-fault-empty = Veuillez remplir ce champ.
office-edition-fault-long = Il y a { $over } caractères de trop. La limite est de { $most }.
office-edition-fault-missing = Il manque { $name }. Remettez-le : il est rempli pour chaque personne.
office-edition-fault-unknown = Cette phrase n’accepte pas { $name }. Pour un vrai crochet, tapez-le deux fois : [[.
office-edition-fault-markup = Cela ressemble à du HTML, comme <b>. Écrivez des mots simples : la page afficherait les signes.
office-edition-fault-unseen = Il y a ici des caractères que personne ne voit, ou un saut de ligne là où il n’en faut pas. Effacez-les et retapez les mots.
office-edition-fault-number = Écrivez un nombre entier, comme 30 000.
office-edition-fault-steps-many = Douze objectifs intermédiaires au plus.
office-edition-fault-date = Choisissez un jour et une heure.
office-edition-fault-email = Cela ne ressemble pas à une adresse courriel.
office-edition-fault-website = L’adresse commence par https:// et le nom d’un site.
office-edition-fault-riding = Choisissez une circonscription dans la liste.
office-edition-fault-lines = Six lignes au plus.
office-edition-fault-line-long = Deux cents caractères au plus par ligne.
office-edition-refused-goal = { $count ->
    [one] Une personne a déjà signé. L’objectif ne peut pas être plus petit.
   *[other] { $count } personnes ont déjà signé. L’objectif ne peut pas être plus petit.
}
office-edition-refused-no-goal = L’objectif doit être d’au moins 1.
office-edition-refused-steps = Chaque objectif intermédiaire doit dépasser le précédent, et le dernier rester sous l’objectif.
office-edition-refused-opened = Des personnes ont déjà signé : le début ne change plus.
office-edition-refused-order = La fin doit venir après le début.
office-edition-refused-past = La fin ne peut pas être passée, car les données des gens sont effacées six mois après. Pour terminer tout de suite, utilisez « Mettre fin à la campagne maintenant ».
office-edition-refused-late = La campagne peut durer cinq ans au plus.
office-edition-refused-erased = Les données des gens ont déjà été effacées : la campagne ne peut pas recommencer.
office-edition-refused-letter = La lettre a { $over } caractères de trop pour un lien qui ouvre un logiciel de courriel, avec les 300 caractères qu’une personne peut y ajouter (une lettre accentuée compte pour six). Raccourcissez-la.
office-edition-refused-size = Les textes de la campagne sont trop longs pour être conservés ensemble. Raccourcissez-en quelques-uns.
office-edition-when-count-0 = quand personne n’a signé
office-edition-when-count-one = quand une personne a signé
office-edition-when-count-other = quand plusieurs personnes ont signé
office-edition-when-to-prime-minister = à la première ou au premier ministre
office-edition-when-to-minister = à la ministre ou au ministre
office-edition-when-to-office = à un siège vacant
office-edition-when-to-member = à une personne dont le genre n’est pas connu
office-edition-when-to-woman = à une femme
office-edition-when-to-man = à un homme
office-edition-when-from-abroad = de l’étranger
office-edition-when-from-riding = de la circonscription
office-edition-campaign-name = Le nom de la campagne
office-edition-campaign-organization = Le nom de l’organisme
office-edition-campaign-lede = Les premières lignes
office-edition-campaign-story = Le récit
office-edition-campaign-asks-title = Le titre au-dessus des demandes
office-edition-campaign-ask-resettlement-title = Première demande, en quelques mots
office-edition-campaign-ask-resettlement = Première demande
office-edition-campaign-ask-resettlement-why = Première demande : la raison
office-edition-campaign-ask-sponsorship-title = Deuxième demande, en quelques mots
office-edition-campaign-ask-sponsorship = Deuxième demande
office-edition-campaign-ask-sponsorship-why = Deuxième demande : la raison
office-edition-campaign-ask-determination-title = Troisième demande, en quelques mots
office-edition-campaign-ask-determination = Troisième demande
office-edition-campaign-ask-determination-why = Troisième demande : la raison
office-edition-campaign-pledge = Le texte de l’appui que l’on signe
office-edition-campaign-network = Qui mène la campagne
office-edition-campaign-consent-updates = La phrase à côté de la case pour les nouvelles
office-edition-campaign-not-official = La note disant que ce n’est pas une pétition officielle
office-edition-campaign-who = Qui est l’organisme
office-edition-campaign-share = Le texte que l’on partage
office-edition-campaign-letter-subject = Objet
office-edition-campaign-letter-addressee = La personne à qui l’on écrit
office-edition-campaign-letter-salutation = Formule d’appel
office-edition-campaign-letter-writer = Où habite la personne qui écrit
office-edition-campaign-letter-signed = Ce qu’on a signé
office-edition-campaign-letter-opening = Début, avec le nombre de signatures
office-edition-campaign-letter-opening-uncounted = Début, quand le nombre n’est pas connu
office-edition-campaign-letter-asks = Ce que demande la lettre
office-edition-campaign-letter-closing = Fin
office-edition-campaign-letter-thanks-opening = Remerciements à qui a dit oui : début
office-edition-campaign-letter-thanks-opening-uncounted = Remerciements : début, quand le nombre n’est pas connu
office-edition-campaign-letter-thanks-asks = Remerciements : ce que dit la lettre
office-edition-campaign-letter-thanks-closing = Remerciements : fin
office-edition-campaign-letter-comment-subject = Lettre à la première ou au premier ministre : objet
office-edition-campaign-letter-comment-salutation = Lettre à la première ou au premier ministre : formule d’appel
office-edition-campaign-letter-comment = Lettre à la première ou au premier ministre
office-edition-campaign-letter-comment-closing = Lettre à la première ou au premier ministre : fin
office-edition-campaign-letter-from = La personne qui envoie une lettre que nous transmettons
office-edition-campaign-letter-why = La raison sous une lettre que nous transmettons
office-edition-campaign-digest-subject = Courriel de la semaine au bureau d’un·e député·e : objet
office-edition-campaign-digest-greeting = Courriel de la semaine : formule d’appel
office-edition-campaign-digest-number = Courriel de la semaine : le nombre
office-edition-campaign-digest-milestone = Courriel de la semaine : un cap franchi
office-edition-campaign-digest-thanks = Courriel de la semaine : remerciements à qui a dit oui, devant les demandes
office-edition-campaign-digest-asks = Courriel de la semaine : devant les demandes
office-edition-campaign-digest-how = Courriel de la semaine : la façon de compter
office-edition-campaign-digest-page = Courriel de la semaine : les mots devant le lien
office-edition-campaign-digest-contact = Courriel de la semaine : à qui écrire
office-edition-campaign-digest-why = Courriel de la semaine : sa raison, et comment l’arrêter
office-edition-campaign-digest-stop = Courriel de la semaine : les mots du lien qui l’arrête

# ---- Les partenaires au bureau de la campagne ----
office-nav-partners = Partenaires
office-partners-title = Partenaires
office-partners-lede = Les organismes dont les liens, les modules et les feuilles se voient attribuer les signatures qu’ils apportent. Une modification paraît sur le site en quelques secondes.
office-partners-guide = Une page explique tout à un organisme, de la demande à ses nombres. Transmettez-la : on la lit sans ouvrir de session.
office-partners-unread = { $count ->
    [one] Une demande ou une personne-ressource est illisible et manque ici. Prévenez les personnes qui s’occupent du site.
   *[other] { $count } demandes ou personnes-ressources sont illisibles et manquent ici. Prévenez les personnes qui s’occupent du site.
}
office-partners-saved = Enregistré. Le site le montre en quelques secondes.
office-partners-all = Tous les partenaires
office-partners-add = Ajouter un partenaire
office-partners-add-lede = Ses liens et ses modules lui attribuent les signatures dès la prochaine.
office-partners-back = Retour à tous les partenaires
office-partners-search = Nom, ou nom dans les liens
office-partners-search-button = Chercher
office-partners-not-found = Aucun partenaire ne porte ce nom.
office-partners-state = État
office-partners-active = Actif
office-partners-paused = En pause
office-partners-ended = Terminé
office-partners-listed = Dans la liste publique
office-yes = Oui
office-no = Non
office-partners-name-en = Nom en anglais
office-partners-name-fr = Nom en français
office-partners-list-it = Montrer son nom et son nombre de signatures dans la liste publique : il l’a accepté
office-partners-slug = Nom dans les liens
office-partners-slug-hint = Des minuscules, des chiffres et des traits d’union, comme ville-riviere. Laissez vide, et nous le tirons du nom. Il ne pourra jamais être modifié.
office-partners-slug-malformed = Entrez jusqu’à 40 minuscules, chiffres et traits d’union, comme ville-riviere.
office-partners-slug-reserved = Ce mot a un autre sens dans nos adresses ou nos fichiers. Choisissez-en un autre.
office-partners-slug-taken = Un autre partenaire a ou avait ce nom dans les liens. Choisissez-en un autre.
office-partners-name-taken = Un autre partenaire porte ce nom. Modifiez ce partenaire, ou entrez un autre nom.
office-partners-too-many = Une campagne nomme 1 000 partenaires au plus.
office-error-too-many-partners = Il y a trop de partenaires, ou leurs noms sont trop longs, pour être publiés. Raccourcissez des noms ou des adresses Web.
office-partners-busy = D’autres modifient les partenaires en ce moment. Ce que vous avez entré est conservé. Appuyez de nouveau sur le bouton.
office-partners-meanwhile = Voici ce qui a changé chez ce partenaire pendant que vous écriviez. Ce que vous avez entré est conservé ci-dessous, mais n’est pas encore enregistré. Enregistrez-le si c’est toujours ce que vous voulez.
office-partners-link = Son lien
office-partners-change = Modifier
office-partners-preview-page = Voir la page du partenaire
office-partners-contacts = Personnes-ressources
office-partners-contacts-says = Ces personnes peuvent demander un lien vers la page du partenaire. Elles y voient des nombres, jamais un nom. Une personne que vous retirez est déconnectée aussitôt, et son adresse est effacée.
office-partners-contact-add = Ajouter une personne-ressource
office-partners-contact-language = Langue des courriels
office-partners-contact-again = Renvoyer le courriel
office-partners-contact-sent = Le courriel est de nouveau en route. S’il n’arrive pas, regardez ensemble dans le dossier des indésirables, et vérifiez l’adresse.
office-partners-contact-soon = Le courriel pourra être renvoyé à partir de { $time } : deux courriels sont séparés d’au moins { -spacing-minutes } minutes.
office-partners-contact-there = Cette personne est déjà la personne-ressource d’un partenaire. Retirez-la d’abord là-bas, ou entrez une autre adresse.
office-partners-contacts-full = Un partenaire a 10 personnes-ressources au plus, et seul un partenaire actif peut en recevoir de nouvelles.
office-partners-state-says = Les liens d’un partenaire en pause fonctionnent toujours et n’attribuent rien à personne. Son nombre reste. Si le partenariat prend fin, ses personnes-ressources sont effacées aussi, et aucun autre organisme ne reçoit son nom dans les liens.
office-partners-pause = Mettre en pause
office-partners-resume = Reprendre
office-partners-end = Mettre fin au partenariat
office-asks-title = En attente de votre décision
office-asks-look = Examiner
office-asks-one = La demande d’un organisme
office-asks-domain-same = L’adresse de la personne appartient au domaine de l’organisme.
office-asks-domain-other = L’adresse de la personne n’appartient pas au domaine de l’organisme. Vérifiez auprès de l’organisme avant d’accepter : quelqu’un d’autre peut faire la demande en son nom.
office-asks-letters = Un nom contient des lettres qui ne sont pas latines. Certaines leur ressemblent : comparez avec le site de l’organisme.
office-asks-known = Un partenaire porte déjà ce nom.
office-asks-accept = Accepter
office-asks-refuse = Refuser
office-asks-refuse-all = Refuser toutes les demandes de ce domaine
office-asks-domain-count = { $count } demandes viennent d’adresses de ce domaine de courriel.
office-asks-refuse-count = { $count ->
    [one] Vous allez refuser { $count } demande, venue d’une adresse de ce domaine : { $domain }.
   *[other] Vous allez refuser { $count } demandes, venues d’adresses de ce domaine : { $domain }.
}
office-asks-refuse-more = { $count ->
    [one] Et une de plus
   *[other] Et { $count } de plus
}
office-asks-refuse-great = Des gens de tout le pays ont une adresse de ce domaine. Ces demandes ne viennent pas forcément toutes de la même personne.
office-asks-refuse-all-says = Les demandes et les adresses des personnes sont effacées aussitôt, sans retour possible. Personne ne reçoit de courriel à ce sujet.
office-asks-refuse-says = La demande et l’adresse de la personne sont effacées aussitôt. La personne ne reçoit aucun courriel à ce sujet.
office-partners-import = Importer une liste
office-partners-import-lede = Ajoutez ou modifiez jusqu’à 500 partenaires à partir d’un fichier. Vous voyez d’abord l’effet de chaque ligne ; rien ne change avant que vous confirmiez.
office-partners-import-columns = La première ligne nomme les colonnes : nom en anglais, nom en français, adresse Web, dans la liste publique (oui ou non), nom dans les liens, courriel de la personne-ressource, langue des courriels (en ou fr). Un seul nom est obligatoire.
office-partners-import-hint = CSV ou Excel (.xlsx), 4 Mo au plus
office-partners-import-read = Vérifier la liste
office-partners-columns = À quoi correspond chaque colonne ?
office-partners-columns-lede = Choisissez une colonne pour chaque champ. Ce que vous laissez de côté n’est pas lu.
office-partners-columns-unknown = Nous ne connaissons pas ces colonnes : { $columns }. Si l’une d’elles correspond à un champ ci-dessous, choisissez-la. Sinon, laissez-la de côté.
office-partners-columns-name = Choisissez une colonne pour au moins un nom.
office-partners-list-header = Aucune ligne ne nomme les colonnes. Ajoutez une première ligne comme : Nom en anglais, Nom en français, Adresse Web.
office-partners-list-missing = Choisissez le fichier qui contient la liste.
office-partners-list-empty = Il n’y a aucune ligne sous les noms des colonnes.
office-partners-list-long = Une liste compte 500 partenaires au plus. Divisez-la.
office-partners-preview = Ce que la liste changerait
office-partners-preview-good = Rien n’est encore publié. Le bouton publie toutes les lignes ensemble.
office-partners-preview-bad = Rien n’est publié. Corrigez la liste, puis choisissez de nouveau le fichier.
office-partners-other-file = Choisir un autre fichier
office-partners-more-lines = { $count ->
    [one] Et { $count } autre ligne
   *[other] Et { $count } autres lignes
}
office-partners-refused-lines = { $count ->
    [one] { $count } ligne à corriger
   *[other] { $count } lignes à corriger
}
office-partners-added-lines = { $count ->
    [one] { $count } partenaire ajouté
   *[other] { $count } partenaires ajoutés
}
office-partners-changed-lines = { $count ->
    [one] { $count } partenaire modifié
   *[other] { $count } partenaires modifiés
}
office-partners-resumed-lines = { $count ->
    [one] { $count } partenariat terminé reprend
   *[other] { $count } partenariats terminés reprennent
}
office-partners-same-lines = { $count ->
    [one] { $count } ligne ne change rien
   *[other] { $count } lignes ne changent rien
}
office-partners-apply = { $count ->
    [one] Publier { $count } modification
   *[other] Publier { $count } modifications
}
office-partners-listed-malformed = Entrez oui ou non dans la colonne de la liste publique.
office-partners-language-malformed = Entrez en ou fr dans la colonne de la langue.
office-partners-line-changes = Changements : { $columns }
office-partners-contact-email = Courriel de la personne-ressource
office-partners-writes = { $count ->
    [one] Le bouton ajoute aussi une personne-ressource et lui envoie un courriel : elle peut voir la page de son partenaire. Ce courriel est dans la langue que la liste indique ou, sinon, en français, la langue de cette page.
   *[other] Le bouton ajoute aussi { $count } personnes-ressources et envoie à chacune un courriel : elle peut voir la page de son partenaire. Ces courriels sont dans la langue que la liste indique ou, sinon, en français, la langue de cette page.
}
office-partners-apply-contacts = { $count ->
    [one] Ajouter une personne-ressource
   *[other] Ajouter { $count } personnes-ressources
}
office-partners-contacts-added = { $count ->
    [one] { $count } personne-ressource ajoutée
   *[other] { $count } personnes-ressources ajoutées
}
office-partners-contacts-refused = { $count ->
    [one] { $count } personne-ressource n’est pas ajoutée
   *[other] { $count } personnes-ressources ne sont pas ajoutées
}
office-partners-list-overtaken = Quelqu’un d’autre a modifié des partenaires entre-temps, et rien n’a été publié. Voici ce que la liste changerait maintenant.
office-partners-contacts-left = Les partenaires sont publiés. Certaines personnes-ressources ne sont pas encore ajoutées. Appuyez de nouveau sur le bouton : personne ne recevra deux courriels.
office-partners-line-twice = Une ligne précédente porte sur le même partenaire.
office-did-partner-added = a ajouté un partenaire
office-did-partner-accepted = a accepté un organisme comme partenaire
office-did-partner-refused = a refusé la demande d’un organisme
office-did-partners-refused = a refusé toutes les demandes d’un domaine de courriel
office-did-partner-changed = a modifié un partenaire
office-did-partner-paused = a mis un partenaire en pause
office-did-partner-resumed = a repris un partenariat
office-did-partner-ended = a mis fin à un partenariat
office-did-partners-imported = a importé une liste de partenaires
office-did-partners-undone = a annulé une modification des partenaires
office-partners-history = Historique des partenaires
office-partners-history-link = Historique et annulation
office-partners-history-none = Rien n’a encore été modifié. Les partenaires sont comme au départ de la campagne.
office-partners-more-changes = { $count ->
    [one] { $count } autre modification
   *[other] { $count } autres modifications
}
office-partners-stays = Ces éléments restent comme ils sont : ils ont encore changé depuis, ou un autre partenaire porte l’ancien nom.
office-partners-undo-stays = Rien n’a été annulé : tout a encore changé depuis, ou un autre partenaire porte l’ancien nom ({ $what }).
office-partners-undo-back = Retour à l’historique
office-partners-undo-ends = Un partenaire ajouté n’est pas retiré : son partenariat prend fin, son nombre reste, et son nom dans les liens n’est donné à aucun autre.
office-partners-undo-erases = { $count ->
    [one] Une personne-ressource voit la page d’un partenaire dont le partenariat prend fin. Son adresse est effacée.
   *[other] { $count } personnes-ressources voient les pages de partenaires dont le partenariat prend fin. Leurs adresses sont effacées.
}
office-partners-undo-resumes = Les personnes-ressources d’un partenariat terminé ont été effacées. Ajoutez-les de nouveau sur la page du partenaire.
office-partners-undo-contacts = Plus de { $count } personnes-ressources seraient effacées en même temps. Mettez d’abord fin à certains de ces partenariats, chacun sur sa propre page.
office-did-contact-added = a ajouté une personne-ressource d’un partenaire
office-did-contact-mailed = a renvoyé le courriel à une personne-ressource d’un partenaire
office-did-contact-removed = a retiré une personne-ressource d’un partenaire
# ---- La page d'un partenaire ----
partner-back = Retour à la page des partenaires
partner-ask-sent = Nous avons envoyé un lien à l’adresse donnée, si elle peut en recevoir un. Suivez-le dans les { -partner-ask-hours } heures : nous ne verrons votre demande qu’à ce moment-là.
partner-ask-nothing = Rien après quelques minutes ? Regardez dans le dossier des indésirables, et vérifiez l’adresse.
partner-asked-title = Confirmez la demande de votre organisme
partner-asked-lede = Voici ce qui a été entré avec votre adresse. Si c’est exact, confirmez, et nous déciderons.
partner-asked-button = Confirmer notre demande
partner-received-title = Nous avons votre demande
partner-received = Nous l’examinerons et vous écrirons dès que votre organisme sera partenaire. Une demande sans réponse est effacée après { -partner-ask-days } jours.
partner-sign-in-title = La page de votre organisme
partner-sign-in-lede = Entrez l’adresse que la campagne connaît comme celle d’une personne-ressource de votre organisme, et nous vous enverrons un lien.
partner-mail-body = Si cette adresse est celle d’une personne-ressource, un lien est en route. Il sert une seule fois, dans les { -sign-in-minutes } minutes.
partner-open-title = Ouvrez la page de votre organisme
partner-open-lede = Appuyez sur le bouton pour voir les nombres de votre organisme sur cet appareil.
partner-open-button = Ouvrir notre page
partner-page-title = La page de votre organisme
partner-as-seen = Vous voyez cette page comme le partenaire la voit.
partner-brought = { $count ->
    [one] signature est passée par vous
   *[other] signatures sont passées par vous
}
partner-sign-out = Fermer la session
partner-brought-few = Moins de { -partner-shown-from } signatures sont passées par vous. À partir de { -partner-shown-from }, vous en voyez le nombre.
partner-brought-none = Les signatures passées par vous n’ont pas encore été comptées.
partner-few = moins de { -partner-shown-from }
partner-as-of = Compte du { $time }
partner-next = Le prochain compte suit peu après { $next }, afin que la minute d’une signature ne permette de reconnaître personne.
partner-as-of-none = Elles sont comptées toutes les heures. Le premier compte est à venir.
partner-by-link = { $count ->
    [one] { $count } personne a confirmé par le lien du courriel ({ $share }).
   *[other] { $count } personnes ont confirmé par le lien du courriel ({ $share }).
}
partner-by-code = { $count ->
    [one] { $count } personne a confirmé par le code ({ $share }).
   *[other] { $count } personnes ont confirmé par le code ({ $share }).
}
partner-by-paper = { $count ->
    [one] { $count } personne a signé sur papier ({ $share }).
   *[other] { $count } personnes ont signé sur papier ({ $share }).
}
partner-ways-as-of = Les façons de confirmer sont comptées toutes les six heures. Dernier compte : { $time }
partner-ways-none = Les façons de confirmer sont comptées toutes les six heures, et montrées à partir de { -partner-shown-from } signatures.
partner-link-title = Votre lien
partner-poster = Votre affiche, avec un code QR à imprimer
partner-letter-title = Une lettre à vos membres
partner-letter-lede = Collez-la dans un courriel ou une infolettre, et changez-la à votre gré.
partner-letter =
    { $name } est partenaire de « { campaign-name } ». Nous vous demandons d’y ajouter votre nom.

    { campaign-lede }

    Il suffit d’une minute : { $link }

    Vous recevrez un courriel, et votre appui compte dès que vous le confirmez.
partner-ridings-title = Par circonscription
partner-ridings-lede = Une circonscription est nommée à partir de { -partner-shown-from } signatures, afin que personne ne puisse être reconnu.
partner-ridings-next = Les nombres par circonscription viennent avec le prochain compte.
partner-ridings-few = Circonscriptions qui en comptent moins de { -partner-shown-from }, ensemble
partner-ridings-file = Télécharger par circonscription (CSV)
partner-days-title = Par jour
partner-days-none = Les jours sont montrés à partir de { -partner-shown-from } signatures.
partner-days-lede = Les jours commencent et finissent à Ottawa. Un jour va de son premier compte, peu après minuit, au premier compte du lendemain ; aujourd’hui, jusqu’au dernier compte. Un jour est montré à partir de { -partner-shown-from } signatures.
partner-day = Jour
partner-day-today = { $day } (aujourd’hui, jusqu’au dernier compte)
partner-day-number = Au début
partner-day-growth = Progression
partner-days-file = Télécharger par jour (CSV)
partner-code-title = Le code pour votre site
partner-code-lede = Avec votre attribution. Les aperçus et les couleurs sont ici :
partner-no-person = Cette page ne montre que des nombres. Le nom ou l’adresse d’une personne n’est jamais montré à un partenaire.
# ---- Le guide des partenaires ----
partner-guide-lede = Pour la personne qui s’occupe du site et de l’infolettre d’un organisme : de la demande à votre nombre de signatures, en dix minutes.
partner-guide-ask = Demandez à devenir partenaire
partner-guide-ask-says = Le formulaire demande le nom de votre organisme dans les deux langues, son adresse Web et votre courriel. S’il n’y a qu’un nom, entrez-le deux fois. Une adresse du domaine de votre organisme nous permet de décider plus vite. Vous choisissez si la liste publique montre votre nom et votre nombre de signatures ; dans les deux cas, vos signatures vous sont attribuées.
partner-guide-ask-picture = Le formulaire des partenaires : deux noms, une adresse Web, un courriel, une case pour la liste publique et un bouton
partner-guide-check = Confirmez par courriel
partner-guide-check-says = Afin que personne ne fasse de demande en votre nom, nous vous envoyons un lien. Ouvrez-le dans les { -partner-ask-hours } heures et appuyez sur « Confirmer notre demande » : nous ne verrons la demande qu’à ce moment-là. Rien après quelques minutes ? Regardez dans le dossier des indésirables, et vérifiez l’adresse. Une demande sans réponse est effacée après { -partner-ask-days } jours.
partner-guide-accepted = Ce que l’acceptation vous apporte
partner-guide-accepted-says = Nous vous écrivons dès que votre organisme est partenaire. À partir de là, les signatures qui passent par vous vous sont attribuées, et vous avez :
partner-guide-accepted-1 = un lien à vous, et du code pour votre site qui porte votre attribution ;
partner-guide-accepted-2 = une affiche avec un code QR, et une lettre à vos membres, prête à coller ;
partner-guide-accepted-3 = une page à vous, avec vos nombres ;
partner-guide-accepted-4 = votre ligne dans la liste publique, si vous l’avez accepté.
partner-guide-page = Ouvrez votre page
partner-guide-page-says = Entrez l’adresse que nous connaissons comme celle d’une personne-ressource de votre organisme, et nous vous enverrons un lien qui sert une seule fois, dans les { -sign-in-minutes } minutes. Il n’y a pas de mot de passe : à la visite suivante, demandez un autre lien. Vos liens, votre code et vos nombres sont sur cette page, et les nombres par circonscription et par jour se téléchargent (CSV). Si une ou un collègue doit la voir aussi, écrivez-nous avec son adresse.
partner-guide-page-picture = La page d’un organisme : son nombre, les façons dont les gens ont confirmé, son lien avec un bouton qui le copie, et un lien vers son affiche
partner-guide-numbers = Ce que disent les nombres, et de quand ils datent
partner-guide-numbers-says = Votre nombre, ce sont les personnes qui ont confirmé, ou signé sur papier, en passant par vous. Chacune compte une fois, et pour un seul organisme au plus. Une personne qui retire son appui quitte aussi votre nombre.
partner-guide-numbers-1 = Votre nombre et les nombres par circonscription sont comptés toutes les heures ; votre page dit quand, et quand viendra le prochain compte. Avant { -partner-shown-from } signatures, elle dit « moins de { -partner-shown-from } ». Une circonscription est nommée à partir de { -partner-shown-from } signatures, et les autres sont additionnées.
partner-guide-numbers-2 = Par jour, vous voyez votre nombre au début de la journée, à l’heure d’Ottawa, et son évolution depuis.
partner-guide-numbers-3 = Les façons de confirmer sont comptées toutes les six heures : ces parts peuvent donc retarder sur votre nombre.
partner-guide-numbers-4 = Les compteurs de votre site montrent le nombre de toute la campagne, ou d’une circonscription. Ils suivent en quelques secondes, et gardent leur dernier nombre si notre site est injoignable. Une image montre le nombre du moment où elle a été chargée.
partner-guide-credit = Comment chaque lien et chaque code vous sont attribués
partner-guide-credit-says = Votre attribution est dans l’adresse : votre lien se termine par « partner= » et le nom court de votre organisme, et votre code et votre code QR contiennent la même chose. Quand une personne signe sur la page ainsi ouverte, sa signature vous est attribuée. Vous pouvez raccourcir le lien, mais laissez-en la fin telle quelle.
partner-guide-credit-1 = Le lien, les modules, l’affiche et la feuille de signatures ont tous le même effet. Il en va de même des liens que vos signataires envoient à leurs proches.
partner-guide-credit-2 = On confirme par le lien de notre courriel ou par les six chiffres qui s’y trouvent. Les deux comptent également ; votre page montre combien de personnes ont choisi l’un ou l’autre.
partner-guide-credit-3 = Les signatures sur papier sont attribuées à l’organisme qui les a recueillies. Dites-le en remettant les feuilles.
partner-guide-credit-4 = Nous ne gardons rien dans le navigateur des gens. Si une personne s’en va et revient par un autre chemin, sa signature ne vous est pas attribuée.
partner-guide-credit-5 = En confirmant, chaque personne voit votre nom et peut retirer votre attribution. Elle compte tout de même, mais pas pour vous.
partner-guide-embed = Mettez la campagne sur votre site
partner-guide-embed-says = Copiez l’un de ces éléments de votre page, et collez-le là où il doit paraître :
partner-guide-embed-1 = Script : le compteur en direct, en une ligne. Le meilleur choix pour la plupart des sites.
partner-guide-embed-2 = Cadre (iframe) : le même compteur, pour les sites qui n’acceptent pas de script.
partner-guide-embed-3 = Image : pour les infolettres.
partner-guide-embed-4 = Formulaire : on signe sans quitter votre page.
partner-guide-embed-5 = WordPress : collez votre lien seul sur une ligne, ou le code dans un bloc « HTML personnalisé ». Si une partie du code a disparu après l’enregistrement, prenez l’image, ou demandez à une personne qui administre votre site de coller le code.
partner-guide-embed-picture = Le compteur en direct tel qu’il paraît sur un site : le nombre, une barre vers l’objectif et un bouton, et dessous la ligne à copier
partner-guide-poster = Imprimez votre affiche
partner-guide-poster-says = Votre page mène à une affiche dont le code QR vous attribue les signatures : ouvrez-la et imprimez-la. Pour recueillir des signatures à la main, suivez « Pour les partenaires » sur votre page, où votre organisme est déjà choisi, et prenez la feuille de signatures. Apportez ou postez les feuilles signées à l’équipe de la campagne, qui les transcrit.
partner-guide-poster-picture = L’affiche : le nom de la campagne, ce qu’elle demande et un code QR à balayer
partner-guide-unseen = Ce que vous ne voyez pas, et pourquoi
partner-guide-unseen-says = Vous ne voyez ni le nom, ni l’adresse, ni le commentaire de qui que ce soit, pas même de vos membres : les gens les ont confiés à la campagne, qui promet de ne montrer que des nombres. Quelques signatures dans une circonscription pourraient désigner quelqu’un que vous connaissez : elles sont donc seulement additionnées. Et en écrivant à une seule personne, on pourrait voir le nombre monter au moment de sa signature : votre nombre est donc compté une fois par heure et montré à partir de { -partner-shown-from }, ici comme dans la liste publique. Une adresse courriel n’est transmise qu’à un organisme que nomme la case des nouvelles, et seulement si la personne l’a cochée.
partner-guide-end = Mettre le partenariat en pause, ou y mettre fin
partner-guide-end-says = Écrivez-nous pour mettre le partenariat en pause ou y mettre fin. Vos liens et votre code fonctionnent toujours et n’attribuent plus rien à personne ; votre page se ferme, et vous quittez la liste publique. Votre nombre reste. Une pause se lève à tout moment. À la fin, nous effaçons les adresses de vos personnes-ressources, et aucun autre organisme ne recevra jamais votre nom court.
partner-guide-write = À qui écrire
partner-guide-write-says = Pour tout ce qui touche votre page, votre attribution, le papier ou la presse, écrivez à la campagne en nommant votre organisme :
