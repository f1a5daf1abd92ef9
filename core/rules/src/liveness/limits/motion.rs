//! What makes a movement.

use super::limits;

limits! {
    /// What makes a movement. Angles are degrees of change from the neutral pose on the neck, times ms.
    ///
    /// Persons differ by a tenth in what is read of them (MediaPipe's mesh with a weighted rigid fit on rendered heads), so
    /// the least swings lie below what the person is asked to do.
    MotionLimits {
        /// Focal length assumed, over the picture's longer side; 0 takes rays to be parallel. MediaPipe's face geometry assumes
        /// 63° of the height, which is 0.82 upright; front cameras of phones have 0.7 to 0.85, webcams 0.7 to 1. It tells how
        /// much of a movement is the way of the face through the picture: of a nod at arm's length a fifth, so that a lens of
        /// another quarter makes an error of a twentieth.
        lens_focal_ratio = 0.82,
        /// Nearest that a face is taken to stand, cm: what looks nearer through the lens assumed was cut out of a larger picture
        /// or taken from afar. People hold a phone at 35 to 60 cm; taking one at 35 for one at 55 reads a nod 6 % long, the other
        /// way round a cropped turn of 18° is read as one of 9.
        lens_nearest_cm = 55.0,
        /// What is read of a turn as the camera sees it: the mesh's depth across the face is flat, so that fits with depth
        /// read turns short by 13 to 18 % (both generators of heads that were measured, 21 pictures); nods are not.
        turn_read_ratio = 0.87,
        /// Least turn. 15° is the least asked (Huawei IVS advises 15 to 30): 12.6 when read short by 16 %, which is the most
        /// among 62 rendered turns of ten faces; most are read 5 % long.
        turn_min_deg = 12.5,
        /// Least nod, down. 10° is asked (Huawei Cloud's default); pitch reads 0 to 14 % long and errs by 1.7.
        nod_min_deg = 8.0,
        /// Least look up. As a nod.
        up_min_deg = 8.0,
        /// Least tilt. 12° is asked; roll is measured to 0.5°, and a quick tilt loses 5 % to the filter.
        tilt_min_deg = 11.0,
        /// Greatest turn. Beyond 48° the mesh of some persons is lost and all angles are guesses; real people who turn into
        /// profile are read at 44 to 47.
        turn_max_deg = 48.0,
        /// Greatest nod or look. The mesh of some persons is lost from 39° as the camera sees it, which is 33 on the neck at
        /// arm's length; of others not at 44, which is 36. A face that is lost on the way has gone too far anyway.
        pitch_max_deg = 38.0,
        /// Greatest tilt. Roll is read rightly to 60°.
        tilt_max_deg = 55.0,
        /// Greatest share of the asked axis that each of the others may reach within one swing. A natural turn has 20 %
        /// of tilt in it, one of 28° of a real person 51 %; from 60 % on the movement is no longer the one asked.
        impurity_max_ratio = 0.55,
        /// What the other axes may always reach: crosstalk of the measurement is 1.5° on average and 5 at most, and a small
        /// nod is not spoilt by it.
        impurity_floor_deg = 6.0,
        /// At rest: greatest strength, the swing over the least one of its axis. Above the noise and the drift of a head
        /// held still.
        rest_strength = 0.35,
        /// A swing has begun: strength.
        start_strength = 0.5,
        /// A swing is over when its leading axis has come back to this share of its peak.
        return_ratio = 0.4,
        /// A swing is over when the head has been at rest for so long: a nod passes through the front without stopping.
        settle_ms = 180.0,
        /// A turn, tilt or look that is held for so long counts without coming back.
        hold_ms = 400.0,
        /// Holding still: greatest angular speed, degrees a second. A head that is held sways by 2 to 4.
        hold_speed_deg_per_s = 9.0,
        /// The stretch over which it is measured: noise of 0.3° then makes 4 degrees a second, from frame to frame 25.
        hold_stretch_ms = 120.0,
        /// A chin that is within 15 % of its lowest for at least so long is no nod: nods of up to 1.2 s keep it there for 500.
        nod_down_max_ms = 900.0,
        /// A chin that is there for less is no look down.
        look_down_min_ms = 700.0,
        /// Greatest angular speed from frame to frame, degrees a second. A nod of 24° in 0.3 s, there and then back, reaches
        /// 150; a cut between two poses at 30 frames a second shows 450 and more.
        speed_max_deg_per_s = 280.0,
        /// Least step from frame to frame that can count as too fast, degrees: ten times the noise of an angle.
        speed_min_step_deg = 3.5,
        /// A face that is lost in a swing of this share of the greatest has gone too far.
        lost_excess = 0.7,
        /// A swing that reached this share of the least one is an attempt, and named.
        attempt_strength = 0.45,
        /// A movement along the asked axis of this share of the least one, above the sway of a head held still, is named before
        /// a blink or a word that came with it.
        slight_strength = 0.3,
        /// A swing along another axis that stays below the least one is named at the end of the time from this share on.
        confusion_strength = 0.65,
        /// Time for one action: 2 to 5 s is advised, LUNA ID gives 5.
        action_ms = 5000.0,
        /// Time to come back to the front before the next action's own time begins.
        return_ms = 1500.0,
        /// After an action ended in motion, what the same movement brings within this time is still its own: many nod twice
        /// and pass slowly through the front, and nobody answers a new word within 400 ms.
        carry_ms = 400.0,
        /// Time from the first frame until the face has been seen at rest.
        begin_ms = 15000.0,
        /// Stillness that gives a neutral pose: 0.5 to 1 s is usual.
        still_ms = 500.0,
        /// Greatest spread of each angle in it.
        still_spread_deg = 3.0,
        /// In a recording the first action may begin at once: a change of so much ends the search for stillness, and what
        /// came before it is the neutral pose.
        still_break_deg = 4.5,
        /// 1: the search for stillness goes on through motion, for live use, where nothing has been asked yet.
        wait_for_stillness = 0.0,
        /// 1: the first failed action or other error ends the run.
        stop_at_failure = 0.0,
        /// Neutral pose: greatest yaw. Smile ID's gate for a frontal face is 15; persons hold the head off centre.
        neutral_yaw_max_deg = 22.0,
        /// Neutral pose: greatest pitch (Smile ID 30; phones are held low).
        neutral_pitch_max_deg = 30.0,
        /// Neutral pose: greatest roll (Smile ID 30).
        neutral_roll_max_deg = 25.0,
        /// Time constant with which the neutral pose follows a head at rest between actions.
        neutral_follow_ms = 3000.0,
        /// Farthest that it follows from where it was first.
        neutral_drift_max_deg = 5.0,
        /// One Euro filter: cut-off at rest, Hz. Keeps 0.3° of noise below 0.15 and delays by 50 ms.
        filter_min_cutoff_hz = 3.0,
        /// One Euro filter: Hz a degree a second. At 60°/s the cut-off is 15 Hz, so that peaks of quick nods keep 95 %.
        filter_beta = 0.2,
        /// One Euro filter: cut-off of the speed, Hz.
        filter_speed_cutoff_hz = 4.0,
        /// Eyes count as shut when they are narrower than usual by this share, and by five times the noise. EAR 0.18 of about
        /// 0.3 (PeerJ CS 943) would be 0.4, but the mesh is dull to lids: rendered faces with deep eyes show 0.13 to 0.19,
        /// others 0.32 to 0.38, half-shut eyes up to 0.1.
        shut_depth = 0.12,
        /// The same against how far they were open just before and after: eyes that a smile has narrowed. Speech and gaze narrow
        /// them by up to 0.2 for as short a time; blinks of real people are 0.3 and deeper.
        dip_depth = 0.28,
        /// Share of that depth that is an attempt.
        squint_ratio = 0.75,
        /// Shortest blink.
        blink_min_ms = 50.0,
        /// Longest blink.
        blink_max_ms = 500.0,
        /// A blink of so long, from the first frame with the eyes shut to the first with them open, was meant: by itself the
        /// lid is down for 100 to 200 ms. It is named where nothing else was done.
        blink_meant_ms = 230.0,
        /// Opening of an eye below which no blink is looked for: such an eye was never seen open.
        eye_open_min = 0.1,
        /// Eyes and mouth count only while the head is within this of neutral: lids follow a chin that goes down, and lips
        /// seen from the side look open.
        face_head_max_deg = 8.0,
        /// A blink of this depth tells a living face from a sheet that is shaken.
        life_blink_depth = 0.22,
        /// The same: how far the head may be from neutral.
        life_head_max_deg = 5.0,
        /// Gap of the lips over the mouth's width, above the person's own shut mouth, that is wide open. The mesh is dull to
        /// jaws: rendered ones that open by 16 to 24° show 0.08 to 0.39, a laughing one 0.035; by 2.5° up to 0.034.
        mouth_open_min = 0.07,
        /// Gap above the shut mouth that is an attempt.
        mouth_attempt_min = 0.035,
        /// A mouth that has grown wider than the person's own by this ratio smiles: lips that part to show the teeth are no
        /// open mouth. Jaws that open leave the corners where they are or draw them in.
        smile_width_ratio = 1.1,
        /// Gap, above the person's own shut mouth, that is wide open even in a laugh.
        smile_gap_min = 0.3,
        /// Mouth counts as shut again at this share of its peak.
        mouth_shut_ratio = 0.5,
        /// Shortest opening.
        mouth_min_ms = 100.0,
        /// A mouth held open for so long counts without shutting.
        mouth_hold_ms = 700.0,
        /// Size of a face that has come closer, over the one at rest: from 45 cm to 33, where half an arm's length is left.
        closer_min_ratio = 1.35,
        /// How long it must stay so near.
        closer_hold_ms = 250.0,
        /// Farthest that the head may be from neutral meanwhile, degrees: who leans forward nods a little.
        closer_head_max_deg = 14.0,
        /// Nearest that a face at rest is taken to stand, cm.
        closer_nearest_cm = 25.0,
        /// Share of that growth which is an attempt.
        closer_attempt_ratio = 0.4,
        /// Least perspective seen over the one that the growth asks for: 1 for a head whose landmarks are where they are, 0 for
        /// anything flat. The mesh takes much of it for the form of another face: two rendered heads showed 0.21 and 0.18, two cards -0.05, four
        /// photographs that were zoomed 0.04 at most.
        closer_perspective_min = 0.12,
        /// An open mouth drags the chin's landmarks and reads as pitch: up to so many degrees for a gap of 1 do not count as
        /// movement. Rendered jaws drag by 15 to 25.
        mouth_pitch_deg = 28.0,
    }
}
