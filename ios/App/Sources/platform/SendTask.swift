import BackgroundTasks
import Foundation
import HeyanCore
import HeyanShell
import UIKit

/// Goes on sending while the app is not on the screen: at once for as long as the system lets it, and again when there is a network.
enum SendTask {
    /// As `Info.plist` permits it.
    static let name = "cn.heyan.app.send"
    private static let queue = DispatchQueue(label: "send", qos: .utility)

    /// Which sending is under way, for whoever has to stop it.
    private final class Running: @unchecked Sendable {
        private let lock = NSLock()
        private var now: Background?
        private var over = false

        var stopped: Bool { lock.withLock { over } }

        func begun(_ background: Background) {
            lock.withLock { now = background }
            if stopped { background.pause() }
        }

        func stop() {
            let running = lock.withLock {
                over = true
                return now
            }
            running?.pause()
        }
    }

    static func register(_ desk: Desk, _ pending: Pending) {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: name, using: queue) { task in
            let running = Running()
            task.expirationHandler = { running.stop() }
            let left = pending.run(desk, stopped: { running.stopped }, begun: { running.begun($0) })
            if left { schedule() }
            task.setTaskCompleted(success: !left)
        }
    }

    /// Asks for time when there is a network, also after a restart of the phone.
    static func schedule() {
        let request = BGProcessingTaskRequest(identifier: name)
        request.requiresNetworkConnectivity = true
        request.requiresExternalPower = false
        // Refused where the person has switched it off: then it goes on when the app is opened.
        try? BGTaskScheduler.shared.submit(request)
    }

    /// Sends now, for as long as the system lets an app go on that is not on the screen.
    @MainActor
    static func goOn(_ desk: Desk, _ pending: Pending) {
        let running = Running()
        var token = UIBackgroundTaskIdentifier.invalid
        token = UIApplication.shared.beginBackgroundTask(withName: name) { running.stop() }
        let held = token
        queue.async {
            let left = pending.run(desk, stopped: { running.stopped }, begun: { running.begun($0) })
            if left { schedule() }
            DispatchQueue.main.async { MainActor.assumeIsolated { UIApplication.shared.endBackgroundTask(held) } }
        }
    }
}
