import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the hot path: camera frames in, one at a time, and what to tell the person out.
final class LivenessTests: XCTestCase {
    private func session(_ actions: [Action], nonce: String? = nil) throws -> LivenessSession {
        try LivenessSession.open(pack: Fixtures.pack, threads: 1, actions: actions, nonce: nonce, lang: .en)
    }

    private func report(_ name: String) throws -> LivenessReport {
        let clip = try Fixtures.clip(name)
        let session = try session(clip.actions)
        for n in 0..<clip.size { _ = try clip.frame(n) { try session.submit(bytes: $0, meta: $1) } }
        return try session.finish()
    }

    func testATiltWhereATurnWasAskedIsToldWhileItHappens() throws {
        let clip = try Fixtures.clip("2-tilt-instead-of-turn")
        XCTAssertEqual(clip.actions, [.turnLeft])
        let session = try session(clip.actions)
        var lives: [LivenessLive] = []
        for n in 0..<clip.size {
            lives.append(try XCTUnwrap(clip.frame(n) { try session.submit(bytes: $0, meta: $1) }))
            if lives.last?.ended == true { break }
        }
        XCTAssertTrue(lives.contains { $0.hint == .keepUpright }, "the person is told at once")
        XCTAssertTrue(lives.contains { $0.outline.count > 30 }, "there is a face to draw")
        let report = try session.finish()
        XCTAssertEqual(report.verdict, .retry)
        XCTAssertEqual(report.actions.map(\.seen), [.tiltLeft])
        XCTAssertEqual(report.actions.map(\.passed), [false])
        XCTAssertTrue(report.findings.map(\.code).contains("liveness.tilt_instead_of_turn"))
    }

    func testAGoodRunPasses() throws {
        let report = try report("1-good-run")
        XCTAssertEqual(report.verdict, .accept, "\(report.findings)")
    }

    func testACardInPlaceOfAFaceDoesNotPass() throws {
        let report = try report("3-flat-card")
        XCTAssertNotEqual(report.verdict, .accept, "\(report.findings)")
    }

    func testASessionThatHasEndedSaysSo() throws {
        let session = try session([.nod])
        _ = try session.finish()
        let clip = try Fixtures.clip("1-good-run")
        XCTAssertThrowsError(try clip.frame(0) { try session.submit(bytes: $0, meta: $1) }) {
            XCTAssertEqual($0 as? HeyanError, .Ended)
        }
        XCTAssertThrowsError(try session.finish()) { XCTAssertEqual($0 as? HeyanError, .Ended) }
    }

    func testTwoThreadsOnOneSessionNeverWaitForEachOtherNorBreakIt() throws {
        let clip = try Fixtures.clip("1-good-run")
        let session = try session(clip.actions)
        let failures = Counter()
        DispatchQueue.concurrentPerform(iterations: 2) { thread in
            for n in stride(from: thread, to: 60, by: 2) {
                do {
                    _ = try clip.frame(n) { try session.submit(bytes: $0, meta: $1) }
                } catch {
                    failures.add()
                }
            }
        }
        XCTAssertEqual(failures.count, 0)
        XCTAssertTrue((1...60).contains(try session.finish().framesRead))
    }

    func testTwoHundredSessionsOpenedAndLetGoLeaveNoMemoryBehind() throws {
        for _ in 0..<40 { _ = try session([.nod]) }
        let before = try residentKb()
        for _ in 0..<200 { _ = try session([.nod]) }
        let grown = try residentKb() - before
        // A session's two networks take over 5 MB: 200 kept ones would take a gigabyte.
        XCTAssertLessThan(grown, 40_000, "grown by \(grown) KB")
    }

    func testWhatCannotBeAskedIsRefused() throws {
        for (actions, nonce) in [([], nil), ([Action.nod], "no spaces please")] {
            XCTAssertThrowsError(try session(actions, nonce: nonce)) { error in
                guard case HeyanError.BadArgument = error else { return XCTFail("\(error)") }
            }
        }
        XCTAssertEqual(drawActions(seed: 2026, count: 3), drawActions(seed: 2026, count: 3))
        XCTAssertFalse(actionWords(action: .turnLeft, lang: .zh).isEmpty)
    }

    private func residentKb() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try XCTUnwrap(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
        return try XCTUnwrap(Int(line.filter(\.isNumber)))
    }
}

/// Counts from any thread.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    func add() { lock.withLock { value += 1 } }

    var count: Int { lock.withLock { value } }
}
