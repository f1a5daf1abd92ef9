import Foundation
import HeyanCore

/// A camera's picture of two planes, as `CVPixelBuffer` tells of one that is locked: Y, then pairs of U and V at half the size.
public struct Planes {
    public var luma: UnsafeRawPointer
    public var lumaStride: Int
    public var chroma: UnsafeRawPointer
    public var chromaStride: Int
    public var width: Int
    public var height: Int
    /// `420v`; otherwise `420f`.
    public var videoRange: Bool

    public init(
        luma: UnsafeRawPointer, lumaStride: Int, chroma: UnsafeRawPointer, chromaStride: Int, width: Int, height: Int,
        videoRange: Bool
    ) {
        (self.luma, self.lumaStride, self.chroma, self.chromaStride) = (luma, lumaStride, chroma, chromaStride)
        (self.width, self.height, self.videoRange) = (width, height, videoRange)
    }

    private var lumaBytes: Int { lumaStride * (height - 1) + width }
    private var chromaBytes: Int { chromaStride * ((height + 1) / 2 - 1) + (width + 1) / 2 * 2 }

    /// Hands the picture to `body` as the core takes it. Planes that lie in one buffer, as a camera's do, are read where they lie;
    /// others are copied together first.
    public func frame<R>(turn: Int32, mirrored: Bool, atMs: UInt64, _ body: (Data, FrameMeta) throws -> R) rethrows -> R {
        let gap = chroma - luma
        if gap >= lumaBytes, gap <= lumaStride * height + mostGap {
            let whole = UnsafeRawBufferPointer(start: luma, count: gap + chromaBytes)
            return try borrowing(whole) { try body($0, meta(gap, turn, mirrored, atMs)) }
        }
        var copy = Data(bytes: luma, count: lumaBytes)
        copy.append(Data(bytes: chroma, count: chromaBytes))
        return try body(copy, meta(lumaBytes, turn, mirrored, atMs))
    }

    private func meta(_ offset: Int, _ turn: Int32, _ mirrored: Bool, _ atMs: UInt64) -> FrameMeta {
        FrameMeta(
            format: .yuv420(uOffset: UInt32(offset), vOffset: UInt32(offset + 1), pixelStride: 2), videoRange: videoRange,
            width: UInt32(width), height: UInt32(height), rowStride: UInt32(lumaStride),
            chromaRowStride: UInt32(chromaStride), rotationDegrees: turn, mirrored: mirrored, atMs: atMs)
    }
}

/// Bytes that may lie between the planes of one buffer: cameras align planes to pages of memory, of 16 KB.
private let mostGap = 64 << 10

/// The clockwise turn that makes a picture upright, as the core takes it, of the angle that a rotation coordinator tells.
public func turnOf(angle: Double) -> Int32 {
    let quarters = Int((angle / 90).rounded()) % 4
    return Int32((quarters + 4) % 4 * 90)
}

/// A camera's clock in milliseconds that never go back, whatever it does when a session is interrupted.
public struct FrameClock {
    private var last: UInt64?

    public init() {}

    /// The time `value` of `timescale` a second; nothing of a frame that is not later than the one before, or that has no time.
    public mutating func ms(_ value: Int64, _ timescale: Int32) -> UInt64? {
        guard timescale > 0, value >= 0 else { return nil }
        let (seconds, rest) = value.quotientAndRemainder(dividingBy: Int64(timescale))
        let ms = UInt64(seconds) * 1000 + UInt64(rest * 1000 / Int64(timescale))
        if let last, ms <= last { return nil }
        last = ms
        return ms
    }
}

/// Where a point of a frame lies in a view that the frame fills, its middle kept, as the preview does.
public struct Filling {
    private let scale: Double
    private let left: Double
    private let top: Double
    private let width: Double
    private let mirrored: Bool

    /// `frame` is the size of an upright one; `mirrored` where the preview shows a mirror, as that of a front camera does.
    public init(frame: CGSize, view: CGSize, mirrored: Bool) {
        let (wide, high) = (max(1, frame.width), max(1, frame.height))
        scale = max(view.width / wide, view.height / high)
        left = (view.width - wide * scale) / 2
        top = (view.height - high * scale) / 2
        width = view.width
        self.mirrored = mirrored
    }

    public func place(_ point: Point) -> CGPoint {
        let x = left + Double(point.x) * scale
        return CGPoint(x: mirrored ? width - x : x, y: top + Double(point.y) * scale)
    }
}
