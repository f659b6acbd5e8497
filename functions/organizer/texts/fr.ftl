# Le bureau de l'équipe.
office-nav = Le bureau
office-nav-dashboard = Tableau de bord
office-nav-downloads = Téléchargements
office-nav-team = Équipe
office-nav-log = Journal
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
office-mail-nothing = Rien après quelques minutes ? Regardez dans les indésirables et vérifiez que l’adresse est bien celle de votre invitation. Un lien encore valide peut vous être renvoyé, au plus tôt après deux minutes.
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
office-factor-required = Dans cette campagne, toute personne qui peut télécharger la liste ou décider de quelque chose en a besoin.
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
    [0] Il ne reste aucun code de secours : désactivez-le, puis activez-le de nouveau pour en recevoir d’autres.
    [one] Il reste { $count } code de secours.
   *[other] Il reste { $count } codes de secours.
}
office-factor-off = Le désactiver
office-factor-off-lede = Nouvel appareil, ou nouveaux codes de secours : désactivez-le ici, puis remettez-le en place.
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
office-error-changed-meanwhile = Quelqu’un vient de modifier ceci. Regardez de nouveau avant de décider.

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
office-near = Tout près d’un chiffre rond
office-near-none = Personne n’a encore signé. Les premières signatures paraîtront ici en quelques secondes.
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
office-column-missing = Prochain chiffre rond
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

