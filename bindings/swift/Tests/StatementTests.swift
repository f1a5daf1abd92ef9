import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the way of sound into the core, chunk by chunk, and of the place in the text back.
final class StatementTests: XCTestCase {
    private func template(_ more: String = "") throws -> String {
        let text = try Fixtures.text("reading.txt")
        return "version = 1\nid = \"t\"\nedition = \"1\"\nsource = \"a test\"\ntext = '''\(text)'''\n" + more
    }

    private func session(_ more: String = "") throws -> StatementSession {
        try StatementSession.open(pack: Fixtures.pack, threads: 1, blanks: [], lang: .en, template: template(more))
    }

    /// Feeds the first `share` of the reading in chunks of 20 ms, as a microphone gives them, and a still face beside it.
    private func read(_ session: StatementSession, _ share: Double, frames: Bool) throws -> [StatementLive] {
        let (rate, pcm) = try Fixtures.sound("reading.wav")
        let clip = try Fixtures.clip("1-good-run")
        let chunk = Int(rate) / 50 * 2
        return try (0..<Int(Double(pcm.count / chunk) * share)).map { n in
            let start = pcm.startIndex + n * chunk
            let live = try session.hear(pcm: pcm[start..<(start + chunk)], rateHz: rate, channels: 1)
            if frames, n % 2 == 0 {
                _ = try clip.frame(0) { bytes, meta in
                    var then = meta
                    then.atMs = UInt64(n * 20)
                    return try session.see(bytes: bytes, meta: then)
                }
            }
            return live
        }.compactMap { $0 }
    }

    func testThePlaceInTheTextFollowsTheVoiceToItsEnd() throws {
        let session = try session()
        let lives = try read(session, 1, frames: false)
        let length = session.text().unicodeScalars.count
        XCTAssertTrue(zip(lives, lives.dropFirst()).allSatisfy { $1.position >= $0.position }, "it never scrolls back")
        let middle = Int(lives[lives.count / 2].position)
        XCTAssertTrue((length / 4...length * 3 / 4).contains(middle), "half way it stands at \(middle) of \(length)")
        XCTAssertGreaterThan(Int(try XCTUnwrap(lives.last).position), length * 9 / 10)
        let report = try session.finish(file: nil)
        XCTAssertGreaterThan(report.coverage, 0.85)
        let codes = report.findings.map(\.code)
        XCTAssertFalse(codes.contains("statement.incomplete_reading"))
        XCTAssertTrue(codes.contains("statement.face_lost"), "no frame was ever seen")
    }

    func testWhoStopsEarlyAndWhoseLipsStandStillIsToldSo() throws {
        let session = try session()
        let lives = try read(session, 0.5, frames: true)
        XCTAssertFalse(lives.contains { $0.done })
        let report = try session.finish(file: nil)
        let codes = report.findings.map(\.code)
        XCTAssertEqual(report.verdict, .retry)
        XCTAssertTrue(codes.contains("statement.incomplete_reading") && codes.contains("statement.lips_not_moving"), "\(codes)")
        XCTAssertGreaterThan(report.faceShare, 0.9)
    }

    func testAFileBeyondWhatIsTakenIsTold() throws {
        let session = try session("\n[recording]\ncontainers = [\"mp4\"]\nmax_bytes = 1000000\nmax_s = 60.0\n")
        let limits = session.limits()
        XCTAssertEqual(limits.maxBytes, 1_000_000)
        XCTAssertTrue((100...140).contains(try XCTUnwrap(limits.kbitPerS)), "\(limits)")
        let file = RecordedFile(
            container: "avi", codec: "h264", bytes: 2_000_000, durationS: 30, width: 640, height: 480, fps: 30)
        let codes = try session.finish(file: file).findings.map(\.code)
        XCTAssertTrue(codes.contains("statement.file_format") && codes.contains("statement.file_too_large"), "\(codes)")
    }

    func testWhatIsNoSoundAndBlanksWithoutValuesAreRefused() throws {
        let session = try session()
        for (count, rate) in [(321, UInt32(16_000)), (320, 10)] {
            XCTAssertThrowsError(try session.hear(pcm: Data(count: count), rateHz: rate, channels: 1)) { error in
                guard case HeyanError.BadArgument = error else { return XCTFail("\(error)") }
            }
        }
        let form = try scriptForm()
        XCTAssertTrue(form.sample && form.codeDigits == 4 && form.fields.contains("domain"))
        let blanks = [Blank(name: "domain", value: "example.cn")]
        XCTAssertThrowsError(try StatementSession.open(pack: Fixtures.pack, threads: 1, blanks: blanks, lang: .en))
        XCTAssertEqual(scriptCode(random: 98_765, digits: form.codeDigits).count, 4)
    }
}
