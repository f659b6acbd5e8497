# Les phrases de toutes les pages, celles qu’aucune campagne ne change. Celles de la campagne sont dans shared/campaigns.

## Cadre

layout-skip = Passer au contenu principal
layout-other-language = English
layout-integrity = Comment nous comptons
layout-privacy = Vie privée
layout-contact = Nous écrire
page-title-with-errors = Erreur : { $title }
back-to-campaign = Retour à la campagne
back-to-form = J’ajoute mon nom
sign-again = Signer de nouveau
story-title = Pourquoi maintenant
campaign-opens-on = On pourra signer à partir du { $day }. Revenez ce jour-là, avec une amie ou un ami.

## Le compteur

counter-label = { $count ->
    [0] Soyez la première personne à signer
    [one] personne a signé
   *[other] personnes ont signé
}
counter-bar = Progression vers l’objectif
holding-body = Il y a tant de monde en ce moment que nous n’affichons que cette page, pour un temps.
holding-links = Si vous avez déjà reçu notre courriel, son bouton et son code fonctionnent toujours.
holding-again = Pour signer ou pour voir où en est votre circonscription, revenez un peu plus tard.
counter-goal = Notre objectif : { $goal }
counter-goal-reached = Objectif atteint : { $reached }. Prochain objectif : { $goal }

## Le formulaire

form-title = J’ajoute mon nom
form-title-closed = Le texte de l’appui
form-who = Toute personne qui vit au Canada peut signer, quel que soit son statut, ainsi que les citoyennes et citoyens canadiens à l’étranger.
form-ends = On peut signer jusqu’à la fin du { $last }. Les noms et les adresses sont gardés jusqu’au { $erased } au plus tard ; les nombres restent.
form-ended = La signature a pris fin le { $last }. Merci à toutes les personnes qui ont signé. Les noms et les adresses sont gardés jusqu’au { $erased } au plus tard ; les nombres restent.
form-partner = { $partner } vous invite à signer.
form-first-name = Prénom
form-last-name = Nom
form-email = Adresse courriel
form-email-hint = Nous y envoyons un code et un lien de confirmation. Elle n’est jamais publiée.
form-postal-code = Code postal
form-postal-code-hint = Il nous indique votre circonscription fédérale. Par exemple, K1A 0A6.
form-postal-code-meant = Vouliez-vous écrire { $suggestion } ?
form-riding = Votre circonscription fédérale
form-riding-found = Votre circonscription : { $riding }
form-riding-several = Ce code postal touche plus d’une circonscription. Choisissez la vôtre.
form-riding-unknown = Nous ne connaissons pas encore ce code postal. Choisissez vous-même votre circonscription.
form-riding-not-mine = Ce n’est pas la mienne
form-riding-another = Aucune de celles-ci ? Choisissez parmi toutes les circonscriptions
form-riding-choose = Choisissez parmi toutes les circonscriptions
form-riding-none = Choisir une circonscription
form-abroad-summary = J’habite à l’extérieur du Canada
form-country = Pays où vous habitez
form-country-hint = Aucun code postal n’est nécessaire si vous avez la citoyenneté canadienne et vivez à l’étranger.
form-country-none = Choisir un pays
form-comment-summary = Ajouter un mot pour la première ou le premier ministre (facultatif)
form-comment = Votre mot pour la première ou le premier ministre
form-comment-hint = Jusqu’à 1 000 caractères. Nous le gardons pour votre lettre, que vous pourrez envoyer une fois votre nom compté.
form-button = Je signe
form-sending = Envoi en cours…
form-privacy = Nous gardons ces renseignements seulement pour vous compter une fois et vous écrire à ce sujet.
form-privacy-link = Vie privée
form-error-prefix = Erreur :

## Après la signature

check-mail-title = Consultez vos courriels
check-mail-body = Cherchez notre courriel à l’adresse que vous avez donnée, puis appuyez sur son bouton pour confirmer.
check-mail-hint = Rien après { -first-mail-minutes } minutes ? Regardez dans les indésirables. Le bouton fonctionne pendant { -form-days } jours. Si l’adresse était mal écrite, signez de nouveau.


confirm-title = Une dernière étape
confirm-body = Vérifiez ce que nous garderons, puis appuyez sur le bouton. Votre nom compte dans { $riding }, une seule fois.
confirm-body-abroad = Vérifiez ce que nous garderons, puis appuyez sur le bouton. Votre nom compte avec ceux des Canadiennes et Canadiens à l’étranger, une seule fois.
confirm-correct = Corriger ou ajouter quelque chose
confirm-comment = Votre mot pour la première ou le premier ministre (facultatif)
confirm-button = Oui, je confirme
confirm-note = Si vous n’avez pas signé, fermez cette page : ce qui a été entré est effacé après { -form-days } jours.
confirm-partner = Attribuer cette signature à notre partenaire : { $partner }
confirm-who = Quelqu’un est déjà compté avec cette adresse courriel. Est-ce vous ?
confirm-who-counted = { $name } est déjà compté·e.
confirm-who-spelling = Cette personne a écrit l’adresse autrement, par exemple sans la partie qui suit le « + ».
confirm-who-same = Oui, c’est moi : comptez-moi une seule fois
confirm-who-another = Non, je suis une autre personne du même foyer
confirm-others = Autres formulaires envoyés avec cette adresse
confirm-other = { $name }, le { $sent }
check-mail-code = Code à six chiffres reçu dans ce courriel
check-mail-code-hint = Le code est valable { -code-minutes } minutes. Le bouton du courriel, lui, fonctionne pendant { -form-days } jours.
check-mail-code-button = Je confirme
check-mail-counted = Votre nom compte. Nous vous envoyons par courriel le lien vers votre appui.
check-mail-start-over = Ce n’est pas vous ? Recommencez
error-code-wrong = Ce code ne fonctionne pas : il est peut-être mal copié, vieux de plus de { -code-minutes } minutes ou déjà utilisé, ou quelqu’un est déjà compté avec cette adresse. Essayez encore, ou appuyez sur le bouton du courriel
error-draft-spent = Ce formulaire est confirmé, et votre nom compte. Pour faire signer quelqu’un d’autre, recommencez.
error-who-is-it = Dites-nous si vous êtes la personne déjà comptée.
error-other-spelling = Quelqu’un est déjà compté avec cette adresse écrite autrement, par exemple sans la partie qui suit le « + ». Signez avec l’adresse écrite ainsi : nous y enverrons le lien vers cet appui.
failed-other-spelling-title = Cette adresse compte déjà, écrite autrement

digest-stop-title = Arrêter les courriels de la semaine ?
digest-stop-body = Appuyez sur le bouton, et nous n’enverrons plus le compte de la semaine à cette adresse. Les lettres des gens de votre circonscription continuent de vous parvenir.
digest-stop-button = Arrêter ces courriels
digest-stop-done-title = Les courriels de la semaine sont arrêtés
digest-stop-done = Cette adresse n’en recevra plus. Si vous en voulez de nouveau un jour, ouvrez le même lien dans notre courriel.
digest-again-title = Les courriels de la semaine sont arrêtés
digest-again-body = Vous nous avez demandé de ne plus les envoyer. Si vous les voulez malgré tout, appuyez sur le bouton.
digest-again-button = Les recevoir de nouveau
digest-again-done-title = Vous recevrez de nouveau les courriels de la semaine
digest-again-done = Nous écrivons une fois par semaine au plus, et seulement quand le compte a changé.
not-me-title = Ce n’était pas vous ?
not-me-body = Appuyez sur le bouton, et nous n’écrirons plus à cette adresse. Ce qui a été entré avec elle est effacé aussitôt.
not-me-button = Ne m’écrivez plus
not-me-done-title = Nous ne vous écrirons plus
not-me-done = Les formulaires en attente à votre adresse sont effacés. Si votre nom compte déjà, il continue de compter ; le lien de votre appui permet de le retirer.
not-me-done-back = Si vous voulez signer un jour, ouvrez le même lien dans notre courriel : vous pourrez nous permettre de vous écrire de nouveau.
not-me-again-title = Nous n’écrivons pas à cette adresse
not-me-again-body = Vous nous avez demandé de ne plus vous écrire. Si vous souhaitez signer malgré tout, appuyez sur le bouton, puis remplissez le formulaire.
not-me-again-button = Vous pouvez m’écrire de nouveau
not-me-again-done-title = Nous pouvons vous écrire de nouveau
not-me-again-done = Remplissez le formulaire : notre courriel vous parviendra comme à tout le monde.
my-pledge-mails-refused = Nous n’envoyons plus de courriel à votre adresse depuis le { $day }, parce que vous nous l’avez demandé. Le lien de notre premier courriel permet de revenir sur ce choix. Questions : { $contact }
thank-you-title = Merci, { $name }
thank-you-riding = { $count ->
    [1] Vous êtes la première personne à signer dans { $riding }.
    [one] Vous êtes { $count } à avoir signé dans { $riding }.
   *[other] Vous êtes { $count } à avoir signé dans { $riding }.
}
thank-you-abroad = { $count ->
    [1] Vous êtes la première personne à signer de l’étranger.
    [one] Vous êtes { $count } à avoir signé de l’étranger.
   *[other] Vous êtes { $count } à avoir signé de l’étranger.
}
thank-you-total = { $total ->
    [1] Vous êtes la toute première personne à signer.
    [one] En tout, { $total } personne a signé.
   *[other] En tout, { $total } personnes ont signé.
}
thank-you-already = Votre nom était déjà compté et le nombre ne change pas : chaque personne compte une fois.
thank-you-share-title = Invitez quelqu’un
thank-you-share-body = On signe souvent parce qu’une personne qu’on connaît l’a demandé. Voici votre lien à transmettre :
thank-you-manage = Voir, modifier ou retirer votre appui

## Mon appui

