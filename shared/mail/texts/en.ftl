# What the mails say. Each has: subject, body (with or without a riding), what happens next, button, after, why.
# Nothing here is one campaign's own: what a campaign is called comes from its folder.
mail-greeting = Hello { $name },
mail-link-note = Or copy this address into your browser:
mail-signature = Thank you, the campaign team
mail-contact = Questions, or something we should correct: { $contact }

mail-confirm-subject = Please confirm your pledge
mail-confirm-body = You are signing “{ campaign-name }” as a Canadian citizen abroad. One step is left: tell us that it is really you.
mail-confirm-body-riding = You are signing “{ campaign-name }”, to be counted in { $riding }. One step is left: tell us that it is really you.
mail-confirm-what-next = Follow the link and press the button there. Your name is counted only then, once.
mail-confirm-button = Confirm my pledge
mail-confirm-after = The link works for 14 days. If you did not sign, do nothing: someone may have typed your address by mistake, and what they typed is deleted after those 14 days.
mail-confirm-why = You get this mail because this address was entered in the campaign’s form.

mail-already-counted-subject = Your pledge is counted already
mail-already-counted-body = Someone, perhaps you, signed “{ campaign-name }” with this address. A pledge from this address is counted already, and each person counts once.
mail-already-counted-body-riding = Someone, perhaps you, signed “{ campaign-name }” with this address. A pledge from this address is counted already, in { $riding }, and each person counts once.
mail-already-counted-what-next = You need to do nothing. On your pledge’s page you can see what we keep, change your riding or withdraw.
mail-already-counted-button = See my pledge
mail-already-counted-after = Two people may share an address when both give their own name and the same postal code.
mail-already-counted-why = You get this mail because this address was entered in the campaign’s form. To stop, withdraw on your pledge’s page; everything about you is then erased at once.

mail-confirmed-subject = You are counted. Thank you!
mail-confirmed-body = Your pledge to “{ campaign-name }” is confirmed, as a Canadian citizen abroad. Thank you for adding your name.
mail-confirmed-body-riding = Your pledge to “{ campaign-name }” is confirmed, and you are counted in { $riding }. Thank you for adding your name.
mail-confirmed-what-next = Keep this mail: with its link you can see what we keep, change your riding, or withdraw, at any time.
mail-confirmed-button = See or change my pledge
mail-confirmed-after = One more thing that helps: send this address to someone who would sign too. Pass on this one only; the link above is yours alone.
mail-confirmed-why = You get this mail because you confirmed your pledge. To stop, withdraw on your pledge’s page; everything about you is then erased at once.

mail-withdrawn-subject = Your pledge is withdrawn
mail-withdrawn-body = You are no longer counted in “{ campaign-name }”.
mail-withdrawn-what-next = We have erased your name, your address and everything else we kept about you. Our backups forget it within 14 days.
mail-withdrawn-button = Visit the campaign
mail-withdrawn-after = If you change your mind, you are welcome to sign again.
mail-withdrawn-why = This is the last mail. You get it because you withdrew your pledge.
