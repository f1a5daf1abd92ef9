import Foundation
import HeyanCore
import HeyanFixtures
import HeyanShell
import XCTest

/// Protects that a camera's picture reaches the core as it is: each plane at its place, upright, with its time.
final class FramesTests: XCTestCase {
    /// A frame of the clip (Y, then V and U) laid out as a phone's camera does: Y, `gap` bytes of nothing, U and V.
    private func planes<R>(_ clip: Clip, _ index: Int, gap: Int, apart: Bool = false, _ body: (Planes, UInt64) throws -> R) throws -> R {
        try clip.frame(index) { bytes, meta in
            let (stride, high) = (Int(meta.rowStride), Int(meta.height))
            let luma = stride * high
            let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: luma + gap + luma / 2, alignment: 64)
            let other = UnsafeMutableRawBufferPointer.allocate(byteCount: luma / 2, alignment: 64)
            defer {
                whole.deallocate()
                other.deallocate()
            }
            whole.initializeMemory(as: UInt8.self, repeating: 0xee)
            bytes.copyBytes(to: whole, count: luma)
            let chroma = apart ? other : UnsafeMutableRawBufferPointer(rebasing: whole[(luma + gap)...])
            let start = bytes.startIndex + luma
            for n in Swift.stride(from: 0, to: luma / 2, by: 2) {
                chroma[n] = bytes[start + n + 1]
                chroma[n + 1] = bytes[start + n]
            }
            guard let y = whole.baseAddress, let uv = chroma.baseAddress else { throw CocoaError(.coderInvalidValue) }
            let planes = Planes(
                luma: y, lumaStride: stride, chroma: uv, chromaStride: stride, width: Int(meta.width), height: high,
                videoRange: meta.videoRange)
            return try body(planes, meta.atMs)
        }
    }

    private func session(_ clip: Clip) throws -> LivenessSession {
        try LivenessSession.open(pack: Fixtures.pack, threads: 1, actions: clip.actions, nonce: nil, lang: .en)
    }

    func testPlanesWithAGapBetweenThemAreSeenAsTheSamePicture() throws {
        let clip = try Fixtures.clip("1-good-run")
        let (plain, gapped, apart) = (try session(clip), try session(clip), try session(clip))
        for n in 0..<6 {
            let wanted = try clip.frame(n) { try plain.submit(bytes: $0, meta: $1) }
            let got = try planes(clip, n, gap: 4096) { planes, ms in
                try planes.frame(turn: 0, mirrored: false, atMs: ms) { try gapped.submit(bytes: $0, meta: $1) }
            }
            let copied = try planes(clip, n, gap: 0, apart: true) { planes, ms in
                try planes.frame(turn: 0, mirrored: false, atMs: ms) { try apart.submit(bytes: $0, meta: $1) }
            }
            XCTAssertGreaterThan(try XCTUnwrap(wanted).outline.count, 30)
            XCTAssertEqual(got, wanted)
            XCTAssertEqual(copied, wanted)
        }
    }

    func testPlanesOfOneBufferAreReadWhereTheyLie() throws {
        let clip = try Fixtures.clip("1-good-run")
        try planes(clip, 0, gap: 256) { planes, _ in
            let there = planes.frame(turn: 90, mirrored: true, atMs: 7) { data, meta in
                XCTAssertEqual(meta.rotationDegrees, 90)
                XCTAssertTrue(meta.mirrored)
                XCTAssertEqual(meta.atMs, 7)
                return data.withUnsafeBytes { $0.baseAddress }
            }
            XCTAssertEqual(there, planes.luma)
        }
        try planes(clip, 0, gap: 0, apart: true) { planes, _ in
            let there = planes.frame(turn: 0, mirrored: false, atMs: 7) { data, _ in data.withUnsafeBytes { $0.baseAddress } }
            XCTAssertNotEqual(there, planes.luma)
        }
    }

    func testATurnIsAQuarterOfWhateverAngleIsTold() {
        XCTAssertEqual([0, 89.6, 90, 180, 270, 360, -90, 450].map(turnOf(angle:)), [0, 90, 90, 180, 270, 0, 270, 90])
    }

    func testTimeNeverGoesBackWhateverTheCamerasClockDoes() {
        var clock = FrameClock()
        XCTAssertEqual(clock.ms(3000, 600), 5000)
        XCTAssertNil(clock.ms(3000, 600), "the same frame again")
        XCTAssertNil(clock.ms(10, 600), "back after an interruption")
        XCTAssertEqual(clock.ms(5_033_333_333, 1_000_000_000), 5033)
        XCTAssertNil(clock.ms(1, 0), "no time at all")
        XCTAssertNil(clock.ms(-1, 600))
        // Days since the phone was started, in nanoseconds.
        XCTAssertEqual(clock.ms(9_000_000_000_000_000_000, 1_000_000_000), 9_000_000_000_000)
    }

    func testAnOutlineLiesWhereThePreviewShowsIt() {
        // An upright frame of 720 by 1280 fills a view of 360 by 800: its sides are cut.
        let plain = Filling(frame: CGSize(width: 720, height: 1280), view: CGSize(width: 360, height: 800), mirrored: false)
        XCTAssertEqual(plain.place(Point(x: 360, y: 640)), CGPoint(x: 180, y: 400))
        XCTAssertEqual(plain.place(Point(x: 0, y: 0)), CGPoint(x: -45, y: 0))
        let mirror = Filling(frame: CGSize(width: 720, height: 1280), view: CGSize(width: 360, height: 800), mirrored: true)
        XCTAssertEqual(mirror.place(Point(x: 0, y: 1280)), CGPoint(x: 405, y: 800))
        let none = Filling(frame: .zero, view: CGSize(width: 10, height: 10), mirrored: false).place(Point(x: 1, y: 1))
        XCTAssertTrue(none.x.isFinite && none.y.isFinite, "before the first frame")
    }
}
