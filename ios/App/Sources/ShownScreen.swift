import Foundation
import HeyanCore
import HeyanShell
import Observation
import SwiftUI

/// What the app needs of a screen on show, whatever its types are.
@MainActor
protocol Shown: AnyObject {
    func start()
    func retell(_ kit: Kit)
    func leave()
    func view() -> AnyView
}

/// Before anything is shown.
@MainActor
final class Nothing: Shown {
    func start() {}
    func retell(_ kit: Kit) {}
    func leave() {}
    func view() -> AnyView { AnyView(EmptyView()) }
}

/// One screen of the core, for as long as its place is shown. `draw` is told the size of an upright frame.
@MainActor
@Observable
final class ShownScreen<S, I, V: View>: Shown {
    private var state: S
    private var kit: Kit
    private var frame = CGSize(width: 1, height: 1)
    @ObservationIgnored private let core: CoreScreen<S, I>
    @ObservationIgnored private let draw: (Kit, S, @escaping (I) -> Void, CGSize) -> V
    @ObservationIgnored private weak var model: Model?
    @ObservationIgnored private var show: Show<S, I>?
    @ObservationIgnored private(set) var camera: CameraHands?
    @ObservationIgnored private var waits = false

    init(
        model: Model, kit: Kit, core: CoreScreen<S, I>, watches: Bool,
        draw: @escaping (Kit, S, @escaping (I) -> Void, CGSize) -> V
    ) {
        (self.model, self.kit, self.core, self.draw) = (model, kit, core, draw)
        state = core.state()
        let show = Show(core, model.threads) { [weak self] effect in
            MainActor.assumeIsolated { self?.carry(effect) }
        }
        self.show = show
        guard watches else { return }
        camera = CameraHands(
            threads: model.threads,
            frame: { show.frame($0, $1) }, sound: { show.sound($0, $1) },
            taken: { still in show.answer { $0.taken(still) } }, stopped: { recorded in show.answer { $0.stopped(recorded) } },
            lost: { show.answer { $0.lost } })
    }

    func start() {
        show?.start()
        look()
    }

    func retell(_ kit: Kit) {
        self.kit = kit
        show?.retell()
        look()
    }

    func leave() { show?.leave() }

    func view() -> AnyView { AnyView(ScreenView(screen: self)) }

    /// What is drawn of the state now.
    func drawn() -> V { draw(kit, state, { [weak self] in self?.intend($0) }, frame) }

    private func intend(_ intent: I) {
        show?.intend(intent)
        look()
    }

    private func look() {
        waits = false
        if let show { state = show.state }
        if let camera { frame = camera.frame }
    }

    private func carry(_ effect: Effect) {
        switch effect {
        case .draw:
            // Once a turn of the screen at most, however often it changes.
            if !waits {
                waits = true
                DispatchQueue.main.async { MainActor.assumeIsolated { self.look() } }
            }
        case .permit(let permissions): model?.ask(permissions) { [weak self] yes in
            self?.show?.answer { $0.permitted(yes) }
            self?.look()
        }
        case .openCamera(let camera): self.camera?.open(camera)
        case .closeCamera: camera?.close()
        case .takeStill: camera?.take()
        case .stopRecording: camera?.stop()
        case .speak(let words): model?.say(words)
        case .chooseFile: model?.choose { [weak self] path in
            if self?.show?.answer({ $0.chosen(path) }) != true { try? FileManager.default.removeItem(atPath: path) }
            self?.look()
        }
        case .go, .goFromHome, .back: model?.move(effect)
        case .sendInBackground(let name): model?.sendInBackground(name)
        case .showLanguages: model?.showLanguages()
        case .showLicences: model?.showLicences()
        case .work, .removeFile, .lookAfter: break
        }
    }
}

/// The screen over its camera, where it has one.
struct ScreenView<S, I, V: View>: View {
    let screen: ShownScreen<S, I, V>

    var body: some View {
        ZStack {
            if let camera = screen.camera {
                Color.black.ignoresSafeArea()
                Preview(session: camera.session).ignoresSafeArea().accessibilityHidden(true)
            }
            screen.drawn()
        }
    }
}
