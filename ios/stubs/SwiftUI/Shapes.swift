// Colours, type and shapes of SwiftUI as far as the app names them: for the compiler alone, nothing is drawn.
import Foundation
import UIKit

public protocol ShapeStyle: Sendable {}

public struct Color: ShapeStyle, Hashable {
    public init(uiColor: UIColor) {}
    init() {}
    public static let white = Color()
    public static let black = Color()
    public static let clear = Color()
    public func opacity(_ opacity: Double) -> Color { self }
}
// In an extension, as Apple's: colours are made anywhere, and only drawn on the main actor.
extension Color: View {
    public var body: Never { fatalError() }
}

public struct Font: Hashable, Sendable {
    public enum Weight: Sendable {
        case regular, semibold, bold
    }
    public static let largeTitle = Font()
    public static let title = Font()
    public static let title2 = Font()
    public static let title3 = Font()
    public static let headline = Font()
    public static let subheadline = Font()
    public static let body = Font()
    public static let footnote = Font()
    public static let caption = Font()
    public static func system(size: CGFloat, weight: Weight? = nil) -> Font { Font() }
}

public enum CGLineCap: Sendable {
    case butt, round, square
}
public enum CGLineJoin: Sendable {
    case miter, round, bevel
}
public struct StrokeStyle: Sendable {
    public init(lineWidth: CGFloat = 1, lineCap: CGLineCap = .butt, lineJoin: CGLineJoin = .miter) {}
}
public struct FillStyle: Sendable {
    public init(eoFill: Bool = false, antialiased: Bool = true) {}
}

@MainActor @preconcurrency
public protocol Shape: View where Body == Never {}
extension Shape {
    public var body: Never { fatalError() }
    public func fill<S: ShapeStyle>(_ content: S, style: FillStyle = FillStyle()) -> some View { self }
    public func stroke<S: ShapeStyle>(_ content: S, lineWidth: CGFloat = 1) -> some View { self }
    public func stroke<S: ShapeStyle>(_ content: S, style: StrokeStyle) -> some View { self }
}

public struct RoundedRectangle: Shape {
    public init(cornerRadius: CGFloat) {}
}
public struct Circle: Shape {
    public init() {}
}

public struct Path: Shape {
    public init() {}
    public init(_ rect: CGRect) {}
    public init(ellipseIn rect: CGRect) {}
    public mutating func move(to end: CGPoint) {}
    public mutating func addLine(to end: CGPoint) {}
    public mutating func addCurve(to end: CGPoint, control1: CGPoint, control2: CGPoint) {}
    public mutating func addEllipse(in rect: CGRect) {}
    public mutating func closeSubpath() {}
}
