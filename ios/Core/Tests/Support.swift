import Foundation
import HeyanCore
import HeyanShell

/// Threads that a test turns by hand.
final class HandTurned: Threads, @unchecked Sendable {
    var works: [@Sendable () -> Void] = []
    var screens: [@Sendable () -> Void] = []
    var laters: [(ms: Int, task: @Sendable () -> Void)] = []

    func work(_ task: @escaping @Sendable () -> Void) { works.append(task) }
    func screen(_ task: @escaping @Sendable () -> Void) { screens.append(task) }
    func later(_ ms: Int, _ task: @escaping @Sendable () -> Void) { laters.append((ms, task)) }

    /// All work, and what is to be done on the screen's thread after each.
    func turn() {
        while !works.isEmpty || !screens.isEmpty {
            if screens.isEmpty { works.removeFirst()() } else { screens.removeFirst()() }
        }
    }
}

/// Keeps what it is handed.
final class Seen<Element> {
    var all: [Element] = []
}