office-column-one-pager = Page
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
office-team-lede = Qui peut entrer, et pour y faire quoi. Une personne retirée sort aussitôt.
office-team-members = Tout le monde
office-team-since = Depuis
office-team-by = Invitation de
office-team-change = Modifier
office-team-saved = C’est fait. C’est consigné au journal.
office-team-there-already = Cette adresse est déjà celle d’une personne de l’équipe.
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
office-did-signed-in = a ouvert une session
office-did-signed-out = a fermé toutes ses sessions
office-did-invited = a invité une personne
office-did-role-changed = a changé un rôle
office-did-removed = a retiré une personne de l’équipe
office-did-second-factor-on = a activé un second facteur
office-did-second-factor-off = a désactivé un second facteur
office-did-recovery-code-used = a utilisé un code de secours ; restent :
office-did-supporters-exported = a téléchargé la liste ; partie et nombre de personnes :

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
office-pattern-burst-says = Vingt ou plus d’un même domaine en une heure.
office-pattern-catch-all = Domaines qui acceptent n’importe quel nom
office-pattern-catch-all-says = Dix ou plus chez un fournisseur inconnu : un club, une entreprise, ou quelqu’un qui invente des noms.
office-pattern-postal-code = Codes postaux très peuplés
office-pattern-postal-code-says = Quinze ou plus au même code postal : un immeuble, ou une invention.
office-pattern-signers = Signataires : { $count }
office-pattern-preview = Aperçu
office-pattern-preview-of = Aperçu : { $what }
office-look-up = Trouver une personne
office-look-up-lede = Pour répondre à quelqu’un qui vous écrit : par l’adresse exacte de sa signature.
office-look-up-why = Pourquoi cette recherche ?
office-look-up-why-hint = Une ligne pour le journal, sans le nom : « demande si sa signature compte », par exemple.
office-look-up-button = Chercher
office-look-up-none = Personne n’a confirmé de signature avec { $email }.
office-look-up-signed = Signature le { $day },
office-look-up-confirmed = confirmation le { $day }.
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
office-preview-lede = Signataires visés : { $count }. Rien n’a encore changé.
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
office-paper-read = Vérifié, pas encore compté.
office-paper-applying = Comptage en cours.
office-paper-applied = Compté.
office-paper-undoing = Retrait en cours.
office-paper-undone = Retiré du compte.
office-import-title = Un fichier de signatures sur papier
office-import-signers = Signataires : { $count }.
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
office-sheet-empty = Il n’y a pas de signatures ici. Choisissez le fichier où vous les avez saisies, ou collez-les.
office-sheet-no-workbook = Ce n’est pas un classeur Excel, ou il est endommagé. Ouvrez-le dans Excel et enregistrez-le comme classeur (.xlsx) ou comme « CSV UTF-8 ».
office-sheet-old-or-locked = Ce classeur est d’un ancien format (.xls) ou a un mot de passe. Dans Excel, enregistrez-le comme classeur (.xlsx), sans mot de passe.
office-sheet-letters = Les lettres de ce fichier peuvent se lire de plus d’une façon. Dans Excel, enregistrez-le comme classeur (.xlsx) ou comme « CSV UTF-8 ».
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
office-take-back-lede = Toutes les personnes venues par ce fichier sont retirées du compte et effacées. Vous pourrez l’envoyer de nouveau.
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
office-held-why-came-back = L’adresse avait déjà été retirée du compte
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
office-held-release-lede = Chaque personne reçoit un courriel qui lui demande de confirmer, quelques-unes chaque minute, pour que les autres courriels partent aussi. Aucune adresse ne reçoit plus de messages que la limite ne le permet.
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
office-letters-title = Lettres aux député·e·s
office-letters-lede = Les lettres que les signataires envoient par la campagne. Vous voyez combien il y en a, mais ni qui les a écrites ni ce qu’elles disent.
office-letters-sent = Envoyées
office-letters-waiting = En route
office-letters-waiting-says = nouvel essai jusqu’à ce que le serveur destinataire les accepte
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
office-letters-pause-lede = Aucune lettre ne part par la campagne jusqu’à la reprise. Les signataires en sont avertis et peuvent imprimer leur lettre ou l’envoyer eux-mêmes. Les lettres en route attendent.
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
office-letters-why-mail-domain = Plus d’un même domaine vers cette personne qu’une journée n’en permet
office-letters-why-member = Plus vers une même personne qu’une heure n’en permet
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
office-letters-answer-open = Les envois continuent malgré tout.
office-letters-note = Noter quelque chose sur un·e député·e
office-letters-note-lede = Dès lors, aucune lettre ne lui parvient par la campagne. Les signataires en sont avertis et peuvent imprimer leur lettre ou l’envoyer eux-mêmes.
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
office-switch-reminders-says = Pendant la suspension, personne ne reçoit de rappel : les premiers courriels disposent de tout ce que le fournisseur accepte.
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
office-did-holding-page-on = a affiché la page d’attente
office-did-holding-page-off = a retiré la page d’attente
office-did-reminders-paused = a suspendu les rappels
office-did-reminders-resumed = a repris les rappels
office-did-letters-paused = a suspendu tous les envois de lettres
office-did-letters-resumed = a repris les envois de lettres
office-did-letters-released = a laissé partir des lettres retenues :
office-did-letters-discarded = a écarté des lettres retenues :
office-did-correspondent-marked = a ajouté une note sur un·e député·e :
office-did-correspondent-unmarked = a annulé une note sur un·e député·e :
office-did-answer-switched = a changé la suite des envois après une réponse :

