//! What a person does, over time.

use heyan_rules::liveness::Action;

use super::{Pose, Random, axis};

/// One movement: out, held, back.
#[derive(Debug, Clone, Copy)]
pub struct Doing {
    pub action: Action,
    /// Degrees, or openness for the mouth, or depth of a blink (1 shut).
    pub amount: f64,
    pub out_s: f64,
    pub hold_s: f64,
    pub back_s: f64,
    /// Degrees on yaw, pitch and roll along with it, as shares of the amount.
    pub coupling: [f64; 3],
}

impl Doing {
    /// As one does it who knows how: amounts and paces within what is asked.
    pub fn well(action: Action, r: &mut Random) -> Self {
        let (least, most) = match action {
            Action::TurnLeft | Action::TurnRight => (15.0, 32.0),
            Action::Nod => (10.0, 24.0),
            Action::LookUp | Action::LookDown => (11.0, 24.0),
            Action::TiltLeft | Action::TiltRight => (13.0, 35.0),
            Action::Blink => (0.75, 1.0),
            Action::OpenMouth => (0.42, 0.9),
            Action::ComeCloser => (0.3, 0.45),
        };
        let amount = r.between(least, most);
        let pace = |r: &mut Random| r.between(0.35, 1.0);
        let mut doing =
            Self { action, amount, out_s: pace(r), hold_s: r.between(0.0, 0.6), back_s: pace(r), coupling: [0.0; 3] };
        match action {
            Action::Nod => doing.hold_s = r.between(0.0, 0.15),
            Action::LookDown => doing.hold_s = r.between(0.75, 1.2),
            Action::Blink => {
                doing.out_s = r.between(0.05, 0.08);
                doing.hold_s = r.between(0.08, 0.2);
                doing.back_s = r.between(0.06, 0.12);
            }
            Action::OpenMouth => doing.hold_s = r.between(0.1, 0.6),
            Action::ComeCloser => doing.hold_s = r.between(0.5, 1.0),
            _ => {}
        }
        if axis(action).is_some() {
            doing.coupling = [0, 1, 2].map(|_| r.between(-0.2, 0.2));
        }
        doing
    }

    pub fn with_amount(self, amount: f64) -> Self {
        Self { amount, ..self }
    }

    pub fn seconds(&self) -> f64 {
        self.out_s + self.hold_s + self.back_s
    }

    fn at(&self, t: f64) -> f64 {
        let smooth = |x: f64| {
            let x = x.clamp(0.0, 1.0);
            x * x * (3.0 - 2.0 * x)
        };
        if t < self.out_s {
            smooth(t / self.out_s)
        } else if t < self.out_s + self.hold_s {
            1.0
        } else {
            1.0 - smooth((t - self.out_s - self.hold_s) / self.back_s)
        }
    }
}

/// A sequence of movements with rests, how the head is held between them, and how it sways.
#[derive(Debug, Clone)]
pub struct Script {
    pub begin_s: f64,
    pub acts: Vec<(Doing, f64)>,
    /// How the head is held at rest, degrees.
    pub rest_deg: [f64; 3],
    sway: [[f64; 3]; 6],
}

impl Script {
    /// `acts` one after the other, with rests of a person who reads what is asked.
    pub fn of(acts: Vec<Doing>, r: &mut Random) -> Self {
        let begin_s = r.between(0.5, 1.2);
        let acts = acts.into_iter().map(|doing| (doing, r.between(0.4, 0.9))).collect();
        let rest_deg = [r.normal(3.0), r.normal(5.0), r.normal(2.0)];
        // Degrees for the angles, cm for the place; periods of 2 to 7 s.
        let sway =
            [0.4, 0.5, 0.3, 0.4, 0.3, 0.5].map(|most| [r.between(0.2, most), r.between(0.9, 3.0), r.between(0.0, 6.3)]);
        Self { begin_s, acts, rest_deg, sway }
    }

    /// The actions, each done well.
    pub fn well(actions: &[Action], r: &mut Random) -> Self {
        let acts = actions.iter().map(|a| Doing::well(*a, r)).collect();
        Self::of(acts, r)
    }

    pub fn seconds(&self) -> f64 {
        self.begin_s + self.acts.iter().map(|(d, rest)| d.seconds() + rest).sum::<f64>()
    }

    /// When the action with that index begins, s.
    pub fn start_s(&self, index: usize) -> f64 {
        self.begin_s + self.acts.iter().take(index).map(|(d, rest)| d.seconds() + rest).sum::<f64>()
    }

    pub fn pose(&self, at_ms: u64) -> Pose {
        let t = at_ms as f64 / 1000.0;
        let sway = |i: usize| self.sway[i][0] * (self.sway[i][1] * t + self.sway[i][2]).sin();
        let mut pose =
            Pose { deg: self.rest_deg, shift: [sway(3), sway(4), sway(5)], eyes: 1.0, mouth: 0.0, closer: 0.0 };
        for i in 0..3 {
            pose.deg[i] += sway(i);
        }
        for (i, (doing, _)) in self.acts.iter().enumerate() {
            let since = t - self.start_s(i);
            if since < 0.0 || since > doing.seconds() {
                continue;
            }
            let part = doing.at(since);
            match axis(doing.action) {
                Some((axis, sign)) => {
                    for (other, share) in doing.coupling.iter().enumerate() {
                        pose.deg[other] +=
                            if other == axis { sign * doing.amount * part } else { share * doing.amount * part };
                    }
                }
                None if doing.action == Action::Blink => pose.eyes = 1.0 - 0.75 * doing.amount * part,
                None if doing.action == Action::ComeCloser => pose.closer = doing.amount * part,
                None => pose.mouth = doing.amount * part,
            }
        }
        pose
    }
}
