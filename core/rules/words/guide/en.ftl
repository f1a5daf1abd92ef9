# The guide to a filing: names, icons, restrictions, help, orders.

filing-site-name-short = The name has { $characters } characters; at least { $min_characters } are asked, signs not counted.
    .bare = The name is too short.
    .advice = Choose a longer name that fits the content.
filing-site-name-long = The name has { $characters } characters; a form takes { $max_characters } at most.
    .bare = The name is too long.
    .advice = Shorten it.
filing-site-name-plain = The name has only digits or Latin letters.
    .advice = Choose a name with Chinese characters that fits the content.
filing-site-name-domain = The name is the domain.
    .advice = A domain is no name. Choose one that tells the content.
filing-site-name-word = The name has the word “{ $word }” (characters { $from } to { $to }), which is refused.
    .bare = The name has a word that is refused.
    .advice = Leave the word out.
filing-site-name-sign = The name has the sign “{ $word }” (character { $from }), which is not taken.
    .bare = The name has a sign that is not taken.
    .advice = Use Chinese characters, letters, digits, brackets and hyphens only.
filing-site-name-national = “{ $word }” (characters { $from } to { $to }) is for units of the state alone.
    .bare = The name has words of the state or of an office.
    .advice = Leave the word out. A national unit has its proof ready.
filing-site-name-national-perhaps = “{ $word }” (characters { $from } to { $to }) is a word of the state and may be refused.
    .bare = The name has a word of the state and may be refused.
    .advice = Choose another word unless the unit is a national one.
filing-site-name-trade = A person’s name must not have “{ $word }” (characters { $from } to { $to }): it sounds like a firm or a forum.
    .bare = A person’s name sounds like a firm or a forum.
    .advice = Leave the word out, as in a diary or study notes, or file as a unit.
filing-site-name-trade-perhaps = Some providers refuse “{ $word }” (characters { $from } to { $to }) in a person’s name.
    .bare = Some providers refuse a word in this name for a person.
    .advice = Better choose another word, or ask the provider first.
filing-site-name-approval = “{ $word }” (characters { $from } to { $to }) needs an approval first, given by { $authority }.
    .bare = The name has a word that needs an approval first.
    .advice = Get the approval and upload it with the order. Without it choose another word.
filing-site-name-approval-person = “{ $word }” (characters { $from } to { $to }) needs an approval that persons are not given.
    .bare = The name needs an approval that persons are not given.
    .advice = Choose another word, or get the approval as a unit and file as one.
filing-site-name-approval-perhaps = “{ $word }” (characters { $from } to { $to }) may need an approval ({ $authority }), or a declaration that none is needed.
    .bare = The name has a word that may need an approval.
    .advice = Ask the provider which of the two it wants, and have it ready.
filing-site-name-approval-held = “{ $word }” (characters { $from } to { $to }) needs an approval, which you have.
    .bare = The name has a word that needs an approval, which you have.
    .advice = Upload the approval with the order; the name must agree with it.
filing-site-name-province = The province refuses “{ $word }” (characters { $from } to { $to }) in names.
    .bare = The name has a word that the province refuses.
    .advice = Leave the word out.
filing-site-name-province-perhaps = The province may refuse “{ $word }” (characters { $from } to { $to }); its list is known in part, or does not say for whom it is.
    .bare = The name has a word that the province may refuse.
    .advice = Better choose another word, or ask the provider first.
filing-site-name-place = A person’s name must not have a place in it: “{ $word }” (characters { $from } to { $to }).
    .bare = A person’s name has a place in it.
    .advice = Leave the place out.
filing-site-name-place-perhaps = “{ $word }” (characters { $from } to { $to }) is a place as well, and a person’s name must have none.
    .bare = A word of the name is a place as well.
    .advice = You may be asked about it though no place is meant; better choose another word.
filing-site-name-unit = The name has nothing of the unit’s own name.
    .advice = Use the unit’s full or short name. For a trademark have its certificate ready.
filing-app-name-general = “{ $word }” is a general word that tells no app from another.
    .bare = The name is a general word that tells no app from another.
    .advice = Add something of your own to it.
filing-app-name-marketing = The app’s name speaks of a price or an offer: “{ $word }” (characters { $from } to { $to }).
    .bare = The app’s name speaks of a price or an offer.
    .advice = Leave the word out.
filing-app-name-known = “{ $word }” (characters { $from } to { $to }) is the name of a well-known app.
    .bare = The name has that of a well-known app in it.
    .advice = Choose another one unless that app is yours.
filing-province-list-unknown = Of the provinces’ lists of words Henan’s alone is known: nothing found here is no promise that the name passes.
    .advice = If it is refused, change the word that the administration names.

filing-icon-form = The provider does not take an icon of this form.
    .advice = Save it as PNG or JPEG. What is in the file counts, not its name.
