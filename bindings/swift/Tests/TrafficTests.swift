import Foundation
import HeyanCore
import HeyanFixtures
import XCTest

/// Protects the price of crossing: a 720p frame may cost no more than 0.5 ms over what the core takes by itself.
final class TrafficTests: XCTestCase {
    private let bytes = 1280 * 720 * 3 / 2

    func testWhatIsBorrowedIsReadWhereItLies() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
        defer { buffer.deallocate() }
        let there = borrowing(UnsafeRawBufferPointer(buffer)) { data in data.withUnsafeBytes { $0.baseAddress } }
        XCTAssertEqual(there, UnsafeRawPointer(buffer.baseAddress))
        XCTAssertEqual(borrowing(UnsafeRawBufferPointer(start: nil, count: 0)) { $0.count }, 0)
    }

    func testAFrameOf1280By720CrossesInHalfAMillisecond() throws {
        // A description that the core refuses before it looks at a pixel: what is left is the crossing, both ways.
        let meta = FrameMeta(format: .nv21, width: 1280, height: 720, rotationDegrees: 45, atMs: 0)
        let session = try LivenessSession.open(pack: Fixtures.pack, threads: 1, actions: [.nod], nonce: nil, lang: .en)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 7)
        let borrowed = median {
            borrowing(UnsafeRawBufferPointer(buffer)) { _ = try? session.submit(bytes: $0, meta: meta) }
        }
        let copied = median { _ = try? session.submit(bytes: Data(buffer), meta: meta) }
        print(String(format: "binding: a 1280x720 frame crosses in %.4f ms borrowed, %.4f ms copied (medians)", borrowed, copied))
        XCTAssertLessThanOrEqual(borrowed, 0.5)
    }

    private func median(_ work: () -> Void) -> Double {
        let times = (0..<1_000).map { _ -> UInt64 in
            let begun = DispatchTime.now().uptimeNanoseconds
            work()
            return DispatchTime.now().uptimeNanoseconds - begun
        }
        let sorted = times.dropFirst(500).sorted()
        return Double(sorted[sorted.count / 2]) / 1e6
    }
}
