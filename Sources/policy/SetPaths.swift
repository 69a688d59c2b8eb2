import ArgumentParser
import PolicyLanguage

/// The sets that a command's paths mean.
enum SetPaths {
  static func resolve(_ paths: [String]) throws -> [String] { sets(at: try given(paths)) }

  /// The paths, or what a command without a path works on.
  static func given(_ paths: [String]) throws -> [String] {
    if !paths.isEmpty { return paths }
    guard let path = defaultPath() else {
      throw ValidationError("there is no ./policies here, and the current folder is no policy set; name one")
    }
    return [path]
  }

  /// The sets at paths.
  static func sets(at paths: [String]) -> [String] { paths.flatMap { SetDiscovery().sets(at: $0) } }

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