my-pledge-title = Mon appui
my-pledge-intro = Voici ce que nous gardons au sujet de votre appui. Gardez l’adresse de cette page pour vous : toute personne qui l’a peut modifier votre appui.
my-pledge-kept = Nous le gardons jusqu’au { $day }, { -kept-months } mois après la campagne, sauf si vous le retirez avant.
my-pledge-not-counted = Votre appui n’est pas compté pour le moment : l’équipe de la campagne l’a écarté. Si c’est une erreur, écrivez à { $contact } et nous la corrigerons.
my-pledge-name = Nom
my-pledge-email = Adresse courriel
my-pledge-riding = Circonscription
my-pledge-riding-found = { $riding } (d’après votre code postal)
my-pledge-riding-chosen = { $riding } (choisie par vous)
my-pledge-postal-code = Code postal
my-pledge-country = Pays
my-pledge-sent-on = Formulaire envoyé le
my-pledge-signed-on = Compté le
my-pledge-language = Langue de nos messages
my-pledge-language-en = Anglais
my-pledge-language-fr = Français
my-pledge-partner = Organisme partenaire dont vous avez suivi le lien
my-pledge-comment = Votre mot pour la première ou le premier ministre
my-pledge-updates = Nouvelles de la campagne
my-pledge-updates-yes = Oui, par courriel, depuis le { $day } (texte nº { $wording })
my-pledge-updates-no = Non
my-pledge-marks = S’y ajoutent des repères qui ne disent à personne qui vous êtes : des codes brouillés de votre adresse, et de votre nom avec votre code postal, des numéros tirés au hasard pour votre formulaire, le numéro du compteur où votre nom est compté, si vous avez utilisé le lien ou le code, le nombre de messages envoyés à votre adresse, et si une lettre est partie en votre nom. Le fichier téléchargé les contient aussi, sauf le code de votre nom et de votre code postal, qui pourrait révéler à d’autres qui a signé sur papier.
my-pledge-mails = Messages envoyés à votre adresse
my-pledge-mails-bounced = Votre adresse a refusé notre courriel le { $day } ; nous n’y écrivons donc pas pendant { -mailbox-days } jours. Si elle fonctionne de nouveau avant, écrivez à { $contact }.
my-pledge-mails-complained = Aucun message ne part plus vers votre adresse depuis le { $day } : l’un d’eux y a été signalé comme indésirable. Si vous en voulez de nouveau, écrivez à { $contact }.
my-pledge-download = Tout télécharger (JSON)
my-pledge-letter = Écrire à votre député·e
my-pledge-correct-name-title = Corriger mon nom
my-pledge-correct-name-button = Enregistrer mon nom
my-pledge-change-riding-title = J’ai déménagé, ou ce n’est pas ma circonscription
my-pledge-change-riding-body = Entrez votre code postal. Votre nom passe à la nouvelle circonscription, et l’ancienne en compte un de moins.
my-pledge-change-riding-button = Changer ma circonscription
my-pledge-updates-title = Les nouvelles de la campagne
my-pledge-updates-button = Enregistrer mon choix
my-pledge-withdraw-title = Retirer mon appui
my-pledge-withdraw-body = Votre signature en ligne cesse aussitôt de compter, et votre appui, vos formulaires non confirmés et toute lettre en attente sont effacés. Vous pourrez signer de nouveau quand vous voudrez.
my-pledge-withdraw-summary = Je veux retirer mon appui
my-pledge-withdraw-button = Je retire mon appui
my-pledge-saved = C’est enregistré.

withdrawn-title = Votre appui est retiré
withdrawn-body = Votre signature en ligne ne compte plus. Votre appui, vos formulaires non confirmés et toute lettre en attente sont effacés.
withdrawn-stays = Votre nom et votre adresse restent jusqu’au départ de notre dernier courriel : quelques secondes d’habitude, { -farewell-days } jours au plus. Nos copies de sauvegarde oublient dans les { -backup-days } jours ce qui a été effacé. Ce qui reste ne nomme personne : le nombre de personnes qui ont retiré leur appui, et des codes brouillés, comme celui de votre adresse, qui disparaissent au plus { -traces-days } jours après notre dernier courriel. Seulement si vous nous avez demandé de ne plus écrire, ou si nous avions retiré votre signature du compte, un code brouillé de l’adresse reste jusqu’à { -kept-months } mois après la campagne.
withdrawn-elsewhere = Ce qui est parti de chez nous est hors de notre portée : une lettre envoyée et, si vous aviez accepté des nouvelles, une liste que l’organisme a téléchargée. Écrivez à { $contact } pour faire retirer votre nom de cette liste.
withdrawn-receipt = Cette page vous sert de reçu : appui retiré le { $day } à { $time }, heure d’Ottawa. Elle ne vous nomme pas.
withdrawn-again = Vous avez changé d’idée ? Vous pouvez signer de nouveau.

link-problem-title = Cela n’a pas fonctionné
link-problem-lost = Vous avez perdu le lien vers votre appui ? Signez de nouveau avec la même adresse : vous ne compterez pas deux fois, et notre courriel contiendra le lien. Ou écrivez à { $contact }.
link-problem-sign = Signer, ou signer de nouveau

## Ne plus recevoir de nouvelles

stop-updates-title = Ne plus recevoir de nouvelles
stop-updates-body = Appuyez sur le bouton, et nous notons que vous ne voulez plus de nouvelles de la campagne. Votre appui demeure et compte toujours.
stop-updates-button = Je ne veux plus de nouvelles
stop-updates-done-title = Vous ne recevrez plus de nouvelles
stop-updates-done = C’est fait : les listes d’envoi préparées à partir de maintenant ne contiennent plus votre adresse. Un message déjà en préparation peut encore vous parvenir. Votre appui demeure et compte toujours.
stop-updates-again = Une erreur ? Redemandez des nouvelles sur la page de votre appui ; son lien se trouve dans notre message de remerciement.

## Erreurs. Les clés sont « error- » suivi du code de l’interface.

error-invalid-form = Vérifiez ce que vous avez entré
error-name-missing = Entrez votre prénom, votre nom ou les deux
error-name-too-long = Raccourcissez ce nom à { $max } caractères
error-name-link = Un nom ne peut pas être une adresse Web. S’il contient un point, mettez une espace après
error-name-character = Servez-vous de lettres, d’apostrophes, de traits d’union et des autres signes des noms, en commençant par une lettre
error-corrected-often = Vous avez changé votre nom ou votre domicile { -corrections-per-day } fois aujourd’hui. Réessayez demain, ou écrivez à { $contact }
error-name-taken = L’autre personne à votre adresse porte ce nom. Entrez le vôtre
error-email-missing = Entrez votre adresse courriel, pour pouvoir confirmer
error-email-malformed = Vérifiez votre adresse courriel. Elle devrait ressembler à nom@exemple.org
error-email-too-long = Cette adresse courriel est trop longue pour qu’un message s’y rende. Entrez-en une autre
error-postal-code-missing = Entrez votre code postal, ou choisissez votre pays si vous habitez à l’extérieur du Canada
error-postal-code-malformed = Entrez les six caractères de votre code postal, par exemple K1A 0A6
error-postal-code-did-you-mean = Ce code postal a une lettre à la place d’un chiffre, ou un chiffre à la place d’une lettre. Vouliez-vous écrire { $suggestion } ?
error-postal-code-unused-letter = Vérifiez votre code postal : il contient une lettre que Postes Canada n’utilise pas à cet endroit
error-riding-ambiguous = Choisissez votre circonscription : votre code postal ne suffit pas à la trouver
error-riding-unknown = Choisissez une circonscription dans la liste
error-riding-elsewhere = Cette circonscription et votre code postal ne sont pas dans la même province ou le même territoire. Vérifiez les deux
error-country-unknown = Choisissez un pays dans la liste
error-locale-unknown = Envoyez en ou fr dans locale
error-comment-too-long = Raccourcissez votre mot à { $max } caractères
error-token-missing = Ce lien n’est pas complet. Ouvrez-le de nouveau depuis notre message
error-field-type = { $field } n’est pas du bon type
error-not-json = Le corps de la requête doit être un objet JSON
error-body-too-large = C’est plus que ce que nous pouvons recevoir : { $max } ko au plus
error-unsupported-media-type = Le corps de la requête est d’un type que nous ne lisons pas
error-rate-limited = { $minutes ->
    [one] Beaucoup de gens viennent de signer depuis votre réseau. Réessayez dans une minute.
   *[other] Beaucoup de gens viennent de signer depuis votre réseau. Réessayez dans { $minutes } minutes.
}
error-link-invalid = Ce lien n’est pas complet, ou ne vient pas de nous. Ouvrez-le de nouveau depuis notre message, ou copiez l’adresse en entier.
error-link-expired = Ce lien n’est plus valable. Signez de nouveau pour en recevoir un autre.
error-pledge-gone = Il n’y a plus d’appui derrière ce lien : il a été retiré, ou n’a pas été confirmé à temps. Vous pouvez signer de nouveau.
error-address-taken = Une autre personne a déjà signé avec cette adresse. Deux membres d’un même foyer peuvent partager une adresse si leur code postal est le même. Signez avec une adresse bien à vous.
error-campaign-closed = La campagne est terminée. Merci à toutes les personnes qui ont signé.
form-closed-until = Le formulaire est fermé pour l’instant. Nous prévoyons de le rouvrir le { $day }. Le lien ou le code que vous avez reçu par courriel fonctionne toujours.
error-form-closed = Le formulaire est fermé pour le moment. Revenez un peu plus tard. Le lien ou le code que vous avez reçu par courriel fonctionne toujours.
error-campaign-not-open = La campagne n’a pas encore commencé. Revenez bientôt.
error-not-found = Cette page n’existe pas
error-method-not-allowed = Cette adresse n’accepte pas ce genre de requête
error-unavailable = Nous n’avons pas accès à nos registres en ce moment. Rien n’est perdu. Réessayez dans un instant.
error-riding-not-found = Aucune circonscription ne porte ce code
error-postal-code-not-found = Nous ne connaissons pas ce code postal. Il est peut-être nouveau : choisissez vous-même votre circonscription.

not-found-body = L’adresse est peut-être incomplète ou mal écrite.

