// swift-tools-version: 5.9
import PackageDescription

// Sources/HeyanCore/heyan_ffi.swift is generated: copy it and the headers out of target/bindings/swift. HeyanFFI.xcframework is
// made of the static libraries of heyan-ffi for devices and simulators.
let package = Package(
    name: "HeyanCore",
    platforms: [.iOS(.v15)],
    products: [.library(name: "HeyanCore", targets: ["HeyanCore"])],
    targets: [
        .target(name: "HeyanCore", dependencies: ["HeyanFFI"]),
        .binaryTarget(name: "HeyanFFI", path: "HeyanFFI.xcframework"),
    ]
)
