import Foundation
import HeyanCore

/// No gateway yet.
public let nobody = Gateway(address: "", pins: [], rootsPem: nil, app: App(name: "test", version: "1", platform: "swift"))

/// A folder of a test's own, gone with this value.
public final class Home: Sendable {
    public let path: String

    public init() throws {
        path = NSTemporaryDirectory() + "heyan-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes `bytes` there and says where.
    public func file(_ name: String, _ bytes: Data) throws -> String {
        let place = path + "/" + name
        try bytes.write(to: URL(fileURLWithPath: place))
        return place
    }

    /// What lies in `folder`, at any depth.
    public func files(in folder: String = "") -> [String] {
        let root = folder.isEmpty ? path : path + "/" + folder
        let found = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return found.map { root + "/" + $0 }.filter { place in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}

/// A desk on the real core, in a folder of its own.
public func desk(
    _ home: Home, keys: KeyProvider = MemoryKeys(), gateway: Gateway = nobody, pack: String = Fixtures.pack,
    transport: Transport? = nil
) -> Desk {
    let folders = Folders(cases: home.path + "/cases", rollbackGuard: home.path + "/guard", pack: pack)
    return Desk(folders: folders, keys: keys, gateway: gateway, threads: 1, lang: .en, transport: transport)
}

/// Does all work that `effects` want and what comes of it; the rest comes back in its order.
@discardableResult
public func done(_ effects: [Effect]) -> [Effect] {
    effects.flatMap { effect -> [Effect] in
        if case .work(let task) = effect { return done(task.run()) }
        return [effect]
    }
}

extension Array where Element == Effect {
    /// The names of the effects, without what they carry.
    public var names: [String] {
        map { String(String(describing: $0).prefix { $0 != "(" }) }
    }
}

public struct NotMade: Error {
    public let problem: Problem?
}

/// A case of the person of the generated card, made as a person makes it.
public func made(_ desk: Desk, name: String = Fixtures.holder.name, profile: String? = nil) throws -> String {
    let new = NewCaseScreen(desk: desk)
    done(new.start())
    if let profile { _ = new.intend(intent: .profile(text: profile)) }
    _ = new.intend(intent: .type(field: .name, text: name))
    _ = new.intend(intent: .type(field: .idNumber, text: Fixtures.holder.number))
    for effect in done(new.intend(intent: .create)) {
        if case .goFromHome(.caseHome(let made)) = effect { return made }
    }
    throw NotMade(problem: new.state().problem)
}

/// A case with `megabytes` that nothing looks into, insisted on and, where `agreed`, agreed to.
public func filled(_ desk: Desk, _ home: Home, megabytes: Int, agreed: Bool = true) throws -> String {
    let name = try made(desk)
    let noise = Data((0..<megabytes << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let file = try home.file("plan.pdf", Data("%PDF-1.7".utf8) + noise)
    let letter = LetterScreen(desk: desk, name: name, step: .constructionPlan)
    done(letter.start())
    _ = letter.intend(intent: .chosen(path: file))
    done(letter.intend(intent: .judge))
    done(letter.intend(intent: .review(.insist)))
    _ = letter.leave()
    if agreed {
        let consent = ConsentScreen(desk: desk, name: name)
        done(consent.start())
        done(consent.intend(intent: .agree(purpose: .sendIdentity)))
        _ = consent.leave()
    }
    return name
}
