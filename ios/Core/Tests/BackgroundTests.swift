import Foundation
import HeyanCore
import HeyanFixtures
import HeyanShell
import XCTest

/// Protects that a case is sent to its end while nobody looks, and is tried again only where that may help.
final class BackgroundTests: XCTestCase {
    private func phase(_ desk: Desk, _ name: String) -> SendPhase {
        let send = SendScreen(desk: desk, name: name)
        done(send.start())
        defer { _ = send.leave() }
        return send.state().phase
    }

    func testWhatWasLeftHalfSentGoesOnToItsEndAndThenThereIsNothingToTryAgain() throws {
        let home = try Home()
        let desk = desk(home, gateway: try Fixtures.sandbox())
        let name = try filled(desk, home, megabytes: 24)
        let send = SendScreen(desk: desk, name: name)
        done(send.start())
        let sending = DispatchGroup()
        DispatchQueue.global().async(group: sending) { done(send.intend(intent: .send)) }
        let end = Date() + 60
        while send.state().progress == nil, Date() < end {
            Thread.sleep(forTimeInterval: 0.002)
            _ = send.intend(intent: .look)
        }
        // Busy with it still: another time.
        let meanwhile = Background(desk, name).run()
        _ = send.leave()
        sending.wait()
        XCTAssertTrue(meanwhile || phase(desk, name) == .sent)
        XCTAssertFalse(Background(desk, name).run())
        XCTAssertEqual(phase(desk, name), .sent)
        XCTAssertFalse(Background(desk, name).run(), "sent once is sent")
    }

    func testWithoutConsentNothingIsSentAndNothingTriedAgainAfterTroubleItIs() throws {
        var nowhere = nobody
        nowhere.address = "http://localhost:1"
        let home = try Home()
        let plain = desk(home, gateway: nowhere)
        XCTAssertFalse(Background(plain, try filled(plain, home, megabytes: 1, agreed: false)).run())
        XCTAssertTrue(Background(plain, try filled(plain, home, megabytes: 1)).run())
    }

    func testWhatIsToBeSentOutlivesTheAppAndIsTakenOffOnceItIsOrCannotBe() throws {
        let home = try Home()
        let list = home.path + "/pending"
        try Pending(path: list).add("a")
        try Pending(path: list).add("a")
        try Pending(path: list).add("b")
        XCTAssertEqual(Pending(path: list).names, ["a", "b"])
        var begun = 0
        let desk = desk(home)
        XCTAssertTrue(Pending(path: list).run(desk, stopped: { true }, begun: { _ in begun += 1 }), "the system's time is up")
        XCTAssertEqual(begun, 0)
        // No such cases: nothing that another time would mend.
        XCTAssertFalse(Pending(path: list).run(desk, stopped: { false }, begun: { _ in begun += 1 }))
        XCTAssertEqual(begun, 2)
        XCTAssertEqual(Pending(path: list).names, [])
    }
}
