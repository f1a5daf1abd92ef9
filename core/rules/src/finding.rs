//! One named observation, without a sentence: [`crate::words`] has those.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentKind, FieldKey};
use crate::filing::Step;
use crate::geometry::Polygon;
use crate::liveness::Action;

/// How much a finding weighs. Only errors change the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// A reviewer may ask.
    Warning,
    /// A reviewer would refuse it.
    Error,
}

/// Whether another picture of the same document can cure an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Take it again.
    Retake,
    /// The document itself is the trouble.
    None,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $cure:ident;)*) => {
        /// Every finding there is. The names are the outside contract: add, never rename.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// All codes, in the order they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name others rely on, as `document.glare`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Whether a new capture can help.
            pub const fn cure(self) -> Cure {
                match self { $(Self::$variant => Cure::$cure),* }
            }
        }
    };
}

codes! {
    /// No document that is known.
    DocumentNotFound = "document.not_found", Retake;
    /// A document that is known by its words and not read.
    DocumentUnsupported = "document.unsupported", None;
    /// The other side, or another document, was asked for.
    DocumentWrongSide = "document.wrong_side", Retake;
    /// Part of the card lies outside the picture.
    DocumentCutOff = "document.cut_off", Retake;
    /// Too few pixels on the card.
    DocumentTooSmall = "document.too_small", Retake;
    /// Out of focus or shaken.
    DocumentBlurred = "document.blurred", Retake;
    /// A reflection hides print or portrait.
    DocumentGlare = "document.glare", Retake;
    /// Too dark.
    DocumentUnderexposed = "document.underexposed", Retake;
    /// Too bright, the print washes out.
    DocumentOverexposed = "document.overexposed", Retake;
    /// Something lies on the card.
    DocumentCovered = "document.covered", Retake;
    /// A photocopy or a picture without colour.
    DocumentGrayscaleCopy = "document.grayscale_copy", None;
    /// Photographed from a screen.
    DocumentScreenRecapture = "document.screen_recapture", None;
    /// Seen from too steep an angle.
    DocumentSkewed = "document.skewed", Retake;
    /// More than one card.
    DocumentMultiple = "document.multiple", Retake;
    /// A field that the document must have was not read.
    DocumentFieldUnreadable = "document.field_unreadable", Retake;
    /// The address begins with a division that does not exist, one character off one that does.
    DocumentPlaceUnsure = "document.place_unsure", Retake;
    /// A character of the name may be one that looks like it.
    DocumentCharacterUnsure = "document.character_unsure", Retake;
    /// Words of a watermark stand in what was read of a field.
    DocumentWatermark = "document.watermark", Retake;
    /// The picture was saved from a screen.
    DocumentScreenshot = "document.screenshot", Retake;
    /// The picture shows the card as a mirror does.
    DocumentMirrored = "document.mirrored", Retake;
    /// The check digit of the number does not hold (GB 11643-1999).
    DocumentIdChecksum = "document.id_checksum", None;
    /// The number carries another birth date than the card.
    DocumentBirthMismatch = "document.birth_mismatch", None;
    /// The number carries another sex than the card.
    DocumentSexMismatch = "document.sex_mismatch", None;
    /// The first six digits are no division of GB/T 2260, present or withdrawn.
    DocumentRegionUnknown = "document.region_unknown", None;
    /// A check digit of the machine-readable zone does not hold (ICAO Doc 9303).
    DocumentMrzChecksum = "document.mrz_checksum", None;
    /// A value is printed otherwise than the machine-readable zone has it.
    DocumentMrzMismatch = "document.mrz_mismatch", None;
    /// A check character of the credit code does not hold (GB 32100, GB 11714).
    DocumentCreditCodeChecksum = "document.credit_code_checksum", None;
    /// The credit code is one that other papers or other sorts of units are given.
    DocumentCreditCodeSort = "document.credit_code_sort", None;
    /// Nothing is written where a letter is signed.
    DocumentUnsigned = "document.unsigned", Retake;
    /// Nothing is written where the date belongs.
    DocumentUndated = "document.undated", Retake;
    /// A letter that nobody has filled in.
    DocumentFormBlank = "document.form_blank", Retake;
    /// Another paper than the letter that was asked for.
    DocumentWrongForm = "document.wrong_form", Retake;
    /// The QR code has another credit code than the print.
    DocumentQrMismatch = "document.qr_mismatch", None;
    /// No longer valid.
    DocumentExpired = "document.expired", None;
    /// Valid for less than three months more.
    DocumentExpiresSoon = "document.expires_soon", None;
    /// No law gives such a term of validity.
    DocumentTermMismatch = "document.term_mismatch", None;
    /// The holder is too young to be responsible for a filing.
    DocumentHolderUnderAge = "document.holder_under_age", None;
    /// The head was tilted to a shoulder where a turn was asked.
    LivenessTiltInsteadOfTurn = "liveness.tilt_instead_of_turn", Retake;
    /// The face was turned where a tilt was asked.
    LivenessTurnInsteadOfTilt = "liveness.turn_instead_of_tilt", Retake;
    /// The chin went down where a turn was asked.
    LivenessNodInsteadOfTurn = "liveness.nod_instead_of_turn", Retake;
    /// Another action than the one asked.
    LivenessWrongAction = "liveness.wrong_action", Retake;
    /// The asked movement, to the other side.
    LivenessWrongDirection = "liveness.wrong_direction", Retake;
    /// The asked movement, not far enough.
    LivenessTooSmallMotion = "liveness.too_small_motion", Retake;
    /// So far that the face could not be followed.
    LivenessTooLargeMotion = "liveness.too_large_motion", Retake;
    /// The head jumped from one frame to the next.
    LivenessTooFast = "liveness.too_fast", Retake;
    /// Nothing was done in the time for it.
    LivenessTimeout = "liveness.timeout", Retake;
    /// No face in the whole run.
    LivenessNoFace = "liveness.no_face", Retake;
    /// The face was away for too long.
    LivenessFaceLost = "liveness.face_lost", Retake;
    /// More than one face.
    LivenessMultipleFaces = "liveness.multiple_faces", Retake;
    /// Another person than at the start.
    LivenessPersonChanged = "liveness.person_changed", Retake;
    /// A picture of a face and no head.
    LivenessFlatFace = "liveness.flat_face", None;
    /// The picture stood still, or a stretch of it came again.
    LivenessFrozenVideo = "liveness.frozen_video", Retake;
    /// The clock of the recording went back or left a hole.
    LivenessTimeJump = "liveness.time_jump", Retake;
    /// Too little light on the face.
    LivenessTooDark = "liveness.too_dark", Retake;
    /// Too much light on the face.
    LivenessTooBright = "liveness.too_bright", Retake;
    /// The face is too small in the picture.
    LivenessTooFar = "liveness.too_far", Retake;
    /// The face is too large, or partly outside the picture.
    LivenessTooNear = "liveness.too_near", Retake;
    /// Something lies over the face.
    LivenessFaceCovered = "liveness.face_covered", Retake;
    /// Nothing that was done shows whether a head or a picture of one did it.
    LivenessDepthNotShown = "liveness.depth_not_shown", Retake;
    /// A turn was added to what was asked, because the rest left open whether a head or a picture did it.
    LivenessOneMoreTurn = "liveness.one_more_turn", Retake;
    /// The picture lies on its side.
    LivenessSideways = "liveness.sideways", Retake;
    /// The picture stands on its head.
    LivenessUpsideDown = "liveness.upside_down", Retake;
    /// The picture is a mirror's: every movement goes the other way.
    LivenessMirrored = "liveness.mirrored", Retake;
    /// No face in the portrait.
    PortraitNoFace = "portrait.no_face", Retake;
    /// More than one face.
    PortraitMultipleFaces = "portrait.multiple_faces", Retake;
    /// The wall has a colour, is grey, or is none.
    PortraitBackgroundNotWhite = "portrait.background_not_white", Retake;
    /// Something is on or before the wall.
    PortraitBackgroundClutter = "portrait.background_clutter", Retake;
    /// The person's shadow shows on the wall.
    PortraitBackgroundShadow = "portrait.background_shadow", Retake;
    /// A shoulder lies outside the picture.
    PortraitShoulderCut = "portrait.shoulder_cut", Retake;
    /// One shoulder is higher than the other.
    PortraitShouldersUneven = "portrait.shoulders_uneven", Retake;
    /// No room above the head.
    PortraitNoHeadroom = "portrait.no_headroom", Retake;
    /// The head is not in the middle.
    PortraitOffCentre = "portrait.off_centre", Retake;
    /// The head is too small in the picture.
    PortraitTooFar = "portrait.too_far", Retake;
    /// The head is too large in the picture.
    PortraitTooNear = "portrait.too_near", Retake;
    /// Too few pixels on the face.
    PortraitTooLowResolution = "portrait.too_low_resolution", Retake;
    /// Out of focus or shaken.
    PortraitBlurred = "portrait.blurred", Retake;
    /// The face is too dark.
    PortraitUnderexposed = "portrait.underexposed", Retake;
    /// The face is too bright.
    PortraitOverexposed = "portrait.overexposed", Retake;
    /// One side of the face is much brighter.
    PortraitUnevenLight = "portrait.uneven_light", Retake;
    /// The head is turned, leans or nods.
    PortraitNotFrontal = "portrait.not_frontal", Retake;
    /// The eyes are shut.
    PortraitEyesClosed = "portrait.eyes_closed", Retake;
    /// The mouth is open.
    PortraitMouthOpen = "portrait.mouth_open", Retake;
    /// A hat or a hood.
    PortraitHeadCovered = "portrait.head_covered", Retake;
    /// Something lies over the face.
    PortraitFaceCovered = "portrait.face_covered", Retake;
    /// Light is reflected off the glasses.
    PortraitGlassesGlare = "portrait.glasses_glare", Retake;
    /// The shoulders are not dressed.
    PortraitBareShoulders = "portrait.bare_shoulders", Retake;
    /// A picture without colour.
    PortraitGrayscale = "portrait.grayscale", Retake;
    /// The recording has no sound.
    StatementNoAudio = "statement.no_audio", Retake;
    /// Nobody speaks in it.
    StatementNoSpeech = "statement.no_speech", Retake;
    /// The speech is too quiet to be followed.
    StatementTooQuiet = "statement.too_quiet", Retake;
    /// The sound was recorded too loud and is cut flat.
    StatementClippedAudio = "statement.clipped_audio", Retake;
    /// Noise hides the speech.
    StatementNoisy = "statement.noisy", Retake;
    /// Too short for its text, or for who asks for it.
    StatementTooShort = "statement.too_short", Retake;
    /// Too long for its text, or for who asks for it.
    StatementTooLong = "statement.too_long", Retake;
    /// Part of the text was not read.
    StatementIncompleteReading = "statement.incomplete_reading", Retake;
    /// More was said than the text holds.
    StatementTooManyWords = "statement.too_many_words", Retake;
    /// Words were counted and not understood.
    StatementNotUnderstood = "statement.not_understood", Retake;
    /// Too fast to be followed.
    StatementTooFastReading = "statement.too_fast_reading", Retake;
    /// Somebody speaks, and the lips do not move.
    StatementLipsNotMoving = "statement.lips_not_moving", Retake;
    /// The lips move, but not as the voice does.
    StatementLipsOutOfSync = "statement.lips_out_of_sync", Retake;
    /// No face, or none for too long.
    StatementFaceLost = "statement.face_lost", Retake;
    /// More than one face.
    StatementMultipleFaces = "statement.multiple_faces", Retake;
    /// Another person than at the start.
    StatementPersonChanged = "statement.person_changed", Retake;
    /// The picture stood still.
    StatementFrozenVideo = "statement.frozen_video", Retake;
    /// The clock of the recording went back or left a hole.
    StatementTimeJump = "statement.time_jump", Retake;
    /// A file that is not taken: its kind, size of picture or rate.
    StatementFileFormat = "statement.file_format", Retake;
    /// A larger file than is taken.
    StatementFileTooLarge = "statement.file_too_large", Retake;
    /// The name on the card is another one than the order's.
    FilingNameMismatch = "filing.name_mismatch", None;
    /// The number on the card is another one than the order's.
    FilingNumberMismatch = "filing.number_mismatch", None;
    /// The legal representative on the licence is another person than the order's, who is said to be that.
    FilingLegalRepresentative = "filing.legal_representative", None;
    /// Front and back are not of one card.
    FilingSidesMismatch = "filing.sides_mismatch", None;
    /// The provider or province takes no document of this kind.
    FilingDocumentKind = "filing.document_kind", None;
    /// Valid for less than the provider or province asks.
    FilingValidityShort = "filing.validity_short", None;
    /// Younger than the province takes.
    FilingUnderAge = "filing.under_age", None;
    /// Young enough that the province asks for proof of own income.
    FilingIncomeProof = "filing.income_proof", None;
    /// What the check needs was not read.
    FilingNotRead = "filing.not_read", Retake;
    /// A file of a form that the provider does not take.
    FilingFileForm = "filing.file_form", Retake;
    /// A file larger than the provider takes.
    FilingFileTooLarge = "filing.file_too_large", Retake;
    /// A file smaller than the provider takes.
    FilingFileTooSmall = "filing.file_too_small", Retake;
    /// Fewer pixels than the provider asks for.
    FilingTooFewPixels = "filing.too_few_pixels", Retake;
    /// More or fewer files than the step takes.
    FilingFileCount = "filing.file_count", Retake;
    /// This build has no judgement of the step.
    FilingNotJudged = "filing.not_judged", Retake;
    /// A step that the profile asks for is not done.
    FilingStepMissing = "filing.step_missing", Retake;
    /// A step is older than its result is good for.
    FilingStepStale = "filing.step_stale", Retake;
    /// A step was recorded against its judgement.
    FilingStepForced = "filing.step_forced", Retake;
    /// Other actions were asked in the recording than the provider asks.
    FilingOtherChallenge = "filing.other_challenge", Retake;
    /// A recording shorter than the provider takes.
    FilingRecordingShort = "filing.recording_short", Retake;
    /// A recording longer than the provider takes.
    FilingRecordingLong = "filing.recording_long", Retake;
    /// Nothing is written on the page.
    PaperBlank = "paper.blank", Retake;
    /// Fewer lines than such a paper has.
    PaperFewLines = "paper.few_lines", Retake;
    /// Out of focus or shaken.
    PaperBlurred = "paper.blurred", Retake;
    /// The print has too few pixels.
    PaperPrintTooSmall = "paper.print_too_small", Retake;
    /// Too dark.
    PaperUnderexposed = "paper.underexposed", Retake;
    /// The print hardly stands out.
    PaperFaint = "paper.faint", Retake;
    /// What stands there cannot be read.
    PaperIllegible = "paper.illegible", Retake;
    /// The page does not stand upright.
    PaperTurned = "paper.turned", Retake;
    /// Another paper than the step asks for.
    PaperOther = "paper.other", Retake;
    /// No title that tells what paper it is.
    PaperTitleUnread = "paper.title_unread", Retake;
    /// Nothing is written where it is to be signed.
    PaperUnsigned = "paper.unsigned", Retake;
    /// Nothing is written where the date belongs.
    PaperUndated = "paper.undated", Retake;
    /// The place to sign was not found.
    PaperSignatureUnseen = "paper.signature_unseen", Retake;
    /// How the paper must be signed.
    LetterSignatureRule = "paper.signature_rule", Retake;
    /// The name of site or app is too short.
    FilingSiteNameShort = "filing.site_name_short", Retake;
    /// The name of site or app has digits or Latin letters only.
    FilingSiteNamePlain = "filing.site_name_plain", Retake;
    /// The name of site or app has a word that is refused.
    FilingSiteNameWord = "filing.site_name_word", Retake;
    /// The name of site or app has a sign that is refused.
    FilingSiteNameSign = "filing.site_name_sign", Retake;
    /// The name of site or app is longer than a form takes.
    FilingSiteNameLong = "filing.site_name_long", Retake;
    /// The name is the domain.
    FilingSiteNameDomain = "filing.site_name_domain", Retake;
    /// The name claims a state's rank or office.
    FilingSiteNameNational = "filing.site_name_national", Retake;
    /// A person's name that sounds like a firm or a forum.
    FilingSiteNameTrade = "filing.site_name_trade", Retake;
    /// A word that is taken with an approval only.
    FilingSiteNameApproval = "filing.site_name_approval", Retake;
    /// A word that the province refuses.
    FilingSiteNameProvince = "filing.site_name_province", Retake;
    /// A person's name with a place in it.
    FilingSiteNamePlace = "filing.site_name_place", Retake;
    /// Nothing of the unit's own name.
    FilingSiteNameUnit = "filing.site_name_unit", Retake;
    /// An app's name that is a general word.
    FilingAppNameGeneral = "filing.app_name_general", Retake;
    /// An app's name with a price or an offer.
    FilingAppNameMarketing = "filing.app_name_marketing", Retake;
    /// An app's name with that of a well-known one.
    FilingAppNameKnown = "filing.app_name_known", Retake;
    /// The words that the province refuses are not known.
    FilingProvinceListUnknown = "filing.province_list_unknown", Retake;
    /// An icon of a form that the provider does not take.
    FilingIconForm = "filing.icon_form", Retake;
    /// An icon with more bytes than the provider takes.
    FilingIconLarge = "filing.icon_large", Retake;
    /// An icon with fewer pixels than asked.
    FilingIconSmall = "filing.icon_small", Retake;
    /// An icon that is not square.
    FilingIconNotSquare = "filing.icon_not_square", Retake;
    /// An icon with nothing on it.
    FilingIconPlain = "filing.icon_plain", Retake;
    /// An icon that one sees through.
    FilingIconTransparent = "filing.icon_transparent", Retake;
    /// A badge or dot in a corner of the icon.
    FilingIconBadge = "filing.icon_badge", Retake;
    /// An icon like that of a system app.
    FilingIconSystem = "filing.icon_system", Retake;
    /// The account has filed another subject.
    FilingAccountSubject = "filing.account_subject", Retake;
    /// Another order of the subject is under way.
    FilingOrderOpen = "filing.order_open", Retake;
    /// The server is not in the mainland.
    FilingServerAbroad = "filing.server_abroad", Retake;
    /// The server is bought for too short a time.
    FilingServerTerm = "filing.server_term", Retake;
    /// The server was used for as many services as it may be.
    FilingServerServices = "filing.server_services", Retake;
    /// More sites than one order takes.
    FilingOrderSites = "filing.order_sites", Retake;
    /// A person has as many services as may be.
    FilingServicesMany = "filing.services_many", Retake;
    /// So many sites that a plan is asked.
    FilingConstructionPlan = "filing.construction_plan", Retake;
    /// The domain is somebody else's.
    FilingDomainOwner = "filing.domain_owner", Retake;
    /// The domain's owner was verified too lately or not at all.
    FilingDomainUnverified = "filing.domain_unverified", Retake;
    /// The domain's ending is not approved.
    FilingDomainSuffix = "filing.domain_suffix", Retake;
    /// The domain runs out too soon.
    FilingDomainExpiring = "filing.domain_expiring", Retake;
    /// A subdomain cannot be filed.
    FilingSubdomain = "filing.subdomain", Retake;
    /// Filed in another province than the certificate's.
    FilingProvinceOther = "filing.province_other", Retake;
    /// A proof of living in the province may be asked.
    FilingResidenceProof = "filing.residence_proof", Retake;
    /// The phone's number is another subject's.
    FilingPhoneShared = "filing.phone_shared", Retake;
    /// The same number twice.
    FilingPhoneEmergency = "filing.phone_emergency", Retake;
    /// The phone is not answered.
    FilingPhoneUnanswered = "filing.phone_unanswered", Retake;
    /// The phone's number is another province's.
    FilingPhoneProvince = "filing.phone_province", Retake;
    /// The phone's number may not get the code.
    FilingPhonePrefix = "filing.phone_prefix", Retake;
    /// The person answers for another unit.
    FilingPersonElsewhere = "filing.person_elsewhere", Retake;
    /// The app was filed by another subject.
    FilingAppMoved = "filing.app_moved", Retake;
    /// A question of the interview is open.
    FilingUnanswered = "filing.unanswered", Retake;
    /// No case in the folder.
    CaseNone = "case.none", Retake;
    /// The folder is taken.
    CaseOccupied = "case.occupied", Retake;
    /// The deletion of the case was begun.
    CaseHalfDeleted = "case.half_deleted", Retake;
    /// Another program has the case open.
    CaseBusy = "case.busy", Retake;
    /// Another passphrase or key.
    CaseWrongKey = "case.wrong_key", Retake;
    /// The key is gone.
    CaseKeyGone = "case.key_gone", None;
    /// The key store is locked.
    CaseKeyLocked = "case.key_locked", Retake;
    /// A file of the case is not as it was written.
    CaseDamaged = "case.damaged", None;
    /// An older state of the case was put back.
    CaseRolledBack = "case.rolled_back", None;
    /// A newer program wrote the case.
    CaseNewer = "case.newer", Retake;
    /// The disk is full.
    CaseFull = "case.full", Retake;
    /// The folder cannot be written.
    CaseReadOnly = "case.read_only", Retake;
    /// The system failed.
    CaseSystem = "case.system", Retake;
    /// Nobody outside the folder remembers its state.
    CaseUnwitnessed = "case.unwitnessed", Retake;
    /// Nothing may be sent: no consent was given.
    CaseNoConsent = "case.no_consent", Retake;
    /// The name that was typed is none.
    CaseBadName = "case.bad_name", Retake;
    /// The number that was typed is none.
    CaseBadNumber = "case.bad_number", Retake;
    /// The domain that was typed is none.
    CaseBadDomain = "case.bad_domain", Retake;
    /// Handed in: what was typed stays as it is.
    CaseHandedIn = "case.handed_in", None;
    /// The face on the document is another person's than the one before the camera.
    CaseFaceMismatch = "case.face_mismatch", None;
    /// Whether the two faces are one person's cannot be told.
    CaseFaceUnsure = "case.face_unsure", Retake;
    /// The face on the document was not compared with the one before the camera.
    CaseFaceNotCompared = "case.face_not_compared", Retake;
    /// No step of the case is done.
    SubmitNothing = "submit.nothing", Retake;
    /// The address is plain http.
    SubmitPlainHttp = "submit.plain_http", Retake;
    /// The address is none.
    SubmitAddress = "submit.address", Retake;
    /// The certificate is out of its time.
    SubmitCertificateTime = "submit.certificate_time", Retake;
    /// Another server answers.
    SubmitWrongServer = "submit.wrong_server", Retake;
    /// The list of what is sent is refused.
    SubmitTampered = "submit.tampered", Retake;
    /// The challenge is refused.
    SubmitChallenge = "submit.challenge", Retake;
    /// The gateway asks for a challenge that cannot be put to the person.
    SubmitOtherActions = "submit.other_actions", None;
    /// A recording is bound to no challenge of the gateway.
    SubmitRecordingUnbound = "submit.recording_unbound", Retake;
    /// A file is refused.
    SubmitFileRefused = "submit.file_refused", Retake;
    /// Nothing was submitted yet.
    SubmitNotYet = "submit.not_yet", Retake;
    /// Submitted already.
    SubmitAlready = "submit.already", None;
    /// The gateway does not know the case.
    SubmitNotAllowed = "submit.not_allowed", None;
    /// A file is too large.
    SubmitTooLarge = "submit.too_large", Retake;
    /// The gateway is full.
    SubmitServerFull = "submit.server_full", Retake;
    /// No way to the gateway.
    SubmitUnreachable = "submit.unreachable", Retake;
    /// The gateway does not do as described.
    SubmitNoGateway = "submit.no_gateway", Retake;
    /// Begun with another gateway.
    SubmitOtherGateway = "submit.other_gateway", Retake;
    /// The gateway is another provider’s.
    SubmitOtherProvider = "submit.other_provider", Retake;
    /// The material has changed since.
    SubmitChanged = "submit.changed", None;
    /// The device could not keep what is sent.
    SubmitDevice = "submit.device", Retake;
    /// Paused.
    SubmitPaused = "submit.paused", Retake;
    /// Cancelled.
    SubmitCancelled = "submit.cancelled", Retake;
}

