import Foundation
import HeyanCore

/// How a recording is coded: H.264 and, where there is a microphone, AAC.
public struct Coding: Equatable, Sendable {
    /// Of the pictures as the sensor lies; players turn them.
    public let width: Int
    public let height: Int
    public let videoBitsPerS: Int
    /// `nil`: without sound.
    public let soundBitsPerS: Int?
    /// How far players turn it clockwise, degrees.
    public let turn: Int32

    public static let framesPerS = 30
    /// A whole picture at least so often: a reviewer can jump.
    public static let wholeEveryS = 1
    public static let rateHz = 48_000

    /// By the plan of the core, of pictures of `width` and `height` as the sensor lies.
    public init(_ plan: RecordingPlan, width: Int, height: Int, turn: Int32) {
        // H.264 codes pairs of rows and columns.
        self.width = width / 2 * 2
        self.height = height / 2 * 2
        videoBitsPerS = Int(plan.videoKbit) * 1000
        soundBitsPerS = plan.soundKbit > 0 ? Int(plan.soundKbit) * 1000 : nil
        self.turn = turn
    }

    /// What the core is told of the file at `path` that came of it, which lasts `seconds`; nothing where there is none.
    public func recorded(path: String, seconds: Double) -> Recorded? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let bytes = attributes?[.size] as? UInt64 ?? (attributes?[.size] as? Int).map(UInt64.init), bytes > 0,
            seconds > 0
        else { return nil }
        let upright = turn % 180 == 0
        return Recorded(
            path: path, container: "mp4", codec: "h264", bytes: bytes, durationS: seconds,
            width: UInt32(upright ? width : height), height: UInt32(upright ? height : width),
            fps: Double(Self.framesPerS))
    }
}
