import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

private let cited = "source = \"OURS\"\ndate = \"2026\"\n"

/// Protects that real pictures, frames and sound go through the screens as the case's provider takes them.
final class CapturesTests: XCTestCase {
    private func own(_ more: String) -> String {
        "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n" + more
    }

    /// What a recorder might have left.
    private func recorded(_ home: Home) throws -> Recorded {
        let path = try home.file("run.mp4", Data([0, 0, 0, 24]) + Data("ftypmp42".utf8) + Data(count: 64))
        return Recorded(
            path: path, container: "mp4", codec: "h264", bytes: 76, durationS: 30, width: 640, height: 480, fps: 30)
    }

    func testANameTypedWrongIsPutRightInTheReviewAndTheCardNeedNotBeScannedAgain() throws {
        let desk = desk(try Home())
        let name = try made(desk, name: "别人")
        let scan = ScanScreen(desk: desk, name: name, step: .idFront)
        done(scan.start())
        func review() throws -> ReviewState { try XCTUnwrap(scan.state().review) }
        func intend(_ intent: ReviewIntent) -> [Effect] { done(scan.intend(intent: .review(intent))) }
        done(scan.intend(intent: .taken(still: try Fixtures.bytes("front.jpg"))))
        XCTAssertTrue(try review().findings.map(\.code).contains("filing.name_mismatch"))
        XCTAssertTrue(try review().correctable)
        XCTAssertFalse(intend(.keep).names.contains("back"), "what a reviewer would refuse is kept by insisting only")
        _ = intend(.correct)
        _ = intend(.typed(.type(field: .name, text: " ")))
        _ = intend(.typed(.save))
        XCTAssertEqual(try review().typing?.problem?.code, "case.bad_name")
        _ = intend(.typed(.type(field: .name, text: Fixtures.holder.name)))
        _ = intend(.typed(.save))
        let after = try review()
        XCTAssertEqual(after.verdict, .accept, "\(after.findings)")
        XCTAssertTrue(try review().rows.filter { $0.typed != nil }.allSatisfy { $0.same == true })
        XCTAssertNil(try review().typing)
        XCTAssertTrue(intend(.keep).names.contains("back"))
        _ = scan.leave()
        // Another's number: what was kept is not theirs.
        let typed = TypedScreen(desk: desk, name: name)
        done(typed.start())
        _ = typed.intend(intent: .type(field: .idNumber, text: "11010519491231002X"))
        done(typed.intend(intent: .save))
        XCTAssertEqual(typed.state().redo.count, 1, "\(String(describing: typed.state().problem))")
        _ = typed.leave()
    }

    func testWhatIsNoPictureIsToldAndGlareIsTakenAgain() throws {
        let desk = desk(try Home())
        let scan = ScanScreen(desk: desk, name: try made(desk), step: .idFront)
        done(scan.start())
        done(scan.intend(intent: .taken(still: Data("nothing".utf8))))
        XCTAssertEqual(scan.state().problem?.kind, .picture)
        XCTAssertEqual(scan.state().shutter, .waiting)
        done(scan.intend(intent: .taken(still: try Fixtures.bytes("glare.jpg"))))
        XCTAssertEqual(scan.state().review?.verdict, .retry)
        done(scan.intend(intent: .review(.again)))
        XCTAssertNil(scan.state().review)
        _ = scan.leave()
    }

    func testAPortraitIsHintedAtAndWhatIsKeptOfItIsCutToWhatTheProviderTakes() throws {
        let desk = desk(try Home())
        let limits = "[exports.portrait]\nformats = [\"jpg\"]\nmax_bytes = 60000\n" + cited
        let name = try made(desk, profile: own(limits))
        let taken = try Fixtures.bytes("1-good.jpg")
        XCTAssertGreaterThan(taken.count, 60_000, "as it was taken it would be refused")
        let portrait = PortraitScreen(desk: desk, name: name)
        done(portrait.start())
        done(portrait.intend(intent: .permitted(yes: true)))
        let effects = try Fixtures.clip("1-good-run").frame(0) { try portrait.frame(bytes: $0, meta: $1) }
        XCTAssertFalse(effects.names.contains("takeStill"), "a room is no white wall")
        XCTAssertFalse(portrait.state().guide.say.isEmpty)
        done(portrait.intend(intent: .taken(still: try Fixtures.bytes("4-shoulder-cut.jpg"))))
        XCTAssertTrue(try XCTUnwrap(portrait.state().review).findings.map(\.code).contains("portrait.shoulder_cut"))
        done(portrait.intend(intent: .review(.again)))
        done(portrait.intend(intent: .taken(still: taken)))
        XCTAssertTrue(done(portrait.intend(intent: .review(.keep))).names.contains("back"), "\(portrait.state())")
        _ = portrait.leave()
        let home = CaseScreen(desk: desk, name: name)
        done(home.start())
        let kept = try XCTUnwrap(home.state().steps.first { $0.step == .portrait })
        XCTAssertTrue((1...60_000).contains(kept.bytes))
    }

