import Foundation
import HeyanCore

/// What `cargo xtask bindings` laid out for the tests; where, the environment says.
public enum Fixtures {
    private static func told(_ name: String) -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            fatalError("\(name) is not set: run the tests with `cargo xtask swift --check`")
        }
        return value
    }

    public static var pack: String { told("HEYAN_PACK") }

    /// What the sandbox gateway wrote when it had started.
    public static func sandbox() throws -> Gateway {
        struct Line: Decodable {
            let address: String
            let pin: String
            let certificate: String
        }
        let line = try JSONDecoder().decode(Line.self, from: Data(told("HEYAN_SANDBOX").utf8))
        return Gateway(address: line.address, pins: [line.pin], rootsPem: told("HEYAN_SANDBOX_ROOTS"), app: nobody.app)
    }

    private static func place(_ name: String) -> URL {
        URL(fileURLWithPath: told("HEYAN_FIXTURES")).appendingPathComponent(name)
    }

    public static func bytes(_ name: String) throws -> Data { try Data(contentsOf: place(name)) }

    public static func text(_ name: String) throws -> String { try String(decoding: bytes(name), as: UTF8.self) }

    /// Name and number that the generated card `front.jpg` shows.
    public static let holder: (name: String, number: String) = {
        let lines = (try? text("truth.jsonl"))?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.contains("\"front.jpg\"") || $0.contains("\"front\"") }) else {
            fatalError("truth.jsonl says nothing of front.jpg")
        }
        func of(_ key: String) -> String {
            let after = line.components(separatedBy: "\"\(key)\":\"").dropFirst().first ?? ""
            return String(after.prefix { $0 != "\"" })
        }
        return (of("name"), of("id_number"))
    }()

    /// A WAV of one channel of 16 bits, as `heyan-samples` writes it: its rate, and its samples as they lie there.
    public static func sound(_ name: String) throws -> (rate: UInt32, pcm: Data) {
        let wav = try bytes(name)
        return (number(wav, at: 24), wav.dropFirst(44))
    }

    public static func clip(_ name: String) throws -> Clip { try Clip(place("\(name).nv21"), place("\(name).actions")) }
}

func number(_ bytes: Data, at place: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[bytes.startIndex + place + $1]) << (8 * $1) }
}

/// A clip as a camera hands it over: NV21 with padded rows, mapped, each frame somewhere in the middle of it.
public final class Clip: Sendable {
    private static let header = 20
    private let bytes: Data
    private let width: UInt32
    private let height: UInt32
    private let stride: UInt32
    private let frameBytes: Int
    public let actions: [Action]
    public let size: Int

    init(_ path: URL, _ actionsPath: URL) throws {
        bytes = try Data(contentsOf: path, options: .alwaysMapped)
        width = number(bytes, at: 8)
        height = number(bytes, at: 12)
        stride = number(bytes, at: 16)
        frameBytes = Int(stride * (height + height / 2))
        size = (bytes.count - Self.header) / (4 + frameBytes)
        let words: [String: Action] = [
            "nod": .nod, "turn_left": .turnLeft, "turn_right": .turnRight, "tilt_left": .tiltLeft,
            "tilt_right": .tiltRight, "look_up": .lookUp, "look_down": .lookDown, "blink": .blink,
            "open_mouth": .openMouth, "come_closer": .comeCloser,
        ]
        let text = try String(contentsOf: actionsPath, encoding: .utf8)
        actions = try text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",").map { word in
            guard let action = words[String(word)] else { throw CocoaError(.formatting) }
            return action
        }
    }

    /// Hands the frame at `index` to `body`: its bytes where they lie in the camera's buffer, and what the camera says of them.
    public func frame<R>(_ index: Int, _ body: (Data, FrameMeta) throws -> R) rethrows -> R {
        let at = Self.header + index * (4 + frameBytes)
        let meta = FrameMeta(
            format: .nv21, videoRange: true, width: width, height: height, rowStride: stride, chromaRowStride: stride,
            atMs: UInt64(number(bytes, at: at)))
        return try bytes.withUnsafeBytes { all in
            let own = UnsafeRawBufferPointer(rebasing: all[(at + 4)..<(at + 4 + frameBytes)])
            return try borrowing(own) { try body($0, meta) }
        }
    }
}
