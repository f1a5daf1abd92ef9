import Foundation

/// `bytes` as the core's calls take them, for the length of `body` and without a copy: a camera's buffer is read where it lies.
///
/// What `body` is given must not be kept: after it the bytes are the camera's again.
public func borrowing<R>(_ bytes: UnsafeRawBufferPointer, _ body: (Data) throws -> R) rethrows -> R {
    guard let base = bytes.baseAddress else { return try body(Data()) }
    // `Data` wants a pointer that can be written to; the core only reads.
    return try body(Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: bytes.count, deallocator: .none))
}
