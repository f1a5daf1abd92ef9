import Foundation
import HeyanCore
import HeyanFixtures
import HeyanShell
import XCTest

/// Hardware that a test can lock, break and lose keys of. It closes with a pad, marked by it.
private final class FakeHardware: Hardware, @unchecked Sendable {
    struct Smoke: Error {}
    var pads: [String: Data] = [:]
    var made = 0
    var fault: (any Error)?

    func has(_ alias: String) throws -> Bool {
        if let fault { throw fault }
        return pads[alias] != nil
    }

    func make(_ alias: String) throws {
        made += 1
        pads[alias] = Data((0..<64).map { _ in UInt8.random(in: 0...255) })
    }

    func close(_ alias: String, _ bytes: Data) throws -> Data {
        let pad = pads[alias] ?? Data()
        return pad.suffix(32) + Data(zip(bytes, pad).map { $0 ^ $1 })
    }

    func open(_ alias: String, _ closed: Data) throws -> Data {
        let pad = pads[alias] ?? Data()
        guard closed.count == 64, closed.prefix(32) == pad.suffix(32) else { throw KeyFault.other }
        return Data(zip(closed.dropFirst(32), pad).map { $0 ^ $1 })
    }

    func destroy(_ alias: String) throws { pads[alias] = nil }
}

/// Protects that the faults of a phone's key store are told as what they are: gone for ever is not locked for now.
final class KeysTests: XCTestCase {
    private let hardware = FakeHardware()
    private lazy var keys = WrappedKeys(hardware)
    private let key = Data((0..<32).map { UInt8($0) })

    private func assertThrows(_ wanted: HeyanError, _ call: () throws -> Void) {
        XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? HeyanError, wanted) }
    }

    func testAKeyIsMadeOnceAndOpensWhatItClosed() throws {
        let wrapped = try keys.wrap(alias: "a", key: key, create: true)
        XCTAssertNotEqual(wrapped, key)
        XCTAssertNil(wrapped.range(of: key))
        XCTAssertEqual(try keys.unwrap(alias: "a", wrapped: wrapped), key)
        _ = try keys.wrap(alias: "a", key: key, create: true)
        XCTAssertEqual(hardware.made, 1, "a second key would orphan what the first has closed")
    }

    func testAKeyThatIsGoneIsToldAsThatAndNoneIsMadeInItsPlace() throws {
        let wrapped = try keys.wrap(alias: "a", key: key, create: true)
        try keys.forget(alias: "a")
        try keys.forget(alias: "a")
        assertThrows(.KeyGone) { _ = try keys.unwrap(alias: "a", wrapped: wrapped) }
        assertThrows(.KeyGone) { _ = try keys.wrap(alias: "a", key: key, create: false) }
        XCTAssertEqual(hardware.made, 1)
    }

    func testAPhoneThatIsLockedOrBrokenIsNotAKeyThatIsGone() throws {
        let wrapped = try keys.wrap(alias: "a", key: key, create: true)
        for fault in [KeyFault.locked, KeyFault.broken, FakeHardware.Smoke()] as [any Error] {
            hardware.fault = fault
            assertThrows(.KeyLocked) { _ = try keys.unwrap(alias: "a", wrapped: wrapped) }
            assertThrows(.KeyLocked) { _ = try keys.wrap(alias: "a", key: key, create: true) }
            assertThrows(.KeyLocked) { try keys.forget(alias: "a") }
        }
        hardware.fault = nil
        XCTAssertEqual(try keys.unwrap(alias: "a", wrapped: wrapped), key)
    }

    func testWhatAnotherKeyClosedOrWasChangedIsRefused() throws {
        let wrapped = try keys.wrap(alias: "a", key: key, create: true)
        _ = try keys.wrap(alias: "b", key: key, create: true)
        assertThrows(.BadArgument(reason: "wrapped by another key")) { _ = try keys.unwrap(alias: "b", wrapped: wrapped) }
        assertThrows(.BadArgument(reason: "wrapped by another key")) { _ = try keys.unwrap(alias: "a", wrapped: wrapped.dropLast()) }
    }

    func testTheCoreKeepsACaseWithThemAndTellsWhenTheHardwareHasLostIt() throws {
        let home = try Home()
        let name = try made(desk(home, keys: keys))
        func problem() -> ProblemKind? {
            let cases = CasesScreen(desk: desk(home, keys: keys))
            done(cases.start())
            defer { _ = cases.leave() }
            XCTAssertEqual(cases.state().rows.map(\.name), [name])
            return cases.state().rows.first?.problem?.kind
        }
        XCTAssertNil(problem())
        hardware.fault = KeyFault.locked
        XCTAssertEqual(problem(), .keyLocked)
        hardware.fault = nil
        hardware.pads = [:]
        XCTAssertEqual(problem(), .keyGone)
    }
}
