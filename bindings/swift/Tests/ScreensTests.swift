import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects that a shell in Swift can show the core's screens: states, intents, frames and work go over and come back.
final class ScreensTests: XCTestCase {
    private func meta(_ format: PixelFormat = .grey) -> FrameMeta {
        FrameMeta(format: format, width: 640, height: 480, atMs: 0)
    }

    func testACardIsGuidedJudgedShownBesideWhatWasTypedAndKept() throws {
        let desk = desk(try Home())
        let name = try made(desk)
        let scan = ScanScreen(desk: desk, name: name, step: .idFront)
        XCTAssertTrue(
            done(scan.start()).contains { if case .permit(let asked) = $0 { asked == [.camera] } else { false } })
        let opened = done(scan.intend(intent: .permitted(yes: true)))
        XCTAssertTrue(
            opened.contains {
                if case .openCamera(let camera) = $0 { camera == Camera(facing: .world, recording: nil) } else { false }
            }, "\(opened)")
        let grey = Data(count: 640 * 480)
        XCTAssertEqual(try scan.frame(bytes: grey, meta: meta()).names, ["draw"])
        let said = scan.state().guide.say
        XCTAssertTrue(!said.isEmpty && scan.state().guide.outline.isEmpty)
        desk.speak(lang: .zh)
        XCTAssertEqual(scan.retell().names, ["draw"])
        XCTAssertNotEqual(scan.state().guide.say, said)
        done(scan.intend(intent: .taken(still: try Fixtures.bytes("front.jpg"))))
        let review = try XCTUnwrap(scan.state().review)
        XCTAssertEqual(review.verdict, .accept, "\(review.findings)")
        let row = try XCTUnwrap(review.rows.first { $0.key == "name" })
        XCTAssertEqual(row.read, Fixtures.holder.name)
        XCTAssertEqual(row.typed, Fixtures.holder.name)
        XCTAssertEqual(row.same, true)
        XCTAssertTrue(done(scan.intend(intent: .review(.keep))).names.contains("back"))
        XCTAssertEqual(scan.leave().names, ["closeCamera"])

        let home = CaseScreen(desk: desk, name: name)
        done(home.start())
        XCTAssertEqual(home.state().steps.first { $0.step == .idFront }?.standing, .done)
        XCTAssertEqual(home.state().steps.first { $0.next }?.step, .idBack)
        XCTAssertFalse(home.state().complete)
    }

    func testMissingModelsALostKeyAndAFrameThatIsNoneAreTold() throws {
        let keys = MemoryKeys()
        let desk = desk(try Home(), keys: keys, pack: "/nowhere")
        let name = try made(desk)
        let face = FaceScreen(desk: desk, name: name)
        done(face.start())
        XCTAssertEqual(face.state().problem?.kind, .models)
        XCTAssertFalse(face.state().steps.isEmpty)
        XCTAssertEqual(try face.frame(bytes: Data(count: 4), meta: meta()).names, [], "no frame is wanted")
        _ = face.leave()
        keys.lose()
        let cases = CasesScreen(desk: desk)
        done(cases.start())
        XCTAssertEqual(cases.state().rows.map(\.problem?.kind), [.keyGone])
        done(cases.intend(intent: .delete(name: name)))
        XCTAssertTrue(cases.state().rows.isEmpty)
        XCTAssertNil(cases.state().problem)
    }

    func testPlacesAreGoneToOnceAndBackFromInTurn() {
        let navigator = Navigator()
        XCTAssertTrue(navigator.go(place: .face(case: "a")))
        XCTAssertFalse(navigator.go(place: .face(case: "a")))
        XCTAssertTrue(navigator.usesCamera() && navigator.putAside())
        XCTAssertEqual(navigator.shown(), .cases)
        XCTAssertFalse(navigator.back())
    }
}
