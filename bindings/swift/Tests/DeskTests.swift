import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects what is kept on the device, whose key it is, and that nothing of it stays when it is deleted.
final class DeskTests: XCTestCase {
    override func tearDown() { setLogSink(sink: nil) }

    private func rows(_ desk: Desk) -> [CaseRow] {
        let cases = CasesScreen(desk: desk)
        done(cases.start())
        _ = cases.leave()
        return cases.state().rows
    }

    private func keepFront(_ desk: Desk, _ name: String) throws {
        let scan = ScanScreen(desk: desk, name: name, step: .idFront)
        done(scan.start())
        done(scan.intend(intent: .taken(still: try Fixtures.bytes("front.jpg"))))
        XCTAssertTrue(done(scan.intend(intent: .review(.keep))).names.contains("back"), "\(scan.state())")
        _ = scan.leave()
    }

    func testACaseIsFoundAgainWithAKeyThatSwiftKeepsAndAllOfItIsSealed() throws {
        let (home, keys) = (try Home(), MemoryKeys())
        let name = try made(desk(home, keys: keys))
        try keepFront(desk(home, keys: keys), name)
        let found = rows(desk(home, keys: keys))
        XCTAssertEqual(found.map(\.name), [name])
        XCTAssertEqual(found.map(\.done), [1])
        let files = home.files()
        XCTAssertGreaterThan(files.count, 1)
        for file in files {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            for open in [Fixtures.holder.number, Fixtures.holder.name, "JFIF"] {
                XCTAssertNil(bytes.range(of: Data(open.utf8)), file)
            }
        }
        let other = MemoryKeys()
        _ = try other.wrap(alias: name, key: Data(count: 32), create: true)
        XCTAssertEqual(rows(desk(home, keys: other)).map(\.problem?.code), ["case.wrong_key"])
    }

    func testAKeyStoreThatThrowsIsToldAndNeverACrashAndLeavesNothingBehind() throws {
        final class Sink: LogSink, @unchecked Sendable {
            struct Full: Error {}
            private let lock = NSLock()
            private var kept: [String] = []
            var lines: [String] { lock.withLock { kept } }

            func log(level: LogLevel, line: String) throws {
                lock.withLock { kept.append(line) }
                throw Full()
            }
        }
        let sink = Sink()
        setLogSink(sink: sink)
        let desk = desk(try Home(), keys: ThrowingKeys())
        XCTAssertThrowsError(try made(desk)) { XCTAssertEqual(($0 as? NotMade)?.problem?.kind, .keyLocked) }
        XCTAssertTrue(rows(desk).isEmpty)
        XCTAssertTrue(sink.lines.contains { $0.contains("key provider") }, "\(sink.lines)")
        XCTAssertFalse(sink.lines.contains { $0.contains("no hardware here") }, "what the shell threw is not logged")
    }

    func testAnOlderStatePutBackIsNoticed() throws {
        let (home, keys) = (try Home(), MemoryKeys())
        let name = try made(desk(home, keys: keys))
        let before = try home.files(in: "cases/" + name).map { ($0, try Data(contentsOf: URL(fileURLWithPath: $0))) }
        try keepFront(desk(home, keys: keys), name)
        for (file, bytes) in before { try bytes.write(to: URL(fileURLWithPath: file)) }
        XCTAssertEqual(rows(desk(home, keys: keys)).map(\.problem?.code), ["case.rolled_back"])
    }

    func testDeletingEverythingLeavesNoFileAndNoKey() throws {
        let (home, keys) = (try Home(), MemoryKeys())
        let desk = desk(home, keys: keys)
        for _ in 0..<3 { _ = try made(desk) }
        XCTAssertEqual(rows(desk).count, 3)
        XCTAssertFalse(keys.aliases.isEmpty)
        let settings = SettingsScreen(desk: desk)
        _ = settings.intend(intent: .askDelete)
        done(settings.intend(intent: .delete))
        XCTAssertTrue(settings.state().deleted, "\(String(describing: settings.state().problem))")
        XCTAssertEqual(keys.aliases, [])
        XCTAssertEqual(home.files(in: "cases"), [])
    }

    func testANameThatLeadsElsewhereOpensNothing() throws {
        let desk = desk(try Home())
        for name in ["../elsewhere", "", ".", "ABCDEF0123456789ABCDEF0123456789"] {
            let screen = CaseScreen(desk: desk, name: name)
            done(screen.start())
            XCTAssertEqual(screen.state().problem?.kind, .fault)
        }
    }

    func testTwoThreadsOnOneCaseLoseNothing() throws {
        let desk = desk(try Home())
        let name = try made(desk)
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            for _ in 0..<5 {
                let consent = ConsentScreen(desk: desk, name: name)
                done(consent.start())
                done(consent.intend(intent: .agree(purpose: .sendFace)))
                _ = consent.leave()
            }
        }
        let consent = ConsentScreen(desk: desk, name: name)
        done(consent.start())
        XCTAssertEqual(consent.state().consents.filter(\.given).map(\.purpose), [.sendFace])
    }

    func testProfilesSayWhatIsAskedInWordsAndWithItsSource() throws {
        let profiles = Profiles(lang: .zh)
        let keys = Set(profiles.providers().map(\.key))
        XCTAssertTrue(keys.isSuperset(of: ["generic", "huawei", "tencent", "aliyun"]))
        XCTAssertTrue(profiles.provinces().contains { $0.key == "jiangsu" && $0.name.contains("江苏") })
        let steps = try profiles.steps(rules: Rules(provider: "huawei", province: "shanghai"))
        XCTAssertTrue(steps.contains { $0.step == .liveness })
        XCTAssertTrue(steps.allSatisfy { !$0.name.isEmpty && !$0.source.isEmpty })
        for wrong in [Rules(provider: "nobody"), Rules(provider: "huawei", province: "atlantis")] {
            XCTAssertThrowsError(try profiles.steps(rules: wrong)) { error in
                guard case HeyanError.BadArgument = error else { return XCTFail("\(error)") }
            }
        }
        let own = "schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n"
        XCTAssertEqual(try profiles.named(rules: Rules(provider: "", text: own)), "harbour")
        let theirs = try profiles.steps(rules: Rules(provider: "", province: "shanghai", text: own))
        XCTAssertEqual(theirs.map(\.step), steps.map(\.step))
        XCTAssertEqual(expectedDocument(step: .idBack), .residentIdBack)
    }

    func testLabelsComeInTheLanguageThatIsAskedWithWhatTheyAreGiven() {
        let said = labelWords(label: .stepsDone, lang: .en, values: ["done": "3", "asked": "5"])
        XCTAssertEqual(said, "3 of 5 done")
        XCTAssertNotEqual(labelWords(label: .keep, lang: .zh), labelWords(label: .keep, lang: .en))
    }
}
