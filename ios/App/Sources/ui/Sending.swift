import HeyanCore
import HeyanShell
import SwiftUI

struct LetterView: View {
    let kit: Kit
    let state: LetterState
    let intend: (LetterIntent) -> Void

    var body: some View {
        if let review = state.review {
            ReviewView(kit: kit, state: review) { intend(.review($0)) }
        } else {
            Page(kit: kit) {
                Title(state.name)
                Muted(kit.text(.letterLead))
                ForEach(Array(state.pages.enumerated()), id: \.offset) { place, path in
                    Card {
                        Text(kit.text(.page, ["number": "\(place + 1)"])).font(.body).foregroundStyle(Ink.ink)
                        Act(kit.text(.remove), primary: false, enabled: !state.busy) { intend(.remove(path: path)) }
                    }
                }
                Act(kit.text(.addPage), primary: false, enabled: !state.busy) { intend(.add) }
                if let problem = state.problem { ProblemCard(problem: problem) }
            } bottom: {
                Act(kit.text(state.busy ? .judging : .check), enabled: !state.pages.isEmpty && !state.busy) { intend(.judge) }
            }
        }
    }
}

struct SendView: View {
    let kit: Kit
    let state: SendState
    let intend: (SendIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.toSend))
            Muted(kit.text(.sendLead, ["size": size(state.bytes)]))
            ForEach(Array(state.rows.enumerated()), id: \.offset) { _, row in
                Card {
                    HStack {
                        Text(row.name).font(.body).foregroundStyle(Ink.ink)
                        Spacer()
                        Muted(size(row.bytes))
                    }
                }
            }
            if !state.missing.isEmpty {
                Card {
                    Text(kit.text(.consentMissing)).font(.body).bold().foregroundStyle(Ink.ink)
                    Act(kit.text(.consent), primary: false) { intend(.consent) }
                }
            }
            if let progress = state.progress { card(of: progress) }
            if let problem = state.problem { ProblemCard(problem: problem) }
        } bottom: {
            switch state.phase {
            case .loading, .ready: Act(kit.text(.send), enabled: state.canSend) { intend(.send) }
            case .running: Act(kit.text(.pause), primary: false) { intend(.pause) }
            case .paused: Act(kit.text(.goOn), enabled: state.canSend) { intend(.send) }
            case .sent: Badge(kit.text(.sent), Ink.goodGround, Ink.good)
            }
        }
    }

    private func card(of progress: SendProgress) -> some View {
        Card {
            ProgressView(value: Double(progress.sentBytes), total: Double(max(1, progress.totalBytes))).tint(Ink.brand)
            Text(kit.text(.sentOf, ["sent": size(progress.sentBytes), "total": size(progress.totalBytes)]))
                .font(.subheadline).foregroundStyle(Ink.ink)
            if let left = progress.leftS {
                Muted(kit.text(.leftS, ["seconds": "\(left)"]))
            } else {
                Muted(kit.text(.leftUnknown))
            }
        }
    }
}

struct OrderView: View {
    let kit: Kit
    let state: OrderState
    let intend: (OrderIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.order))
            if let number = state.filingNumber {
                Card {
                    Muted(kit.text(.filingNumber), .footnote)
                    Text(number).font(.title3).bold().foregroundStyle(Ink.ink)
                }
            }
            if let order = state.order { now(order) }
            ForEach(Array(state.said.enumerated()), id: \.offset) { _, said in
                Card {
                    Muted(kit.text(.reviewer), .footnote)
                    Text(said).font(.body).foregroundStyle(Ink.ink)
                }
            }
            if let problem = state.problem { ProblemCard(problem: problem) }
            Help(kit: kit, state: state.help) { intend(.help($0)) }
        } bottom: {
            Act(kit.text(.askNews), enabled: !state.asking) { intend(.ask) }
        }
    }

    @ViewBuilder
    private func now(_ order: Order) -> some View {
        Card {
            Text(order.name).font(.title2).bold().foregroundStyle(Ink.ink)
            Text(order.meaning).font(.body).foregroundStyle(Ink.ink)
            Text(order.next).font(.body).bold().foregroundStyle(Ink.brand)
        }
        if let until = order.expectedUntil {
            Muted(kit.text(.expected, ["from": order.expectedFrom ?? "", "until": until]))
        }
        ForEach(Array(order.refusals.enumerated()), id: \.offset) { _, refusal in
            Card {
                Text(refusal.message).font(.headline).foregroundStyle(Ink.ink)
                Muted(refusal.advice)
                if let step = refusal.redo.first { Act(kit.text(.again), primary: false) { intend(.redo(step: step)) } }
            }
        }
    }
}
