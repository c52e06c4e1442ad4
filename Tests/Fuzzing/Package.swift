// swift-tools-version: 6.1

import PackageDescription

/// netlab's readers under libFuzzer; `Tests/Fuzzing/run` builds it, and nothing else does.
let package = Package(
  name: "fuzzing",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.0.0")],
  targets: [
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "NetworkState"),
    .target(name: "Diagnosis", dependencies: ["NetworkState"]),
    .target(
      name: "LabDocument",
      dependencies: [
        "CCMark", "Diagnosis", "NetworkState", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Verification", dependencies: ["LabDocument", "NetworkState"]),
    .executableTarget(
      name: "Fuzz", dependencies: ["LabDocument", "NetworkState", "Verification"]),
  ],
  swiftLanguageModes: [.v6]
)