    func testATiltWhereATurnWasAskedIsToldWithWhatWasSeen() throws {
        let folder = try Home()
        let desk = desk(folder)
        let clip = try Fixtures.clip("2-tilt-instead-of-turn")
        let asked = "[challenge]\nactions = [\"turn_left\"]\ncount = 1\n\(cited)"
            + "[exports.liveness]\nmax_bytes = 2000000\nmax_duration_s = 20.0\n\(cited)"
        let face = FaceScreen(desk: desk, name: try made(desk, profile: own(asked)))
        done(face.start())
        XCTAssertEqual(face.state().steps.map(\.asked), [actionWords(action: .turnLeft, lang: .en)])
        let cameras = done(face.intend(intent: .permitted(yes: true))).compactMap { effect -> Camera? in
            if case .openCamera(let camera) = effect { camera } else { nil }
        }
        let plan = try XCTUnwrap(cameras.first?.recording)
        let most = try XCTUnwrap(plan.mostS)
        XCTAssertTrue(most <= 20 && Double(plan.videoKbit) * most / 8 <= 2000, "\(plan)")
        let effects = try (0..<clip.size).flatMap { n in try clip.frame(n) { try face.frame(bytes: $0, meta: $1) } }
        XCTAssertTrue((2...60).contains(effects.names.filter { $0 == "speak" }.count))
        XCTAssertEqual(effects.names.filter { $0 == "stopRecording" }.count, 1, "\(face.state())")
        done(face.intend(intent: .stopped(try recorded(folder))))
        let steps = face.state().steps
        XCTAssertEqual(steps.map(\.passed), [false])
        let seen = try XCTUnwrap(steps.first?.seen)
        XCTAssertTrue(!seen.isEmpty && seen != steps.first?.asked)
        let codes = try XCTUnwrap(face.state().review).findings.map(\.code)
        XCTAssertTrue(codes.contains("liveness.tilt_instead_of_turn"))
        _ = face.leave()
    }

    private func template(_ text: String, _ fields: String) -> String {
        "[statement]\n\(cited)[statement.template]\nversion = 1\nid = \"own\"\nedition = \"1\"\nsource = \"a test\"\n"
            + "text = '''\(text)'''\nfields = [\(fields)]\n"
    }

    func testTheTextOfTheProfileFollowsTheVoiceAndARecordingWithoutAFaceIsToldSo() throws {
        let folder = try Home()
        let desk = desk(folder)
        let profile = own(template(try Fixtures.text("reading.txt"), ""))
        let statement = StatementScreen(desk: desk, name: try made(desk, profile: profile))
        done(statement.start())
        _ = statement.intend(intent: .record)
        done(statement.intend(intent: .permitted(yes: true)))
        XCTAssertEqual(statement.state().recording, .running, "\(statement.state())")
        let (rate, pcm) = try Fixtures.sound("reading.wav")
        let chunk = Int(rate) / 50 * 2
        for n in 0..<(pcm.count / chunk) {
            let start = pcm.startIndex + n * chunk
            _ = statement.sound(pcm: pcm[start..<(start + chunk)], rateHz: rate, channels: 1)
        }
        let read = statement.state()
        XCTAssertTrue(Int(read.position) > read.text.unicodeScalars.count * 9 / 10 && !read.sample, "\(read.position)")
        XCTAssertTrue(statement.intend(intent: .stop).names.contains("stopRecording"))
        done(statement.intend(intent: .stopped(try recorded(folder))))
        let review = try XCTUnwrap(statement.state().review)
        XCTAssertEqual(review.verdict, .retry)
        XCTAssertTrue(review.findings.map(\.code).contains("statement.face_lost"))
        _ = statement.leave()
    }

    func testWhatTheTextNamesAndNobodyTypedIsAskedForFirst() throws {
        let desk = desk(try Home())
        let statement = StatementScreen(desk: desk, name: try made(desk))
        done(statement.start())
        func typed(_ intent: TypedIntent) { done(statement.intend(intent: .typed(intent))) }
        typed(.type(field: .domain, text: "no domain"))
        typed(.save)
        XCTAssertEqual(statement.state().typing?.problem?.code, "case.bad_domain")
        typed(.type(field: .domain, text: "example.cn"))
        typed(.save)
        let state = statement.state()
        XCTAssertTrue(state.typing == nil && state.sample && !state.text.contains("{"))
        XCTAssertTrue(state.text.contains("example.cn") && state.text.contains(Fixtures.holder.name))
        XCTAssertTrue((10...180).contains(try XCTUnwrap(state.mostS)), "Huawei takes 10 MiB")
        _ = statement.leave()
    }

    func testAPageIsLookedIntoAndKeptThoughItIsAnotherPaperWhenThePersonInsists() throws {
        let folder = try Home()
        let desk = desk(folder)
        let letter = LetterScreen(desk: desk, name: try made(desk), step: .promiseLetter)
        done(letter.start())
        let page = try folder.file("page.jpg", Fixtures.bytes("front.jpg"))
        _ = letter.intend(intent: .chosen(path: page))
        done(letter.intend(intent: .judge))
        XCTAssertFalse(try XCTUnwrap(letter.state().review).findings.map(\.code).contains("filing.not_judged"))
        XCTAssertTrue(done(letter.intend(intent: .review(.insist))).names.contains("back"))
        let left = letter.leave()
        XCTAssertEqual(left.names, ["removeFile"])
        XCTAssertTrue(left.contains { if case .removeFile(page) = $0 { true } else { false } })
    }
}
