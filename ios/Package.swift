// swift-tools-version: 6.0
import PackageDescription

// The app where there is no Xcode: compiled against stubs of the system's modules. What it calls must be there by its name and its
// types, which says nothing of what it does. A Mac builds the app by `project.yml` and never reads this.
let stubs: [String: [String]] = [
    "CoreVideo": [], "CoreMedia": ["CoreVideo"], "UIKit": [], "UniformTypeIdentifiers": [], "Security": [], "BackgroundTasks": [],
    "AVFoundation": ["CoreMedia", "CoreVideo", "UIKit"], "SwiftUI": ["UIKit", "UniformTypeIdentifiers"],
]

let package = Package(
    name: "HeyanPhone",
    dependencies: [.package(path: "Core"), .package(path: "../target/swift/HeyanCore")],
    targets: stubs.sorted { $0.key < $1.key }.map { name, needs in
        .target(
            name: name, dependencies: needs.map { .init(stringLiteral: $0) }, path: "stubs/\(name)",
            swiftSettings: [.swiftLanguageMode(.v5)])
    } + [
        .target(
            name: "HeyanApp",
            dependencies: [
                .product(name: "HeyanCore", package: "HeyanCore"), .product(name: "HeyanShell", package: "Core"),
            ] + stubs.keys.sorted().map { .init(stringLiteral: $0) },
            path: "App/Sources", swiftSettings: [.swiftLanguageMode(.v5)])
    ]
)
