import Foundation
import HeyanCore
import HeyanShell
import UIKit

/// Where things lie on the phone.
enum Places {
    /// The models, as the build carries them: they are files, and the core maps them where they lie.
    static var pack: String { Bundle.main.url(forResource: "pack", withExtension: nil)?.path ?? "" }

    /// The provider's gateway, as the build's `gateway.properties` names it.
    static var gateway: Gateway {
        let version = Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String ?? ""
        return HeyanShell.gateway(text("gateway", "properties"), version: version)
    }

    static func text(_ name: String, _ ending: String) -> String {
        guard let url = Bundle.main.url(forResource: name, withExtension: ending) else { return "" }
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }

    /// Makes the folder of the cases, which no backup takes, and removes what a process that was ended has left in the open.
    static func prepare(_ home: URL) {
        let files = FileManager.default
        // Nothing is kept where the folder cannot be made, and the core tells so.
        try? files.createDirectory(at: home, withIntermediateDirectories: true)
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        var folder = home
        try? folder.setResourceValues(values)
        for left in (try? files.contentsOfDirectory(at: files.temporaryDirectory, includingPropertiesForKeys: nil)) ?? [] {
            try? files.removeItem(at: left)
        }
    }

    /// Reads the models once, so that the first camera opens from memory.
    static func warm(_ threads: Threads) {
        let folder = pack
        _Concurrency.Task.detached(priority: .utility) { _ = try? await ModelPack(folder: folder).warmUp() }
    }

    /// A file of our own to write into.
    static func fresh(_ ending: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path + "." + ending
    }

    /// A copy of what the person chose; an empty one, which is told as no picture, of what cannot be read.
    static func copy(_ url: URL) -> String {
        let path = fresh(url.pathExtension)
        let opened = url.startAccessingSecurityScopedResource()
        defer { if opened { url.stopAccessingSecurityScopedResource() } }
        do {
            try FileManager.default.copyItem(at: url, to: URL(fileURLWithPath: path))
        } catch {
            _ = FileManager.default.createFile(atPath: path, contents: Data())
        }
        return path
    }
}
