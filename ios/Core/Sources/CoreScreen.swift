import Foundation
import HeyanCore

/// What the phone has to say to a screen, as an intent of it; nothing where it never asks.
public struct Answers<Intent> {
    public var permitted: (Bool) -> Intent? = { _ in nil }
    public var taken: (Data) -> Intent? = { _ in nil }
    public var stopped: (Recorded) -> Intent? = { _ in nil }
    /// The path of a copy of the file that was chosen.
    public var chosen: (String) -> Intent? = { _ in nil }
    public var lost: Intent?
    public var look: Intent?

    public init() {}
}

/// A screen of the core by its calls, whatever its state and its intents: the generated classes have no common face.
public struct CoreScreen<State, Intent> {
    public let start: () -> [Effect]
    public let state: () -> State
    public let intend: (Intent) -> [Effect]
    public let retell: () -> [Effect]
    public let leave: () -> [Effect]
    public var answers = Answers<Intent>()
    public var frame: (Data, FrameMeta) throws -> [Effect] = { _, _ in [] }
    public var sound: (Data, UInt32, UInt16) -> [Effect] = { _, _, _ in [] }
}

public func casesScreen(_ desk: Desk) -> CoreScreen<CasesState, CasesIntent> {
    let screen = CasesScreen(desk: desk)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func newCaseScreen(_ desk: Desk) -> CoreScreen<NewCaseState, NewCaseIntent> {
    let screen = NewCaseScreen(desk: desk)
    var core = CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
    core.answers.chosen = { path in
        // What is chosen is an icon or a provider's profile: the core says which it asked for.
        if screen.state().guide.choosingIcon { return .guide(.icon(bytes: consumed(path, most: mostIconBytes))) }
        return .profile(text: String(decoding: consumed(path, most: mostProfileBytes), as: UTF8.self))
    }
    return core
}

public func settingsScreen(_ desk: Desk) -> CoreScreen<SettingsState, SettingsIntent> {
    let screen = SettingsScreen(desk: desk)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func caseScreen(_ desk: Desk, _ name: String) -> CoreScreen<CaseState, CaseIntent> {
    let screen = CaseScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func askedScreen(_ desk: Desk, _ name: String) -> CoreScreen<AskedState, AskedIntent> {
    let screen = AskedScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func consentScreen(_ desk: Desk, _ name: String) -> CoreScreen<ConsentState, ConsentIntent> {
    let screen = ConsentScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func typedScreen(_ desk: Desk, _ name: String) -> CoreScreen<TypedState, TypedIntent> {
    let screen = TypedScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func orderScreen(_ desk: Desk, _ name: String) -> CoreScreen<OrderState, OrderIntent> {
    let screen = OrderScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
}

public func sendScreen(_ desk: Desk, _ name: String) -> CoreScreen<SendState, SendIntent> {
    let screen = SendScreen(desk: desk, name: name)
    var core = CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
    core.answers.look = .look
    return core
}

public func letterScreen(_ desk: Desk, _ name: String, _ step: Step) -> CoreScreen<LetterState, LetterIntent> {
    let screen = LetterScreen(desk: desk, name: name, step: step)
    var core = CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave)
    core.answers.chosen = { .chosen(path: $0) }
    return core
}

public func scanScreen(_ desk: Desk, _ name: String, _ step: Step) -> CoreScreen<TakeState, TakeIntent> {
    let screen = ScanScreen(desk: desk, name: name, step: step)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave,
        answers: taking(), frame: screen.frame)
}

public func portraitScreen(_ desk: Desk, _ name: String) -> CoreScreen<TakeState, TakeIntent> {
    let screen = PortraitScreen(desk: desk, name: name)
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave,
        answers: taking(), frame: screen.frame)
}

public func faceScreen(_ desk: Desk, _ name: String) -> CoreScreen<FaceState, FaceIntent> {
    let screen = FaceScreen(desk: desk, name: name)
    var answers = Answers<FaceIntent>()
    answers.permitted = { .permitted(yes: $0) }
    answers.stopped = { .stopped($0) }
    answers.lost = .cameraLost
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave,
        answers: answers, frame: screen.frame)
}

public func statementScreen(_ desk: Desk, _ name: String) -> CoreScreen<StatementState, StatementIntent> {
    let screen = StatementScreen(desk: desk, name: name)
    var answers = Answers<StatementIntent>()
    answers.permitted = { .permitted(yes: $0) }
    answers.stopped = { .stopped($0) }
    answers.lost = .cameraLost
    return CoreScreen(
        start: screen.start, state: screen.state, intend: screen.intend, retell: screen.retell, leave: screen.leave,
        answers: answers, frame: screen.frame, sound: screen.sound)
}

private func taking() -> Answers<TakeIntent> {
    var answers = Answers<TakeIntent>()
    answers.permitted = { .permitted(yes: $0) }
    answers.taken = { .taken(still: $0) }
    answers.lost = .cameraLost
    return answers
}

/// What stands in the file at `path`, which is gone then; nothing of one that is larger than any that is asked for.
private func consumed(_ path: String, most: Int) -> Data {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? nil
    guard let size, size <= most else { return Data() }
    return FileManager.default.contents(atPath: path) ?? Data()
}

/// A camera's picture has less: it is looked at and told to be too large.
private let mostIconBytes = 32_000_000
/// Built-in profiles have a tenth of it.
private let mostProfileBytes = 1_000_000