filing-icon-large = The icon has { $size_kib } KB; { $max_size_kib } KB are taken at most.
    .bare = The icon’s file is too large.
    .advice = Make it smaller, or save it with more compression.
filing-icon-small = The icon’s shorter side has { $side_px } pixels; at least { $min_side_px } are asked.
    .bare = The icon has too few pixels.
    .advice = Export it again from the drawing.
filing-icon-not-square = The icon is not square ({ $width_px } × { $height_px } pixels).
    .bare = The icon is not square.
    .advice = Export it as a square, without stretching it.
filing-icon-plain = There is next to nothing on the icon.
    .advice = See whether a layer was lost when it was exported.
filing-icon-transparent = { $transparent_ratio } of the icon are transparent.
    .bare = Part of the icon is transparent.
    .advice = Put a colour below it: every system fills the holes with another one.
filing-icon-badge = In a corner of the icon there is a dot or number like the badge of a new message ({ $badge_ratio } of its height).
    .bare = In a corner of the icon there is a dot or number like the badge of a new message.
    .advice = Take it away. A badge without a new message misleads people into tapping, and is refused.
filing-icon-system = The icon has a shape like the system’s app “{ $word }” (likeness { $likeness_ratio }).
    .bare = The icon has a shape like an app of the system.
    .advice = Draw another one, so that nobody takes it for a system app.

filing-account-subject = This account has filed for another subject; one account files for one.
    .advice = Use another account.
filing-order-open = Another order of this subject is under way; there can be one at a time.
    .advice = Wait until it has ended, or give it up first.
filing-server-abroad = The server is not in mainland China: it need not be filed, and cannot be.
    .advice = To file, use a server in the mainland.
filing-server-term = The server is bought for { $answer } months; at least { $least } are asked, renewals counted.
    .bare = The server is bought for too short a time.
    .advice = Renew it. One paid by use must be changed to a monthly or yearly plan first.
filing-server-services = This server was used to file { $answer } sites or apps; five are the most, and one that was taken back counts still.
    .bare = This server was used for as many filings as it may be.
    .advice = Use another server, or an authorisation code of another one.
filing-order-sites = The order has { $answer } sites; here one takes { $most } at most.
    .bare = The order has too many sites.
    .advice = Hand them in one order after the other.
filing-services-many = This person has filed { $answer } services already; five are the most.
    .bare = This person has as many services as may be.
    .advice = Take back one that is not used, or file as a unit.
filing-construction-plan = With { $answer } services filed, the province asks for a construction plan.
    .bare = The province asks for a construction plan.
    .advice = Have such a plan ready; the provider gives its form.
filing-domain-owner = The domain belongs to somebody other than the subject.
    .advice = Have it transferred at the registrar: name, kind of certificate and number must all be the subject’s.
filing-domain-unverified = The domain’s owner was verified { $answer } working days ago; at least { $least } are asked.
    .bare = The domain’s owner is not verified, or not long enough.
    .advice = Verify the owner by real name, and hand in after three working days.
filing-domain-unverified-soon = The domain’s owner was verified { $answer } working days ago; it can take { $least } until the administration knows.
    .bare = The domain’s owner was verified lately, and the administration may not know yet.
    .advice = If there is no hurry, wait two more days.
filing-domain-suffix = The domain’s ending or its registrar is not approved by the ministry.
    .advice = Look it up at domain.miit.gov.cn. Take an approved ending, or transfer it to a registrar in China.
filing-domain-expiring = The domain runs out in { $answer } months; at least { $least } are asked.
    .bare = The domain runs out too soon.
    .advice = Renew it first, and download its certificate after that.
filing-subdomain = That is a subdomain; only whole domains are filed.
    .advice = Give the domain itself. Once it is filed its subdomains may be used.
filing-province-other = The province of the filing is not the one of the certificate.
    .advice = File in the province of the certificate, or have its address changed first.
filing-residence-proof = The certificate is of another province: a proof of living there may be asked.
    .advice = Have a residence permit, a record of social insurance or a title deed ready.
filing-phone-shared = The phone’s number stands in another subject’s filing.
    .advice = Use another number of your own: one number is for one subject.
filing-phone-emergency = Phone and emergency contact are the same number.
    .advice = Give another number for emergencies, one that is answered.
filing-phone-unanswered = The phone may not be answered.
    .advice = Turn off call blocking and answer yourself; missed twice, the order comes back.
filing-phone-province = The phone’s number is of another province than the filing.
    .advice = Use a number of the province, or ask the provider first.
filing-phone-prefix = Numbers that begin with { $answer } may not get the ministry’s code by SMS.
    .bare = Numbers that begin like this may not get the ministry’s code by SMS.
    .advice = Use an ordinary mobile number.