## La page sur la vie privée

privacy-title = Vos renseignements, en mots simples
privacy-lede = Nous gardons ce qu’il faut pour vous compter une fois, vous écrire à ce sujet et empêcher les abus. Rien n’est jamais à vendre.
privacy-who-title = Qui en est responsable
privacy-who = { $organization }, { $address }. Écrivez à la personne responsable des renseignements personnels à { $contact }. Vous recevez une réponse dans les 30 jours.
privacy-kept-title = Ce que nous gardons, pourquoi et jusqu’à quand
privacy-what = Quoi
privacy-why = Pourquoi
privacy-until = Jusqu’à quand
privacy-name = Prénom et nom
privacy-name-why = Pour compter chaque personne une fois, et vous saluer dans nos messages
privacy-email = Adresse courriel
privacy-email-why = Pour vérifier que c’était vous, par un lien ou un code à six chiffres. Au plus { -mails-most } messages en { -mail-days } jours au sujet de votre appui, dont un rappel s’il n’est pas confirmé après { -reminder-days } jours
privacy-home = Code postal et circonscription, ou pays
privacy-home-why = Pour vous compter dans la bonne circonscription
privacy-comment = Votre mot, si vous en avez écrit un
privacy-comment-why = Pour votre lettre à la première ou au premier ministre
privacy-updates = Votre oui aux nouvelles, et la phrase à laquelle vous avez dit oui
privacy-updates-why = Pour n’écrire qu’aux personnes qui l’ont demandé, et pouvoir le montrer
privacy-heard = Votre adresse encore une fois, si vous avez dit oui aux nouvelles et que l’outil d’envoi de l’organisme l’a reçue
privacy-heard-why = Pour que cet outil cesse quand vous dites non ou retirez votre appui
privacy-paper = Votre nom et votre code postal, si vous avez signé sur papier
privacy-paper-why = Pour compter chaque personne une fois, dans la bonne circonscription
privacy-times = Votre langue, l’heure de votre signature et de votre confirmation, l’organisme partenaire dont vous avez suivi le lien
privacy-times-why = Pour vous écrire dans votre langue, et savoir quelles invitations portent fruit
privacy-link = Votre lien, et combien de personnes ont signé grâce à lui, jour par jour
privacy-link-why = Pour vous dire, à partir de trois personnes, que votre invitation porte fruit. Le formulaire le demande à qui suit votre lien ; nous ne notons pas de qui il s’agit
privacy-draft = Le formulaire, avant que vous confirmiez
privacy-draft-why = Pour vous compter quand vous confirmez. La page du lien vous le montre d’abord, et vous pouvez tout y corriger
privacy-code = Le nombre d’essais du code à six chiffres reçu dans notre message
privacy-code-why = Pour qu’il soit difficile à deviner. Il permet { -code-tries } essais, en { -code-minutes } minutes
privacy-corrections = Vos changements de nom ou de domicile, comptés par jour
privacy-corrections-why = Pour limiter les essais de noms qui diraient qui a signé sur papier : { -corrections-per-day } par jour au plus
privacy-mails = Un code brouillé de votre boîte (votre adresse telle qu’elle a été entrée), combien de messages y ont été envoyés, et si elle en accepte
privacy-mails-why = Pour que personne ne puisse inonder votre boîte en passant par nous, et pour ne plus écrire là où un message n’est pas voulu
privacy-person = Un code brouillé de votre nom et de votre code postal
privacy-person-why = Pour vous compter une seule fois si vous signez sur papier et en ligne
privacy-farewell = Votre nom et votre adresse, après le retrait
privacy-farewell-why = Pour vous dire que c’est fait
privacy-network = La première partie de votre adresse réseau
privacy-network-why = Pour freiner les signatures automatisées
privacy-cohort = Une trace sommaire de votre formulaire : la minute d’envoi, la forme du nom (comme Aa Aaaa), et des codes raccourcis de votre réseau et de votre domaine de courriel
privacy-cohort-why = Pour voir quand une même personne invente beaucoup de signatures. Plusieurs réseaux partagent un même code
privacy-removed = Un code brouillé d’une adresse dont nous avons retiré la signature du compte
privacy-removed-why = Pour qu’une personne de notre équipe regarde d’abord, si quelqu’un signe de nouveau avec cette adresse
privacy-kept-body = Le { $day }, { -kept-months } mois après la fin de la campagne, nous effaçons tout ce qui concerne les personnes qui ont signé ; seuls les nombres restent. Si vous retirez votre appui avant, il est effacé aussitôt.
privacy-until-end = { -kept-months } mois après la campagne, ou quand vous retirez votre appui
privacy-until-updates = { -kept-months } mois après la campagne, ou quand vous retirez votre appui ou dites non
privacy-until-heard = Jusqu’à ce que cet outil sache que vous avez dit non ou retiré votre appui, { -heard-days } jours après au plus
privacy-until-paper = { -kept-months } mois après la campagne, ou quand vous nous demandez de l’effacer
privacy-until-draft = { -form-days } jours, puis il s’efface de lui-même ; aussitôt si vous nous dites que ce n’était pas vous
privacy-until-code = Une heure après le dernier essai
privacy-until-corrections = Deux jours
privacy-until-mails = { -mailbox-days } jours après le dernier message. Si vous avez demandé de ne plus recevoir de messages, ou signalé un message comme indésirable, { -kept-months } mois après la campagne
privacy-until-farewell = Quelques secondes, { -farewell-days } jours au plus
privacy-until-network = Dix minutes, en mémoire. Nous n’en conservons qu’un code brouillé : { -form-days } jours au plus avec votre formulaire, deux jours dans les décomptes par heure
privacy-until-cohort = Sept jours, ou quand vous retirez votre appui
privacy-until-removed = { -kept-months } mois après la campagne, ou quand la signature compte de nouveau. Le retrait de l’appui ne l’efface pas
privacy-copies = Ce qui a été effacé disparaît de nos copies de sauvegarde { -backup-days } jours plus tard au plus. Ce qui arrive à son terme ne sert plus dès ce moment, et est supprimé en quelques jours.
privacy-withdrawn-title = Si vous retirez votre appui
privacy-shared-title = Qui les voit
privacy-shared-counts = Les député·e·s, les partenaires et le public voient des nombres par circonscription, et aucun nom. Seule une lettre que vous nous demandez d’envoyer porte le vôtre.
privacy-shared-organization = Dans l’organisme, seules les quelques personnes qui en ont besoin pour la campagne peuvent voir les noms. Si vous dites oui aux nouvelles, votre nom, votre adresse et votre langue vont à l’outil d’envoi de l’organisme que la phrase nomme, et à personne d’autre ; votre non y va aussi.
privacy-shared-processor = Amazon Web Services conserve les données et envoie nos messages pour nous, au Canada. Elle ne peut s’en servir que pour cela.
privacy-shared-own = L’organisme conserve les données sur une machine à lui. Nos messages partent par son fournisseur de courriel.
privacy-shared-edge = Ce que vous envoyez et ce que vous voyez passe par l’emplacement d’Amazon le plus proche de vous, qui peut se trouver hors du Canada. Rien de ce qui vous concerne n’y est conservé.
privacy-choices-title = Ce que vous pouvez faire, en tout temps
privacy-choices-intro = Le message qui vous remercie d’avoir signé contient un lien vers votre appui. Là, sans rien demander à personne, vous pouvez :
privacy-choices-see = voir ce que nous gardons au sujet de votre appui, et le télécharger
privacy-choices-correct = corriger votre nom, votre code postal et votre circonscription
privacy-choices-updates = dire oui ou non aux nouvelles
privacy-choices-withdraw = retirer votre appui : votre signature cesse de compter et votre appui est effacé aussitôt
privacy-choices-paper = S’il existe aussi une signature sur papier à votre nom et à votre code postal, elle compte de nouveau après le retrait : quelqu’un d’autre a pu signer en ligne à votre place. Écrivez à { $contact } pour la faire effacer.
privacy-choices-lost = Vous avez perdu le message ? Signez de nouveau avec la même adresse : vous ne compterez pas deux fois, et notre courriel contiendra le lien.
privacy-choices-not-me = Quelqu’un d’autre a entré votre adresse ? Notre message contient un lien « Ce n’était pas moi ». Nous n’écrivons plus alors à cette adresse, et nous effaçons ce qui a été entré avec elle. Le même lien permet de revenir sur cette demande.
privacy-choices-write = Pour toute autre chose, écrivez à { $contact }.
privacy-site-title = Ce site
privacy-site = Aucun témoin de connexion (« cookie »), aucun traceur, rien qui vienne d’ailleurs. Nos journaux ne contiennent ni noms, ni adresses, ni codes postaux.
privacy-law-title = Vos droits selon la loi
privacy-law = Nous suivons la Loi sur la protection des renseignements personnels et les documents électroniques du Canada (LPRPDE), la loi du Québec sur les renseignements personnels dans le secteur privé (modifiée par la Loi 25) et la Loi canadienne anti-pourriel (LCAP) : les nouvelles ne viennent qu’avec votre consentement exprès, et chaque message dit comment les arrêter.
privacy-law-complain = Notre réponse ne vous satisfait pas ? Vous pouvez porter plainte au Commissariat à la protection de la vie privée du Canada (priv.gc.ca) ou, au Québec, à la Commission d’accès à l’information (cai.gouv.qc.ca).

## Historique et interface

error-address-unreadable = Cette adresse est illisible. Il en manque peut-être une partie, ou une partie s’y trouve deux fois.
error-since-malformed = Donnez « since » sous forme de jour, comme 2026-11-23, ou de moment, comme 2026-11-23T14:00:00Z.

## Ce qu’on intègre à d’autres sites. Les autres mots du compteur sont plus haut.

counter-label-riding = { $count ->
    [0] Soyez la première personne à signer dans { $riding }
    [one] personne a signé dans { $riding }
   *[other] personnes ont signé dans { $riding }
}
embed-counter-title = { $campaign } : combien de personnes ont signé
embed-counter-title-riding = { $campaign } : combien de personnes ont signé dans { $riding }
embed-form-title = { $campaign } : j’ajoute mon nom
error-oembed-format = Nous répondons en JSON seulement. Demandez format=json
error-oembed-url = Rien à intégrer à cette adresse

