import Foundation
import HeyanCore

/// The core's words in one language.
public struct Words: Equatable, Sendable {
    public let lang: Lang

    public init(_ lang: Lang) { self.lang = lang }

    /// In the first of `languages`, as the phone names them (`zh-Hans-CN`, `en-GB`), that the core speaks.
    public init(preferred languages: [String]) {
        lang = languages.first.map { $0 == "zh" || $0.hasPrefix("zh-") } == true ? .zh : .en
    }

    public func callAsFunction(_ label: HeyanCore.Label, _ values: [String: String] = [:]) -> String {
        labelWords(label: label, lang: lang, values: values)
    }

    public func permission(_ permission: Permission) -> String { permissionWords(permission: permission, lang: lang) }
}

/// What of `text` was read, and what is ahead, `position` being counted in characters as the core counts them.
public func parted(_ text: String, at position: UInt32) -> (read: String, ahead: String) {
    let scalars = text.unicodeScalars
    let at = scalars.index(scalars.startIndex, offsetBy: Int(position), limitedBy: scalars.endIndex) ?? scalars.endIndex
    return (String(scalars[..<at]), String(scalars[at...]))
}

public func size(_ bytes: UInt64) -> String {
    if bytes < 1_000_000 { return "\(bytes / 1000) kB" }
    let tenths = (bytes + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10) MB"
}

/// The provider's gateway out of a build's `gateway.properties`: an address, and the pins of its key in use and of the one in the safe.
public func gateway(_ properties: String, version: String) -> Gateway {
    var values: [String: String] = [:]
    for line in properties.split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { values[parts[0].trimmingCharacters(in: .whitespaces)] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let pins = values["pins", default: ""].split(separator: " ").map(String.init)
    let app = App(name: "heyan", version: version, platform: "ios")
    return Gateway(address: values["address", default: ""], pins: pins, rootsPem: nil, app: app)
}

/// A sentence of a text, and which character of it is its first.
public struct Sentence: Equatable, Sendable {
    public let text: String
    public let begins: UInt32
}

/// The sentences of `text`, each with the marks that end it: nothing is left out.
public func sentences(_ text: String) -> [Sentence] {
    let ends: Set<Unicode.Scalar> = ["。", "！", "？", "；", "，", ".", "!", "?", ";", ",", "\n"]
    var (all, now, begins, count) = ([Sentence](), String.UnicodeScalarView(), UInt32(0), UInt32(0))
    var ended = false
    for scalar in text.unicodeScalars {
        // Several marks, and what is blank after them, end the same sentence.
        if ended, !ends.contains(scalar), !scalar.properties.isWhitespace {
            all.append(Sentence(text: String(now), begins: begins))
            (now, begins, ended) = (String.UnicodeScalarView(), count, false)
        }
        now.append(scalar)
        count += 1
        if ends.contains(scalar) { ended = true }
    }
    if !now.isEmpty { all.append(Sentence(text: String(now), begins: begins)) }
    return all
}
