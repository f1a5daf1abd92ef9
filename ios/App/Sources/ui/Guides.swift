import HeyanCore
import HeyanShell
import SwiftUI

/// The outline that the core sees, over the preview; the more `progress`, the fuller.
struct Outline: View {
    let points: [HeyanCore.Point]
    let frame: CGSize
    let mirrored: Bool
    let progress: Double

    var body: some View {
        GeometryReader { room in
            let path = path(in: room.size)
            ZStack {
                path.fill(Ink.guide.opacity(0.24 * progress))
                path.stroke(Ink.guide, style: StrokeStyle(lineWidth: 4, lineJoin: .round))
            }
        }
    }

    private func path(in size: CGSize) -> Path {
        let filling = Filling(frame: frame, view: size, mirrored: mirrored)
        var path = Path()
        for (place, point) in points.enumerated() {
            if place == 0 { path.move(to: filling.place(point)) } else { path.addLine(to: filling.place(point)) }
        }
        if !points.isEmpty { path.closeSubpath() }
        return path
    }
}

/// Where the face belongs: an oval whose rim fills with what is done; `wide` adds the shoulders.
struct Oval: View {
    let progress: Double
    let wide: Bool

    var body: some View {
        GeometryReader { room in
            let oval = oval(in: room.size)
            ZStack {
                if !wide { outside(oval, room.size).fill(Ink.scrim, style: FillStyle(eoFill: true)) }
                Path(ellipseIn: oval).stroke(Ink.onCamera.opacity(0.8), lineWidth: 5)
                if wide { shoulders(oval).stroke(Ink.onCamera.opacity(0.8), style: StrokeStyle(lineWidth: 5, lineCap: .round)) }
                rim(oval).stroke(Ink.guide, style: StrokeStyle(lineWidth: 5, lineCap: .round))
            }
        }
    }

    private func oval(in size: CGSize) -> CGRect {
        let width = size.width * (wide ? 0.42 : 0.66)
        let height = width * 1.32
        return CGRect(x: (size.width - width) / 2, y: size.height * (wide ? 0.40 : 0.46) - height / 2, width: width, height: height)
    }

    private func outside(_ oval: CGRect, _ size: CGSize) -> Path {
        var path = Path(CGRect(origin: .zero, size: size))
        path.addEllipse(in: oval)
        return path
    }

    /// The part of the rim that is done, from the top clockwise.
    private func rim(_ oval: CGRect) -> Path {
        var path = Path()
        let steps = Int((progress * 120).rounded())
        guard steps > 0 else { return path }
        for step in 0...steps {
            let angle = Double(step) / 120 * 2 * Double.pi - Double.pi / 2
            let point = CGPoint(x: oval.midX + oval.width / 2 * cos(angle), y: oval.midY + oval.height / 2 * sin(angle))
            if step == 0 { path.move(to: point) } else { path.addLine(to: point) }
        }
        return path
    }

    private func shoulders(_ head: CGRect) -> Path {
        let (w, top, foot) = (head.width, head.maxY + head.height * 0.04, head.maxY + head.height * 0.75)
        func at(_ x: Double, _ y: Double) -> CGPoint { CGPoint(x: head.midX + w * x, y: y) }
        var path = Path()
        path.move(to: at(-1.12, foot))
        path.addCurve(to: at(-0.28, top), control1: at(-1.1, top + w * 0.2), control2: at(-0.45, top + w * 0.12))
        path.move(to: at(0.28, top))
        path.addCurve(to: at(1.12, foot), control1: at(0.45, top + w * 0.12), control2: at(1.1, top + w * 0.2))
        return path
    }
}
