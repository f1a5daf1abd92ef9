// What the app calls of CoreMedia and CoreAudioTypes, by its names and types: for the compiler alone, nothing is done.
@_exported import CoreVideo
import Foundation

public typealias OSStatus = Int32
public typealias CMTimeValue = Int64
public typealias CMTimeScale = Int32

public struct CMTime: Sendable {
    public var value: CMTimeValue
    public var timescale: CMTimeScale
    public static let zero = CMTime(value: 0, timescale: 1)
}

public func CMTimeSubtract(_ lhs: CMTime, _ rhs: CMTime) -> CMTime { lhs }
public func CMTimeGetSeconds(_ time: CMTime) -> Float64 { 0 }

public final class CMSampleBuffer {}
public final class CMBlockBuffer {}
public class CMFormatDescription {}
public typealias CMAudioFormatDescription = CMFormatDescription

public func CMSampleBufferGetPresentationTimeStamp(_ sbuf: CMSampleBuffer) -> CMTime { .zero }
public func CMSampleBufferGetImageBuffer(_ sbuf: CMSampleBuffer) -> CVImageBuffer? { nil }
public func CMSampleBufferGetDataBuffer(_ sbuf: CMSampleBuffer) -> CMBlockBuffer? { nil }
public func CMSampleBufferGetFormatDescription(_ sbuf: CMSampleBuffer) -> CMFormatDescription? { nil }
public func CMBlockBufferGetDataPointer(
    _ theBuffer: CMBlockBuffer, atOffset offset: Int, lengthAtOffsetOut: UnsafeMutablePointer<Int>?,
    totalLengthOut: UnsafeMutablePointer<Int>?, dataPointerOut: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> OSStatus { 0 }

public typealias AudioFormatFlags = UInt32
public typealias AudioFormatID = UInt32

public struct AudioStreamBasicDescription {
    public var mSampleRate: Float64
    public var mFormatFlags: AudioFormatFlags
    public var mChannelsPerFrame: UInt32
}

public let kAudioFormatFlagIsFloat: AudioFormatFlags = 1
public let kAudioFormatMPEG4AAC: AudioFormatID = 0x6161_6320

public func CMAudioFormatDescriptionGetStreamBasicDescription(_ desc: CMAudioFormatDescription) -> UnsafePointer<AudioStreamBasicDescription>? { nil }
