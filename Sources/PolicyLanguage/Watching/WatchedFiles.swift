/// The files that policy sets are read from, looked at again and again: those that stand there now, each with its stamp.
///
/// A look costs a `stat` a file and folder. A folder is listed only when its own stamp has changed, and once more after
/// that: what is made within the same tick of the file system's clock leaves the stamp as it is.
package struct WatchedFiles: Sendable {
  /// The files of one look, by path.
  package typealias Look = [String: FileStamp]

  private struct Listing {
    var stamp: FileStamp
    var names: [String]
    /// Whether the stamp was the same when the folder was listed last.
    var isSettled: Bool
  }

  /// Folders, in which files of YAML count, and files of any name.
  private let roots: [String]
  private var listings: [String: Listing] = [:]

  package init(roots: [String]) { self.roots = roots }

  /// What is there now. Hidden files and folders are passed over, as in a set; what cannot be looked at is not there.
  package mutating func look(in fileSystem: any StampedFileSystem = LocalFileSystem()) -> Look {
    var look: Look = [:]
    var seen: Set<UInt64> = []
    var known: [String: Listing] = [:]
    var folders: [(path: String, depth: Int)] = []
    func take(_ path: String, _ stamp: FileStamp, depth: Int) {
      if stamp.kind != .folder {
        look[path] = stamp
      } else if depth <= PolicySetLoader.maximumDepth, seen.insert(stamp.identity).inserted {
        folders.append((path, depth))
        known[path] = Listing(stamp: stamp, names: [], isSettled: false)
      }
    }
    for root in roots {
      if let stamp = fileSystem.stamp(of: root) { take(root, stamp, depth: 0) }
    }
    while let folder = folders.popLast() {
      guard let stamp = known[folder.path]?.stamp else { continue }
      let listing = listing(of: folder.path, stamp, in: fileSystem)
      known[folder.path] = listing
      for name in listing.names {
        let path = folder.path.hasSuffix("/") ? folder.path + name : folder.path + "/" + name
        guard let stamp = fileSystem.stamp(of: path), stamp.kind == .folder || PolicySetLoader.isYAML(name) else {
          continue
        }
        take(path, stamp, depth: folder.depth + 1)
      }
    }
    listings = known
    return look
  }

  private func listing(of path: String, _ stamp: FileStamp, in fileSystem: any StampedFileSystem) -> Listing {
    let last = listings[path]
    if let last, last.stamp == stamp, last.isSettled { return last }
    let names = ((try? fileSystem.list(path)) ?? []).filter { !$0.hasPrefix(".") }
    return Listing(stamp: stamp, names: names, isSettled: last?.stamp == stamp)
  }
}
