import ArgumentParser
import PolicyLanguage

/// The sets that a command's paths mean.
enum SetPaths {
  static func resolve(_ paths: [String]) throws -> [String] {
    let discovery = SetDiscovery()
    if !paths.isEmpty { return paths.flatMap { discovery.sets(at: $0) } }
    guard let path = defaultPath() else {
      throw ValidationError("there is no ./policies here, and the current folder is no policy set; name one")
    }
    return discovery.sets(at: path)
  }

  /// What a command without a path works on. If that is further up, it is said: the answer is of another folder than
  /// the current one.
  static func defaultPath() -> String? {
    let path = SetDiscovery().defaultPath()
    if let path, path.hasPrefix("../") {
      Terminal.printError("note: there is no ./policies here; taking \(path) of this repository")
    }
    return path
  }
}
