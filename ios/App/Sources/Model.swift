import AVFoundation
import Foundation
import HeyanCore
import HeyanShell
import Observation
import SwiftUI
import UIKit

/// One desk for the whole process, and the place on show.
@MainActor
@Observable
final class Model {
    /// What is asked of the person, and whom the answer goes to.
    struct Asking {
        let permissions: [Permission]
        let words: String
        let then: (Bool) -> Void
    }

    @ObservationIgnored let desk: Desk
    @ObservationIgnored let pending: Pending
    @ObservationIgnored let threads: HeyanShell.Threads = AppThreads()
    @ObservationIgnored private let speaker = Speaker()
    @ObservationIgnored private let walk = Walk()
    private(set) var words: Words
    private(set) var shown: any Shown = Nothing()
    /// Counts places shown: each is drawn from the beginning.
    private(set) var number = 0
    private(set) var asking: Asking?
    private(set) var licences: String?
    var isAsking = false
    var isTelling = false
    var isChoosing = false
    @ObservationIgnored private var chosen: ((String) -> Void)?

    init() {
        let files = FileManager.default
        let home = (files.urls(for: .applicationSupportDirectory, in: .userDomainMask).first ?? files.temporaryDirectory)
            .appendingPathComponent("heyan")
        Places.prepare(home)
        let spoken = Words(preferred: Bundle.main.preferredLocalizations)
        words = spoken
        let folders = Folders(
            cases: home.appendingPathComponent("cases").path, rollbackGuard: home.appendingPathComponent("guard").path,
            pack: Places.pack)
        desk = Desk(
            folders: folders, keys: WrappedKeys(Enclave()), gateway: Places.gateway, threads: inferenceThreads, lang: spoken.lang,
            transport: nil)
        pending = Pending(path: home.appendingPathComponent("pending").path)
        Places.warm(threads)
        show()
    }

    private var kit: Kit { Kit(words: words, back: walk.isHome ? nil : { [weak self] in self?.move(.back) }) }

    /// The app came to the front or went from it.
    func turned(to phase: ScenePhase) {
        switch phase {
        case .active:
            let now = Words(preferred: Bundle.main.preferredLocalizations)
            guard now != words else { return }
            words = now
            desk.speak(lang: now.lang)
            shown.retell(kit)
        case .background:
            // The camera is not ours any more: begun captures are begun again.
            if walk.putAside() { show() }
            if !pending.names.isEmpty { SendTask.schedule() }
        default:
            break
        }
    }

    func move(_ effect: Effect) {
        if walk.move(effect) { show() }
    }

    private func show() {
        shown.leave()
        speaker.hush()
        number += 1
        shown = screen(at: walk.place)
        UIApplication.shared.isIdleTimerDisabled = walk.usesCamera
        shown.start()
    }

    private func screen(at place: Place) -> any Shown {
        switch place {
        case .cases: one(casesScreen(desk)) { CasesView(kit: $0, state: $1, intend: $2) }
        case .newCase: one(newCaseScreen(desk)) { NewCaseView(kit: $0, state: $1, intend: $2) }
        case .settings: one(settingsScreen(desk)) { SettingsView(kit: $0, state: $1, intend: $2) }
        case .caseHome(let name): one(caseScreen(desk, name)) { CaseView(kit: $0, state: $1, intend: $2) }
        case .asked(let name): one(askedScreen(desk, name)) { AskedView(kit: $0, state: $1, intend: $2) }
        case .consent(let name): one(consentScreen(desk, name)) { ConsentView(kit: $0, state: $1, intend: $2) }
        case .typed(let name):
            one(typedScreen(desk, name)) { TypedView(kit: $0, state: $1, why: .typedWhy, intend: $2) }
        case .letter(let name, let step): one(letterScreen(desk, name, step)) { LetterView(kit: $0, state: $1, intend: $2) }
        case .send(let name): one(sendScreen(desk, name)) { SendView(kit: $0, state: $1, intend: $2) }
        case .order(let name): one(orderScreen(desk, name)) { OrderView(kit: $0, state: $1, intend: $2) }
        case .scan(let name, let step):
            watching(scanScreen(desk, name, step)) { ScanView(kit: $0, state: $1, frame: $3, intend: $2) }
        case .face(let name): watching(faceScreen(desk, name)) { kit, state, intend, _ in FaceView(kit: kit, state: state, intend: intend) }
        case .portrait(let name):
            watching(portraitScreen(desk, name)) { kit, state, intend, _ in PortraitView(kit: kit, state: state, intend: intend) }
        case .statement(let name):
            watching(statementScreen(desk, name)) { kit, state, intend, _ in StatementView(kit: kit, state: state, intend: intend) }
        }
    }

