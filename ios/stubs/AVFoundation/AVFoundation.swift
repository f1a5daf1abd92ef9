// What the app calls of AVFoundation, by its names and types: for the compiler alone, nothing is done.
@_exported import CoreMedia
import Foundation
import UIKit

public struct AVMediaType: Hashable, Sendable {
    public static let video = AVMediaType()
    public static let audio = AVMediaType()
}

public enum AVAuthorizationStatus: Int, Sendable {
    case notDetermined, restricted, denied, authorized
}

open class AVCaptureDevice: NSObject {
    public struct DeviceType: Sendable {
        public static let builtInWideAngleCamera = DeviceType()
    }
    public enum Position: Int, Sendable {
        case unspecified, back, front
    }
    open class RotationCoordinator: NSObject {
        public init(device: AVCaptureDevice, previewLayer: CALayer?) {}
        open var videoRotationAngleForHorizonLevelCapture: CGFloat { 0 }
    }
    open class func authorizationStatus(for mediaType: AVMediaType) -> AVAuthorizationStatus { .notDetermined }
    open class func requestAccess(for mediaType: AVMediaType, completionHandler handler: @escaping @Sendable (Bool) -> Void) {}
    open class func `default`(for mediaType: AVMediaType) -> AVCaptureDevice? { nil }
    open class func `default`(_ deviceType: DeviceType, for mediaType: AVMediaType?, position: Position) -> AVCaptureDevice? { nil }
}

open class AVCaptureInput: NSObject {}
open class AVCaptureDeviceInput: AVCaptureInput {
    public init(device: AVCaptureDevice) throws {}
}

open class AVCaptureConnection: NSObject {
    open var isVideoMirroringSupported: Bool { false }
    open var automaticallyAdjustsVideoMirroring = true
    open var isVideoMirrored = false
    open var videoRotationAngle: CGFloat = 0
    open func isVideoRotationAngleSupported(_ videoRotationAngle: CGFloat) -> Bool { false }
}

open class AVCaptureOutput: NSObject {
    open func connection(with mediaType: AVMediaType) -> AVCaptureConnection? { nil }
}

public protocol AVCaptureVideoDataOutputSampleBufferDelegate: NSObjectProtocol {
    func captureOutput(_ output: AVCaptureOutput, didOutput sampleBuffer: CMSampleBuffer, from connection: AVCaptureConnection)
}

public protocol AVCaptureAudioDataOutputSampleBufferDelegate: NSObjectProtocol {
    func captureOutput(_ output: AVCaptureOutput, didOutput sampleBuffer: CMSampleBuffer, from connection: AVCaptureConnection)
}

open class AVCaptureVideoDataOutput: AVCaptureOutput {
    open var videoSettings: [String: Any]! = [:]
    open var alwaysDiscardsLateVideoFrames = true
    open func setSampleBufferDelegate(_ delegate: (any AVCaptureVideoDataOutputSampleBufferDelegate)?, queue: DispatchQueue?) {}
}

open class AVCaptureAudioDataOutput: AVCaptureOutput {
    open func setSampleBufferDelegate(_ delegate: (any AVCaptureAudioDataOutputSampleBufferDelegate)?, queue: DispatchQueue?) {}
}

public let AVVideoCodecKey = ""
public let AVVideoWidthKey = ""
public let AVVideoHeightKey = ""
public let AVVideoCompressionPropertiesKey = ""
public let AVVideoAverageBitRateKey = ""
public let AVVideoExpectedSourceFrameRateKey = ""
public let AVVideoMaxKeyFrameIntervalDurationKey = ""
public let AVFormatIDKey = ""
public let AVSampleRateKey = ""
public let AVNumberOfChannelsKey = ""
public let AVEncoderBitRateKey = ""

public struct AVVideoCodecType: Sendable {
    public static let jpeg = AVVideoCodecType()
    public static let h264 = AVVideoCodecType()
}

