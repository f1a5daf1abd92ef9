# What a person reads. The value of a message says what is seen, `.advice` what to do about it;
# `.bare` is the value without figures, for findings that come without them.

verdict-accept = Usable
verdict-retry = Take it again
verdict-reject = Not acceptable

kind-resident-id-front = Resident identity card, portrait side
kind-resident-id-back = Resident identity card, emblem side
kind-unknown = Not recognised

field-name = Name
field-sex = Sex
field-ethnicity = Ethnicity
field-birth-date = Date of birth
field-address = Address
field-id-number = ID number
field-issuing-authority = Issuing authority
field-valid-from = Valid from
field-valid-until = Valid until

place-name = the name
place-sex = the sex
place-ethnicity = the ethnicity
place-birth-date = the date of birth
place-address = the address
place-id-number = the ID number
place-issuing-authority = the issuing authority
place-valid-from = the first date of the validity
place-valid-until = the last date of the validity
place-portrait = the portrait
place-emblem = the emblem
place-card = the card
place-print = the print

severity-error = Must be fixed
severity-warning = Please note
severity-info = Good to know

ui-title = Identity card check
ui-picture = Picture
ui-verdict = Verdict
ui-document = Document
ui-fields = What was read
ui-field = Field
ui-value = Value
ui-confidence = Confidence
ui-findings = What was found
ui-no-findings = Nothing to fix.
ui-not-read = not read
ui-long-term = no end
ui-advice = What to do
ui-figures = Figures
ui-timing = Time
ui-checked-on = Checked on
ui-precheck = This is a pre-check on your own device. The provider decides.

document-not-found = No identity card was recognised in the picture.
    .advice = Lay the card flat on a plain, darker surface, fill most of the frame with it and take the picture again.
document-wrong-side = This is the other side of the card than the one asked for.
    .advice = Turn the card over and take the picture again.
document-multiple = There are { $count } cards in the picture.
    .bare = There is more than one card in the picture.
    .advice = Leave only the one card on the table and take the picture again.
document-cut-off = { $outside_ratio } of the card lies outside the picture.
    .bare = Part of the card lies outside the picture.
    .advice = Move back a little until all four corners are in the frame.
document-too-small = The card is only { $width_px } pixels wide in the picture; reading it takes { $min_width_px }.
    .bare = The card is too small in the picture.
    .advice = Move closer until the card fills most of the frame.
document-too-small-far = The card takes only { $width_ratio } of the picture’s shorter side.
    .advice = Move closer until the card fills most of the frame.
document-skewed = The card is seen from { $tilt_deg }° to the side instead of straight from above.
    .bare = The card is seen from too far to the side.
    .advice = Hold the camera straight above the card, so that its edges look parallel.
document-skewed-turned = The card lies turned by { $turned_deg }° in the picture.
    .bare = The card lies turned in the picture.
    .advice = Turn the camera or the card until the card’s edges run along the edges of the frame.
document-blurred = The print is blurred: its edges run out over { $blur_mm } mm on the card.
    .bare = The print is blurred.
    .advice = Rest your elbows, tap the card on the screen to focus and hold still until the picture is taken.
document-glare = Light is reflected over { $place } ({ $area_ratio } of the card).
    .bare = Light is reflected over { $place }.
    .advice = Tilt the card a little away from the lamp, or switch the flash off, until { $place } can be read.
document-glare-margin = Light is reflected off the card, away from print and picture ({ $area_ratio } of the card).
    .bare = Light is reflected off the card, away from print and picture.
    .advice = It may pass as it is. Tilting the card a little away from the lamp makes it better.
document-glare-touching = A little light is reflected beside { $place } ({ $area_ratio } of the card).
    .bare = A little light is reflected beside { $place }.
    .advice = It may pass as it is. Tilting the card a little away from the lamp keeps { $place } clear.
document-covered = Something lies over { $place } ({ $area_ratio } of the card).
    .bare = Something lies over { $place }.
    .advice = Take away what lies over { $place }, and hold the card by its edges only.
document-covered-margin = Something covers the margin of the card ({ $area_ratio } of it).
    .bare = Something covers the margin of the card.
    .advice = All print is free, but a reviewer may ask. Lay the card down instead of holding it.
