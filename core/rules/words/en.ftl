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

action-nod = nod
action-turn-left = turn left
action-turn-right = turn right
action-tilt-left = tilt left
action-tilt-right = tilt right
action-look-up = look up
action-look-down = look down
action-blink = blink
action-open-mouth = open mouth

# What was asked, inside a sentence.
asked-nod = a nod
asked-turn-left = a turn to the left
asked-turn-right = a turn to the right
asked-tilt-left = a tilt to the left shoulder
asked-tilt-right = a tilt to the right shoulder
asked-look-up = a look up
asked-look-down = a look down
asked-blink = a blink
asked-open-mouth = an open mouth

# What was done, inside a sentence that begins with “You”.
did-nod = lowered your chin { $deg }° and raised it again
    .bare = nodded
did-turn-left = turned your face { $deg }° to the left
    .bare = turned your face to the left
did-turn-right = turned your face { $deg }° to the right
    .bare = turned your face to the right
did-tilt-left = leaned your head { $deg }° to your left shoulder
    .bare = leaned your head to your left shoulder
did-tilt-right = leaned your head { $deg }° to your right shoulder
    .bare = leaned your head to your right shoulder
did-look-up = raised your chin { $deg }°
    .bare = raised your chin
did-look-down = lowered your chin { $deg }° and kept it down
    .bare = lowered your chin and kept it down
did-blink = blinked
    .bare = blinked
did-open-mouth = opened your mouth
    .bare = opened your mouth

# What is said while an action is asked.
ask-nod = Nod once: chin down, then up again.
ask-turn-left = Turn your face to the left.
ask-turn-right = Turn your face to the right.
ask-tilt-left = Lean your head to your left shoulder.
ask-tilt-right = Lean your head to your right shoulder.
ask-look-up = Raise your chin and look up.
ask-look-down = Lower your chin and keep it down for a moment.
ask-blink = Blink once with both eyes.
ask-open-mouth = Open your mouth wide, then shut it.

# How to do it, for one who did not.
how-nod = Face the camera, lower your chin as if saying yes, and raise it again without stopping.
how-turn-left = Keep your head upright and turn your face to the left as if looking over your left shoulder, then come back.
how-turn-right = Keep your head upright and turn your face to the right as if looking over your right shoulder, then come back.
how-tilt-left = Keep facing the camera and bring your left ear towards your left shoulder, then come back.
how-tilt-right = Keep facing the camera and bring your right ear towards your right shoulder, then come back.
how-look-up = Face the camera, raise your chin as if looking at the ceiling, and come back.
how-look-down = Face the camera, lower your chin as if looking at your chest, and keep it there for a moment.
how-blink = Face the camera, keep your head still, shut both eyes fully and open them at once.
how-open-mouth = Face the camera with your mouth shut, open it as wide as for a bite, and shut it again.

hint-show-face = Hold the phone so that your face is in the frame.
hint-one-person = Only one person may be in the picture.
hint-more-light = It is too dark. Turn your face towards a light.
hint-less-light = It is too bright. Turn away from the strong light.
hint-come-closer = Come a little closer.
hint-move-back = Move back a little, so that all of your face is in the frame.
hint-uncover = Uncover your face.
hint-hold-still = Look into the camera and hold still.
hint-act = { $ask }
hint-further = A little farther.
hint-come-back = Come back and face the camera.
hint-keep-upright = Keep your head upright; do not lean it, turn it.
hint-other-way = That was something else. { $ask }
hint-done = Finished.
card-hint-show-card = Lay the card on a plain, darker ground and hold the phone over it.
card-hint-move-back = Hold the phone a little higher, so that the whole card is in the frame.
card-hint-come-closer = Come closer to the card.
card-hint-hold-flat = Hold the phone straight above the card, its edges along the frame.
card-hint-more-light = It is too dark. Turn on a light or go to a window.
card-hint-less-light = It is too bright. Move out of direct light.
card-hint-hold-still = Hold still.
card-hint-ready = Good. The picture is being taken.

liveness-tilt-instead-of-turn = You { $did }; { $asked } was asked.
    .bare = You leaned your head to a shoulder; a turn was asked.
    .advice = { $how }
    .advice_bare = Keep your head upright and turn your face to the side as if looking over your shoulder.
liveness-turn-instead-of-tilt = You { $did }; { $asked } was asked.
    .bare = You turned your face to the side; a tilt was asked.
    .advice = { $how }
    .advice_bare = Keep facing the camera and bring your ear towards your shoulder.
liveness-nod-instead-of-turn = You { $did }; { $asked } was asked.
    .bare = You nodded; a turn was asked.
    .advice = { $how }
    .advice_bare = Keep your chin level and turn your face to the side as if looking over your shoulder.
