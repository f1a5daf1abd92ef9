// swift-tools-version: 6.0
import PackageDescription

// All of the app that is no view and no device.
var targets: [Target] = [
    .target(name: "HeyanShell", dependencies: [.product(name: "HeyanCore", package: "HeyanCore")], path: "Sources")
]

#if os(Linux)
    // The tests stand on the core's library, which is tested here; a Mac has it for phones alone.
    targets.append(
        .testTarget(
            name: "HeyanShellTests",
            dependencies: [
                "HeyanShell", .product(name: "HeyanCore", package: "HeyanCore"),
                .product(name: "HeyanFixtures", package: "HeyanCore"),
            ],
            path: "Tests"))
#endif

let package = Package(
    name: "HeyanShell",
    platforms: [.iOS("17.2")],
    products: [.library(name: "HeyanShell", targets: ["HeyanShell"])],
    // Laid out by `cargo xtask swift --check` and `cargo xtask phones --ios`.
    dependencies: [.package(path: "../../target/swift/HeyanCore")],
    targets: targets,
    swiftLanguageModes: [.v6]
)
