import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the portrait's way through the binding: live hints, the judgement of a still, the picture to hand in.
final class PortraitTests: XCTestCase {
    private func session() throws -> PortraitSession {
        try PortraitSession.open(pack: Fixtures.pack, threads: 1, lang: .en)
    }

    func testAGoodPortraitIsAcceptedAndCutToSize() throws {
        let session = try session()
        let good = try Fixtures.bytes("1-good.jpg")
        XCTAssertEqual(try session.judgeStill(bytes: good).verdict, .accept)
        let export = try session.exportStill(bytes: good, size: "icp")
        XCTAssertEqual(Array(export.prefix(2)), [0xff, 0xd8])
        XCTAssertEqual(try session.judgeStill(bytes: export).verdict, .accept)
        XCTAssertThrowsError(try session.exportStill(bytes: good, size: "poster")) { error in
            guard case HeyanError.BadArgument = error else { return XCTFail("\(error)") }
        }
    }

    func testWhatIsWrongWithAPortraitIsTold() throws {
        let report = try session().judgeStill(bytes: Fixtures.bytes("4-shoulder-cut.jpg"))
        XCTAssertTrue(report.findings.map(\.code).contains("portrait.shoulder_cut"))
    }

    func testAFrameWithoutAFaceSaysSoAtOnceAndNeverLetsTheShutterFall() throws {
        let session = try session()
        let grey = Data(repeating: 200, count: 640 * 480)
        for n in 0..<5 {
            let meta = FrameMeta(format: .grey, width: 640, height: 480, atMs: UInt64(n * 33))
            let live = try XCTUnwrap(session.submit(bytes: grey, meta: meta))
            XCTAssertEqual(live.mend, "portrait.no_face")
            XCTAssertTrue(!live.say.isEmpty && !live.ready)
        }
    }

    func testFramesOfAFaceAreToldWhatToMend() throws {
        let session = try session()
        let clip = try Fixtures.clip("1-good-run")
        let lives = try (0..<12).map { n in
            try XCTUnwrap(clip.frame(n) { try session.submit(bytes: $0, meta: $1) })
        }
        XCTAssertNotNil(lives.last?.mend, "a room is no white wall")
        XCTAssertFalse(lives.contains { $0.ready || $0.mend == "portrait.no_face" })
    }
}
