# Ce que disent les courriels. Chacun a : objet, corps (avec ou sans circonscription), la suite, bouton, après, pourquoi.
# Rien ici n’est propre à une campagne : son nom vient de son dossier.
mail-greeting = Bonjour { $name },
mail-link-note = Ou copiez cette adresse dans votre navigateur :
mail-signature = Avec nos remerciements, l’équipe de la campagne
# Le code est seul sur la ligne suivante.
mail-code = Ou entrez ce code sur la page où vous avez signé, dans les { -code-minutes } minutes qui suivent la signature :
mail-preheader = Votre code : { $code }. Il est valable { -code-minutes } minutes après la signature ; le lien, { -form-days } jours.

mail-refuse = Si ce n’était pas vous, vous pouvez nous demander de ne plus écrire à cette adresse :
mail-refuse-button = Ce n’était pas moi : ne m’écrivez plus

mail-contact = Une question, une correction ? { $contact }

mail-news = Vous avez accepté de recevoir des nouvelles de la campagne. Pour ne plus en recevoir, en tout temps :
mail-news-button = Je ne veux plus de nouvelles

mail-confirm-subject = Veuillez confirmer votre appui
mail-confirm-body = Quelqu’un, peut-être vous, a signé « { campaign-name } » avec cette adresse.
mail-confirm-what-next = Si c’est bien vous, appuyez sur le bouton : vous verrez ce que nous garderons, pourrez le corriger, puis confirmer. C’est alors seulement que votre nom compte, une seule fois.
mail-confirm-button = Je confirme mon appui
mail-confirm-after = Le bouton et le lien fonctionnent pendant { -form-days } jours après l’envoi du formulaire. Si vous n’avez rien signé, vous pouvez ignorer ce courriel : ce qui a été entré sera supprimé ensuite.
mail-confirm-why = Vous recevez ce courriel parce que cette adresse a été entrée dans le formulaire de la campagne.

mail-reminder-subject = Votre appui n’est pas encore confirmé
mail-reminder-body = Il y a quelques jours, quelqu’un, peut-être vous, a signé « { campaign-name } » avec cette adresse, sans confirmer son appui. Si c’est bien vous, il reste une étape.
mail-reminder-what-next = Appuyez sur le bouton, puis confirmez sur la page qui s’ouvre. Cela prend un instant, et votre nom compte une seule fois.
mail-reminder-button = Je confirme mon appui
mail-reminder-after = Si vous n’avez rien signé, ou si vous avez changé d’avis, ne faites rien. Nous n’enverrons pas d’autre rappel, et ce qui a été entré sera supprimé { -form-days } jours après avoir été entré.
mail-reminder-why = Vous recevez ce courriel parce que cette adresse a été entrée dans le formulaire de la campagne il y a quelques jours. C’est le seul rappel.

mail-already-counted-subject = Votre appui compte déjà
mail-already-counted-body = Quelqu’un, peut-être vous, a signé « { campaign-name } » avec cette adresse. Un appui donné avec cette adresse compte déjà, et chaque personne compte une seule fois.
mail-already-counted-body-riding = Quelqu’un, peut-être vous, a signé « { campaign-name } » avec cette adresse. Un appui donné avec cette adresse compte déjà, dans { $riding }, et chaque personne compte une seule fois.
mail-already-counted-what-next = Vous n’avez rien à faire. La page de votre appui montre ce que nous conservons ; vous pouvez y corriger votre nom, changer de circonscription ou retirer votre appui.
mail-already-counted-button = Voir mon appui
mail-already-counted-after = Deux personnes peuvent partager une adresse si chacune donne son propre nom et le même code postal.
mail-already-counted-why = Vous recevez ce courriel parce que cette adresse a été entrée dans le formulaire de la campagne.

mail-confirmed-subject = Votre appui compte. Merci !
mail-confirmed-body = Votre appui à « { campaign-name } » est confirmé, à titre de citoyenne ou citoyen canadien à l’étranger. Merci d’y avoir mis votre nom.
mail-confirmed-body-riding = Votre appui à « { campaign-name } » est confirmé, et il compte dans { $riding }. Merci d’y avoir mis votre nom.
mail-confirmed-what-next = Gardez ce courriel : son lien vous permet, en tout temps, de voir ce que nous conservons, de corriger votre nom, de changer de circonscription ou de retirer votre appui.
mail-confirmed-button = Voir ou modifier mon appui
mail-confirmed-after = Encore un geste utile : envoyez cette adresse à quelqu’un qui signerait aussi. Ne transmettez que celle-ci ; le lien ci-dessus n’est qu’à vous.
mail-confirmed-why = Vous recevez ce courriel parce que vous avez confirmé votre appui. Pour ne plus en recevoir à ce sujet, retirez votre appui sur sa page : il cesse de compter et est effacé aussitôt.

mail-link-again-subject = Le lien vers votre appui
mail-link-again-body = Vous avez demandé à notre équipe le lien vers votre appui à « { campaign-name } ». Votre appui compte.
mail-link-again-body-riding = Vous avez demandé à notre équipe le lien vers votre appui à « { campaign-name } ». Votre appui compte, dans { $riding }.
mail-link-again-what-next = Sa page montre ce que nous conservons ; vous pouvez y corriger votre nom, changer de circonscription ou retirer votre appui.
mail-link-again-button = Voir mon appui
mail-link-again-after = Ce lien n’est qu’à vous : quiconque l’a peut modifier votre appui. Les liens de nos courriels précédents fonctionnent encore.
mail-link-again-why = Vous recevez ce courriel parce que quelqu’un a demandé à notre équipe de l’envoyer de nouveau à cette adresse. Si ce n’est pas vous, vous n’avez rien à faire.

