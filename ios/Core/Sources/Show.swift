import Foundation
import HeyanCore

/// Where things are done.
public protocol Threads: Sendable {
    /// On a thread that may wait, one thing after the other.
    func work(_ task: @escaping @Sendable () -> Void)
    /// On the screen's thread.
    func screen(_ task: @escaping @Sendable () -> Void)
    /// The same, in `ms` milliseconds.
    func later(_ ms: Int, _ task: @escaping @Sendable () -> Void)
}

/// A screen on show: its work goes to the threads, and `hands` carries out all else on the screen's thread, in its order. Once it is
/// left nothing of it is carried out but what takes away: what a screen wanted last may come after it has gone.
public final class Show<State, Intent>: @unchecked Sendable {
    // The calls of the core may come from any thread; what is kept here stands behind the lock.
    private let screen: CoreScreen<State, Intent>
    private let threads: Threads
    private let hands: (Effect) -> Void
    private let lock = NSLock()
    private var gone = false

    public init(_ screen: CoreScreen<State, Intent>, _ threads: Threads, _ hands: @escaping (Effect) -> Void) {
        self.screen = screen
        self.threads = threads
        self.hands = hands
    }

    private var left: Bool { lock.withLock { gone } }

    /// What is shown now.
    public var state: State { screen.state() }

    public func start() { carry(screen.start()) }

    /// Somebody wants something. Says whether the screen is there still.
    @discardableResult
    public func intend(_ intent: Intent) -> Bool {
        if left { return false }
        carry(screen.intend(intent))
        return true
    }

    /// The phone answers. Says whether anybody has heard it.
    @discardableResult
    public func answer(_ answer: (Answers<Intent>) -> Intent?) -> Bool {
        guard let intent = answer(screen.answers) else { return false }
        return intend(intent)
    }

    /// The language was changed.
    public func retell() { carry(screen.retell()) }

    /// A frame, on the camera's thread.
    public func frame(_ bytes: Data, _ meta: FrameMeta) {
        if left { return }
        do {
            pass(try screen.frame(bytes, meta))
        } catch {
            // A camera whose frames are none.
            threads.screen { self.answer { $0.lost } }
        }
    }

    /// A chunk of the microphone of one channel, on its thread.
    public func sound(_ pcm: Data, _ rateHz: Int) {
        if left { return }
        pass(screen.sound(pcm, UInt32(rateHz), 1))
    }

    public func leave() {
        let first = lock.withLock {
            defer { gone = true }
            return !gone
        }
        if first { carry(screen.leave()) }
    }

    private func pass(_ effects: [Effect]) {
        if !effects.isEmpty { threads.screen { self.carry(effects) } }
    }

    private func carry(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .work(let task):
                threads.work { self.pass(task.run()) }
            case .removeFile(let path):
                try? FileManager.default.removeItem(atPath: path)
            case .closeCamera, .sendInBackground:
                hands(effect)
            case .lookAfter(let ms):
                threads.later(Int(ms)) { self.answer { $0.look } }
            default:
                if !left { hands(effect) }
            }
        }
    }
}
