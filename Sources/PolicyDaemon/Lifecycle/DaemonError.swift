package import PolicyCompiler

/// Why a daemon does not start.
package enum DaemonError: Error, Sendable {
  /// The policy has errors.
  case policy(LoadFailure)
  /// The socket cannot be had.
  case socket(SocketError)
  /// Something else failed that should not.
  case other(String)
}

/// Why the daemon cannot serve at a path.
package enum SocketError: Error, Hashable, Sendable {
  case emptyPath
  case pathHoldsNUL
  case pathTooLong(path: String, length: Int)
  case parentMissing(path: String, parent: String)
  case parentNotAFolder(path: String, parent: String)
  /// Another program answers there.
  case inUse(path: String)
  /// Something that is not a socket stands there.
  case notASocket(path: String, what: String)
  /// A socket stands there, and whether anybody listens on it cannot be told.
  case unclear(path: String, reason: String)
  /// Another policyd is taking or leaving a socket in the same folder, and does not come to an end.
  case folderBusy(parent: String)
  case system(call: String, path: String, reason: String)

  /// The longest path that a socket's address has room for.
  package static let maximumPathLength = 107
}

extension DaemonError: CustomStringConvertible {
  /// One line for a person. Of a policy's errors it says how many: they are shown by themselves.
  package var description: String {
    switch self {
    case .policy(let failure): "the policy does not load: \(failure.diagnostics.count) errors"
    case .socket(let error): error.description
    case .other(let message): message
    }
  }
}

extension SocketError: CustomStringConvertible {
  /// One line for a person, with what to do.
  package var description: String {
    switch self {
    case .emptyPath: "the socket's path is empty"
    case .pathHoldsNUL: "the socket's path holds a NUL byte"
    case .pathTooLong(let path, let length):
      "the socket's path `\(path)` is \(length) bytes long, and a socket's address has room for "
        + "\(Self.maximumPathLength); choose a shorter one with `--socket`"
    case .parentMissing(let path, let parent):
      "cannot create the socket `\(path)`: the folder `\(parent)` does not exist; create it first"
    case .parentNotAFolder(let path, let parent):
      "cannot create the socket `\(path)`: `\(parent)` is not a folder"
    case .inUse(let path):
      "another program is answering on `\(path)`; stop it first, or choose another path with `--socket`"
    case .notASocket(let path, let what):
      "`\(path)` is \(what) and not a socket, so it is left as it is; remove it, or choose another path with "
        + "`--socket`"
    case .unclear(let path, let reason):
      "cannot tell whether anybody listens on the socket `\(path)` (\(reason)), so it is left as it is"
    case .folderBusy(let parent):
      "another program keeps the folder `\(parent)` locked; try again when it has started or stopped"
    case .system(let call, let path, let reason):
      "cannot serve on `\(path)`: \(call) failed: \(reason)"
    }
  }
}
