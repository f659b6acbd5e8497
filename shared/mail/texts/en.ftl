# The texts of the mails. Each has: subject, body (with or without a riding), next step, button, after, why.
# Nothing here is one campaign's own: a campaign's name comes from its folder.
mail-greeting = Hello { $name },
mail-link-note = Or copy this address into your browser:
mail-signature = With thanks, the campaign team
# The code stands alone on the next line.
mail-code = Or enter this code on the page where you signed, within { -code-minutes } minutes of signing:
mail-preheader = Your code: { $code }. It works for { -code-minutes } minutes after you signed; the link, for { -form-days } days.

mail-refuse = If it was not you, you can stop us from writing to this address:
mail-refuse-button = This was not me: do not write to me again

mail-contact = Questions, or something we should correct: { $contact }

mail-news = You agreed to news of the campaign. To stop them, at any time:
mail-news-button = Stop sending me news

mail-confirm-subject = Please confirm your pledge
mail-confirm-body = Someone, perhaps you, signed “{ campaign-name }” with this address.
mail-confirm-what-next = If it was you, press the button. You will see what we keep, can correct it, and confirm. Your name counts only then, and only once.
mail-confirm-button = Confirm my pledge
mail-confirm-after = The button and the link work for { -form-days } days after the form was sent. If you did not sign, you can ignore this email: what was entered is deleted after that.
mail-confirm-why = You are getting this email because this address was entered in the campaign’s form.

mail-reminder-subject = Your pledge is not confirmed yet
mail-reminder-body = A few days ago someone, perhaps you, signed “{ campaign-name }” with this address, and did not confirm it. If it was you, one step is left.
mail-reminder-what-next = Press the button, then confirm on the page that opens. It takes a moment, and your name counts once.
mail-reminder-button = Confirm my pledge
mail-reminder-after = If you did not sign, or have changed your mind, do nothing. We won’t remind you again, and what was entered is deleted { -form-days } days after it was entered.
mail-reminder-why = You are getting this email because this address was entered in the campaign’s form a few days ago. It is the only reminder.

mail-already-counted-subject = Your pledge is already counted
mail-already-counted-body = Someone, perhaps you, signed “{ campaign-name }” with this address. A pledge from this address is already counted, and each person counts once.
mail-already-counted-body-riding = Someone, perhaps you, signed “{ campaign-name }” with this address. A pledge from this address is already counted, in { $riding }, and each person counts once.
mail-already-counted-what-next = You need to do nothing. On your pledge’s page you can see what we keep, correct your name, change your riding or withdraw.
mail-already-counted-button = See my pledge
mail-already-counted-after = Two people may share an address when both give their own name and the same postal code.
mail-already-counted-why = You are getting this email because this address was entered in the campaign’s form.

mail-confirmed-subject = You are counted. Thank you!
mail-confirmed-body = Your pledge to “{ campaign-name }” is confirmed, as a Canadian citizen abroad. Thank you for adding your name.
mail-confirmed-body-riding = Your pledge to “{ campaign-name }” is confirmed, and you are counted in { $riding }. Thank you for adding your name.
mail-confirmed-what-next = Keep this email: with its link you can see what we keep, correct your name, change your riding, or withdraw, at any time.
mail-confirmed-button = See or change my pledge
mail-confirmed-after = One more thing that helps: send this address to someone who would sign too. Pass on this one only; the link above is yours alone.
mail-confirmed-why = You are getting this email because you confirmed your pledge. To get no more email about it, withdraw your pledge on its page: it stops counting and is erased at once.

mail-link-again-subject = The link to your pledge
mail-link-again-body = You asked our organizers for the link to your pledge to “{ campaign-name }”. Your pledge is counted.
mail-link-again-body-riding = You asked our organizers for the link to your pledge to “{ campaign-name }”. Your pledge is counted, in { $riding }.
mail-link-again-what-next = On its page you can see what we keep, correct your name, change your riding or withdraw.
mail-link-again-button = See my pledge
mail-link-again-after = The link is yours alone: anyone who has it can change your pledge. Links from our earlier emails keep working too.
mail-link-again-why = You are getting this email because someone asked our organizers to send it to this address again. If it was not you, you need to do nothing.