    private func one<S, I, V: View>(_ core: CoreScreen<S, I>, _ draw: @escaping (Kit, S, @escaping (I) -> Void) -> V) -> any Shown {
        ShownScreen(model: self, kit: kit, core: core, watches: false) { kit, state, intend, _ in draw(kit, state, intend) }
    }

    private func watching<S, I, V: View>(
        _ core: CoreScreen<S, I>, _ draw: @escaping (Kit, S, @escaping (I) -> Void, CGSize) -> V
    ) -> any Shown {
        ShownScreen(model: self, kit: kit, core: core, watches: true, draw: draw)
    }

    func say(_ words: String) { speaker.say(words, self.words.lang) }

    func showLanguages() {
        if let url = URL(string: UIApplication.openSettingsURLString) { UIApplication.shared.open(url) }
    }

    func showLicences() {
        licences = Places.text("licences", "txt")
        isTelling = true
    }

    /// A case is to be sent while nobody looks.
    func sendInBackground(_ name: String) {
        try? pending.add(name)
        SendTask.goOn(desk, pending)
    }

    /// Asks for `permissions`, telling why, unless they are given; `then` is told whether all are.
    func ask(_ permissions: [Permission], _ then: @escaping (Bool) -> Void) {
        let missing = permissions.filter { AVCaptureDevice.authorizationStatus(for: $0.media) != .authorized }
        if missing.isEmpty { return then(true) }
        // Refused once the system asks no more: the way is through its settings.
        asking = Asking(permissions: missing, words: missing.map(words.permission).joined(separator: "\n"), then: then)
        isAsking = true
    }

    /// The person has read why.
    func permit() {
        guard let asked = asking else { return }
        asking = nil
        next(asked.permissions, asked.then)
    }

    private func next(_ permissions: [Permission], _ then: @escaping (Bool) -> Void) {
        guard let first = permissions.first else { return then(true) }
        AVCaptureDevice.requestAccess(for: first.media) { yes in
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    if yes { self.next(Array(permissions.dropFirst()), then) } else { then(false) }
                }
            }
        }
    }

    /// Lets the person choose a file; a copy of it is handed to `then`.
    func choose(_ then: @escaping (String) -> Void) {
        chosen = then
        isChoosing = true
    }

    func chose(_ result: Result<URL, any Error>) {
        guard case .success(let url) = result, let then = chosen else { return }
        chosen = nil
        threads.work {
            let copy = Places.copy(url)
            self.threads.screen { then(copy) }
        }
    }
}

extension Permission {
    var media: AVMediaType {
        switch self {
        case .camera: .video
        case .microphone: .audio
        }
    }
}

/// Threads for inference, beside those of the camera, the encoders and the screen.
private let inferenceThreads: UInt8 = 2

/// One queue for all work of all screens: it is done one thing after the other.
struct AppThreads: HeyanShell.Threads {
    private static let queue = DispatchQueue(label: "desk", qos: .userInitiated)

    func work(_ task: @escaping @Sendable () -> Void) { Self.queue.async(execute: task) }
    func screen(_ task: @escaping @Sendable () -> Void) { DispatchQueue.main.async(execute: task) }
    func later(_ ms: Int, _ task: @escaping @Sendable () -> Void) {
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(ms), execute: task)
    }
}
