import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the way of a picture into the core and of its report back into Swift.
final class ScanTests: XCTestCase {
    private func session(_ expect: DocumentKind? = nil, _ lang: Lang = .en) throws -> ScanSession {
        try ScanSession.open(pack: Fixtures.pack, threads: 1, expect: expect, today: "2026-11-01", lang: lang)
    }

    func testAGeneratedCardIsReadAndAccepted() throws {
        let report = try session().judgeStill(bytes: Fixtures.bytes("front.jpg"))
        XCTAssertEqual(report.verdict, .accept)
        XCTAssertEqual(report.kind, .residentIdFront)
        XCTAssertEqual(report.corners.count, 4)
        XCTAssertEqual(report.fields.map(\.key), ["name", "sex", "ethnicity", "birth_date", "address", "id_number"])
        XCTAssertEqual(report.fields.last?.value, Fixtures.holder.number)
        XCTAssertTrue(report.fields.allSatisfy { $0.region.count == 4 && !$0.label.isEmpty })
    }

    func testADefectComesWithWordsFiguresAndItsPlaceInTheLanguageAskedFor() throws {
        let report = try session(nil, .zh).judgeStill(bytes: Fixtures.bytes("glare.jpg"))
        let glare = try XCTUnwrap(report.findings.first { $0.code == "document.glare" })
        XCTAssertEqual(glare.severity, .error)
        XCTAssertTrue(glare.message.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) })
        XCTAssertFalse(glare.advice.isEmpty)
        XCTAssertGreaterThanOrEqual(try XCTUnwrap(glare.region).count, 3)
        XCTAssertTrue(glare.figures.contains { $0.name == "area_ratio" && $0.value > 0 })
    }

    func testTheOtherSideOfTheCardIsTold() throws {
        let report = try session(.residentIdBack).judgeStill(bytes: Fixtures.bytes("front.jpg"))
        XCTAssertTrue(report.findings.map(\.code).contains("document.wrong_side"))
    }

    func testWhatIsNoPictureSaysTheWayOutAndTheSessionGoesOn() throws {
        let session = try session()
        XCTAssertThrowsError(try session.judgeStill(bytes: Data("not a picture".utf8))) { error in
            guard case HeyanError.BadPicture(let reason) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(reason.contains("JPEG"), reason)
        }
        XCTAssertEqual(try session.judgeStill(bytes: Fixtures.bytes("front.jpg")).verdict, .accept)
    }

    func testLiveFramesWithoutACardSaySoAndNeverTakeAPicture() throws {
        let session = try session()
        let grey = Data(repeating: 120, count: 640 * 480)
        for n in 0..<30 {
            let meta = FrameMeta(format: .grey, width: 640, height: 480, atMs: UInt64(n * 33))
            XCTAssertEqual(try session.submit(bytes: grey, meta: meta)?.hint, .showCard)
        }
        XCTAssertNil(try session.judge())
    }

    func testWrongArgumentsAreToldByName() throws {
        XCTAssertThrowsError(
            try ScanSession.open(pack: Fixtures.pack, threads: 1, expect: nil, today: "yesterday", lang: .en)
        ) { error in
            guard case HeyanError.BadArgument(let reason) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(reason.contains("yesterday"), reason)
        }
        XCTAssertThrowsError(
            try ScanSession.open(pack: "/nowhere", threads: 1, expect: nil, today: "2026-11-01", lang: .en)
        ) { error in
            guard case HeyanError.ModelUnavailable = error else { return XCTFail("\(error)") }
        }
        let short = FrameMeta(format: .rgb, width: 64, height: 64, atMs: 0)
        XCTAssertThrowsError(try session().submit(bytes: Data(count: 10), meta: short)) { error in
            guard case HeyanError.BadFrame = error else { return XCTFail("\(error)") }
        }
    }
}