filing-person-elsewhere = The person responsible answers for another unit’s filing already.
    .advice = Name somebody else. In some provinces one person answers for one unit.
filing-app-moved = Another subject has filed this app, and apps cannot be moved.
    .advice = Have that filing taken back, then file it anew.
filing-unanswered = Not answered yet: { $question }
    .bare = A question is not answered yet.
    .advice = Answer it. If you do not know, ask the provider.

system-phone = Phone
system-message = Messages
system-camera = Camera
system-settings = Settings
system-mail = Mail
system-clock = Clock

authority-news = the news or internet office of the province
authority-publishing = the press and publication office of the province
authority-medicine = the drug administration of the province
authority-culture = the culture and tourism office of the province
authority-broadcast = the radio and television office of the province
authority-finance = the local finance authority
authority-profession = the authority of the trade

who-person = you
who-provider = the provider
who-authority = the communications administration
who-nobody = nobody

holidays-unknown = The holidays of { $years } are not known yet: weekends alone were left out.

due-sms-code = The code by SMS
    .advice = Type it on the ministry’s page within 24 hours, or the order comes back.
due-police = Registration with the police
    .advice = To be done within 30 days of the filing.
due-correct-data = Correction of what was filed
    .advice = What is wrong is to be corrected within ten working days.

question-account-other-subject = Has this account filed for another firm or person before?
question-order-open = Is another order of this subject under way?
question-server-mainland = Is the server in mainland China?
question-server-months = For how many months is the server bought, renewals counted?
question-server-services = How many sites or apps were filed with this server, those taken back counted?
question-order-sites = How many sites are in this order?
question-services-filed = How many sites and apps has this subject filed already?
question-domain-owner-same = Is the domain’s verified owner the subject, by name and number of the certificate?
question-domain-verified-days = How many working days ago was the domain’s owner verified (0 if not)?
question-domain-suffix-approved = Are the domain’s ending and its registrar approved by the ministry?
question-domain-months = In how many months does the domain run out?
question-domain-subdomain = Is it a subdomain that is to be filed?
question-province-of-certificate = Is the province of the filing the one on the certificate?
question-phone-shared = Was the phone’s number used in another subject’s filing?
question-phone-is-emergency = Are phone and emergency contact the same number?
question-phone-answered = Can the person answer the phone during the review?
question-phone-of-province = Is the phone’s number of the province?
question-phone-prefix = What are the first three digits of the phone’s number?
question-person-elsewhere = Does the person answer for another unit’s filing?
question-app-filed-by-other = Has another subject filed this app?
question-age = How old is the person responsible?
question-id-months = In how many months does that person’s certificate run out (999 if never)?

topic-claim = Claiming an old filing (认领备案)
    .text =
        Whoever filed in Huawei Cloud’s old system, before September 2018, claims that filing before adding or changing anything.
        The same after a site was moved, or the province changed, at another provider.
        How: sign in, let the system find the kind of filing, upload the papers and submit the claim.
        Huawei looks at it within 1 to 2 working days. A domain that is filed is not handed in as a first filing again.
topic-domain-filed-certificate-not = “The domain is filed, the certificate is not” (域名已备案，证件未备案)
    .text =
        There is a filing of the domain, and none under the certificate that was typed.
        Look up at beian.miit.gov.cn whether the domain is filed, and in whose name.
        If it is, kind and number of the certificate must be exactly those of that filing.
        If nobody remembers which one was used, ask the provider of that time.
topic-domain-not-exist = “The registrar has no such owner” or “the domain does not exist” (域名不存在)
    .text =
        Mostly the owner is not verified by real name yet: do that at the registrar.
        Just verified, it takes 3 to 5 working days until the administration knows: try again then.
        See whether the domain is typed rightly, has not run out, and is no subdomain.
        An ending or registrar that the ministry has not approved cannot be filed: look it up at domain.miit.gov.cn.
        The owner must be the subject of the filing; if not, have it transferred first.
topic-server-ip-changed = The server’s IP has changed
    .text =
        Still the same provider: point the domain at the new server, then hand in a change of the filing with the new IP.
        The change is reviewed by provider and administration and holds once it is passed; the site stays open meanwhile.
        Another provider: file the access (接入备案) there.
        Administrations check; where it differs for long, access can be cancelled.
topic-approved-still-waiting = Approved, and still shown as waiting
    .text =
        The pages lag behind: at Huawei Cloud 1 to 2 hours as a rule, at Tencent Cloud 1 to 2 working days.
        If it takes longer, call the provider and say that the administration’s SMS has come.
topic-certificate = Where the certificate is
    .text =
        The ministry gives no certificate to download.
        For a proof look up your domain or number at beian.miit.gov.cn (ICP备案查询) and keep a screenshot.
        The provider’s filing pages show number and data as well.
