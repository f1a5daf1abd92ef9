import Foundation
import HeyanCore

/// The way through the app: the core's navigator, and what is to be done when it moved.
public final class Walk: Sendable {
    private let navigator = Navigator()

    public init() {}

    public var place: Place { navigator.shown() }

    /// Whether the place on show uses the camera: it is kept upright then.
    public var usesCamera: Bool { navigator.usesCamera() }

    /// Whether there is a place to go back to.
    public var isHome: Bool { navigator.shown() == .cases }

    /// Goes where `effect` says. Says whether another place is shown then.
    public func move(_ effect: Effect) -> Bool {
        switch effect {
        case .go(let place): navigator.go(place: place)
        case .goFromHome(let place): navigator.goFromHome(place: place)
        case .back: navigator.back()
        default: false
        }
    }

    /// The app was put aside: the camera is not ours any more, begun captures are begun again.
    public func putAside() -> Bool { navigator.putAside() }
}