/// A figure that made a finding, by name with its unit (`width_px`, `days_left`).
pub type Figures = Vec<(&'static str, f64)>;

/// The rule that a finding rests on, and the word that it was found by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cause {
    /// The word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// Its first character in what was judged, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<usize>,
    /// The character after its last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<usize>,
    /// The name of the rule.
    pub rule: String,
    /// Key of `profiles/sources.toml`, and the place in that source.
    pub source: String,
    /// When that said so.
    pub date: String,
    /// Who gives the approval that it wants, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Whether the rule's list is known in part only.
    pub partial: bool,
}

/// One named observation with the figures behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was seen.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The field it is about, if one.
    pub field: Option<FieldKey>,
    /// The kind of document it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
    /// The name of a place or thing that what was read comes near to, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<&'static str>,
    /// The action of the face check it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Action>,
    /// What was done instead of it, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Action>,
    /// The step of the filing it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The rule that it rests on, if it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Box<Cause>>,
    /// Where, in input pixels.
    pub region: Option<Polygon>,
    /// When, in a recording.
    pub at_ms: Option<u64>,
    /// The figures that made it.
    pub figures: Figures,
    /// Whether a new capture can help. Starts as the code's own answer; a doubtful reading turns it to [`Cure::Retake`].
    #[serde(skip)]
    pub cure: Cure,
}