topic-after-first-review = After the first review
    .text =
        Read your e-mail: something may be asked for or have to be changed.
        Keep the phone within reach: provider and administration may call.
        Type the code by SMS on the ministry’s page within 24 hours; six wrong entries, or too late, and the order comes back.
        The provider’s pages show the progress: to be forwarded, at the administration, the answer.
topic-how-long = How long it takes
    .text =
        The provider’s first review takes 1 to 2 working days, forwarding 1 to 3 more.
        The administration takes 3 to 20 working days as a rule, by province; Zhejiang up to 30.
        Weekends and public holidays do not count, and nobody can hurry it.
        The answer comes by SMS and e-mail.
topic-video-check = The video check
    .text =
        Where a refusal asks for an online video check, no paper is wrong: one more check is wanted.
        The person responsible for the site or app does it, the same as in the order.
        Follow the refusal’s directions to the meeting; have the original document, a white wall and a quiet place, and allow camera and microphone.
        Hand the order in again afterwards.
topic-why-app = Why it must be the app
    .text =
        The identity check films the face and its movements: the person responsible does it on a phone.
        Older pages take Huawei Cloud’s app only; newer ones let you fill in on a computer and scan a code with WeChat.
        What the filing pages say at the time decides. All other steps can be done on a computer.
topic-verification-changes = What changed for the identity check
    .text =
        The person responsible signs the notice of responsibility and the letter of promise, and both are uploaded.
        Some provinces and providers also want a video of that person reading the promise. Jiangsu has asked since June 2021.
        Sign in black ink and clear handwriting, with the date; a personal seal does not stand for it.
        Photograph or scan the pages, 4 MB each at most.
topic-verification-failed = The identity check failed
    .text =
        Often a tilt was made for a turn: keep the head upright and turn the face to the side.
        The wall must be plain white and empty; dress neatly, show both shoulders, leave room above the head.
        Even light, no reflections, no lamp behind you, looking straight into the camera.
        Name and number must be those of the certificate. Then do the check again.
topic-progress = How to see the progress
    .text =
        Sign in to the provider’s filing pages and look at the order’s status; it changes by itself.
        To be completed: it is your turn. Waiting for review or to be forwarded: the provider has it; to change it, withdraw it first.
        To be amended or refused: read the review history, change it, hand it in again.
        At the administration: it can be neither withdrawn nor changed. Filed: done.
topic-result = The answer, and refusals
    .text =
        Passed at the first review, the order is to be forwarded; there is nothing to do.
        Refused there: read why in the review history, put it right, hand it in again.
        Refused by the administration: change what it says, hand it in; the clerk forwards it once more.
        Change only what is named and leave the rest alone.
topic-icon = What an icon must be
    .text =
        No system icon, and nothing that is taken for a system app.
        Nothing that misleads people into tapping, as a number or red dot when there is no new message.
        Huawei Cloud takes one picture of 100 KB at most.
        A province’s administration may ask for more.
topic-names = What a name must be
    .text =
        A site’s name has three characters or more, not only digits or Latin letters, no special signs, and is not the domain.
        Words like 中国, 中央, 国家 or 人民 are for units of the state.
        A person’s name must not sound like a firm or forum, nor name a place. A unit uses its full or short name, or its trademark.
        Provinces have lists of their own, Henan the longest. An app’s name is no general word and speaks of no price or offer.
topic-approval = Approval before filing (前置审批)
    .text =
        News, publishing, medicines and medical devices, radio, film and television, online games, religion, tutoring, online finance and the like need an approval first.
        Units can get it, persons cannot.
        With such a word in the name and no such business, a declaration may be asked that no approval is needed.
        It is needed as well when such content is added later.
topic-restrictions = Restrictions (备案限制)
    .text =
        One account files for one subject; a subject may have many sites and apps, and one order at a time.
        The server is in the mainland, bought for three months or more, and used for five filings at most.
        The domain’s owner is the subject, its ending is approved, the owner verified three working days before.
        A person has five services at most, one an order. One phone number for one subject, and another for emergencies.
topic-subject = Filling in who files
    .text =
        Copy the certificate: name, number and address to the letter, with three months or more of validity left.
        Upload the certificate first: the pages read it and fill in; then compare every character.
        The least age differs by province; 18 is asked in most.
        Provinces differ: look at the rules of yours before you begin.
topic-contact = Whom to call
    .text =
        The provider first, not the administration: Huawei Cloud 4000-955-988 or 950808 (then 5 for filings).
        Tencent Cloud 95716 (then 3 for filings).
        Calls to check come from the provider or the administration, and ask for no code and no money.
        The provider also explains why the administration refused.

guide-accept = Nothing to refuse was found
guide-retry = To be changed