## Les nombres par circonscription

layout-ridings = Signatures par circonscription
ridings-title-province = Signatures par circonscription : { $province }
ridings-heading = { $count ->
    [0] Personne n’a encore signé
    [one] { $count } personne a signé
   *[other] { $count } personnes ont signé
}
ridings-heading-province = { $count ->
    [0] { $province } : personne n’a encore signé
    [one] { $province } : { $count } personne a signé
   *[other] { $province } : { $count } personnes ont signé
}
ridings-lede = Dans l’ensemble des 343 circonscriptions fédérales : { $ridings }. À l’étranger : { $abroad }.
ridings-updated = Les nombres ont changé pour la dernière fois le { $day } à { $time }, heure d’Ottawa.
ridings-no-counts = Nous ne pouvons pas montrer les nombres en ce moment
ridings-search = Trouver une circonscription
ridings-province = Province ou territoire
ridings-everywhere = Tout le Canada
ridings-find = Trouver
finder-title = Trouvez votre circonscription
finder-lede = Votre code postal détermine votre circonscription. Nous ne le gardons pas.
finder-several = Ce code postal touche plus d’une circonscription. Laquelle est la vôtre ?
finder-unknown = Nous ne connaissons pas ce code postal, peut-être nouveau. Cherchez votre circonscription par son nom, dans la liste des circonscriptions.
finder-button = Trouver ma circonscription
finder-kept-nowhere = Nous ne gardons pas votre code postal.
ridings-all = Les 343 circonscriptions
ridings-table-title = Toutes les circonscriptions
ridings-found = { $count ->
    [0] { ridings-found-none }
    [one] { $count } circonscription
   *[other] { $count } circonscriptions
}
ridings-vacant = (siège vacant)
ridings-answer-answered = { $count ->
    [one] { $count } personne élue a répondu
   *[other] { $count } personnes élues ont répondu
}
ridings-answer-yes = { $count ->
    [one] { $count } a dit oui à toutes nos demandes
   *[other] { $count } ont dit oui à toutes nos demandes
}
ridings-found-none = Aucune circonscription ne correspond. Essayez un nom plus court, ou celui de votre député·e.
ridings-found-one = 1 circonscription
ridings-found-many = {"{"}count{"}"} circonscriptions
ridings-shown = Circonscriptions { $first } à { $last } sur { $all }
ridings-pages = Pages du tableau
ridings-provinces-title = Provinces et territoires
ridings-sum-ridings = L’ensemble des circonscriptions
ridings-sum-abroad = À l’étranger
ridings-sum-total = En tout
ridings-how = Chaque personne qui a signé en ligne a confirmé par courriel, une seule fois ; les signatures sur papier sont comptées aussi. Les parts sont celles des électrices et électeurs inscrits en 2025. À nombre égal, même rang.
ridings-json = Les mêmes nombres en données (JSON)
column-name = Circonscription
column-province = Province ou territoire
column-count = Signatures
column-share = Part de l’électorat
column-rank = Rang
map-title = La carte
map-choose = Ce que montre la carte
map-outlines = Contours
map-hexagons = Hexagones
colour-count = Signatures
colour-share = Part de l’électorat
colour-rank = Rang
map-label = Carte des circonscriptions du Canada, plus foncée là où l’on a signé davantage. Le tableau ci-dessous donne les mêmes nombres.
map-keys = Carte. Les flèches la déplacent, plus et moins l’agrandissent ou la réduisent, zéro la montre en entier.
map-in = Agrandir
map-out = Réduire
map-whole = Voir tout
map-open = Ouvrir
map-hint = Pointez ou touchez une circonscription pour voir son nombre.
map-legend = Légende
map-step-none = personne encore
map-step-some = au moins une personne
map-step-range = de { $low } à { $high }
map-step-under = moins de { $high }
map-step-last = { $low } ou plus
map-riding = { $riding } : { $count }
map-vancouver = Le Grand Vancouver
map-toronto = Le Grand Toronto
map-ottawa = Ottawa et Gatineau
map-montreal = Le Grand Montréal
riding-count-label = { $count ->
    [one] personne a signé ici
   *[other] personnes ont signé ici
}
riding-share = { $share } de { $electors } électrices et électeurs
riding-rank-country = Rang au Canada
riding-rank-province = { $province ->
    [AB] Rang en Alberta
    [BC] Rang en Colombie-Britannique
    [MB] Rang au Manitoba
    [NB] Rang au Nouveau-Brunswick
    [NL] Rang à Terre-Neuve-et-Labrador
    [NS] Rang en Nouvelle-Écosse
    [ON] Rang en Ontario
    [PE] Rang à l’Île-du-Prince-Édouard
    [QC] Rang au Québec
    [SK] Rang en Saskatchewan
   *[other] Rang dans le territoire
}
riding-rank-of = { $rank } sur { $all }
riding-rank-tie = { $others ->
    [one] { $rank }, à égalité avec { $others } autre
   *[other] { $rank }, à égalité avec { $others } autres
}
riding-next = { $needed ->
    [one] Une personne de plus, et la circonscription atteint le { $rank ->
        [1] 1er
       *[other] { $rank }e
    } rang.
   *[other] { $needed } personnes de plus, et la circonscription atteint le { $rank ->
        [1] 1er
       *[other] { $rank }e
    } rang.
}
riding-next-none = Personne n’a encore signé ici. Soyez la première personne à signer.
riding-next-tied = Aucune circonscription n’en compte davantage. Une personne de plus, et elle mène seule.
riding-next-first = Plus que dans toute autre circonscription.
riding-member = Député·e
riding-member-as-of = { $name }, { $party } (liste à jour en { $month })
riding-member-unconfirmed = { $name }, { $party } (d’après une source secondaire)
seat-vacant = Ce siège est vacant.
seat-vacant-since = Ce siège est vacant depuis le { $day }.
answer-title = Réponse à la campagne
answer-all = Le { $day }, cette personne a dit oui à toutes nos demandes.
answer-some = Le { $day }, cette personne a dit oui à certaines de nos demandes.
answer-no = Le { $day }, cette personne a dit non à nos demandes.
answer-other = Le { $day }, cette personne a répondu sans dire oui ni non.
answer-quote = « { $quote } »
answer-in-en = (en anglais)
answer-in-fr = (en français)
answer-source = Source : { $host }
riding-see = Voir votre circonscription
riding-cite-title = Citer ces nombres
riding-cite-says = Voici les nombres du { $day }, tels qu’ils étaient à { $time }, heure d’Ottawa. L’adresse les conserve.
riding-cite = { $organization }, « { $campaign } ». { $riding } : { $count ->
    [one] { $count } signature
   *[other] { $count } signatures
} au { $day } à { $time }, heure d’Ottawa.
riding-cite-copy = Copier la citation
riding-cite-copied = Citation copiée
riding-documents-title = Documents du { $day }
riding-documents-say = Vous pouvez les utiliser librement. Une nouvelle édition paraît chaque jour.
riding-one-pager = Fiche d’une page (PDF)
riding-book = Cahier de toutes les circonscriptions : { $province } (PDF)
riding-table = Le nombre jour par jour (CSV, s’ouvre dans Excel)
riding-page-of-day = La page du { $day }
riding-of-day = Les nombres du { $day }, { $time }, heure d’Ottawa. Ils ne changent pas.
riding-now = Le nombre à jour
riding-table-day = Jour
riding-table-code = Code de circonscription
riding-beside-title = Les circonscriptions voisines
party-liberal = Parti libéral
party-conservative = Parti conservateur
party-ndp = NPD
party-green = Parti vert
party-independent = Indépendant·e
trend-title = L’évolution du compte
trend-label = De { $first } le { $start } à { $last } le { $end }
chart-numbers = Les chiffres en tableau
chart-when = Moment

## Pour les partenaires

