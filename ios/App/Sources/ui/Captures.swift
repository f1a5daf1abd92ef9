import HeyanCore
import HeyanShell
import SwiftUI

// What lies over the camera, and what was judged of what it took. The preview itself stays below, see `CameraPage`.

/// An outline or a guide, one line of words, and what is at the bottom.
struct OverCamera<Guide: View, Top: View, Bottom: View>: View {
    let kit: Kit
    let words: String
    @ViewBuilder let guide: Guide
    @ViewBuilder let top: Top
    @ViewBuilder let bottom: Bottom

    var body: some View {
        ZStack {
            guide.ignoresSafeArea().accessibilityHidden(true)
            VStack(spacing: 12) {
                if let back = kit.back {
                    HStack {
                        Button(action: back) { Text("‹ " + kit.text(.back)).font(.headline).foregroundStyle(Ink.onCamera) }
                            .accessibilityLabel(kit.text(.back))
                            .frame(minHeight: 44)
                        Spacer()
                    }
                }
                top
                if !words.isEmpty {
                    Text(words).font(.title3).bold().foregroundStyle(Ink.onCamera)
                        .multilineTextAlignment(.center)
                        .padding(.horizontal, 20).padding(.vertical, 12)
                        .background(Ink.scrim)
                        .clipShape(RoundedRectangle(cornerRadius: 20))
                        // What is new is said aloud anyway, by the core's prompts; VoiceOver reads it anew while it rests on it.
                        .accessibilityAddTraits(.updatesFrequently)
                }
                Spacer()
                bottom
            }
            .padding(20)
        }
    }
}

/// A document; `frame` is the size of an upright frame.
struct ScanView: View {
    let kit: Kit
    let state: TakeState
    let frame: CGSize
    let intend: (TakeIntent) -> Void

    var body: some View {
        if let review = state.review {
            ReviewView(kit: kit, state: review) { intend(.review($0)) }
        } else {
            let waits = state.shutter == .waiting
            OverCamera(kit: kit, words: waits ? state.guide.say : kit.text(.judging)) {
                Outline(points: state.guide.outline, frame: frame, mirrored: false, progress: Double(state.guide.progress))
            } top: {
            } bottom: {
                if let problem = state.problem { ProblemCard(problem: problem) }
                if state.guide.offerShutter, waits { Act(kit.text(.shutter)) { intend(.press) } }
            }
        }
    }
}

struct PortraitView: View {
    let kit: Kit
    let state: TakeState
    let intend: (TakeIntent) -> Void

    var body: some View {
        if let review = state.review {
            ReviewView(kit: kit, state: review) { intend(.review($0)) }
        } else {
            let waits = state.shutter == .waiting
            OverCamera(kit: kit, words: waits ? state.guide.say : kit.text(.judging)) {
                Oval(progress: 0, wide: true)
            } top: {
            } bottom: {
                if let problem = state.problem { ProblemCard(problem: problem) }
                Act(kit.text(.shutter), enabled: waits && state.ready) { intend(.press) }
            }
        }
    }
}

struct FaceView: View {
    let kit: Kit
    let state: FaceState
    let intend: (FaceIntent) -> Void

    var body: some View {
        if let review = state.review {
            end(review)
        } else {
            OverCamera(kit: kit, words: state.say) {
                Oval(progress: Double(state.progress), wide: false)
            } top: {
                HStack(spacing: 12) {
                    ForEach(Array(state.steps.enumerated()), id: \.offset) { place, step in mark(place, step) }
                }
            } bottom: {
                if let problem = state.problem {
                    ProblemCard(problem: problem)
                    Act(kit.text(.again)) { intend(.again) }
                }
            }
        }
    }

    @ViewBuilder
    private func mark(_ place: Int, _ step: FaceStep) -> some View {
        switch step.passed {
        case .some(true): Mark("✓", Ink.goodGround, Ink.good)
        case .some(false): Mark("×", Ink.badGround, Ink.bad)
        case .none:
            if place == Int(state.at) {
                Mark("\(place + 1)", Ink.brand, Ink.onBrand)
            } else {
                Mark("\(place + 1)", Ink.scrim, Ink.onCamera)
            }
        }
    }

