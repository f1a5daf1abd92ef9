import AVFoundation
import CoreMedia
import CoreVideo
import Foundation
import HeyanCore
import HeyanShell

/// The camera, the microphone and the recorder as one screen wants them. Called on the screen's thread; what they see and hear comes on
/// a queue of their own.
final class CameraHands: NSObject, @unchecked Sendable {
    let session = AVCaptureSession()
    private let queue = DispatchQueue(label: "camera", qos: .userInteractive)
    private let threads: HeyanShell.Threads
    private let seen: (Data, FrameMeta) -> Void
    private let heard: (Data, Int) -> Void
    private let taken: @Sendable (Data) -> Void
    private let stopped: @Sendable (Recorded) -> Bool
    private let lost: @Sendable () -> Void

    // All of this belongs to the queue.
    private let frames = AVCaptureVideoDataOutput()
    private let sounds = AVCaptureAudioDataOutput()
    private let stills = AVCapturePhotoOutput()
    private var rotation: AVCaptureDevice.RotationCoordinator?
    private var clock = FrameClock()
    private var plan: RecordingPlan?
    private var recorder: Recorder?
    private var watched: [any NSObjectProtocol] = []
    private let lock = NSLock()
    private var upright = CGSize(width: 1, height: 1)

    /// Size of an upright frame.
    var frame: CGSize { lock.withLock { upright } }

    init(
        threads: HeyanShell.Threads, frame: @escaping (Data, FrameMeta) -> Void, sound: @escaping (Data, Int) -> Void,
        taken: @escaping @Sendable (Data) -> Void, stopped: @escaping @Sendable (Recorded) -> Bool,
        lost: @escaping @Sendable () -> Void
    ) {
        (self.threads, seen, heard, self.taken, self.stopped, self.lost) = (threads, frame, sound, taken, stopped, lost)
        super.init()
        let centre = NotificationCenter.default
        for name in [AVCaptureSession.runtimeErrorNotification, AVCaptureSession.wasInterruptedNotification] {
            watched.append(centre.addObserver(forName: name, object: session, queue: nil) { [weak self] _ in self?.fail() })
        }
    }

    deinit { watched.forEach(NotificationCenter.default.removeObserver) }

    func open(_ wanted: Camera) {
        queue.async {
            do {
                try self.configure(wanted)
                self.session.startRunning()
            } catch {
                self.fail()
            }
        }
    }

    private struct NoCamera: Error {}

    private func configure(_ wanted: Camera) throws {
        clear()
        session.beginConfiguration()
        defer { session.commitConfiguration() }
        let side: AVCaptureDevice.Position = wanted.facing == .person ? .front : .back
        guard let device = AVCaptureDevice.default(.builtInWideAngleCamera, for: .video, position: side) else { throw NoCamera() }
        try add(AVCaptureDeviceInput(device: device))
        session.sessionPreset = wanted.recording == nil ? .photo : .hd1280x720
        rotation = AVCaptureDevice.RotationCoordinator(device: device, previewLayer: nil)
        frames.videoSettings = [kCVPixelBufferPixelFormatTypeKey as String: kCVPixelFormatType_420YpCbCr8BiPlanarFullRange]
        // The latest, older ones are dropped.
        frames.alwaysDiscardsLateVideoFrames = true
        frames.setSampleBufferDelegate(self, queue: queue)
        try add(frames)
        if let connection = frames.connection(with: .video), connection.isVideoMirroringSupported {
            // The core is told what is left and right of the person: no mirror but in the preview.
            connection.automaticallyAdjustsVideoMirroring = false
            connection.isVideoMirrored = false
        }
        plan = wanted.recording
        if let plan {
            if plan.soundKbit > 0 {
                guard let microphone = AVCaptureDevice.default(for: .audio) else { throw NoCamera() }
                try add(AVCaptureDeviceInput(device: microphone))
                sounds.setSampleBufferDelegate(self, queue: queue)
                try add(sounds)
            }
        } else {
            try add(stills)
        }
    }

    private func add(_ input: AVCaptureInput) throws {
        guard session.canAddInput(input) else { throw NoCamera() }
        session.addInput(input)
    }

    private func add(_ output: AVCaptureOutput) throws {
        guard session.canAddOutput(output) else { throw NoCamera() }
        session.addOutput(output)
    }

    func take() {
        queue.async {
            guard self.session.isRunning, let connection = self.stills.connection(with: .video) else { return self.fail() }
            let angle = self.rotation?.videoRotationAngleForHorizonLevelCapture ?? 90
            if connection.isVideoRotationAngleSupported(angle) { connection.videoRotationAngle = angle }
            let settings = AVCapturePhotoSettings(format: [AVVideoCodecKey: AVVideoCodecType.jpeg])
            self.stills.capturePhoto(with: settings, delegate: self)
        }
    }