mail-withdrawn-subject = Your pledge is withdrawn
mail-withdrawn-body = Your online pledge no longer counts in “{ campaign-name }”.
mail-withdrawn-what-next = Your pledge, your unconfirmed forms and any letter that was waiting are erased, and your name and address go as soon as this email has left. Our backups forget them within { -backup-days } days. A scrambled code of your address, with the number of emails it got, stays for { -mailbox-days } days and names nobody.
mail-withdrawn-button = Visit the campaign
mail-withdrawn-after = If you change your mind, you are welcome to sign again.
mail-withdrawn-why = This is the last email about this pledge. You are getting it because you withdrew it.

mail-greeting-plain = Hello,

mail-sign-in-subject = Your link to the organizers’ office
mail-sign-in-body = Someone, we hope you, asked to sign in to the organizers’ office of “{ campaign-name }”.
mail-sign-in-what-next = Follow the link and press the button there. It works once, within { -sign-in-minutes } minutes.
mail-sign-in-button = Sign in
mail-sign-in-after = If it was not you, do nothing: nobody can sign in without this link. If it happens often, tell another organizer.
mail-sign-in-why = You are getting this email because you are an organizer of the campaign and your address was entered on its sign-in page.

mail-invited-subject = You are now an organizer
mail-invited-body = You have been invited to the organizers’ office of “{ campaign-name }”: signatures by riding, downloads, and pages to bring to Members of Parliament.
mail-invited-what-next = There is no password. Enter this address on the sign-in page, and we’ll email you a link.
mail-invited-button = Go to the office
mail-invited-after = What you see there may be personal: a pledge is a political opinion. Please keep downloads where only you can read them, and delete them once they have served their purpose.
mail-invited-why = You are getting this email because another organizer invited you. If that was a mistake, tell us.

mail-partner-ask-subject = Please confirm your organization’s request
mail-partner-ask-body = Someone, perhaps you, asked that an organization become a partner of “{ campaign-name }”, and gave this address for a person there.
mail-partner-ask-what-next = If it was you, follow the link and press the button there. Only then do we see the request. It works once, within { -partner-ask-hours } hours of the request.
mail-partner-ask-button = Confirm our request
mail-partner-ask-after = If it was not you, you can ignore this email: nobody sees the request, and what was entered is deleted { -partner-ask-hours } hours after the request.
mail-partner-ask-why = You are getting this email because this address was entered in the campaign’s form for partners.

mail-partner-welcome-subject = Your organization is a partner of the campaign
mail-partner-welcome-body = Your organization is now a partner of “{ campaign-name }”. From now on its links and embeds credit it with the signatures they bring.
mail-partner-welcome-what-next = Your own page has your number, your links and code to copy, a poster and a letter to your members. There is no password: there, enter the address that this email came to, and we’ll email you a link.
mail-partner-welcome-button = Go to our page
mail-partner-welcome-after = Your page shows numbers only, and nobody’s name. If someone else should see it too, write to us.
mail-partner-welcome-why = You are getting this email because the campaign noted you as the contact of a partner. If that was a mistake, tell us.

mail-partner-sign-in-subject = Your link to your organization’s page
mail-partner-sign-in-body = Someone, we hope you, asked to see your organization’s page of “{ campaign-name }”.
mail-partner-sign-in-what-next = Follow the link and press the button there. It works once, within { -sign-in-minutes } minutes.
mail-partner-sign-in-button = Open our page
mail-partner-sign-in-after = If it was not you, do nothing: nobody can open the page without this link. Please do not forward it: whoever uses it first sees your organization’s numbers.
mail-partner-sign-in-why = You are getting this email because you are the contact of a partner of the campaign and your address was entered on the partners’ sign-in page.