layout-partners = Pour les partenaires
partners-title = La campagne sur votre site
partners-lede = Une ligne à coller, et le compte s’affiche en direct sur votre site. Une autre, et l’on signe chez vous. Sans inscription, sans témoin de connexion, sans rien installer.
partners-partner = Attribuer les signatures à
partners-nobody = Personne en particulier
partners-theme = Couleurs
partners-theme-auto = Celles de l’appareil
partners-theme-light = Claires
partners-theme-dark = Sombres
partners-riding = Code de la circonscription
partners-riding-hint = Facultatif : cinq chiffres, comme 35079, pour le compte de cette circonscription. Ils terminent l’adresse de sa page.
partners-choose = Mettre le code à jour
partners-copy = Copier
partners-copied = C’est copié
partners-code = Code :
partners-policy = Si votre site a une politique de sécurité du contenu (CSP), elle doit permettre :
partners-script-title = Le compteur en direct
partners-script = Il avance dans les secondes qui suivent une confirmation, et garde son dernier nombre si notre site est injoignable. Collez la ligne là où le compteur doit paraître.
partners-element-title = Le compteur comme élément
partners-element = Pour plusieurs compteurs sur une page, ou un compteur compact : placez l’élément où vous voulez, et le script une seule fois, sous l’un d’eux.
partners-frame-title = Le compteur dans un cadre
partners-frame = Pour les sites qui n’acceptent pas de script. Il fonctionne aussi sans JavaScript.
partners-image-title = Le compteur en image
partners-image = Pour les infolettres et les fichiers README. Elle montre le compte au moment où elle est chargée.
partners-form-title = Le formulaire complet
partners-form = On signe sans quitter votre page. Le formulaire règle lui-même sa hauteur. Le courriel qui contient le lien de confirmation vient de nous.
partners-form-look = Voir le formulaire
partners-code-look = Voir l’aperçu et le code
partners-link-title = Un lien
partners-link = Les signatures qui viennent de ce lien vous sont attribuées.
partners-paste-title = WordPress et autres : collez l’adresse
partners-paste = Les éditeurs qui connaissent oEmbed transforment d’eux-mêmes le lien ci-dessus, ou l’adresse d’une circonscription, en compteur. Il faut parfois que l’administration de votre site fasse d’abord confiance au nôtre.
partners-wordpress-title = Dans WordPress
partners-wordpress-link = Le plus simple : collez le lien seul sur une ligne. WordPress en fait le compteur. Là où il n’affiche pas de cadre, on voit le lien.
partners-wordpress-html = Pour les codes de cette page, ajoutez le bloc « HTML personnalisé », collez-y le code et appuyez sur « Aperçu ». Dans tout autre bloc, WordPress affiche le code comme du texte.
partners-wordpress-rights = S’il manque une partie du code après l’enregistrement, votre compte ne peut publier ni script ni cadre. Utilisez l’image, que WordPress conserve toujours, ou demandez à l’administration du site de coller le code.
partners-wordpress-form = Le formulaire complet fonctionne dans un bloc « HTML personnalisé ». Collé sous forme de lien, il affiche un bouton qui mène à notre page, car WordPress ne laisse personne envoyer un formulaire depuis un tel cadre.
partners-look-title = Aux couleurs de votre site
partners-look = Donnez ces propriétés à time-to-lead-counter dans votre feuille de style ; ce que vous omettez garde sa couleur.
partners-variable-ink = Texte
partners-variable-ink-quiet = Texte discret
partners-variable-paper = Fond
partners-variable-surface = Fond de la barre
partners-variable-line = Filets
partners-variable-action = Bouton
partners-variable-on-action = Texte du bouton
partners-variable-accent = Titre
partners-variable-gold = Progression
partners-variable-font = Police de caractères
partners-variable-round = Arrondi des coins
partners-parts = Pour tout le reste, habillez les parties :
partners-numbers-title = Lire les nombres
partners-numbers = Tous les nombres sont publics et libres d’usage, depuis n’importe quel site, sans clé.
partners-curl-title = En ligne de commande
partners-curl = Le total, toutes les circonscriptions, une seule, son historique, et la circonscription d’un code postal.
partners-javascript-title = En JavaScript
partners-javascript = Le total, écrit comme on l’écrit en français.
partners-interface = L’interface complète, en OpenAPI 3.1
partners-rules-title = Ce sur quoi vous pouvez compter
partners-rule-fresh = Les nombres ont quelques secondes tout au plus ; celui d’un partenaire est celui de la dernière heure, et vaut null au-dessous de { -partner-shown-from }, afin de ne désigner personne. Ne les demandez pas plus souvent que toutes les dix secondes.
partners-rule-tag = Chaque réponse porte un ETag : renvoyez-le dans If-None-Match, et une réponse inchangée se réduit à un 304 sans contenu.
partners-rule-away = Si notre base de données est injoignable, vous recevez le dernier nombre connu et son âge en secondes (Age), jamais un zéro.
partners-rule-version = Sous /v1, des champs s’ajoutent, aucun ne disparaît et aucun ne change de sens. Un changement qui romprait cette règle paraîtrait sous /v2, et les deux versions vivraient un an côte à côte.
partners-rule-exact = Le total est la somme de toutes les circonscriptions et des signatures de l’étranger. Le compte de chaque partenaire change à l’instant même où la personne est comptée.
partners-look-all = Toutes les propriétés
partners-errors-all = Tous les codes
partners-errors-title = Quand quelque chose ne va pas
partners-errors = Les erreurs sont en application/problem+json (RFC 9457) : un code stable pour les programmes, une phrase dans la langue demandée par Accept-Language et, quand des champs sont en cause, errors avec field, code et message.
partners-errors-code = Code d’erreur
partners-errors-status = Statut
partners-errors-meaning = Ce que cela veut dire, et que faire
partners-promise-title = Les données de vos visiteuses et visiteurs
partners-promise = Les modules ne déposent aucun témoin, ne gardent rien dans le navigateur et ne chargent rien d’un autre site. Nous savons qui signe, et ne gardons rien au sujet des personnes qui ne font que regarder.
partners-listed-title = Les partenaires de la campagne
partners-listed = Ces partenaires ont accepté de figurer dans la liste, avec les signatures venues de leurs liens, de leurs modules et de leurs feuilles.
partners-listed-as-of = Elles sont comptées toutes les heures. Dernier compte : { $time }
partners-listed-few = moins de { -partner-shown-from }
partners-listed-none = Aucun partenaire ne figure encore dans la liste.
partners-listed-name = Partenaire
paging-shown = De { $first } à { $last } sur { $all }
partner-ask-title = Devenir partenaire
partner-ask-open = Remplir le formulaire
partner-ask-lede = Faites-en la demande ici : nous vous enverrons un lien pour confirmer qu’elle vient de vous. Dès que nous l’acceptons, les signatures qui passent par vous vous sont attribuées.
partner-ask-name-en = Nom de votre organisme en anglais
partner-ask-name-fr = Nom de votre organisme en français
partner-ask-website = Adresse Web
partner-ask-website-hint = Par exemple https://example.org
partner-ask-email = Courriel d’une personne de l’organisme
partner-ask-email-hint = Une adresse du domaine de votre organisme nous permet de décider plus vite.
partner-ask-listed = Montrer notre nom et notre nombre de signatures dans la liste publique
partner-ask-privacy = Cette adresse sert à ce partenariat seulement, et nous ne la montrons à personne.
partner-ask-button = Demander à devenir partenaire
partner-sign-in-link = Déjà partenaire ? Voyez votre nombre de signatures
partner-guide-title = Guide des partenaires
partner-ask-name-en-missing = Entrez le nom en anglais. S’il n’y a qu’un seul nom, entrez-le ici aussi.
partner-ask-name-fr-missing = Entrez le nom en français. S’il n’y a qu’un seul nom, entrez-le ici aussi.
partner-ask-name-missing = Entrez le nom. S’il n’y en a qu’un, entrez-le deux fois.
partner-ask-name-too-long = Raccourcissez le nom à 100 caractères.
partner-ask-name-web-address = Entrez le nom sans adresse Web. Dans un mot inclusif, mettez un point médian : « immigrant·es ».
partner-ask-name-signs = Entrez le nom en lettres, sans signe comme < ou =.
partner-ask-name-mixed-scripts = Retapez le nom : un de ses mots mêle des lettres qui se ressemblent.
partner-ask-website-malformed = Entrez une adresse Web comme https://example.org.
partner-ask-email-malformed = Entrez une adresse courriel comme nom@example.org.
problem-address-unreadable = Il manque une partie de l’adresse, ou une partie s’y trouve deux fois. Vérifiez la requête.
problem-link-invalid = Le jeton n’est pas de nous, ou sert à autre chose. Reprenez celui du courriel, en entier.
problem-not-json = Le corps n’est pas un objet JSON.
problem-campaign-closed = La campagne est terminée. Ne demandez plus de signatures.
problem-form-closed = Le formulaire est fermé pour le moment. Redemandez dans quelques minutes.
problem-campaign-not-open = La campagne n’a pas commencé.
problem-not-found = Il n’y a rien à cette adresse.
problem-oembed-url = Cette adresse n’est pas la nôtre, ou ne s’intègre pas.
problem-postal-code-not-found = La table ne connaît pas ce code postal, peut-être nouveau. Demandez sa circonscription à la personne.
problem-riding-not-found = Aucune circonscription n’a ce code. /v1/tally les donne toutes.
problem-method-not-allowed = Employez la méthode que nomme Allow.
problem-address-taken = Cette adresse courriel compte déjà pour quelqu’un d’autre. Prenez-en une autre.
problem-other-spelling = Quelqu’un est déjà compté avec cette adresse écrite autrement, par exemple sans la partie qui suit le « + ». Signez avec l’adresse écrite ainsi : le lien vers cet appui y sera envoyé.
problem-who-is-it = Quelqu’un est déjà compté avec cette adresse. Renvoyez la demande avec who : same si c’est cette personne, another si c’est quelqu’un d’autre du même foyer.
problem-link-expired = Le lien est trop ancien. Signez de nouveau pour en recevoir un autre.
problem-pledge-gone = L’appui a été retiré, ou n’a pas été confirmé à temps. Signez de nouveau.
problem-body-too-large = Le corps dépasse 16 ko.
problem-unsupported-media-type = Envoyez application/json.
problem-invalid-form = Des champs sont à revoir : errors dit lesquels, et qu’y mettre.
problem-postal-code-did-you-mean = Une lettre ou un chiffre semble mal tapé : suggestion donne le code probable. Demandez à la personne.
problem-postal-code-malformed = Ce n’est pas un code postal canadien.
problem-postal-code-missing = Envoyez postal_code.
problem-postal-code-unused-letter = Les codes postaux n’ont pas cette lettre à cet endroit.
problem-riding-ambiguous = Le code postal touche plusieurs circonscriptions : proposez celles de ridings, et envoyez dans riding celle qui est choisie.
problem-since-malformed = Envoyez since sous forme de jour ou de moment.
problem-token-missing = Envoyez token.
problem-rate-limited = Trop de demandes d’un même réseau. Attendez le temps que dit Retry-After.
problem-oembed-format = Nous répondons en JSON seulement.
problem-unavailable = Nous ne pouvons répondre pour l’instant. Attendez le temps que dit Retry-After.
problem-not-signed-in = Réservé à l’équipe de la campagne : ouvrez d’abord une session.
problem-invalid-query = Une partie de la requête est erronée : errors dit laquelle, et quoi y mettre.
problem-report-failed = Le document n’a pas pu être produit. Demandez une seule province, ou réessayez dans un instant.

## Images de partage et rapports sur papier

