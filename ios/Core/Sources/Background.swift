import Foundation
import HeyanCore

/// The sending of a case while nobody looks at it.
public final class Background: Sendable {
    private let screen: SendScreen

    public init(_ desk: Desk, _ name: String) { screen = SendScreen(desk: desk, name: name) }

    /// Sends, or goes on, on this thread to its end. Says whether it is to be tried again later.
    public func run() -> Bool {
        work(screen.start())
        work(screen.intend(intent: .send))
        let state = screen.state()
        _ = screen.leave()
        let waits = state.problem.map { $0.kind == .keyLocked || $0.code == "case.busy" } ?? false
        return state.phase == .paused || state.phase != .sent && waits
    }

    /// Stops it, from any thread.
    public func pause() { _ = screen.intend(intent: .pause) }

    /// Nothing but work: there is nothing to draw and nobody to ask.
    private func work(_ effects: [Effect]) {
        for case .work(let task) in effects { work(task.run()) }
    }
}

/// The cases that are still to be sent when the system gives time for it, in a file that outlives the app. Names of cases are random.
public final class Pending: @unchecked Sendable {
    private let path: String
    private let lock = NSLock()

    public init(path: String) { self.path = path }

    public var names: [String] { lock.withLock { read() } }

    public func add(_ name: String) throws {
        try lock.withLock {
            let now = read()
            if !now.contains(name) { try write(now + [name]) }
        }
    }

    public func remove(_ name: String) throws { try lock.withLock { try write(read().filter { $0 != name }) } }

    /// Sends one after the other until `stopped` says so; what is sent, or cannot be, is taken off. Says whether anything is left.
    public func run(_ desk: Desk, stopped: () -> Bool, begun: (Background) -> Void) -> Bool {
        for name in names {
            if stopped() { break }
            let background = Background(desk, name)
            begun(background)
            if !background.run() { try? remove(name) }
        }
        return !names.isEmpty
    }

    private func read() -> [String] {
        guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func write(_ names: [String]) throws {
        try Data(names.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