mail-withdrawn-subject = Votre appui est retiré
mail-withdrawn-body = Votre appui en ligne ne compte plus dans « { campaign-name } ».
mail-withdrawn-what-next = Votre appui, vos formulaires non confirmés et toute lettre en attente sont effacés ; votre nom et votre adresse le sont dès le départ de ce courriel. Nos copies de sauvegarde les oublient dans les { -backup-days } jours. Un code brouillé de votre adresse, avec le nombre de courriels reçus, reste { -mailbox-days } jours et ne nomme personne.
mail-withdrawn-button = Voir la campagne
mail-withdrawn-after = Si vous changez d’avis, vous pourrez signer de nouveau.
mail-withdrawn-why = C’est le dernier courriel au sujet de cet appui. Vous le recevez parce que vous l’avez retiré.

mail-greeting-plain = Bonjour,

mail-sign-in-subject = Votre lien vers le bureau de l’équipe
mail-sign-in-body = Quelqu’un, vous sans doute, a demandé un lien pour ouvrir une session au bureau de l’équipe de « { campaign-name } ».
mail-sign-in-what-next = Suivez le lien, puis appuyez sur le bouton. Il ne sert qu’une fois, pendant { -sign-in-minutes } minutes.
mail-sign-in-button = Ouvrir une session
mail-sign-in-after = Si ce n’était pas vous, ne faites rien : sans ce lien, personne n’entre. Si cela se répète, parlez-en à l’équipe.
mail-sign-in-why = Vous recevez ce courriel parce que vous faites partie de l’équipe de la campagne et que votre adresse a été entrée sur la page d’ouverture de session de son bureau.

mail-invited-subject = Bienvenue dans l’équipe
mail-invited-body = On vous invite au bureau de l’équipe de « { campaign-name } » : les chiffres par circonscription, des fichiers à télécharger et des pages à remettre aux député·e·s.
mail-invited-what-next = Il n’y a pas de mot de passe. Entrez cette adresse sur la page d’ouverture de session : nous vous enverrons un lien.
mail-invited-button = Aller au bureau
mail-invited-after = Ce que vous y verrez peut être personnel : un appui est une opinion politique. Gardez vos fichiers là où personne d’autre ne peut les lire et supprimez-les dès qu’ils ont servi.
mail-invited-why = Vous recevez ce courriel sur l’invitation d’une personne de l’équipe. Si c’est une erreur, dites-le-nous.

mail-partner-ask-subject = Confirmez la demande de votre organisme
mail-partner-ask-body = Quelqu’un, peut-être vous, a demandé qu’un organisme devienne partenaire de « { campaign-name } » et a donné cette adresse comme celle d’une personne de l’organisme.
mail-partner-ask-what-next = Si c’était vous, suivez le lien et appuyez sur le bouton. Nous ne verrons la demande qu’à ce moment-là. Le lien sert une seule fois, dans les { -partner-ask-hours } heures qui suivent la demande.
mail-partner-ask-button = Confirmer notre demande
mail-partner-ask-after = Si ce n’était pas vous, vous pouvez ignorer ce courriel : personne ne voit la demande, et ce qui a été entré est effacé { -partner-ask-hours } heures après la demande.
mail-partner-ask-why = Vous recevez ce courriel parce que cette adresse a été entrée dans le formulaire des partenaires de la campagne.

mail-partner-welcome-subject = Votre organisme est partenaire de la campagne
mail-partner-welcome-body = Votre organisme est maintenant partenaire de « { campaign-name } ». Désormais, ses liens et ses modules lui attribuent les signatures qu’ils apportent.
mail-partner-welcome-what-next = Votre page présente votre nombre de signatures, vos liens et le code à copier, une affiche et une lettre à vos membres. Il n’y a pas de mot de passe : entrez-y l’adresse qui a reçu ce courriel, et nous vous enverrons un lien.
mail-partner-welcome-button = Aller à notre page
mail-partner-welcome-after = Votre page ne montre que des nombres, jamais un nom. Si quelqu’un d’autre doit la voir, écrivez-nous.
mail-partner-welcome-why = Vous recevez ce courriel parce que la campagne a noté votre adresse comme celle d’une personne-ressource d’un partenaire. Si c’est une erreur, dites-le-nous.

mail-partner-sign-in-subject = Votre lien vers la page de votre organisme
mail-partner-sign-in-body = Quelqu’un, vous sans doute, a demandé à voir la page de votre organisme pour « { campaign-name } ».
mail-partner-sign-in-what-next = Suivez le lien et appuyez sur le bouton. Il sert une seule fois, dans les { -sign-in-minutes } minutes.
mail-partner-sign-in-button = Ouvrir notre page
mail-partner-sign-in-after = Si ce n’était pas vous, ne faites rien : personne ne peut ouvrir la page sans ce lien. Ne le transférez pas : la première personne qui l’utilise voit les nombres de votre organisme.
mail-partner-sign-in-why = Vous recevez ce courriel parce que vous êtes une personne-ressource d’un partenaire de la campagne et que votre adresse a été entrée sur la page d’ouverture de session des partenaires.
