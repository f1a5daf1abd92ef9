import Foundation
import HeyanCore

/// A key store in memory, in place of a phone's hardware: one pad an alias. No cipher of any worth: what it must do is what the
/// core relies on, to tell its own wraps from others' and to lose a key when it is told to.
public final class MemoryKeys: KeyProvider, @unchecked Sendable {
    private let lock = NSLock()
    private var pads: [String: Data] = [:]

    public init() {}

    public var aliases: [String] { lock.withLock { Array(pads.keys) } }

    /// As a phone that was set up anew.
    public func lose() { lock.withLock { pads.removeAll() } }

    public func wrap(alias: String, key: Data, create: Bool) throws -> Data {
        try lock.withLock {
            if pads[alias] == nil, create {
                pads[alias] = Data((0..<64).map { _ in UInt8.random(in: 0...255) })
            }
            guard let pad = pads[alias] else { throw HeyanError.KeyGone }
            return pad.suffix(32) + Data(zip(key, pad).map { $0 ^ $1 })
        }
    }

    public func unwrap(alias: String, wrapped: Data) throws -> Data {
        try lock.withLock {
            guard let pad = pads[alias] else { throw HeyanError.KeyGone }
            guard wrapped.count == 64, wrapped.prefix(32) == pad.suffix(32) else {
                throw HeyanError.BadArgument(reason: "wrapped by another key")
            }
            return Data(zip(wrapped.dropFirst(32), pad).map { $0 ^ $1 })
        }
    }

    public func forget(alias: String) throws { _ = lock.withLock { pads.removeValue(forKey: alias) } }
}

/// What a key store does that was never written for: it throws something that no signature names.
public final class ThrowingKeys: KeyProvider {
    struct NoHardware: Error {
        let what = "no hardware here"
    }

    public init() {}

    public func wrap(alias: String, key: Data, create: Bool) throws -> Data { throw NoHardware() }
    public func unwrap(alias: String, wrapped: Data) throws -> Data { throw NoHardware() }
    public func forget(alias: String) throws { throw NoHardware() }
}