impl Finding {
    /// A finding of `code` that a reviewer would refuse for.
    pub fn error(code: Code) -> Self {
        Self::new(code, Severity::Error)
    }

    /// A finding of `code` that does not change the verdict.
    pub fn warning(code: Code) -> Self {
        Self::new(code, Severity::Warning)
    }

    /// A finding of `code` with the given weight.
    pub fn new(code: Code, severity: Severity) -> Self {
        Self {
            code,
            severity,
            field: None,
            kind: None,
            near: None,
            asked: None,
            seen: None,
            step: None,
            cause: None,
            region: None,
            at_ms: None,
            figures: Vec::new(),
            cure: code.cure(),
        }
    }

    /// With the figure `value` under `name`.
    #[must_use]
    pub fn figure(mut self, name: &'static str, value: f64) -> Self {
        self.figures.push((name, value));
        self
    }

    /// With the place it was seen, in input pixels.
    #[must_use]
    pub fn at(mut self, region: Polygon) -> Self {
        self.region = Some(region);
        self
    }

    /// With the action it is about.
    #[must_use]
    pub fn asked(mut self, action: Action) -> Self {
        self.asked = Some(action);
        self
    }

    /// With what was done instead.
    #[must_use]
    pub fn seen(mut self, action: Action) -> Self {
        self.seen = Some(action);
        self
    }

    /// With the rule that it rests on.
    #[must_use]
    pub fn because(mut self, cause: Cause) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// With the step it is about.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.step = Some(step);
        self
    }

    /// With the time it was seen, ms; what is no time is none.
    #[must_use]
    pub fn at_ms(mut self, at_ms: f64) -> Self {
        self.at_ms = (at_ms.is_finite() && at_ms >= 0.0).then_some(at_ms as u64);
        self
    }

    /// With the time it was seen, ms, where none is known better.
    #[must_use]
    pub fn or_at_ms(self, at_ms: f64) -> Self {
        if self.at_ms.is_some() { self } else { self.at_ms(at_ms) }
    }

    /// With the name that what was read comes near to.
    #[must_use]
    pub fn near(mut self, name: &'static str) -> Self {
        self.near = Some(name);
        self
    }

    /// With the kind of document it is about.
    #[must_use]
    pub fn kind(mut self, kind: DocumentKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// With the field it is about.
    #[must_use]
    pub fn field(mut self, field: FieldKey) -> Self {
        self.field = Some(field);
        self
    }
}
