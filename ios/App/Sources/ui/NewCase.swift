import HeyanCore
import HeyanShell
import SwiftUI

struct NewCaseView: View {
    let kit: Kit
    let state: NewCaseState
    let intend: (NewCaseIntent) -> Void

    private var province: String {
        state.provinces.first { $0.key == state.province }?.name ?? kit.text(.provinceAny)
    }

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.newCase))
            if let problem = state.problem { ProblemCard(problem: problem) }
            Heading(kit.text(.provider))
            Pick(now: state.providerName, names: state.providers.map(\.name)) { intend(.provider(key: state.providers[$0].key)) }
            Act(kit.text(.ownProfile), primary: false) { intend(.ownProfile) }
            Heading(kit.text(.province))
            Pick(now: province, names: [kit.text(.provinceAny)] + state.provinces.map(\.name)) { place in
                intend(.province(key: place == 0 ? nil : state.provinces[place - 1].key))
            }
            holder
            site
            Icon(kit: kit, state: state.guide) { intend(.guide($0)) }
            Interview(kit: kit, state: state.guide) { intend(.guide($0)) }
            Advice(kit: kit, all: state.guide.restrictions)
            Help(kit: kit, state: state.guide.help) { intend(.guide(.help($0))) }
        } bottom: {
            Act(kit.text(.create), enabled: !state.busy) { intend(.create) }
        }
    }

    @ViewBuilder
    private var holder: some View {
        Heading(kit.text(.holder))
        Muted(kit.text(.holderMore))
        Field(kit.text(.holderName), state.name) { intend(.type(field: .name, text: $0)) }
        Field(kit.text(.holderId), state.idNumber, capitals: true) { intend(.type(field: .idNumber, text: $0)) }
    }

    @ViewBuilder
    private var site: some View {
        Heading(kit.text(.site))
        Muted(kit.text(.siteMore))
        Service(kit: kit, state: state.guide) { intend(.guide($0)) }
        Field(kit.text(.siteName), state.siteName) { intend(.type(field: .siteName, text: $0)) }
        Advice(kit: kit, all: state.guide.name)
        Field(kit.text(.domain), state.domain) { intend(.type(field: .domain, text: $0)) }
        Toggle(kit.text(.unit), isOn: Binding(get: { state.unit }, set: { intend(.unit(yes: $0)) })).tint(Ink.brand)
        Toggle(
            kit.text(.notLegal),
            isOn: Binding(get: { state.notLegalRepresentative }, set: { intend(.notLegalRepresentative(yes: $0)) })
        )
        .tint(Ink.brand)
    }
}

/// What the guide says, with whose rule each is.
struct Advice: View {
    let kit: Kit
    let all: [AdviceSaid]

    var body: some View {
        ForEach(Array(all.enumerated()), id: \.offset) { _, one in
            Remark(
                severity: one.severity, message: one.message, advice: one.advice,
                source: one.source.isEmpty ? "" : kit.text(.askedSource, ["source": one.source]))
        }
    }
}

/// What is filed.
struct Service: View {
    let kit: Kit
    let state: AdviceState
    let intend: (AdviceIntent) -> Void

    private let all: [(key: String, label: HeyanCore.Label)] = [
        ("site", .serviceSite), ("app", .serviceApp), ("mini_program", .serviceMini),
    ]

    var body: some View {
        let now = all.first { $0.key == state.service } ?? all[0]
        Heading(kit.text(.service))
        Pick(now: kit.text(now.label), names: all.map { kit.text($0.label) }) { intend(.service(key: all[$0].key)) }
    }
}

/// The questions of the interview.
struct Interview: View {
    let kit: Kit
    let state: AdviceState
    let intend: (AdviceIntent) -> Void

    private let answers: [(key: String, label: HeyanCore.Label)] = [("", .answerOpen), ("yes", .answerYes), ("no", .answerNo)]

    var body: some View {
        Heading(kit.text(.interview))
        Muted(kit.text(.interviewMore))
        ForEach(state.questions, id: \.key) { question in
            Text(question.text).font(.subheadline).foregroundStyle(Ink.ink)
            if question.yesNo {
                let now = answers.first { $0.key == question.answer ?? "" } ?? answers[0]
                Pick(now: kit.text(now.label), names: answers.map { kit.text($0.label) }) {
                    intend(.answer(question: question.key, text: answers[$0].key))
                }
            } else {
                Field("0", question.answer ?? "") { intend(.answer(question: question.key, text: $0)) }
            }
        }
    }
}

/// An icon to be looked at, and what is said of it.
struct Icon: View {
    let kit: Kit
    let state: AdviceState
    let intend: (AdviceIntent) -> Void

    var body: some View {
        Heading(kit.text(.icon))
        if state.iconSeen, state.icon.isEmpty { Badge(kit.text(.iconFine), Ink.goodGround, Ink.good) }
        Advice(kit: kit, all: state.icon)
        if state.iconSeen { Act(kit.text(.iconForget), primary: false) { intend(.noIcon) } }
        Act(kit.text(.iconCheck), primary: false) { intend(.chooseIcon) }
    }
}

/// What was typed, to be put right; `why` says for what.
struct TypedView: View {
    let kit: Kit
    let state: TypedState
    let why: HeyanCore.Label
    let intend: (TypedIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.typedTitle))
            Muted(kit.text(state.loaded && !state.correctable ? .typedLate : why))
            if let problem = state.problem { ProblemCard(problem: problem) }
            Redo(kit: kit, steps: state.redo)
            field(.holderName, .name, state.name)
            field(.holderId, .idNumber, state.idNumber, capitals: true)
            field(.siteName, .siteName, state.siteName)
            field(.domain, .domain, state.domain)
        } bottom: {
            if state.saved {
                Badge(kit.text(.corrected), Ink.goodGround, Ink.good)
                Act(kit.text(.back)) { intend(.leave) }
            } else {
                Act(kit.text(.correct), enabled: state.correctable && !state.busy) { intend(.save) }
                Act(kit.text(.leave), primary: false) { intend(.leave) }
            }
        }
    }

    @ViewBuilder
    private func field(_ label: HeyanCore.Label, _ field: TypedField, _ value: String, capitals: Bool = false) -> some View {
        Heading(kit.text(label))
        Field(kit.text(label), value, capitals: capitals) { intend(.type(field: field, text: $0)) }
    }
}
