// What the app calls of UIKit and QuartzCore, by its names and types: for the compiler alone, nothing is done.
@_exported import Foundation

extension URL {
    // Foundation's, on Apple's systems alone.
    public func startAccessingSecurityScopedResource() -> Bool { false }
    public func stopAccessingSecurityScopedResource() {}
}

open class CALayer {
    public init() {}
}

@MainActor
open class UIView {
    public init() {}
    open class var layerClass: AnyClass { CALayer.self }
    open var layer: CALayer { CALayer() }
}

public enum UIUserInterfaceStyle: Int, Sendable {
    case unspecified, light, dark
}

open class UITraitCollection {
    open var userInterfaceStyle: UIUserInterfaceStyle { .unspecified }
}

open class UIColor {
    public init(red: CGFloat, green: CGFloat, blue: CGFloat, alpha: CGFloat) {}
    public init(dynamicProvider: @escaping (UITraitCollection) -> UIColor) {}
}

public struct UIBackgroundTaskIdentifier: Hashable, Sendable {
    public static let invalid = UIBackgroundTaskIdentifier()
}

public struct UITextContentType: Sendable {}

@MainActor
open class UIApplication {
    open class var shared: UIApplication { UIApplication() }
    public nonisolated class var openSettingsURLString: String { "" }
    open var isIdleTimerDisabled = false
    open func open(_ url: URL, options: [String: Any] = [:], completionHandler: ((Bool) -> Void)? = nil) {}
    open func beginBackgroundTask(withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil) -> UIBackgroundTaskIdentifier { .invalid }
    open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
}