share-picture = { $page } : combien de personnes ont signé
share-goal = Objectif : { $goal }
share-rank = Rang { $rank } sur { $all } au Canada
report-title-riding = { $riding } : le compte de la campagne
report-book-title = Le compte dans chacune des { $all } circonscriptions du Canada
report-book-title-province = { $province } : le compte dans chaque circonscription
report-book-lede = Une page par circonscription, à remettre à sa ou son député·e.
report-contents-title = Sommaire
report-summary-title = En bref
report-summary-total = { $count ->
    [one] personne a signé
   *[other] personnes ont signé
}
report-summary-goal = L’objectif est de { $goal }.
report-summary-ridings = { $count ->
    [one] Les signatures viennent de { $count } circonscription sur { $all }.
   *[other] Les signatures viennent de { $count } circonscriptions sur { $all }.
}
report-summary-provinces-title = Province par province
report-summary-best-title = Là où le plus de gens ont signé
report-summary-none = Personne n’a encore signé.
report-map-label = Carte : { $riding } parmi les circonscriptions qui l’entourent
report-map-province-label = Carte ({ $province }) : où se trouve { $riding }
report-map-country-label = Carte : où se trouve { $riding } au Canada
report-how-title = Comment les signatures sont comptées
report-how = En ligne, chaque personne confirme par un lien envoyé à sa propre adresse ; sur papier, les signatures sont vérifiées par nom et code postal. Chaque personne compte une seule fois, dans la circonscription de son code postal, et tout appui retiré est retranché du compte. La somme peut être recomptée d’après la liste des signataires, tant que celle-ci est conservée.
report-verify = Le compte à jour :
report-verify-day = Ce compte, et le compte à jour :
report-contact = Questions : { $contact }
report-code = Code à balayer : ouvre { $address }
report-as-of = Au { $day }, { $time }, heure d’Ottawa.
report-member-none = Nom non disponible
members-page-for = Pour le bureau de la députée ou du député
members-page-as-of = Le nombre tel qu’il était le { $day } à { $time }, heure d’Ottawa. Ouvrez de nouveau cette page pour le plus récent.
members-page-week = Une semaine plus tôt, le compte était de { $before }.
members-page-means = Une signature, c’est une personne qui vit dans cette circonscription et qui appuie les trois demandes de la campagne. Les citoyen·ne·s à l’étranger comptent aussi, mais dans aucune circonscription.
members-page-removed = Les signatures qui se révèlent fausses sont écartées. Chaque décision est consignée avec sa raison et peut être annulée.
members-page-write = À qui écrire
members-page-private = L’adresse de cette page n’a été donnée qu’à votre bureau : elle n’est sur aucune liste, et nous pouvons la remplacer. Rien ici ne porte sur une personne en particulier.
members-page-public = La page publique de la circonscription
members-page-replaced = Ce lien ne mène nulle part
members-page-replaced-says = Les liens vers les pages des bureaux sont remplacés de temps à autre. Pour le nouveau lien de votre bureau, écrivez à { $contact }.
report-office = Pour ce bureau seulement : le compte à jour, son évolution et la façon de compter.
report-file = fiche
sign-up-sheet-title = Ajoutez votre nom
sign-up-sheet-title-riding = Ajoutez votre nom dans { $riding }
sign-up-sheet-who = Toute personne qui vit au Canada peut signer, quel que soit son statut. Les citoyen·ne·s canadien·ne·s à l’étranger signent en ligne. Chaque personne compte une seule fois : si vous avez signé en ligne, ne signez pas ici.
sign-up-sheet-consent = En signant, j’appuie le texte ci-dessus et j’accepte que l’organisme { $organization } note mon nom et mon code postal pour me compter une seule fois, dans ma circonscription.
sign-up-sheet-number = No
sign-up-sheet-first = Prénom
sign-up-sheet-last = Nom de famille
sign-up-sheet-postal-code = Code postal
sign-up-sheet-signature = Signature de la personne
sign-up-sheet-place = Lieu :
sign-up-sheet-day = Date (jour, mois, année) :
sign-up-sheet-partner = Feuille remise par : { $partner }
sign-up-sheet-privacy = Votre nom et votre code postal servent à vous compter, et à rien d’autre : personne ne vous écrira à cause de cette feuille. Seuls des nombres sont publiés. Ce que nous notons est effacé au plus tard { -kept-months } mois après la fin de la campagne. Pour le consulter, le corriger ou le retirer, écrivez à { $contact }. En savoir plus : { $page }
sign-up-sheet-send = Remettez ou postez cette feuille à l’adresse suivante : { $address }
sign-up-sheet-scan = Ou signez en ligne
sign-up-sheet-page = Page { $page } sur { $pages }
sign-up-sheet-file = feuille de signatures
partners-sheet-title = Recueillez des signatures sur papier
partners-sheet = Une feuille vierge à imprimer, en format lettre : le texte de l’appui, douze lignes, qui peut signer, et un code qui ouvre le formulaire avec votre lien.
partners-sheet-get = Obtenir la feuille de signatures (PDF)
partners-sheet-send = Remettez ou postez les feuilles signées à l’équipe, qui les transcrit ; une personne qui a aussi signé en ligne ne compte qu’une fois.
report-file-book = cahier
error-report-failed = Nous n’avons pas pu produire ce document. Demandez une seule province, ou réessayez dans un instant.
error-not-signed-in = Ouvrez une session au bureau de l’équipe pour voir ceci
error-invalid-query = Vérifiez ce que demande l’adresse
error-report-riding-unknown = Donnez pour « riding » le code à cinq chiffres de l’une des 343 circonscriptions du Canada, comme 35079
error-report-province-unknown = Donnez pour « province » le code à deux lettres d’une province ou d’un territoire, comme ON
error-report-one-of-two = Demandez une circonscription ou une province, pas les deux
error-report-paper-unknown = Donnez letter ou a4 pour « paper »

# Ce qui compte, et ce qui ne compte pas.
cause-automated = Formulaires remplis par un programme
cause-repeated = Une personne déjà comptée une fois
cause-invented = Personnes qui n’ont pas signé
cause-disposable = Adresses jetables
cause-ineligible = Ni au Canada, ni de citoyenneté canadienne
integrity-counted = Signatures comptées
integrity-of-paper = dont sur papier : { $count }
integrity-of-paper-recounted = dont sur papier, au dernier recomptage : { $count }
integrity-withdrawn = Retirées par leurs signataires
integrity-invalidated = Écartées, avec motif
integrity-title = Peut-on se fier à ce nombre ?
integrity-lede = Un nombre qui doit convaincre doit résister à l’examen. Voici ce qui est compté, ce qui ne l’est pas, et comment le vérifier.
integrity-recount-title = Recomptage
integrity-recount-never = Les signatures n’ont pas encore été comptées une à une. Cela se fait toutes les six heures.
integrity-recount-agrees = Le { $when }, toutes les signatures ont été comptées une à une : { $counted }. Les compteurs disaient la même chose.
integrity-recount-differs = Le { $when }, toutes les signatures ont été comptées une à une : { $counted }. Les compteurs s’en écartaient de { $difference }. Pour les corriger, il faut une personne et une raison ; les deux sont consignées.
integrity-open = On peut signer avant le { $day }. Ensuite, le nombre ne change plus que par les dernières confirmations, pendant deux semaines, par les retraits et par les noms corrigés.
integrity-closed = Le formulaire a fermé le { $day }. Depuis, le nombre n’a changé que par les dernières confirmations, en deux semaines, par les retraits et par les noms corrigés.
integrity-causes-title = Ce qui a été écarté, et pourquoi
integrity-causes = Des signatures confirmées, puis écartées parce qu’une personne de l’équipe les a examinées et a trouvé un motif. Chaque décision est consignée avec sa raison et peut être annulée.
integrity-how-title = Comment nous comptons
integrity-how-mail = En ligne, une personne ne compte qu’après avoir confirmé par un lien ou un code envoyé à sa propre adresse courriel.
integrity-how-once = Une adresse compte pour une personne, ou pour deux qui vivent ensemble : un autre nom, le même code postal.
integrity-how-riding = Le code postal détermine la circonscription. Près d’une limite, la personne la choisit elle-même.
integrity-how-paper = Une signature sur papier compte une fois par nom et code postal, et ne compte pas si la même personne avait déjà signé en ligne.
integrity-how-log = Toute modification du compte par notre équipe est consignée dans un journal, auquel l’équipe peut seulement ajouter.
integrity-json = La même chose en JSON

## La lettre à sa ou son député·e