# ---- Les partenaires au bureau de la campagne ----
office-nav-partners = Partenaires
office-partners-title = Partenaires
office-partners-lede = Les organismes dont les liens, les modules et les feuilles se voient attribuer les signatures qu’ils apportent. Une modification paraît sur le site en quelques secondes.
office-partners-saved = Enregistré. Le site le montre en quelques secondes.
office-partners-all = Tous les partenaires
office-partners-add = Ajouter un partenaire
office-partners-add-lede = Dès la prochaine signature, ses liens et ses modules lui en attribuent le mérite.
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
office-partners-list-it = Montrer son nom et son nombre dans la liste publique : il l’a accepté
office-partners-slug = Nom dans les liens
office-partners-slug-hint = De petites lettres, des chiffres et des traits d’union. Laissez vide, et nous le tirons du nom. Il ne change jamais.
office-partners-slug-malformed = Inscrivez jusqu’à 40 petites lettres, chiffres et traits d’union, comme ville-riviere.
office-partners-slug-reserved = Ce mot a un autre sens dans nos adresses ou nos fichiers. Choisissez-en un autre.
office-partners-slug-taken = Un autre partenaire a ou avait ce nom dans les liens. Choisissez-en un autre.
office-partners-name-taken = Un autre partenaire porte ce nom. Modifiez ce partenaire, ou inscrivez un autre nom.
office-partners-too-many = Une campagne nomme 1000 partenaires au plus.
office-error-too-many-partners = Il y a trop de partenaires, ou leurs noms sont trop longs, pour être publiés. Raccourcissez des noms ou des adresses Web.
office-partners-change = Modifier
office-partners-preview-page = Voir la page du partenaire
office-partners-contacts = Personnes-ressources
office-partners-contacts-says = Ces personnes peuvent demander un lien vers la page du partenaire. Elles y voient des nombres, jamais un nom. Une personne que vous retirez est déconnectée aussitôt, et son adresse est effacée.
office-partners-contact-add = Ajouter une personne-ressource
office-partners-contact-there = Cette personne est déjà la personne-ressource d’un partenaire. Retirez-la d’abord là-bas, ou inscrivez une autre adresse.
office-partners-contacts-full = Un partenaire a 10 personnes-ressources au plus, et seul un partenaire actif peut en recevoir de nouvelles.
office-partners-state-says = Les liens d’un partenaire en pause fonctionnent toujours et n’attribuent rien à personne. Son nombre reste. Si le partenariat prend fin, ses personnes-ressources sont effacées aussi, et aucun autre organisme ne reçoit son nom dans les liens.
office-partners-pause = Mettre en pause
office-partners-resume = Reprendre
office-partners-end = Mettre fin au partenariat
office-asks-title = En attente de votre décision
office-asks-look = Examiner
office-asks-more = { $count } autres demandes attendent. Elles paraissent à mesure que vous décidez.
office-asks-one = Un organisme fait une demande
office-asks-domain-same = L’adresse de la personne est du domaine de l’organisme.
office-asks-domain-other = L’adresse de la personne n’est pas du domaine de l’organisme. Vérifiez auprès de l’organisme avant d’accepter : quelqu’un d’autre peut faire la demande en son nom.
office-asks-letters = Un nom contient des lettres qui ne sont pas latines. Certaines leur ressemblent : comparez avec le site de l’organisme.
office-asks-known = Un partenaire porte déjà ce nom.
office-asks-accept = Accepter
office-asks-refuse = Refuser
office-asks-refuse-says = La demande et l’adresse de la personne sont effacées aussitôt. Personne n’en est avisé.
office-partners-import = Importer une liste
office-partners-import-lede = Ajoutez ou modifiez jusqu’à 500 partenaires à partir d’un fichier. Vous voyez d’abord l’effet de chaque ligne ; rien ne change avant que vous confirmiez.
office-partners-import-columns = La première ligne nomme les colonnes : nom en anglais, nom en français, adresse Web, dans la liste publique (oui ou non), nom dans les liens. Un seul nom est obligatoire.
office-partners-import-hint = CSV ou Excel (.xlsx), 4 Mo au plus
office-partners-import-read = Vérifier la liste
office-partners-columns = À quoi correspond chaque colonne ?
office-partners-columns-lede = Choisissez une colonne pour chaque champ. Ce que vous laissez de côté n’est pas lu.
office-partners-columns-unknown = Inconnu : { $columns }.
office-partners-columns-name = Choisissez une colonne pour au moins un nom.
office-partners-list-header = Aucune ligne ne nomme les colonnes. Ajoutez une première ligne comme : Nom en anglais, Nom en français, Adresse Web.
office-partners-list-empty = Il n’y a aucune ligne sous les noms des colonnes.
office-partners-list-long = Une liste compte 500 partenaires au plus. Divisez-la.
office-partners-preview = L’effet de la liste
office-partners-preview-good = Toutes les lignes sont publiées ensemble.
office-partners-preview-bad = Rien n’est publié. Corrigez la liste, puis choisissez de nouveau le fichier.
office-partners-other-file = Choisir un autre fichier
office-partners-more-lines = Et { $count } autres lignes
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
office-partners-same-lines = { $count ->
    [one] { $count } ligne ne change rien
   *[other] { $count } lignes ne changent rien
}
office-partners-apply = { $count ->
    [one] Publier { $count } modification
   *[other] Publier { $count } modifications
}
office-partners-listed-malformed = Inscrivez oui ou non dans la colonne de la liste publique.
office-partners-line-twice = Une ligne précédente porte sur le même partenaire.
office-partners-line-ended = Ce partenariat a pris fin. Reprenez-le d’abord.
office-did-partner-added = a ajouté un partenaire
office-did-partner-accepted = a accepté un organisme comme partenaire
office-did-partner-refused = a refusé la demande d’un organisme
office-did-partner-changed = a modifié un partenaire
office-did-partner-paused = a mis un partenaire en pause
office-did-partner-resumed = a repris un partenariat
office-did-partner-ended = a mis fin à un partenariat
office-did-partners-imported = a importé une liste de partenaires
office-did-contact-added = a ajouté une personne-ressource d’un partenaire
office-did-contact-removed = a retiré une personne-ressource d’un partenaire
# ---- La page d'un partenaire ----
partner-back = Retour à la page des partenaires
partner-ask-sent = Nous avons envoyé un lien à l’adresse inscrite, si elle peut en recevoir un. Suivez-le dans les { -partner-ask-hours } heures : nous ne verrons votre demande qu’à ce moment-là.
partner-ask-nothing = Rien après quelques minutes ? Regardez dans le dossier des indésirables, et vérifiez l’adresse.
partner-asked-title = Confirmez la demande de votre organisme
partner-asked-lede = Voici ce qui a été inscrit avec votre adresse. Si c’est exact, confirmez, et nous déciderons.
partner-asked-button = Confirmer notre demande
partner-received-title = Nous avons votre demande
partner-received = Nous l’examinerons et vous écrirons dès que votre organisme sera partenaire. Une demande sans réponse est effacée après { -partner-ask-days } jours.
partner-sign-in-title = La page de votre organisme
partner-sign-in-lede = Inscrivez l’adresse que la campagne connaît comme celle de votre organisme, et nous vous enverrons un lien.
partner-mail-body = Si cette adresse est celle d’une personne-ressource, un lien est en route. Il sert une seule fois, dans les { -sign-in-minutes } minutes.
partner-open-title = Ouvrez la page de votre organisme
partner-open-lede = Il reste une étape.
partner-open-button = Ouvrir notre page
partner-page-title = La page de votre organisme
partner-as-seen = Vous voyez cette page comme le partenaire la voit.
partner-brought = { $count ->
    [one] signature est passée par vous
   *[other] signatures sont passées par vous
}
partner-sign-out = Fermer la session
partner-as-of = Compté : { $time }
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
partner-ways-as-of = La façon de confirmer est comptée toutes les six heures. Dernier compte : { $time }
partner-ways-none = La façon de confirmer est comptée toutes les six heures. Le premier compte est à venir.
partner-link-title = Votre lien
partner-poster = Votre affiche, avec un code QR à imprimer
partner-letter-title = Une lettre à vos membres
partner-letter-lede = Collez-la dans un courriel ou une infolettre, et changez-la à votre gré.
partner-letter =
    { $name } porte « { campaign-name } ». Nous vous demandons d’y ajouter votre nom.

    { campaign-lede }

    Il suffit d’une minute : { $link }

    Vous recevrez un courriel, et votre appui compte dès que vous le confirmez.
partner-none = Personne n’a encore signé en passant par vous.
partner-ridings-title = Par circonscription
partner-ridings-lede = Une circonscription est nommée à partir de 5 signatures, afin que personne ne puisse être reconnu.
partner-ridings-few = Circonscriptions qui en comptent moins de { $count }, ensemble
partner-ridings-file = Télécharger par circonscription (CSV)
partner-days-title = Par jour
partner-days-none = Le premier compte d’une journée est à venir.
partner-day = Jour
partner-day-number = À son début
partner-day-growth = Depuis
partner-days-file = Télécharger par jour (CSV)
partner-code-title = Le code pour votre site
partner-code-lede = Avec votre attribution. Les aperçus et les couleurs sont ici :
partner-no-person = Cette page ne montre que des nombres. Le nom ou l’adresse d’une personne n’est jamais montré à un partenaire.
