import Glibc

/// The right to a socket's path: how it is won, and how it is given back.
///
/// Two things must never happen: that two daemons both believe to serve at a path, and that a live daemon's socket or
/// somebody's file is removed. So whoever starts takes the lock (`flock`) of the folder that the socket stands in,
/// and only with it looks at the path, tries to connect, removes a socket that nobody listens on, binds and listens.
/// Two that start at once do this one after the other, and the second finds the first one alive. The lock is of the
/// folder itself and not of a file beside the socket: nothing is left behind, and nothing has to be removed in turn.
///
/// A socket is stale if connecting to it is refused (`ECONNREFUSED`): the kernel says that nobody has it open. Any
/// other failure leaves it alone.
///
/// The claim ends before the listener is closed. As long as the listener lives, nobody takes the path over, and the
/// kernel does not give the socket's inode to another file; so if device and inode are still those that were bound,
/// what is at the path is this daemon's own.
struct SocketClaim: Sendable {
  let path: String
  private let bound: SystemFiles.Status?

  /// How many connections wait to be accepted. The kernel lowers it to `net.core.somaxconn`.
  private static let backlog: CInt = 1024

  /// Says whether the path could be claimed now, without doing it: so that a daemon that must not start says so
  /// before it loads a large policy.
  static func check(_ path: String) async throws(SocketError) {
    let folder = try await lockedFolder(of: path)
    _ = try isStale(path)
    // Held until here: nobody else is in the midst of taking the path.
    _ = folder.number
  }

  /// Takes the path and listens at it. The caller closes the descriptor, after ``release()``.
  static func take(
    _ path: String, mode: UInt32
  ) async throws(SocketError) -> (claim: SocketClaim, listening: CInt) {
    let folder = try await lockedFolder(of: path)
    let isStale = try isStale(path)
    do throws(SystemError) {
      if isStale { try SystemFiles.remove(path) }
      let listener = try UnixSocket.listen(at: path, mode: mode, backlog: backlog)
      let claim = SocketClaim(path: path, bound: try SystemFiles.status(path))
      _ = folder.number
      return (claim, listener.release())
    } catch {
      throw .system(call: error.call, path: path, reason: error.reason)
    }
  }

  /// Removes the socket if it is still the one that was bound.
  func release() {
    guard let bound, let there = try? SystemFiles.status(path), there == bound else { return }
    try? SystemFiles.remove(path)
  }

  // MARK: the folder

  private static func lockedFolder(of path: String) async throws(SocketError) -> OwnedDescriptor {
    guard !path.isEmpty else { throw .emptyPath }
    guard !path.utf8.contains(0) else { throw .pathHoldsNUL }
    guard path.utf8.count <= SocketError.maximumPathLength else {
      throw .pathTooLong(path: path, length: path.utf8.count)
    }
    let parent = parent(of: path)
    let folder: OwnedDescriptor
    do throws(SystemError) {
      folder = try SystemFiles.openFolder(parent)
    } catch {
      switch error.code {
      case ENOENT: throw .parentMissing(path: path, parent: parent)
      case ENOTDIR: throw .parentNotAFolder(path: path, parent: parent)
      default: throw .system(call: error.call, path: parent, reason: error.reason)
      }
    }
    // Others hold the lock for some milliseconds; five seconds mean that something is wrong.
    for _ in 0..<250 {
      do throws(SystemError) {
        if try SystemFiles.tryLock(folder) { return folder }
      } catch {
        throw .system(call: error.call, path: parent, reason: error.reason)
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    throw .folderBusy(parent: parent)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  // MARK: what is there

  /// Whether a socket is there that nobody listens on; throws if anything else is.
  private static func isStale(_ path: String) throws(SocketError) -> Bool {
    let status: SystemFiles.Status?
    do throws(SystemError) {
      status = try SystemFiles.status(path)
    } catch {
      throw .system(call: error.call, path: path, reason: error.reason)
    }
    switch status?.kind {
    case nil: return false
    case .file: throw .notASocket(path: path, what: "a file")
    case .folder: throw .notASocket(path: path, what: "a folder")
    case .link: throw .notASocket(path: path, what: "a symbolic link")
    case .other: throw .notASocket(path: path, what: "a special file")
    case .socket: break
    }
    do throws(SystemError) {
      try UnixSocket.tryConnecting(to: path)
    } catch {
      switch error.code {
      case ECONNREFUSED: return true
      // Somebody listens and has more connections waiting than they take.
      case EAGAIN: throw .inUse(path: path)
      // It went away between the two looks at it.
      case ENOENT: return false
      default: throw .unclear(path: path, reason: error.reason)
      }
    }
    throw .inUse(path: path)
  }
}