letter-link = Écrire à votre député·e
letter-link-vacant = Écrire à la première ou au premier ministre
letter-find-title = Écrire à votre député·e
letter-find-lede = Votre code postal nous dit dans quelle circonscription vous habitez, et donc qui parle en votre nom. Nous ne le gardons pas.
letter-find-lede-abroad = Choisissez votre circonscription au Canada : celle où vous votez, ou celle où vous avez habité en dernier. La lettre va à sa ou son député·e.
letter-find-last-postal-code = Votre dernier code postal au Canada
letter-find-all = Ou choisissez vous-même votre circonscription
letter-find-button = Trouver ma ou mon député·e
letter-find-several = Ce code postal touche plus d’une circonscription. Laquelle est la vôtre ?
letter-find-unknown = Nous ne connaissons pas ce code postal, peut-être nouveau. Choisissez vous-même votre circonscription.
letter-title = Écrire à { $name }
letter-title-office = Écrire à votre député·e
letter-lede = Votre député·e dans { $riding } : { $member }.
letter-lede-prime-minister = La personne qui représente { $riding } occupe la fonction suivante : { $office } ({ $name }). Une seule lettre suffit.
letter-lede-minister = La personne qui représente { $riding } occupe la fonction suivante : { $office } ({ $name }). La lettre se passe de copie.
letter-lede-office = Nous ne savons pas qui représente { $riding } en ce moment. La lettre s’adresse à la fonction et parvient à la personne qui l’occupe.
letter-title-vacant = Écrire à la première ou au premier ministre
letter-lede-vacant = Personne ne représente { $riding } à la Chambre des communes en ce moment. { $vacant } Jusqu’à l’élection partielle, votre lettre s’adresse seulement à la première ou au premier ministre.
letter-lede-vacant-none = Personne ne représente { $riding } à la Chambre des communes en ce moment. { $vacant } Revenez après l’élection partielle pour écrire à la personne élue.
letter-lede-thanks = La personne qui représente { $riding } a dit oui à toutes nos demandes : { $member }. Cette lettre la remercie.
letter-holder = votre député·e dans { $riding }
letter-from-abroad = J’habite à l’extérieur du Canada
letter-text = Votre lettre
letter-text-hint = Changez ce que vous voulez et effacez ce que vous ne voulez pas dire. Ajoutez quelques mots à vous : pourquoi cela compte-t-il pour vous ?
letter-language-en = La lettre est en anglais.
letter-language-fr = La lettre est en français.
letter-write-en = L’écrire en anglais
letter-write-fr = L’écrire en français
letter-name = Votre nom
letter-postal-code = Votre code postal (facultatif)
letter-postal-code-hint = Il montre que vous habitez la circonscription.
letter-comment-title = Votre lettre à la première ou au premier ministre
letter-comment-hint = Elle part séparément, avec votre nom au bas. Effacez tout si vous ne voulez pas en envoyer.
letter-comment = Votre lettre à la première ou au premier ministre
letter-review-button = Voir ma lettre
letter-not-kept = Nous ne gardons rien de ce que vous écrivez ici, sauf si vous nous demandez de l’envoyer.
letter-remembered = Cet onglet garde votre texte en mémoire jusqu’à ce que vous le fermiez.
letter-sent-title = Votre lettre est en route
letter-sent-lede = Merci. Voici exactement ce qui part. Nous notons seulement l’envoi et ne gardons aucune copie du texte : pour en avoir une, copiez-le ou imprimez-le maintenant.
letter-sent-to = À
letter-sent-copies = Copies conformes
letter-sent-no-copies = Aucune
letter-sent-from = De
letter-sent-answers = Les réponses vont à
letter-sent-subject = Objet
letter-sent-at = Remise pour envoi (heure d’Ottawa)
letter-earlier-title = Vous avez déjà écrit
letter-earlier-lede = Chaque lettre part une seule fois, et nous ne gardons aucune copie du texte. La lettre ci-dessous est celle de cette page : ce n’est peut-être pas celle qui est partie.
letter-review-title = Votre lettre est prête
letter-review-lede = Relisez-la, puis choisissez comment l’envoyer.
letter-to-member = À { $name }
letter-to-office = À votre député·e dans { $riding }
letter-to-prime-minister = Destinataire : { $office }
letter-change = Modifier la lettre
letter-mail-title = Depuis votre logiciel de courriel
letter-mail-body = Le bouton ouvre un message à { $to }, avec la lettre. Relisez-le, puis envoyez-le.
letter-mail-long = Votre lettre est trop longue pour un tel lien. Copiez-la, puis collez-la dans un message à { $to }.
letter-mail-button = Ouvrir mon logiciel de courriel
letter-mail-none = Nous ne connaissons aucune adresse courriel publiée pour { $name }, et nous n’en devinons jamais. Votre lettre part sur papier.
letter-comment-mail-none = Nous ne connaissons aucune adresse courriel publiée pour cette fonction : { $office }. Nous n’en devinons jamais. Cette lettre s’imprime sur une feuille à part.
letter-cc = Copie conforme : { $office }.
letter-cc-none = Nous ne connaissons aucune adresse courriel publiée pour cette fonction : { $office }. Le courriel part donc sans copie ; la lettre imprimée en a une à poster.
letter-copy-label = La lettre en texte, à copier
letter-copy-button = Copier la lettre
letter-copy-and-open-button = Copier la lettre et ouvrir mon logiciel de courriel
letter-copied = C’est copié
letter-through-title = Par l’entremise de la campagne
letter-through-body = { $to ->
    [prime-minister] Nous envoyons cette lettre depuis l’adresse de la campagne, sous votre nom. Votre adresse courriel y figure, et la réponse, s’il y en a une, vous y parvient. La lettre part une seule fois. Nous notons seulement l’envoi.
   *[member] Nous envoyons la lettre à { $name } depuis l’adresse de la campagne, sous votre nom. Votre adresse courriel y figure, et la réponse, s’il y en a une, vous y parvient. La lettre part une seule fois. Nous notons seulement l’envoi.
}
letter-through-button = L’envoyer pour moi
letter-through-waiting = { $to ->
    [prime-minister] Votre lettre à la première ou au premier ministre est en route. Toute réponse arrivera à votre propre adresse courriel.
   *[member] Votre lettre à { $name } est en route. Toute réponse arrivera à votre propre adresse courriel.
}
letter-through-sent = { $to ->
    [prime-minister] Votre lettre à la première ou au premier ministre est partie. Toute réponse arrivera à votre propre adresse courriel.
   *[member] Votre lettre à { $name } est partie. Toute réponse arrivera à votre propre adresse courriel.
}
letter-through-refused = { $to ->
    [prime-minister] Le serveur de courriel n’a pas accepté votre lettre à la première ou au premier ministre. Imprimez-la, ou envoyez-la depuis votre logiciel de courriel.
   *[member] Le serveur de courriel n’a pas accepté votre lettre à { $name }. Imprimez-la, ou envoyez-la depuis votre logiciel de courriel.
}
letter-through-held = { $to ->
    [prime-minister] Cette lettre attend que la campagne y jette un coup d’œil : beaucoup de lettres sont arrivées en même temps. Cette page vous dira quand elle sera partie. Vous pouvez toujours l’envoyer ou l’imprimer vous-même.
   *[member] Votre lettre à { $name } attend que la campagne y jette un coup d’œil : beaucoup de lettres sont arrivées en même temps. Cette page vous dira quand elle sera partie. Vous pouvez toujours l’envoyer ou l’imprimer vous-même.
}
letter-through-not-sent = { $to ->
    [prime-minister] Nous n’avons pas envoyé cette lettre. Imprimez-la, ou envoyez-la depuis votre logiciel de courriel.
   *[member] Nous n’avons pas envoyé votre lettre à { $name }. Imprimez-la, ou envoyez-la depuis votre logiciel de courriel.
}
letter-through-answered = { $to ->
    [prime-minister] Nous n’envoyons plus de lettres pour le moment : une réponse nous est parvenue. Vous pouvez toujours imprimer la vôtre, ou l’envoyer depuis votre logiciel de courriel.
   *[member] Nous n’envoyons plus de lettres pour le moment : { $name } nous a répondu. Vous pouvez toujours imprimer la vôtre, ou l’envoyer depuis votre logiciel de courriel.
}
letter-through-none = { $to ->
    [prime-minister] Nous ne pouvons plus envoyer de lettres à la première ou au premier ministre. Imprimez la vôtre, ou envoyez-la depuis votre logiciel de courriel.
   *[member] Nous ne pouvons plus envoyer de lettres à { $name }. Imprimez la vôtre, ou envoyez-la depuis votre logiciel de courriel.
}
letter-through-paused = L’envoi par la campagne est suspendu en ce moment. Imprimez votre lettre, envoyez-la depuis votre logiciel de courriel, ou revenez plus tard.
letter-through-link = Votre lettre contient une adresse Web, et nous n’envoyons que des lettres qui n’en ont pas. Modifiez la lettre, ou envoyez-la depuis votre logiciel de courriel.
letter-signed = Signature :
letter-signed-hint = La lettre porte le nom sous lequel vous êtes compté·e.
letter-signed-correct = Corriger mon nom
letter-through-sign-first = Nous envoyons aussi les lettres des personnes dont l’adresse courriel est confirmée. Signez d’abord : le courriel de remerciement mène à votre appui, et de là à cette lettre.
letter-through-not-counted = Votre appui n’est pas compté pour le moment ; nous ne pouvons donc rien envoyer pour vous. Si c’est une erreur, écrivez à { $contact }.
letter-through-elsewhere = Nous ne pouvons envoyer votre lettre qu’à votre propre député·e, dans { $riding }.
letter-through-elsewhere-link = Écrire à votre député·e dans { $riding }
letter-through-abroad = Votre appui vient de l’étranger et ne compte dans aucune circonscription ; nous ne pouvons donc rien envoyer pour vous. Vous pouvez envoyer ou imprimer la lettre vous-même.
letter-through-closed = La campagne est terminée, et nous n’envoyons plus de lettres. Vous pouvez toujours envoyer ou imprimer la vôtre.
letter-print-title = Sur papier
letter-print-body = Au Canada, le courrier à la Chambre des communes ne demande pas de timbre. Vous obtenez une feuille par destinataire : la lettre, sa copie pour la ou le ministre et, si vous en avez écrit une, la lettre à la première ou au premier ministre.
letter-print-body-plain = Au Canada, le courrier à la Chambre des communes ne demande pas de timbre.
letter-print-button = Préparer l’impression
letter-paper-title = Lettre prête à imprimer
letter-paper-how = Imprimez cette page, signez chaque feuille et postez-la dans une enveloppe à part. Au Canada, le courrier à la Chambre des communes ne demande pas de timbre.
letter-paper-answer = Si vous voulez une réponse sur papier, ajoutez votre adresse à la main.
letter-paper-button = Imprimer
letter-paper-copy = Copie
letter-paper-member = Député·e, { $riding }
letter-paper-house = Chambre des communes
letter-paper-city = Ottawa (Ontario)  K1A 0A6
letter-paper-cc = c. c. { $office }
error-letter-too-long = Raccourcissez votre lettre à { $max } caractères
error-letter-link = Effacez l’adresse Web « { $found } » : nous n’envoyons que des lettres qui n’en ont pas. Si ce n’est pas une adresse, mettez une espace après le point
error-letter-empty = Écrivez quelque chose : votre lettre est vide
error-letter-name-missing = Entrez votre nom, pour qu’on sache qui écrit
error-letter-body-too-large = C’est plus qu’une lettre ne peut contenir. Revenez en arrière et raccourcissez-la
privacy-letter = La lettre à votre député·e que vous nous demandez d’envoyer
privacy-letter-why = Pour l’envoyer sous votre nom, une seule fois
privacy-until-letter = Jusqu’à l’envoi, { -letter-days } jours au plus si elle doit attendre ; ensuite, nous notons seulement l’envoi
privacy-partner = L’adresse d’une personne d’un organisme qui est partenaire ou demande à l’être
privacy-partner-why = Pour vérifier que la demande vient de l’organisme, et pour envoyer les liens vers sa page, qui montre des nombres, jamais une personne
privacy-until-partner = { -partner-ask-hours } heures si elle n’est pas confirmée ; { -partner-ask-days } jours au plus jusqu’à notre décision, et aussitôt effacée si nous refusons ; ensuite, tant que la personne et le partenariat restent

