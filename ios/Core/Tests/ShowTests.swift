import Foundation
import HeyanCore
import HeyanFixtures
@testable import HeyanShell
import XCTest

/// Protects that what a screen wants is done where and in the order it is wanted, and that nothing of one that was left is.
final class ShowTests: XCTestCase {
    private let threads = HandTurned()
    private let seen = Seen<Effect>()
    private let grey = FrameMeta(format: .grey, width: 640, height: 480, atMs: 0)

    private func show<S, I>(_ screen: CoreScreen<S, I>) -> Show<S, I> {
        Show(screen, threads) { [seen] in seen.all.append($0) }
    }

    /// A screen that wants `wanted` whatever it is told.
    private func wanting(_ wanted: [Effect], left: [Effect] = [], told: Seen<String> = Seen()) -> CoreScreen<String, String> {
        var answers = Answers<String>()
        answers.look = "look"
        answers.lost = "lost"
        return CoreScreen(
            start: { wanted }, state: { "" },
            intend: { intent in
                told.all.append(intent)
                return []
            },
            retell: { [] }, leave: { left }, answers: answers, frame: { _, _ in wanted })
    }

    func testACardGoesThroughWithWorkOnItsThreadAndAllElseOnTheScreensInOrder() throws {
        let desk = desk(try Home())
        let show = show(scanScreen(desk, try made(desk), .idFront))
        show.start()
        XCTAssertEqual(threads.works.count, 1, "models are loaded off the screen's thread")
        XCTAssertTrue(show.answer { $0.permitted(true) })
        XCTAssertFalse(seen.all.names.contains("openCamera"), "not before the models are there")
        threads.turn()
        XCTAssertTrue(seen.all.names.contains("openCamera"), "\(seen.all)")
        show.frame(Data(count: 640 * 480), grey)
        XCTAssertFalse(show.state.guide.say.isEmpty)
        XCTAssertEqual(threads.screens.count, 1, "the camera's thread draws nothing")
        threads.turn()
        let front = try Fixtures.bytes("front.jpg")
        XCTAssertTrue(show.answer { $0.taken(front) })
        threads.turn()
        XCTAssertEqual(show.state.shutter, .done)
        XCTAssertNotNil(show.state.review)
        seen.all = []
        show.leave()
        show.leave()
        XCTAssertEqual(seen.all.names, ["closeCamera"])
        XCTAssertFalse(show.intend(.press), "nobody is there")
    }

    func testWhatComesAfterAScreenWasLeftOpensNoCameraAndStillTakesItsFilesAway() throws {
        let file = try Home().file("run.mp4", Data([1]))
        let home = try Home()
        let kept = try home.file("run.mp4", Data([1]))
        let late: [Effect] = [
            .back, .openCamera(camera: Camera(facing: .person, recording: nil)), .closeCamera, .removeFile(path: kept),
        ]
        let show = show(wanting(late, left: [.sendInBackground(case: "a")]))
        show.frame(Data(count: 1), grey)
        show.leave()
        threads.turn()
        XCTAssertEqual(seen.all.names, ["sendInBackground", "closeCamera"])
        XCTAssertFalse(FileManager.default.fileExists(atPath: kept))
        show.frame(Data(count: 1), grey)
        XCTAssertTrue(threads.screens.isEmpty, "no frame is looked at any more")
        XCTAssertFalse(FileManager.default.fileExists(atPath: file), "a test's folder goes with it")
    }

    func testItIsLookedAgainWhenTheTimeHasComeUnlessItWasLeft() {
        let told = Seen<String>()
        let show = show(wanting([.lookAfter(ms: 250)], told: told))
        show.start()
        let first = threads.laters.removeFirst()
        first.task()
        XCTAssertEqual(first.ms, 250)
        XCTAssertEqual(told.all, ["look"])
        show.start()
        show.leave()
        threads.laters.removeFirst().task()
        XCTAssertEqual(told.all, ["look"])
    }

    func testACameraWhoseFramesAreNoneIsToldAsLost() {
        let told = Seen<String>()
        var screen = wanting([], told: told)
        screen.frame = { _, _ in throw HeyanError.BadFrame(reason: "rows end beyond the buffer") }
        show(screen).frame(Data(count: 1), grey)
        threads.turn()
        XCTAssertEqual(told.all, ["lost"])
    }

    func testEveryScreenStartsHasAStateTakesAnotherLanguageAndIsLeft() throws {
        let desk = desk(try Home())
        let name = try made(desk)
        func shown<S, I>(_ screen: CoreScreen<S, I>) -> String {
            done(screen.start())
            let state = "\(screen.state())"
            _ = screen.retell()
            _ = screen.leave()
            XCTAssertTrue(screen.retell().isEmpty, "left is left: \(state)")
            return state
        }
        let states = [
            shown(casesScreen(desk)), shown(newCaseScreen(desk)), shown(settingsScreen(desk)), shown(caseScreen(desk, name)),
            shown(askedScreen(desk, name)), shown(consentScreen(desk, name)), shown(typedScreen(desk, name)),
            shown(orderScreen(desk, name)), shown(sendScreen(desk, name)), shown(letterScreen(desk, name, .domainCertificate)),
            shown(scanScreen(desk, name, .idBack)), shown(portraitScreen(desk, name)), shown(faceScreen(desk, name)),
            shown(statementScreen(desk, name)),
        ]
        for state in states { XCTAssertFalse(state.contains("HeyanCore.Problem("), state) }
    }

    func testAProfileOfOnesOwnIsReadAndItsCopyIsGoneWhateverItWas() throws {
        let home = try Home()
        let screen = newCaseScreen(desk(home))
        func chosen(_ text: String) throws -> Bool {
            let copy = try home.file("copy", Data(text.utf8))
            _ = screen.intend(try XCTUnwrap(screen.answers.chosen(copy)))
            return FileManager.default.fileExists(atPath: copy)
        }
        XCTAssertFalse(try chosen("not = 'a profile'"))
        XCTAssertEqual(screen.state().problem?.kind, .profile)
        XCTAssertFalse(try chosen(String(repeating: "#", count: 2_000_000)))
        XCTAssertFalse(screen.state().ownProfile)
        XCTAssertFalse(try chosen("schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n"))
        XCTAssertEqual(screen.state().providerName, "harbour")
        XCTAssertNil(screen.state().problem)
        _ = screen.leave()
    }

    func testAPageThatWasChosenIsOneOfTheLetters() throws {
        let desk = desk(try Home())
        let screen = letterScreen(desk, try made(desk), .promiseLetter)
        done(screen.start())
        _ = screen.intend(try XCTUnwrap(screen.answers.chosen("/somewhere/page.jpg")))
        XCTAssertEqual(screen.state().pages, ["/somewhere/page.jpg"])
        XCTAssertEqual(screen.leave().names, ["removeFile"])
    }
}
