// swift-tools-version: 6.0
import PackageDescription

// The generator's three files and, for a Mac, the libraries are laid beside these sources by `cargo xtask swift` and
// `cargo xtask phones --ios`, in target/swift/HeyanCore: nothing generated lies in the checkout.
#if os(Linux)
    let needs: [Target.Dependency] = ["HeyanCoreFFI"]
    // Tested against the library of this machine; where it lies is told on the command line.
    let library: [Target] = [.systemLibrary(name: "HeyanCoreFFI", path: "Sources/HeyanCoreFFI")]
    let linked: [LinkerSetting] = [.linkedLibrary("heyan_ffi")]
#else
    let needs: [Target.Dependency] = ["HeyanCoreFFI", "onnxruntime"]
    let library: [Target] = [
        .binaryTarget(name: "HeyanCoreFFI", path: "HeyanCoreFFI.xcframework"),
        .binaryTarget(name: "onnxruntime", path: "onnxruntime.xcframework"),
    ]
    // What the static libraries need of the system.
    let linked: [LinkerSetting] = [
        .linkedLibrary("c++"), .linkedLibrary("z"), .linkedFramework("Accelerate"), .linkedFramework("CoreML"),
        .linkedFramework("Foundation"), .linkedFramework("Security"), .linkedFramework("SystemConfiguration"),
    ]
#endif

let package = Package(
    name: "HeyanCore",
    // OpenCV's static library asks for it.
    platforms: [.iOS("17.2")],
    products: [
        .library(name: "HeyanCore", targets: ["HeyanCore"]),
        .library(name: "HeyanFixtures", targets: ["HeyanFixtures"]),
    ],
    targets: library + [
        .target(name: "HeyanCore", dependencies: needs, linkerSettings: linked),
        // What the tests of the app's core stand on as well.
        .target(name: "HeyanFixtures", dependencies: ["HeyanCore"]),
        .testTarget(name: "HeyanCoreTests", dependencies: ["HeyanCore", "HeyanFixtures"]),
    ],
    swiftLanguageModes: [.v6]
)
