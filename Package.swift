// swift-tools-version: 6.1

import PackageDescription

let package = Package(
  name: "netlab",
  products: [
    .executable(name: "netlab", targets: ["netlab"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .target(name: "CLinux"),
    .target(name: "NetworkState"),
    .target(name: "Diagnosis", dependencies: ["NetworkState"]),
    .target(
      name: "LabDocument",
      dependencies: ["CCMark", "Diagnosis", "NetworkState", .product(name: "Yams", package: "Yams")]),
    .target(name: "LabResults", dependencies: ["Diagnosis", "LabDocument", "NetworkState"]),
    .target(name: "Verification", dependencies: ["LabDocument", "NetworkState"]),
    .target(
      name: "LabRuntime",
      dependencies: [
        "CLinux", "CSeccomp", "Diagnosis", "LabDocument", "LabResults", "NetworkState",
        "Verification",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "Authoring", dependencies: ["LabDocument", "LabResults", "NetworkState", "Verification"]
    ),
    .target(
      name: "Proving", dependencies: ["LabDocument", "LabResults", "LabRuntime", "NetworkState"]),
    .target(
      name: "Reporting",
      dependencies: ["CCMark", "Diagnosis", "LabDocument", "LabResults", "NetworkState"]),
    .target(
      name: "NetlabCommands",
      dependencies: [
        "Authoring", "Diagnosis", "LabDocument", "LabResults", "LabRuntime", "NetworkState",
        "Proving", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(name: "netlab", dependencies: ["NetlabCommands"]),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: ["Diagnosis", "LabDocument", "LabResults", "LabRuntime", "NetworkState"],
      exclude: ["Fixtures"]),
    .testTarget(name: "NetworkStateTests", dependencies: ["NetworkState"], exclude: ["Fixtures"]),
    .testTarget(name: "LabDocumentTests", dependencies: ["LabDocument"], exclude: ["Fixtures"]),
    .testTarget(
      name: "VerificationTests", dependencies: ["LabDocument", "Verification"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "AuthoringTests", dependencies: ["Authoring", "LabDocument", "LabResults"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Diagnosis", "LabDocument", "LabResults", "NetworkState", "Reporting"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "LabRuntimeTests", dependencies: ["CSeccomp", "LabRuntime", "LabDocument", "LabResults"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "ProvingTests",
      dependencies: ["LabDocument", "LabResults", "LabRuntime", "NetworkState", "Proving"]),
    .testTarget(
      name: "NetlabCommandsTests", dependencies: ["CLinux", "LabRuntime", "NetlabCommands"]),
  ],
  swiftLanguageModes: [.v6]
)
