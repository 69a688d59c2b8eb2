#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What tells whether a file is as it was, without reading it.
package struct FileStamp: Hashable, Sendable {
  package var kind: FileKind
  /// Which file it is: an editor may put another in its place.
  package var identity: UInt64
  /// In bytes.
  package var size: Int
  /// When it was last written, in nanoseconds.
  package var modified: Int
  /// When it was last given another name, owner or mode, or was written, in nanoseconds: this cannot be set back.
  package var changed: Int

  package init(kind: FileKind, identity: UInt64 = 0, size: Int = 0, modified: Int = 0, changed: Int = 0) {
    self.kind = kind
    self.identity = identity
    self.size = size
    self.modified = modified
    self.changed = changed
  }
}

/// A file system that can be watched.
package protocol StampedFileSystem: FileSystem {
  /// The stamp of what is at the path, links followed; `nil` if nothing is.
  func stamp(of path: String) -> FileStamp?
}

extension LocalFileSystem: StampedFileSystem {
  package func stamp(of path: String) -> FileStamp? {
    guard let info = status(path) else { return nil }
    return FileStamp(
      kind: kind(of: info), identity: UInt64(info.st_ino) &+ UInt64(info.st_dev) << 48, size: Int(info.st_size),
      modified: info.st_mtim.tv_sec &* 1_000_000_000 &+ info.st_mtim.tv_nsec,
      changed: info.st_ctim.tv_sec &* 1_000_000_000 &+ info.st_ctim.tv_nsec)
  }
}
