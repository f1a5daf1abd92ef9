import Foundation

/// A microphone's samples as the core takes them: 16 bits, one channel. Phones give whole numbers or floating ones, of one channel or two.
///
/// `bytes` are frames of `channels` samples side by side; of these the first is taken, as both of a phone's hear the same person.
public func pcm16(_ bytes: UnsafeRawBufferPointer, floating: Bool, channels: Int) -> Data {
    guard channels > 0 else { return Data() }
    if !floating, channels == 1 { return Data(bytes) }
    let each = (floating ? 4 : 2) * channels
    var samples: [Int16] = []
    samples.reserveCapacity(bytes.count / each)
    for at in stride(from: 0, through: bytes.count - each, by: each) {
        if floating {
            let sample = bytes.loadUnaligned(fromByteOffset: at, as: Float.self)
            let bounded = sample.isFinite ? max(-1, min(1, sample)) : 0
            samples.append(Int16((bounded * 32_767).rounded()))
        } else {
            samples.append(bytes.loadUnaligned(fromByteOffset: at, as: Int16.self))
        }
    }
    return samples.withUnsafeBytes { Data($0) }
}
