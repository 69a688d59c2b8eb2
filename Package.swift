// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "policyd",
  products: [
    .executable(name: "policy", targets: ["policy"]),
    .executable(name: "policyd", targets: ["policyd"]),
    .library(name: "PolicyEngine", targets: ["PolicyEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The way of the data: bytes, nodes, values, table, answer. Each target imports only those above it.
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
    .target(name: "YAMLReader", dependencies: ["CLibYAML"]),
    .target(name: "PolicyValues"),
    .target(name: "PolicyLanguage", dependencies: ["YAMLReader", "PolicyValues"]),
    .systemLibrary(name: "CPlatform"),
    .target(name: "DecisionTable", dependencies: ["CPlatform", "PolicyValues"]),
    .target(name: "PolicyCompiler", dependencies: ["PolicyLanguage", "DecisionTable", "PolicyValues", "YAMLReader"]),
    .target(name: "PolicyAnalysis", dependencies: ["DecisionTable", "PolicyLanguage", "PolicyValues"]),
    .target(
      name: "PolicyTesting",
      dependencies: [
        "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues", "YAMLReader",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "PolicyImport", dependencies: ["PolicyLanguage", "PolicyValues", "YAMLReader"]),
    .target(
      name: "PolicyFormat",
      dependencies: ["PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues", "YAMLReader"]),
    .target(
      name: "PolicyDaemon",
      dependencies: [
        "CPlatform", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        "YAMLReader",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .target(
      name: "PolicyBench",
      dependencies: [
        "PolicyDaemon", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    // Git revisions, folders and table files as pairs of tables.
    .target(
      name: "PolicyRevisions",
      dependencies: ["PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues", "YAMLReader"]),
    .target(
      name: "PolicyReport",
      dependencies: [
        "PolicyTesting", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        "YAMLReader",
      ]),
    .target(name: "PolicyEngine", dependencies: ["PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues"]),
    .executableTarget(
      name: "policy",
      dependencies: [
        "PolicyBench", "PolicyDaemon", "PolicyFormat", "PolicyImport", "PolicyReport", "PolicyRevisions",
        "PolicyTesting", "PolicyAnalysis", "PolicyCompiler",
        "DecisionTable", "PolicyLanguage", "PolicyValues",
        "YAMLReader", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(
      name: "policyd",
      dependencies: [
        "PolicyDaemon", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    .testTarget(name: "YAMLReaderTests", dependencies: ["YAMLReader"]),
    .testTarget(name: "PolicyLanguageTests", dependencies: ["PolicyLanguage", "PolicyValues", "YAMLReader"]),
    .testTarget(name: "PolicyValuesTests", dependencies: ["PolicyValues"]),
    // What tests hold the table against: a second, slow reading of the design.
    .target(
      name: "ReferenceEvaluator", dependencies: ["PolicyLanguage", "PolicyValues", "DecisionTable", "YAMLReader"],
      path: "Tests/ReferenceEvaluator"),
    // Policies, directories and questions at random, the same for the same seed.
    .target(
      name: "RandomPolicies", dependencies: ["PolicyLanguage", "PolicyValues", "DecisionTable", "YAMLReader"],
      path: "Tests/RandomPolicies"),
    .testTarget(
      name: "DecisionTableTests",
      dependencies: [
        "DecisionTable", "PolicyCompiler", "PolicyLanguage", "PolicyValues", "YAMLReader", "ReferenceEvaluator",
      ]),
    .testTarget(
      name: "PolicyCompilerTests",
      dependencies: [
        "PolicyAnalysis", "PolicyCompiler", "PolicyLanguage", "PolicyValues", "DecisionTable", "YAMLReader",
        "ReferenceEvaluator", "RandomPolicies",
      ]),
    .testTarget(
      name: "PolicyAnalysisTests",
      dependencies: [
        "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues", "YAMLReader",
        "ReferenceEvaluator", "RandomPolicies",
      ]),
    .testTarget(
      name: "PolicyTestingTests",
      dependencies: [
        "PolicyTesting", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues", "YAMLReader",
        "ReferenceEvaluator", "RandomPolicies",
      ]),
    .testTarget(
      name: "PolicyFormatTests",
      dependencies: [
        "PolicyFormat", "PolicyCompiler", "PolicyLanguage", "PolicyValues", "DecisionTable", "YAMLReader",
        "ReferenceEvaluator", "RandomPolicies",
      ]),
    .testTarget(
      name: "PolicyImportTests",
      dependencies: [
        "PolicyImport", "PolicyTesting", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        "YAMLReader",
      ]),
    .testTarget(
      name: "PolicyReportTests",
      dependencies: [
        "PolicyReport", "PolicyTesting", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage",
        "PolicyValues",
      ]),
    .testTarget(
      name: "PolicyDaemonTests",
      dependencies: [
        "PolicyDaemon", "PolicyAnalysis", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues",
        "YAMLReader",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "PolicyBenchTests",
      dependencies: [
        "PolicyBench", "DecisionTable", "PolicyLanguage", "PolicyValues",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .testTarget(
      name: "PolicyEngineTests",
      dependencies: ["PolicyEngine", "PolicyCompiler", "DecisionTable", "PolicyLanguage", "PolicyValues"]),
    // The built programs, black-box, over a real socket.
    .testTarget(
      name: "Acceptance",
      dependencies: [
        "policy", "policyd", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// Programs that only a fuzzer's driver can start.
if Context.environment["POLICYD_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "TableFuzzer", dependencies: ["DecisionTable", "PolicyValues"], path: "Tests/Fuzz/TableFuzzer"))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
