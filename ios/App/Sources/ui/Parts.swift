import HeyanCore
import HeyanShell
import SwiftUI

/// What is the matter and what to do.
struct ProblemCard: View {
    let problem: Problem

    var body: some View {
        Card(ground: Ink.badGround) {
            Text(problem.what).font(.body).bold().foregroundStyle(Ink.ink)
            Muted(problem.advice)
        }
        .accessibilityElement(children: .combine)
    }
}

/// The sign of a severity beside words.
struct Remark: View {
    let severity: Severity
    let message: String
    let advice: String
    var source = ""

    var body: some View {
        HStack(alignment: .top, spacing: 12) {
            switch severity {
            case .error: Mark("!", Ink.badGround, Ink.bad)
            case .warning: Mark("?", Ink.warnGround, Ink.warn)
            case .info: Mark("i", Ink.goodGround, Ink.good)
            }
            VStack(alignment: .leading, spacing: 4) {
                Text(message).font(.body).bold().foregroundStyle(Ink.ink)
                Muted(advice)
                if !source.isEmpty { Muted(source, .caption) }
            }
        }
        .accessibilityElement(children: .combine)
    }
}

struct Findings: View {
    let findings: [Finding]

    var body: some View {
        ForEach(Array(findings.enumerated()), id: \.offset) { _, finding in
            Remark(severity: finding.severity, message: finding.message, advice: finding.advice)
        }
    }
}

struct VerdictBadge: View {
    let kit: Kit
    let verdict: Verdict

    var body: some View {
        switch verdict {
        case .accept: Badge(kit.text(.verdictAccept), Ink.goodGround, Ink.good)
        case .retry: Badge(kit.text(.verdictRetry), Ink.warnGround, Ink.warn)
        case .reject: Badge(kit.text(.verdictReject), Ink.badGround, Ink.bad)
        }
    }
}

struct StandingMark: View {
    let standing: Standing

    var body: some View {
        switch standing {
        case .done: Mark("✓", Ink.goodGround, Ink.good)
        case .forced: Mark("!", Ink.warnGround, Ink.warn)
        case .stale: Mark("↻", Ink.warnGround, Ink.warn)
        case .missing: Mark("·", Ink.quietGround, Ink.muted)
        }
    }
}

/// What is to be done again, if something is.
struct Redo: View {
    let kit: Kit
    let steps: [String]

    var body: some View {
        if !steps.isEmpty {
            Card {
                Text(kit.text(.redo)).font(.body).bold().foregroundStyle(Ink.ink)
                Text(steps.joined(separator: " · ")).font(.subheadline).foregroundStyle(Ink.ink)
            }
        }
    }
}

/// A card that leads on.
struct Onward: View {
    let words: String
    var more: String?
    let touched: () -> Void

    init(_ words: String, _ more: String? = nil, _ touched: @escaping () -> Void) {
        (self.words, self.more, self.touched) = (words, more, touched)
    }

    var body: some View {
        Card(touched: touched) {
            HStack {
                VStack(alignment: .leading, spacing: 2) {
                    Text(words).font(.body).foregroundStyle(Ink.ink)
                    if let more, !more.isEmpty { Muted(more) }
                }
                Spacer()
                Text("›").font(.title3).foregroundStyle(Ink.muted).accessibilityHidden(true)
            }
        }
    }
}

/// Topics, a search, and the topic that is open.
struct Help: View {
    let kit: Kit
    let state: HelpState
    let intend: (HelpIntent) -> Void

    var body: some View {
        Heading(kit.text(.help))
        if let topic = state.open {
            Card {
                Text(topic.title).font(.headline).foregroundStyle(Ink.ink)
                ForEach(Array(topic.lines.enumerated()), id: \.offset) { _, line in
                    Text(line).font(.subheadline).foregroundStyle(Ink.ink)
                }
                Muted(kit.text(.askedSource, ["source": topic.source]), .caption)
                Act(kit.text(.helpClose), primary: false) { intend(.close) }
            }
        }
        topics(state.topics)
        Field(kit.text(.helpSearch), state.query) { intend(.search(text: $0)) }
        topics(state.found)
    }

    private func topics(_ named: [Named]) -> some View {
        ForEach(named, id: \.key) { topic in Onward(topic.name) { intend(.open(topic: topic.key)) } }
    }
}