## Vérifiez vos courriels : ce que dit la page tant qu’elle connaît le formulaire

check-mail-body-to = Notre courriel à { $address } arrive d’habitude en moins d’une minute, mais peut prendre jusqu’à { -first-mail-minutes } minutes. Pour confirmer, appuyez sur son bouton ou entrez ici le code qu’il contient.
check-mail-body-to-late = Notre courriel à { $address } arrivera plus tard que d’habitude. Pour confirmer, appuyez sur son bouton.
check-mail-open = Ouvrir { $inbox }
check-mail-meant = Vouliez-vous écrire { $address } ?
check-mail-meant-button = Oui, envoyez-le là
check-mail-nothing-title = Rien n’est arrivé ?
check-mail-nothing-wait = Si nous venons d’écrire à cette adresse, par exemple à une personne qui la partage avec vous, votre courriel suit { -spacing-minutes } minutes plus tard.
check-mail-nothing-spam = Regardez dans les indésirables, et sous « Promotions » ou « Autres ».
check-mail-nothing-days = Le bouton du courriel fonctionne pendant { -form-days } jours : vous pouvez y revenir plus tard.
check-mail-nothing-none = Toujours rien après { -first-mail-minutes } minutes ? Certaines adresses ne reçoivent aucun courriel de nous : celles qui sont mal écrites, qui ont refusé un courriel, dont la ou le propriétaire nous a demandé de ne pas écrire, ou qui ont déjà reçu plusieurs courriels de nous en { -mail-days } jours. Quand énormément de gens signent en même temps, nous examinons d’abord certains formulaires. Si vous avez déjà reçu un courriel de nous, utilisez son bouton.
check-mail-again = Renvoyer le courriel
check-mail-refresh = Afficher cette page de nouveau
check-mail-kept = Cette page garde ce que vous avez écrit pendant { -draft-minutes } minutes après l’envoi.
check-mail-again-done = Votre demande est notée. Un autre courriel arrive dans une minute ou deux, sauf si nous avons écrit à cette adresse dans les { -spacing-minutes } dernières minutes : servez-vous alors de ce courriel-là.
check-mail-slow-minutes = Nos courriels tardent aujourd’hui, tant les signatures sont nombreuses : ceux qui partent maintenant ont été demandés il y a environ { $minutes } minutes. Vous pouvez fermer cette page : le bouton du courriel fonctionne pendant { -form-days } jours.
check-mail-slow-hours = { $hours ->
    [one] Nos courriels tardent aujourd’hui, tant les signatures sont nombreuses : ceux qui partent maintenant ont été demandés il y a environ une heure. Vous pouvez fermer cette page : le bouton du courriel fonctionne pendant { -form-days } jours.
   *[other] Nos courriels tardent aujourd’hui, tant les signatures sont nombreuses : ceux qui partent maintenant ont été demandés il y a environ { $hours } heures. Vous pouvez fermer cette page : le bouton du courriel fonctionne pendant { -form-days } jours.
}
check-mail-early = Il est trop tôt pour un autre courriel. Tout ce que vous avez écrit est encore là.
check-mail-wait = { $minutes ->
    [one] Vous pourrez demander un autre courriel dans une minute.
   *[other] Vous pourrez demander un autre courriel dans { $minutes } minutes.
}
check-mail-spacing = Pour protéger les boîtes de réception, nous laissons au moins { -spacing-minutes } minutes entre deux envois de ce courriel à une même adresse, et nous n’en envoyons pas plus de { -asks-most } en { -mail-days } jours.
check-mail-fix-title = Ce n’est pas votre adresse ?
check-mail-fix-body = Corrigez-la ici. Vous n’avez rien d’autre à entrer de nouveau.
check-mail-fix-button = Envoyer à cette adresse
error-draft-expired = Cette page garde votre formulaire pendant { -draft-minutes } minutes, et ce temps est écoulé. Si vous avez reçu notre courriel, son bouton fonctionne toujours. Sinon, signez de nouveau.

## Un lien qui ne fait pas ce qu’il devrait : ce qui s’est passé, et la chose à faire ensuite

failed-expired-title = Ce lien n’est plus valable
failed-expired-body = Un lien de confirmation fonctionne pendant { -form-days } jours. Après, ce qui avait été entré est effacé, et personne n’a été compté.
failed-expired-next = Signez de nouveau pour en recevoir un autre. Une minute suffit.
failed-expired-over = Un lien de confirmation fonctionne pendant { -form-days } jours, et ce qui avait été entré est effacé.
failed-gone-title = Il n’y a pas d’appui derrière ce lien
failed-gone-next = Quand un appui est retiré, tous les autres liens envoyés à la même adresse cessent aussi de fonctionner.
failed-replaced-title = Un lien plus récent remplace celui-ci
failed-replaced-body = L’appui que ce lien devait confirmer a été retiré ou remplacé, et un appui de la même adresse est maintenant compté. Vous n’avez rien à faire.
failed-replaced-next = Pour le voir ou le modifier, ouvrez le lien du message qui vous remerciait.
failed-link-title = Ce lien n’est pas complet
failed-link-next = Les longs liens sont parfois coupés en deux. Rien n’a été compté, et rien n’est perdu.
failed-address-taken-title = Une autre personne a signé avec cette adresse
failed-address-taken-next = Signer avec une autre adresse
failed-closed-title = La campagne est terminée
failed-closed-on = La signature a pris fin le { $day }. Les nombres restent visibles pour tout le monde.

## Merci : où en est la circonscription, et une étape à la fois

thank-you-already-moved = Un déménagement, ou une mauvaise circonscription ? Changez-la.
thank-you-next = { $needed ->
    [one] Une personne de plus, et { $here } dépasse { $riding }.
   *[other] { $needed } personnes de plus, et { $here } dépasse { $riding }.
}
thank-you-steps-title = Ce que vous pouvez faire maintenant
thank-you-letter-title = Écrivez à votre député·e
thank-you-letter-title-vacant = Écrivez à la première ou au premier ministre
thank-you-letter-body = { $member } parle en votre nom à Ottawa. La lettre est prête : envoyez-la telle quelle, ou dites-le dans vos mots.
thank-you-letter-body-vacant = La lettre à votre député·e est prête. Envoyez-la telle quelle, ou dites-le dans vos mots.
thank-you-letter-body-vacant-seat = Le siège de votre circonscription est vacant. Jusqu’à l’élection partielle, votre lettre s’adresse à la première ou au premier ministre. Elle est prête : envoyez-la telle quelle, ou dites-le dans vos mots.
thank-you-letter-body-abroad = On peut aussi écrire de l’étranger. Choisissez votre circonscription au Canada : la lettre va à sa ou son député·e et dit que vous vivez à l’étranger.
thank-you-letter-button = Lire la lettre
thank-you-share-nobody = Le lien dit quelle circonscription invite, et jamais qui.
own-link-title = Votre lien
own-link-number = Au moins { $count } personnes ont signé grâce à votre lien.
own-link-none = À partir de { $from } personnes, vous lirez ici combien ont signé grâce à votre lien.
own-link-how = Ce nombre est arrondi vers le bas et a un jour ou deux de retard. Il ne dit jamais qui a signé : nous ne notons pas qui est venu par quel lien. Une signature retirée par la suite y reste comptée.
thank-you-poster-title = Posez une affiche
thank-you-poster-body = Une page à imprimer, avec un code qui ouvre votre lien : pour un babillard, une vitrine ou une rencontre.
thank-you-poster-button = Voir l’affiche
share-button = Partager…
share-copy = Copier le lien
share-copied = Lien copié
share-sms = Texto
share-mail = Courriel
share-more = Autres façons de partager
share-mastodon = Votre serveur Mastodon
share-mastodon-hint = Par exemple, mastodon.social
share-mastodon-wrong = Entrez le nom de votre serveur, par exemple mastodon.social
share-mastodon-button = Partager sur Mastodon
share-mastodon-go = Partager sur { $server }

## L’affiche, et la page qu’ouvre un lien de partage

poster-title = Une affiche pour votre babillard
poster-intro = Imprimez-la avec la commande d’impression de votre navigateur. Seule l’affiche s’imprime, en format lettre ou A4.
poster-print = Imprimer
poster-scan = Balayez le code pour ajouter votre nom
poster-code = Un code qui ouvre { $address }
poster-back = Retour à la campagne
poster-count = { $count ->
    [0] Soyez la première personne à signer dans { $riding }
    [one] { $count } personne a signé dans { $riding }
   *[other] { $count } personnes ont signé dans { $riding }
}
form-invited = { $count ->
    [0] On vous invite à signer avant tout le monde dans { $riding }.
    [one] Dans { $riding }, quelqu’un vous invite : { $count } personne y a déjà signé.
   *[other] Dans { $riding }, quelqu’un vous invite : { $count } personnes y ont déjà signé.
}
form-invited-uncounted = Dans { $riding }, quelqu’un vous invite à signer.
form-via = Comptez-moi pour la personne dont j’ai suivi le lien. Elle ne voit qu’un nombre, à partir de trois personnes, et jamais qui a signé.

## La page de la campagne : ce qui entoure le formulaire

form-signing = Ce que vous signez
form-email-meant = Vouliez-vous écrire { $suggestion } ?
form-email-shape = Une adresse ressemble à nom@exemple.org.
who-title = Qui mène cette campagne
who-partners = Avec { $partners }.
who-partners-many = Avec { $count } organismes partenaires.
