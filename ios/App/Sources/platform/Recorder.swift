import AVFoundation
import CoreMedia
import Foundation
import HeyanCore
import HeyanShell

/// H.264 and, with a microphone, AAC into an MP4, of the same frames and the same samples that the core sees and hears. All calls come on
/// the camera's queue.
final class Recorder: @unchecked Sendable {
    private let coding: Coding
    private let path = Places.fresh("mp4")
    private let writer: AVAssetWriter
    private let pictures: AVAssetWriterInput
    private let sounds: AVAssetWriterInput?
    private var begun: CMTime?
    private var last = CMTime.zero

    /// Nothing where the system has no encoder for it.
    init?(_ coding: Coding) {
        self.coding = coding
        guard let writer = try? AVAssetWriter(outputURL: URL(fileURLWithPath: path), fileType: .mp4) else { return nil }
        self.writer = writer
        let compression: [String: Any] = [
            AVVideoAverageBitRateKey: coding.videoBitsPerS,
            AVVideoExpectedSourceFrameRateKey: Coding.framesPerS,
            AVVideoMaxKeyFrameIntervalDurationKey: Coding.wholeEveryS,
        ]
        pictures = AVAssetWriterInput(
            mediaType: .video,
            outputSettings: [
                AVVideoCodecKey: AVVideoCodecType.h264, AVVideoWidthKey: coding.width, AVVideoHeightKey: coding.height,
                AVVideoCompressionPropertiesKey: compression,
            ])
        pictures.expectsMediaDataInRealTime = true
        // Players turn the pictures.
        pictures.transform = CGAffineTransform(rotationAngle: CGFloat(coding.turn) * .pi / 180)
        sounds = coding.soundBitsPerS.map { rate in
            let input = AVAssetWriterInput(
                mediaType: .audio,
                outputSettings: [
                    AVFormatIDKey: kAudioFormatMPEG4AAC, AVSampleRateKey: Coding.rateHz, AVNumberOfChannelsKey: 1,
                    AVEncoderBitRateKey: rate,
                ])
            input.expectsMediaDataInRealTime = true
            return input
        }
        for input in [pictures, sounds].compactMap({ $0 }) {
            guard writer.canAdd(input) else { return nil }
            writer.add(input)
        }
        guard writer.startWriting() else { return nil }
    }

    func picture(_ buffer: CMSampleBuffer, at time: CMTime) {
        if begun == nil {
            begun = time
            writer.startSession(atSourceTime: time)
        }
        // An encoder that is behind drops a picture rather than hold up the camera.
        guard pictures.isReadyForMoreMediaData else { return }
        if pictures.append(buffer) { last = time }
    }

    func sound(_ buffer: CMSampleBuffer) {
        // Nothing is heard before there is something to be seen.
        guard begun != nil, let sounds, sounds.isReadyForMoreMediaData else { return }
        sounds.append(buffer)
    }

    /// Ends it; `done` is told of the file once it is whole, or of nothing.
    func finish(_ done: @escaping @Sendable (Recorded?) -> Void) {
        guard let begun, writer.status == .writing else {
            throwAway()
            return done(nil)
        }
        pictures.markAsFinished()
        sounds?.markAsFinished()
        let seconds = CMTimeGetSeconds(CMTimeSubtract(last, begun))
        writer.finishWriting { [self] in
            let recorded = writer.status == .completed ? coding.recorded(path: path, seconds: seconds) : nil
            if recorded == nil { try? FileManager.default.removeItem(atPath: path) }
            done(recorded)
        }
    }

    func throwAway() {
        if writer.status == .writing { writer.cancelWriting() }
        try? FileManager.default.removeItem(atPath: path)
    }
}