open class AVCapturePhotoSettings: NSObject {
    public init(format: [String: Any]?) {}
}

open class AVCapturePhoto: NSObject {
    open func fileDataRepresentation() -> Data? { nil }
}

public protocol AVCapturePhotoCaptureDelegate: NSObjectProtocol {
    func photoOutput(_ output: AVCapturePhotoOutput, didFinishProcessingPhoto photo: AVCapturePhoto, error: (any Error)?)
}

open class AVCapturePhotoOutput: AVCaptureOutput {
    open func capturePhoto(with settings: AVCapturePhotoSettings, delegate: any AVCapturePhotoCaptureDelegate) {}
}

open class AVCaptureSession: NSObject {
    public struct Preset: Sendable {
        public static let photo = Preset()
        public static let hd1280x720 = Preset()
    }
    public static let runtimeErrorNotification = NSNotification.Name("")
    public static let wasInterruptedNotification = NSNotification.Name("")
    public override init() {}
    open var sessionPreset = Preset.photo
    open var inputs: [AVCaptureInput] { [] }
    open var outputs: [AVCaptureOutput] { [] }
    open var isRunning: Bool { false }
    open func canAddInput(_ input: AVCaptureInput) -> Bool { false }
    open func addInput(_ input: AVCaptureInput) {}
    open func removeInput(_ input: AVCaptureInput) {}
    open func canAddOutput(_ output: AVCaptureOutput) -> Bool { false }
    open func addOutput(_ output: AVCaptureOutput) {}
    open func removeOutput(_ output: AVCaptureOutput) {}
    open func beginConfiguration() {}
    open func commitConfiguration() {}
    open func startRunning() {}
    open func stopRunning() {}
}

public struct AVLayerVideoGravity: Sendable {
    public static let resizeAspectFill = AVLayerVideoGravity()
}

open class AVCaptureVideoPreviewLayer: CALayer {
    open var session: AVCaptureSession?
    open var videoGravity = AVLayerVideoGravity.resizeAspectFill
}

public struct AVFileType: Sendable {
    public static let mp4 = AVFileType()
}

open class AVAssetWriterInput: NSObject {
    public init(mediaType: AVMediaType, outputSettings: [String: Any]?) {}
    open var expectsMediaDataInRealTime = false
    open var transform = CGAffineTransform(rotationAngle: 0)
    open var isReadyForMoreMediaData: Bool { false }
    @discardableResult
    open func append(_ sampleBuffer: CMSampleBuffer) -> Bool { false }
    open func markAsFinished() {}
}

open class AVAssetWriter: NSObject {
    public enum Status: Int, Sendable {
        case unknown, writing, completed, failed, cancelled
    }
    public init(outputURL: URL, fileType outputFileType: AVFileType) throws {}
    open var status: Status { .unknown }
    open func canAdd(_ input: AVAssetWriterInput) -> Bool { false }
    open func add(_ input: AVAssetWriterInput) {}
    open func startWriting() -> Bool { false }
    open func startSession(atSourceTime startTime: CMTime) {}
    open func finishWriting(completionHandler handler: @escaping @Sendable () -> Void) {}
    open func cancelWriting() {}
}

/// CoreGraphics' own is not in Foundation for Linux.
public struct CGAffineTransform: Sendable {
    public init(rotationAngle angle: CGFloat) {}
}

public enum AVSpeechBoundary: Int, Sendable {
    case immediate, word
}

open class AVSpeechSynthesisVoice: NSObject {
    public init?(language languageCode: String?) {}
}

open class AVSpeechUtterance: NSObject {
    public init(string: String) {}
    open var voice: AVSpeechSynthesisVoice?
}

open class AVSpeechSynthesizer: NSObject {
    public override init() {}
    open func speak(_ utterance: AVSpeechUtterance) {}
    open func stopSpeaking(at boundary: AVSpeechBoundary) -> Bool { true }
}
