import Foundation
import HeyanCore
import HeyanFixtures
import HeyanShell
import XCTest

/// Protects what is recorded how, what is told of it, the way through the app, and words at their places.
final class PlansTests: XCTestCase {
    func testARecordingIsCodedByThePlanAndTurnedByItsPlayer() {
        let plan = RecordingPlan(videoKbit: 900, soundKbit: 64, mostS: 20)
        let coding = Coding(plan, width: 1281, height: 720, turn: 90)
        XCTAssertEqual([coding.width, coding.height, coding.videoBitsPerS], [1280, 720, 900_000])
        XCTAssertEqual(coding.soundBitsPerS, 64_000)
        XCTAssertNil(Coding(RecordingPlan(videoKbit: 900, soundKbit: 0, mostS: nil), width: 2, height: 2, turn: 0).soundBitsPerS)
    }

    func testWhatIsToldOfAFileIsWhatLiesThereUpright() throws {
        let file = try Home()
        let coding = Coding(RecordingPlan(videoKbit: 900, soundKbit: 0, mostS: nil), width: 1280, height: 720, turn: 90)
        let path = try file.file("run.mp4", Data(count: 12_345))
        let recorded = try XCTUnwrap(coding.recorded(path: path, seconds: 8.5))
        XCTAssertEqual(recorded.bytes, 12_345)
        XCTAssertEqual([recorded.width, recorded.height], [720, 1280])
        XCTAssertEqual(recorded.durationS, 8.5)
        XCTAssertNil(coding.recorded(path: file.path + "/none.mp4", seconds: 8.5))
        XCTAssertNil(coding.recorded(path: try file.file("empty.mp4", Data()), seconds: 8.5))
        XCTAssertNil(coding.recorded(path: path, seconds: 0))
    }

    func testTheWayThroughTheAppIsTheCores() {
        let walk = Walk()
        XCTAssertTrue(walk.isHome && !walk.usesCamera)
        XCTAssertFalse(walk.move(.back), "there is nothing before home")
        XCTAssertTrue(walk.move(.goFromHome(place: .caseHome(case: "a"))))
        XCTAssertTrue(walk.move(.go(place: .face(case: "a"))))
        XCTAssertTrue(walk.usesCamera)
        XCTAssertFalse(walk.move(.go(place: .face(case: "a"))), "it is shown already")
        XCTAssertFalse(walk.move(.draw))
        XCTAssertTrue(walk.putAside())
        XCTAssertEqual(walk.place, .caseHome(case: "a"))
        XCTAssertFalse(walk.putAside(), "no camera is used here")
        XCTAssertTrue(walk.move(.back))
        XCTAssertTrue(walk.isHome)
    }

    func testTheTextIsPartedWhereTheCoreCountsCharacters() {
        let text = "我承诺 e\u{301} 𠮷，"
        XCTAssertEqual(parted(text, at: 3).read, "我承诺")
        XCTAssertEqual(parted(text, at: 8).read.unicodeScalars.count, 8)
        XCTAssertTrue(parted(text, at: 8).read.hasSuffix("𠮷"), "one character, two of UTF-16")
        XCTAssertEqual(parted(text, at: 99).ahead, "")
        for n in 0...10 {
            let parts = parted(text, at: UInt32(n))
            XCTAssertEqual(parts.read + parts.ahead, text)
        }
    }

    func testSentencesKeepEveryCharacterAtItsPlace() throws {
        let text = "本人承诺：信息真实，有效。\n愿意 承担责任！！谢谢"
        let all = sentences(text)
        XCTAssertEqual(all.map(\.text), ["本人承诺：信息真实，", "有效。\n", "愿意 承担责任！！", "谢谢"])
        for sentence in all { XCTAssertTrue(parted(text, at: sentence.begins).ahead.hasPrefix(sentence.text)) }
        XCTAssertEqual(sentences(""), [])
        let reading = try Fixtures.text("reading.txt")
        XCTAssertEqual(sentences(reading).map(\.text).joined(), reading)
        XCTAssertGreaterThan(sentences(reading).count, 1)
    }

    func testSoundIsOneChannelOf16BitsWhateverThePhoneGives() {
        func pcm<T>(_ samples: [T], floating: Bool, channels: Int) -> [Int16] {
            let data = samples.withUnsafeBytes { pcm16($0, floating: floating, channels: channels) }
            return data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
        }
        XCTAssertEqual(pcm([Int16(1), -2, 3], floating: false, channels: 1), [1, -2, 3])
        XCTAssertEqual(pcm([Int16(1), 9, -2, 9, 3], floating: false, channels: 2), [1, -2], "half a frame is none")
        XCTAssertEqual(pcm([Float(0), 1, -1, 2, .nan, 0.5], floating: true, channels: 1), [0, 32_767, -32_767, 32_767, 0, 16_384])
        XCTAssertEqual(pcm([Int16(1)], floating: false, channels: 0), [])
    }

    func testWordsComeInThePhonesLanguage() {
        XCTAssertEqual(Words(preferred: ["zh-Hans-CN", "en-GB"]).lang, .zh)
        XCTAssertEqual(Words(preferred: ["en-GB", "zh-Hans-CN"]).lang, .en)
        XCTAssertEqual(Words(preferred: []).lang, .en)
        XCTAssertEqual(Words(.en)(.stepsDone, ["done": "3", "asked": "5"]), "3 of 5 done")
        XCTAssertNotEqual(Words(.zh).permission(.camera), Words(.en).permission(.camera))
        XCTAssertEqual([999, 12_345, 999_999, 1_000_000, 12_345_678].map { size($0) }, ["0 kB", "12 kB", "999 kB", "1.0 MB", "12.3 MB"])
    }

    func testTheGatewayIsTheBuilds() {
        let read = gateway("# provider\naddress=https://icp.example:8443\npins=sha256/a= sha256/b=\n", version: "1.2")
        XCTAssertEqual(read.address, "https://icp.example:8443")
        XCTAssertEqual(read.pins, ["sha256/a=", "sha256/b="])
        XCTAssertEqual(read.app, App(name: "heyan", version: "1.2", platform: "ios"))
        XCTAssertEqual(gateway("", version: "1").pins, [])
    }
}