    /// Ends the recording: what is left in the encoders takes a moment.
    func stop() {
        queue.async {
            let ended = self.recorder
            self.recorder = nil
            self.clear()
            guard let ended else { return self.fail() }
            ended.finish { recorded in
                self.threads.screen {
                    guard let recorded else { return self.lost() }
                    if !self.stopped(recorded) { try? FileManager.default.removeItem(atPath: recorded.path) }
                }
            }
        }
    }

    /// Closes the camera; a recording that was not stopped goes.
    func close() { queue.async { self.clear() } }

    private func clear() {
        if session.isRunning { session.stopRunning() }
        recorder?.throwAway()
        recorder = nil
        clock = FrameClock()
        session.beginConfiguration()
        session.inputs.forEach(session.removeInput)
        session.outputs.forEach(session.removeOutput)
        session.commitConfiguration()
    }

    private func fail() {
        queue.async { self.clear() }
        threads.screen { self.lost() }
    }
}

extension CameraHands: AVCaptureVideoDataOutputSampleBufferDelegate, AVCaptureAudioDataOutputSampleBufferDelegate {
    func captureOutput(_ output: AVCaptureOutput, didOutput buffer: CMSampleBuffer, from connection: AVCaptureConnection) {
        if output === sounds { listen(buffer) } else { look(buffer, connection) }
    }

    private func look(_ buffer: CMSampleBuffer, _ connection: AVCaptureConnection) {
        let time = CMSampleBufferGetPresentationTimeStamp(buffer)
        guard let pixels = CMSampleBufferGetImageBuffer(buffer), let ms = clock.ms(time.value, time.timescale) else { return }
        let turn = turnOf(angle: Double(rotation?.videoRotationAngleForHorizonLevelCapture ?? 90) - Double(connection.videoRotationAngle))
        let (width, height) = (CVPixelBufferGetWidth(pixels), CVPixelBufferGetHeight(pixels))
        lock.withLock { upright = turn % 180 == 0 ? CGSize(width: width, height: height) : CGSize(width: height, height: width) }
        if let plan, recorder == nil {
            recorder = Recorder(Coding(plan, width: width, height: height, turn: turn))
            if recorder == nil { return fail() }
        }
        recorder?.picture(buffer, at: time)
        CVPixelBufferLockBaseAddress(pixels, .readOnly)
        defer { CVPixelBufferUnlockBaseAddress(pixels, .readOnly) }
        guard let luma = CVPixelBufferGetBaseAddressOfPlane(pixels, 0), let chroma = CVPixelBufferGetBaseAddressOfPlane(pixels, 1) else {
            return fail()
        }
        let planes = Planes(
            luma: luma, lumaStride: CVPixelBufferGetBytesPerRowOfPlane(pixels, 0), chroma: chroma,
            chromaStride: CVPixelBufferGetBytesPerRowOfPlane(pixels, 1), width: width, height: height,
            videoRange: CVPixelBufferGetPixelFormatType(pixels) == kCVPixelFormatType_420YpCbCr8BiPlanarVideoRange)
        planes.frame(turn: turn, mirrored: connection.isVideoMirrored, atMs: ms) { seen($0, $1) }
    }

    private func listen(_ buffer: CMSampleBuffer) {
        recorder?.sound(buffer)
        guard let block = CMSampleBufferGetDataBuffer(buffer), let format = CMSampleBufferGetFormatDescription(buffer),
            let sound = CMAudioFormatDescriptionGetStreamBasicDescription(format)?.pointee
        else { return }
        var (length, bytes) = (0, UnsafeMutablePointer<CChar>?.none)
        guard CMBlockBufferGetDataPointer(block, atOffset: 0, lengthAtOffsetOut: nil, totalLengthOut: &length, dataPointerOut: &bytes) == 0,
            let bytes
        else { return }
        let floating = sound.mFormatFlags & kAudioFormatFlagIsFloat != 0
        let samples = pcm16(UnsafeRawBufferPointer(start: bytes, count: length), floating: floating, channels: Int(sound.mChannelsPerFrame))
        heard(samples, Int(sound.mSampleRate))
    }
}

extension CameraHands: AVCapturePhotoCaptureDelegate {
    func photoOutput(_ output: AVCapturePhotoOutput, didFinishProcessingPhoto photo: AVCapturePhoto, error: (any Error)?) {
        guard error == nil, let still = photo.fileDataRepresentation() else { return fail() }
        threads.screen { self.taken(still) }
    }
}
