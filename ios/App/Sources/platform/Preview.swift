import AVFoundation
import SwiftUI
import UIKit

/// What the camera sees, filling the screen.
struct Preview: UIViewRepresentable {
    let session: AVCaptureSession

    final class LayerView: UIView {
        override class var layerClass: AnyClass { AVCaptureVideoPreviewLayer.self }

        var preview: AVCaptureVideoPreviewLayer? { layer as? AVCaptureVideoPreviewLayer }
    }

    func makeUIView(context: Context) -> LayerView {
        let view = LayerView()
        view.preview?.session = session
        view.preview?.videoGravity = .resizeAspectFill
        return view
    }

    func updateUIView(_ view: LayerView, context: Context) {}
}
