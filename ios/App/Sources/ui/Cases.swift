import Foundation
import HeyanCore
import HeyanShell
import SwiftUI

// Each view draws one state of one screen and hands on what a person wants. Nothing is decided here.

struct CasesView: View {
    let kit: Kit
    let state: CasesState
    let intend: (CasesIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            HStack {
                Title(Bundle.main.object(forInfoDictionaryKey: "CFBundleDisplayName") as? String ?? "Heyan")
                Spacer()
                Button(action: { intend(.settings) }) { Text("⋯").font(.title).foregroundStyle(Ink.brand) }
                    .frame(minWidth: 44, minHeight: 44)
                    .accessibilityLabel(kit.text(.settings))
            }
            Muted(kit.text(.lead))
            if let problem = state.problem { ProblemCard(problem: problem) }
            if state.rows.isEmpty, !state.loading {
                Card {
                    Text(kit.text(.noCases)).font(.headline).foregroundStyle(Ink.ink)
                    Muted(kit.text(.noCasesMore))
                }
            }
            ForEach(state.rows, id: \.name) { row(of: $0) }
        } bottom: {
            Act(kit.text(.newCase)) { intend(.new) }
        }
    }

    @ViewBuilder
    private func row(of row: CaseRow) -> some View {
        if let problem = row.problem {
            ProblemCard(problem: problem)
            if row.canDelete { Act(kit.text(.deleteCase), primary: false) { intend(.delete(name: row.name)) } }
        } else {
            Card(touched: { intend(.open(name: row.name)) }) {
                Text(row.provider).font(.headline).foregroundStyle(Ink.ink)
                Muted(kit.text(.nextStep, ["step": row.next.isEmpty ? kit.text(.allDone) : row.next]))
                ProgressView(value: Double(row.done), total: Double(max(1, row.asked))).tint(Ink.brand)
                HStack {
                    Muted(kit.text(.stepsDone, ["done": "\(row.done)", "asked": "\(row.asked)"]), .footnote)
                    Spacer()
                    if !row.order.isEmpty { Badge(row.order, Ink.quietGround, Ink.muted) }
                }
            }
        }
    }
}

struct CaseView: View {
    let kit: Kit
    let state: CaseState
    let intend: (CaseIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            if state.loading || state.steps.isEmpty {
                if let problem = state.problem { ProblemCard(problem: problem) }
            } else {
                Title(state.provider)
                Muted(kit.text(.caseOf, ["name": state.holder]))
                if let problem = state.problem { ProblemCard(problem: problem) }
                ForEach(Array(state.steps.enumerated()), id: \.offset) { _, step in
                    Card(touched: { intend(.do(step: step.step)) }) { line(of: step) }
                }
                Findings(findings: state.findings)
                Onward(kit.text(.asked)) { intend(.asked) }
                Onward(kit.text(.typedTitle)) { intend(.typed) }
                Onward(kit.text(.consent)) { intend(.consent) }
                Onward(kit.text(.order), state.order?.name) { intend(.order) }
                ForEach(Array(state.notes.enumerated()), id: \.offset) { _, note in Muted(note) }
                Help(kit: kit, state: state.help) { intend(.help($0)) }
            }
        } bottom: {
            if !state.loading, !state.steps.isEmpty {
                Act(kit.text(.toSend), enabled: state.complete) { intend(.send) }
            }
        }
    }

    private func line(of step: StepRow) -> some View {
        HStack(spacing: 12) {
            StandingMark(standing: step.standing)
            VStack(alignment: .leading, spacing: 2) {
                Text(step.name).font(step.next ? .headline : .body).foregroundStyle(Ink.ink)
                Muted(step.said)
            }
            Spacer()
            if step.next { Badge(kit.text(.now), Ink.brand, Ink.onBrand) }
        }
    }
}

struct AskedView: View {
    let kit: Kit
    let state: AskedState
    let intend: (AskedIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.asked))
            Muted(state.provider)
            if let problem = state.problem { ProblemCard(problem: problem) }
            ForEach(Array(state.rows.enumerated()), id: \.offset) { _, row in
                Card(touched: { intend(.do(step: row.step)) }) {
                    Text(row.name).font(.headline).foregroundStyle(Ink.ink)
                    Text(facts(of: row)).font(.subheadline).foregroundStyle(Ink.ink)
                    if !row.signature.isEmpty { Text(row.signature).font(.subheadline).foregroundStyle(Ink.ink) }
                    Muted(kit.text(.askedSource, ["source": row.source]), .caption)
                }
            }
            if !state.actions.isEmpty {
                Muted(kit.text(.askedActions, ["count": "\(state.actionsDrawn)", "actions": state.actions.joined(separator: " · ")]))
            }
            if state.sample { Muted(kit.text(.sampleText)) }
            ForEach(Array(state.notes.enumerated()), id: \.offset) { _, note in Muted(note) }
        } bottom: {
        }
    }

    private func facts(of row: AskedRow) -> String {
        var facts = [row.when]
        if row.maxFiles > 1 { facts.append(kit.text(.files, ["least": "\(row.minFiles)", "most": "\(row.maxFiles)"])) }
        if let most = row.maxBytes { facts.append(kit.text(.largest, ["size": size(most)])) }
        return facts.joined(separator: " · ")
    }
}

struct ConsentView: View {
    let kit: Kit
    let state: ConsentState
    let intend: (ConsentIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.consent))
            Muted(kit.text(.consentLead))
            ForEach(Array(state.consents.enumerated()), id: \.offset) { _, consent in
                Card {
                    if consent.given { Badge(kit.text(.agreed), Ink.goodGround, Ink.good) }
                    Text(consent.heading).font(.headline).foregroundStyle(Ink.ink)
                    Text(consent.text).font(.body).foregroundStyle(Ink.ink)
                    if consent.given {
                        Act(kit.text(.withdraw), primary: false, enabled: !state.busy) { intend(.withdraw(purpose: consent.purpose)) }
                    } else {
                        Act(kit.text(.agree), enabled: !state.busy) { intend(.agree(purpose: consent.purpose)) }
                    }
                }
            }
            if !state.withdrawn.isEmpty { Muted(state.withdrawn) }
            if let problem = state.problem { ProblemCard(problem: problem) }
        } bottom: {
        }
    }
}

struct SettingsView: View {
    let kit: Kit
    let state: SettingsState
    let intend: (SettingsIntent) -> Void

    var body: some View {
        Page(kit: kit) {
            Title(kit.text(.settings))
            Onward(kit.text(.language)) { intend(.language) }
            Onward(kit.text(.licences)) { intend(.licences) }
            if state.asked {
                Card {
                    Text(kit.text(.deleteSure)).font(.headline).foregroundStyle(Ink.ink)
                    Muted(kit.text(.deleteSureMore))
                    Act(kit.text(.deleteAll)) { intend(.delete) }
                    Act(kit.text(.leave), primary: false) { intend(.leave) }
                }
            } else {
                Act(kit.text(.deleteAll), primary: false, enabled: !state.busy) { intend(.askDelete) }
            }
            if state.deleted { Muted(kit.text(.deleted)) }
            Muted(kit.text(.privacy))
            if let problem = state.problem { ProblemCard(problem: problem) }
        } bottom: {
        }
    }
}
