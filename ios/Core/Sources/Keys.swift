import Foundation
import HeyanCore

/// Why a key store did not do what it was asked.
public enum KeyFault: Error, Equatable {
    /// It cannot be used now: the phone is locked, or was not unlocked since it started.
    case locked
    /// What was to be opened was closed by another key, or was changed.
    case other
    /// Anything else.
    case broken
}

/// The phone's hardware: one pair of keys an alias, whose private half never leaves it.
public protocol Hardware: Sendable {
    /// Whether there is a key of that alias.
    func has(_ alias: String) throws -> Bool
    func make(_ alias: String) throws
    func close(_ alias: String, _ bytes: Data) throws -> Data
    func open(_ alias: String, _ closed: Data) throws -> Data
    func destroy(_ alias: String) throws
}

/// The core's keys wrapped by the phone's hardware, its faults told as the core wants them.
public final class WrappedKeys: KeyProvider {
    private let hardware: Hardware
    /// Two calls at once would make two keys of one alias.
    private let lock = NSLock()

    public init(_ hardware: Hardware) { self.hardware = hardware }

    public func wrap(alias: String, key: Data, create: Bool) throws -> Data {
        try guarded {
            if try !hardware.has(alias) {
                guard create else { throw HeyanError.KeyGone }
                try hardware.make(alias)
            }
            return try hardware.close(alias, key)
        }
    }

    public func unwrap(alias: String, wrapped: Data) throws -> Data {
        try guarded {
            guard try hardware.has(alias) else { throw HeyanError.KeyGone }
            return try hardware.open(alias, wrapped)
        }
    }

    public func forget(alias: String) throws {
        try guarded { if try hardware.has(alias) { try hardware.destroy(alias) } }
    }

    private func guarded<T>(_ call: () throws -> T) throws -> T {
        try lock.withLock {
            do {
                return try call()
            } catch let known as HeyanError {
                throw known
            } catch KeyFault.other {
                throw HeyanError.BadArgument(reason: "wrapped by another key")
            } catch {
                throw HeyanError.KeyLocked
            }
        }
    }
}
