import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the way out: to the sandbox gateway over real TLS and the real tusd, paused in the middle.
final class SendTests: XCTestCase {
    private func send(_ desk: Desk, _ name: String) -> SendScreen {
        let send = SendScreen(desk: desk, name: name)
        done(send.start())
        return send
    }

    func testNothingLeavesWithoutConsent() throws {
        let home = try Home()
        let desk = desk(home, gateway: try Fixtures.sandbox())
        let send = send(desk, try filled(desk, home, megabytes: 1, agreed: false))
        XCTAssertEqual(send.state().missing, [.sendIdentity])
        XCTAssertEqual(send.intend(intent: .send).names, [])
        XCTAssertTrue(!send.state().canSend && send.state().bytes > 1 << 20)
        _ = send.leave()
    }

    func testAServerThatIsNotThePinnedOneGetsNothingOneWithoutTlsNeither() throws {
        var wrong = try Fixtures.sandbox()
        wrong.pins = ["sha256/" + String(repeating: "A", count: 43) + "="]
        var plain = nobody
        plain.address = "http://localhost:1"
        for (gateway, code) in [(wrong, "submit.wrong_server"), (plain, "submit.plain_http")] {
            let home = try Home()
            let desk = desk(home, gateway: gateway)
            let send = send(desk, try filled(desk, home, megabytes: 1))
            done(send.intend(intent: .send))
            XCTAssertEqual(send.state().problem?.code, code)
            XCTAssertEqual(send.state().phase, .paused)
            XCTAssertTrue(send.state().canSend, "it can be tried again")
            _ = send.leave()
        }
    }

    func testPausedInTheMiddleItGoesOnFromThereAndTheOrderIsFollowedToItsNumber() throws {
        let home = try Home()
        let desk = desk(home, gateway: try Fixtures.sandbox())
        let name = try filled(desk, home, megabytes: 24)
        let order = OrderScreen(desk: desk, name: name)
        done(order.start())
        done(order.intend(intent: .ask))
        XCTAssertEqual(order.state().problem?.code, "submit.not_yet")
        let send = send(desk, name)
        let running = DispatchGroup()
        DispatchQueue.global().async(group: running) { done(send.intend(intent: .send)) }
        let end = Date() + 60
        while send.state().progress == nil, Date() < end {
            Thread.sleep(forTimeInterval: 0.002)
            _ = send.intend(intent: .look)
        }
        let home2 = CaseScreen(desk: desk, name: name)
        done(home2.start())
        let stillRunning = running.wait(timeout: .now()) == .timedOut
        if stillRunning { XCTAssertEqual(home2.state().problem?.code, "case.busy") }
        _ = send.intend(intent: .pause)
        running.wait()
        XCTAssertNil(send.state().problem, "a pause that was asked for is none")
        if send.state().phase == .paused { done(send.intend(intent: .send)) }
        XCTAssertEqual(send.state().phase, .sent, "\(send.state())")
        _ = send.leave()
        XCTAssertEqual(self.send(desk, name).state().phase, .sent, "sent is sent")
        while order.state().filingNumber == nil, Date() < end {
            done(order.intend(intent: .ask))
            Thread.sleep(forTimeInterval: 0.06)
        }
        XCTAssertEqual(order.state().order?.status, .filed, "\(String(describing: order.state().problem))")
        let typed = TypedScreen(desk: desk, name: name)
        done(typed.start())
        XCTAssertTrue(typed.state().loaded && !typed.state().correctable, "handed in it stays as it is")
        _ = order.leave()
    }

    func testATransportThatThrowsIsNoConnectionAndItsWordsStayHere() throws {
        final class Broken: Transport {
            struct Own: Error {
                let words = "socket of the shell's own"
            }
            let asked = Counter()

            func send(request: Request, sent: SentBytes) throws -> Reply {
                asked.add()
                if asked.count == 1 { throw Own() }
                return .distrusted(why: .wrongPin)
            }

            func networkChanged() throws {}
        }
        let (home, broken) = (try Home(), Broken())
        let desk = desk(home, gateway: try Fixtures.sandbox(), transport: broken)
        let send = send(desk, try filled(desk, home, megabytes: 1))
        done(send.intend(intent: .send))
        XCTAssertEqual(send.state().problem?.code, "submit.wrong_server")
        XCTAssertFalse("\(String(describing: send.state().problem))".contains("socket"))
        _ = send.leave()
        XCTAssertGreaterThanOrEqual(broken.asked.count, 2, "the first was tried again")
    }

    func testModelsAreWarmedUp() async throws {
        let weight = try await ModelPack(folder: Fixtures.pack).warmUp()
        XCTAssertGreaterThan(weight, 10_000_000)
    }

    func testAWarmUpCanBeLeft() async throws {
        let pack = ModelPack(folder: Fixtures.pack)
        let begun = Date()
        async let weight = pack.warmUp()
        try await _Concurrency.Task.sleep(nanoseconds: 1_000_000)
        pack.cancel()
        let warmed = try await weight
        XCTAssertLessThan(Date().timeIntervalSince(begun), 10)
        // How far it came is the machine's affair; it is no more than all, and a pack that was left can be warmed up again.
        let whole = try await ModelPack(folder: Fixtures.pack).warmUp()
        XCTAssertLessThanOrEqual(warmed, whole)
    }

    func testModelsThatAreNotThereAreTold() async {
        do {
            _ = try await ModelPack(folder: "/nowhere").warmUp()
            XCTFail("nothing is there")
        } catch HeyanError.ModelUnavailable {
        } catch {
            XCTFail("\(error)")
        }
    }
}