liveness-wrong-action = You { $did }; { $asked } was asked.
    .bare = You did something else than was asked.
    .advice = { $how }
    .advice_bare = Wait for what is asked, then do just that.
liveness-wrong-direction = You { $did }; { $asked } was asked.
    .bare = You moved to the other side than was asked.
    .advice = { $how } Left and right are your own.
    .advice_bare = Move to the side that is asked. Left and right are your own.
liveness-mixed = You { $did } along with { $asked }.
    .advice = { $how }
liveness-too-small-motion = The movement was too small: { $peak_deg }°, where at least { $min_deg }° must be seen.
    .bare = The movement was too small.
    .advice = { $how } Go a little farther than before.
    .advice_bare = Do it once more and go a little farther.
liveness-too-small-motion-eyes = Your eyes did not shut fully.
    .advice = { $how }
liveness-too-small-motion-mouth = Your mouth did not open wide enough.
    .advice = { $how }
liveness-too-large-motion = Your head moved { $deg }°, too far for your face to be followed.
    .bare = Your head moved too far for your face to be followed.
    .advice = Move only about half as far, and keep your face inside the frame.
liveness-too-fast = Your head moved at { $speed_deg_per_s }° a second, too fast to be followed.
    .bare = Your head moved too fast to be followed.
    .advice = Move slowly: a second for the way there and a second for the way back.
liveness-timeout = { $asked_start } was not seen within { $waited_s } seconds.
    .bare = What was asked was not seen in the time for it.
    .advice = { $how }
    .advice_bare = Begin as soon as you are asked, and do it clearly.
liveness-no-face = No face was seen.
    .advice = Hold the camera in front of you at the height of your eyes, with your whole face in the frame.
liveness-face-lost = Your face was out of sight for { $gap_s } seconds.
    .bare = Your face was out of sight for a while.
    .advice = Keep your whole face in the frame from the beginning to the end.
liveness-multiple-faces = There are { $count } faces in the picture.
    .bare = There is more than one face in the picture.
    .advice = Be alone in front of the camera, without portraits or people behind you, and begin again.
liveness-person-changed = The face is not the one of the beginning: it differs by { $difference_ratio } of what is allowed.
    .bare = It could not be made sure that it was the same person throughout.
    .advice = One person must do the whole check, without leaving the frame. Begin again.
liveness-flat-face = This moved as a picture does and not as a head: its movement fits a solid head to { $solid_ratio } only.
    .bare = This moved as a picture does and not as a head.
    .advice = The person must be in front of the camera; a picture or a screen does not pass.
liveness-flat-face-unsure = Whether a real head moved could not be told from these movements.
    .advice = Begin again in good light, near the camera, and turn your head clearly.
liveness-flat-face-untested = Nothing that was asked shows a head’s depth, so a picture cannot be ruled out.
    .advice = Ask for a turn or a nod as well.
liveness-frozen-video = The picture stood still for { $still_s } seconds.
    .bare = The picture stood still.
    .advice = Begin again with the camera itself, not with a recording. If it stops again, start the device anew.
liveness-frozen-video-loop = A stretch of { $loop_s } seconds was played again.
    .advice = Begin again with the camera itself, not with a recording.
liveness-time-jump = The recording has a hole of { $step_s } seconds.
    .bare = The recording has a hole.
    .advice = Record again in one go, without pausing or cutting.
liveness-time-jump-back = The times of the recording do not run forward.
    .advice = Record again in one go, without pausing or cutting.
liveness-too-dark = Your face is too dark: { $luminance_ratio } of full brightness.
    .bare = Your face is too dark.
    .advice = Turn your face towards a window or a lamp, and have no bright light behind you.
liveness-too-bright = Your face is too bright: { $luminance_ratio } of full brightness.
    .bare = Your face is too bright.
    .advice = Move out of direct light, or turn away from the lamp.
liveness-too-bright-clipped = { $clipped_ratio } of your face is plain white.
    .advice = Move out of direct light, or turn away from the lamp.
liveness-too-far = Your face is too small in the picture: { $eye_distance_px } pixels between the eyes.
    .bare = Your face is too small in the picture.
    .advice = Hold the camera at arm’s length or nearer.
liveness-too-near = Your face is too near: it takes { $width_ratio } of the picture’s shorter side.
    .bare = Your face is too near.
    .advice = Move back until all of your head is in the frame.
liveness-too-near-outside = { $outside_ratio } of your face lies outside the picture.
    .advice = Move back and to the middle until all of your head is in the frame.
liveness-face-covered = Something covers your face: it is recognised with { $presence_ratio } certainty only.
    .bare = Something covers your face.
    .advice = Take off mask, sunglasses and hat, and keep hands and hair away from your face.
liveness-face-covered-part = Your mouth or an eye cannot be seen: something lies over it.
    .advice = Take off mask, sunglasses and hat, and keep hands and hair away from your face.