document-covered-touching = Something reaches to { $place } ({ $area_ratio } of the card).
    .bare = Something reaches to { $place }.
    .advice = A reviewer may ask. Keep { $place } clear, best by laying the card down instead of holding it.
document-underexposed = The picture is too dark: the card’s background comes out at { $paper_lightness } on a scale from black at 0 to white at 100.
    .bare = The picture is too dark.
    .advice = Go to a brighter place or switch a lamp on, beside the card and not behind you.
document-overexposed = The picture is too bright: { $clipped_ratio } of the card is plain white.
    .bare = The picture is too bright.
    .advice = Switch the flash off, move out of direct light, and tap the card on the screen so that the camera adapts to it.
document-overexposed-washed = The picture is too bright: the print hardly stands out from the card.
    .advice = Switch the flash off, move out of direct light, and tap the card on the screen so that the camera adapts to it.
document-screen-recapture = This was photographed from a screen: a screen’s pixel grid shows in the picture ({ $moire_db } dB above its surroundings).
    .bare = This was photographed from a screen.
    .advice = Take a picture of the card itself, not of a screen that shows it.
document-grayscale-copy = The card has no colour: it looks like a black-and-white copy.
    .advice = Take a picture of the original card, in colour and without a filter.
document-field-unreadable = { $place_start } could not be read.
    .advice = Take the picture again with { $place } sharp, lit evenly and not covered.
document-field-unreadable-unsure = { $place_start } is not clear enough: one character in it is only { $confidence_ratio } certain.
    .bare = { $place_start } is not clear enough.
    .advice = Move closer and take the picture again with { $place } sharp and lit evenly.
document-id-checksum = The ID number has a mistake: its last character does not match the 17 before it.
    .advice = Compare the number read with the card. If a digit was misread, take a sharper picture; if it stands so on the card, ask the authority that issued it.
document-birth-mismatch = The date of birth differs from the one in the ID number.
    .advice = Compare both with the card. If one was misread, take a sharper picture; if they differ on the card, ask the authority that issued it.
document-sex-mismatch = The sex does not match the ID number, whose 17th digit is odd for men and even for women.
    .advice = Compare both with the card. If one was misread, take a sharper picture; if they differ on the card, ask the authority that issued it.
document-region-unknown = The first six digits of the ID number stand for no place in China, present or past.
    .advice = Compare the first six digits with the card. If one was misread, take a sharper picture; if they stand so on the card, ask the authority that issued it.
document-expired = { $days_over ->
        [one] The card expired yesterday.
       *[other] The card expired { $days_over } days ago.
    }
    .bare = The card has expired.
    .advice = Have the card renewed at the police station and use the new one.
document-expired-years = { $years_over ->
        [one] The card expired more than a year ago.
       *[other] The card expired more than { $years_over } years ago.
    }
    .advice = Have the card renewed at the police station and use the new one.
document-expires-soon = { $days_left ->
        [0] The card is valid until today only.
        [one] The card is valid for one more day.
       *[other] The card is valid for { $days_left } more days.
    }
    .bare = The card expires soon.
    .advice = Many providers ask for at least { $months_wanted ->
        [one] one month
       *[other] { $months_wanted } months
    } of validity. Have the card renewed before you file.
    .advice_bare = Many providers ask for at least three months of validity. Have the card renewed before you file.
document-term-mismatch = The validity dates do not fit: cards run for 5, 10 or 20 years or without end, and begin on a day in the past.
    .advice = Compare both dates with the card. If one was misread, take a sharper picture.
document-term-mismatch-age = The length of the validity does not suit a holder aged { $age_at_issue_years } on the day of issue.
    .bare = The length of the validity does not suit the holder’s age on the day of issue.
    .advice = Make sure that both pictures show the same card, and compare the dates with it.
document-holder-under-age = The holder is { $age_years } years old; nobody under { $min_age_years } can be responsible for a filing.
    .bare = The holder is too young to be responsible for a filing.
    .advice = Name an adult as the person responsible and use that person’s card.
document-holder-under-age-minor = The holder is { $age_years } years old; some provinces refuse or ask for proof of own income.
    .bare = The holder is under age; some provinces refuse or ask for proof of own income.
    .advice = Ask the provider whether your province accepts it, or name an adult as the person responsible.