    /// What was seen of each action.
    private func end(_ judged: ReviewState) -> some View {
        Page(kit: kit) {
            HStack {
                Title(kit.text(.faceCheck))
                Spacer()
                VerdictBadge(kit: kit, verdict: judged.verdict)
            }
            ForEach(Array(state.steps.enumerated()), id: \.offset) { _, step in
                Card {
                    HStack(spacing: 12) {
                        if step.passed == true { Mark("✓", Ink.goodGround, Ink.good) } else { Mark("×", Ink.badGround, Ink.bad) }
                        VStack(alignment: .leading, spacing: 2) {
                            Text(step.asked).font(.body).foregroundStyle(Ink.ink)
                            if step.passed == false, let seen = step.seen { Muted(kit.text(.seenInstead, ["seen": seen])) }
                        }
                    }
                }
            }
            Findings(findings: judged.findings)
            if let problem = judged.problem ?? state.problem { ProblemCard(problem: problem) }
            Muted(kit.text(.precheck), .footnote)
        } bottom: {
            if judged.verdict == .accept {
                Act(kit.text(.keep), enabled: !judged.busy) { intend(.review(.keep)) }
            } else {
                Act(kit.text(.again), enabled: !judged.busy) { intend(.again) }
            }
        }
    }
}

struct StatementView: View {
    let kit: Kit
    let state: StatementState
    let intend: (StatementIntent) -> Void

    private var say: String { state.recording == .over && state.problem == nil ? kit.text(.judging) : state.say }

    var body: some View {
        if let review = state.review {
            ReviewView(kit: kit, state: review) { intend(.review($0)) }
        } else if let typing = state.typing {
            TypedView(kit: kit, state: typing, why: .typedMissing) { intend(.typed($0)) }
        } else {
            OverCamera(kit: kit, words: say) {
                Color.clear
            } top: {
                if state.sample { Text(kit.text(.sampleText)).font(.footnote).foregroundStyle(Ink.onCamera) }
                Prompter(text: state.text, position: state.position)
            } bottom: {
                if let problem = state.problem { ProblemCard(problem: problem) }
                switch state.recording {
                case .waiting: Act(kit.text(.record), enabled: !state.text.isEmpty) { intend(.record) }
                case .asking: Act(kit.text(.record), enabled: false) {}
                case .running: Act(kit.text(.stop)) { intend(.stop) }
                case .over: if state.problem != nil { Act(kit.text(.again)) { intend(.again) } }
                }
            }
        }
    }
}

/// The text, what was read of it behind; the sentence that is read stays on top.
struct Prompter: View {
    let text: String
    let position: UInt32

    var body: some View {
        let sentences = sentences(text)
        let now = sentences.lastIndex { $0.begins <= position } ?? 0
        ScrollViewReader { proxy in
            ScrollView {
                VStack(alignment: .leading, spacing: 8) {
                    ForEach(Array(sentences.enumerated()), id: \.offset) { place, sentence in
                        line(sentence).id(place)
                    }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                .padding(.horizontal, 24).padding(.vertical, 18)
            }
            .frame(height: 260)
            .background(Ink.scrim)
            .clipShape(RoundedRectangle(cornerRadius: 24))
            .onChange(of: now) { _, place in proxy.scrollTo(place, anchor: .top) }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(text)
    }

    private func line(_ sentence: Sentence) -> Text {
        let parts = parted(sentence.text, at: position > sentence.begins ? position - sentence.begins : 0)
        return Text(parts.read).font(.title2).foregroundColor(Ink.read) + Text(parts.ahead).font(.title2).foregroundColor(Ink.onCamera)
    }
}

struct ReviewView: View {
    let kit: Kit
    let state: ReviewState
    let intend: (ReviewIntent) -> Void

    var body: some View {
        if let typing = state.typing {
            TypedView(kit: kit, state: typing, why: .typedWhy) { intend(.typed($0)) }
        } else {
            Page(kit: kit) {
                HStack {
                    Title(kit.text(.review))
                    Spacer()
                    VerdictBadge(kit: kit, verdict: state.verdict)
                }
                Redo(kit: kit, steps: state.redo)
                Findings(findings: state.findings)
                if let problem = state.problem { ProblemCard(problem: problem) }
                ForEach(state.rows, id: \.key) { card(of: $0) }
                if state.correctable { Act(kit.text(.correctTyped), primary: false) { intend(.correct) } }
                Muted(kit.text(.precheck), .footnote)
            } bottom: {
                Act(kit.text(state.verdict == .accept ? .keep : .again), enabled: !state.busy) {
                    intend(state.verdict == .accept ? .keep : .again)
                }
                Act(kit.text(state.verdict == .accept ? .again : .insist), primary: false, enabled: !state.busy) {
                    intend(state.verdict == .accept ? .again : .insist)
                }
            }
        }
    }

    private func card(of row: ReviewRow) -> some View {
        Card {
            Muted(row.label, .footnote)
            HStack {
                Text(row.read.isEmpty ? kit.text(.unread) : row.read).font(.title3).foregroundStyle(Ink.ink)
                Spacer()
                if row.same == true { Badge(kit.text(.same), Ink.goodGround, Ink.good) }
            }
            if row.same == false, let typed = row.typed {
                Text(kit.text(.typedWas, ["typed": typed])).font(.subheadline).foregroundStyle(Ink.bad)
            }
        }
        .accessibilityElement(children: .combine)
    }
}
