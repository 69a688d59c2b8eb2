#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Table files: recognized by their first bytes, replaced whole.
package enum TableFile {
  /// Whether a file begins as a table does. `false` also for one that cannot be read: whoever reads it next will say so.
  package static func isTable(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var begin = [UInt8](repeating: 0, count: TableFormat.magic.count)
    // In bounds: as many bytes are asked for as there is room for.
    let count = unsafe begin.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    return count == begin.count && begin == TableFormat.magic
  }

  /// Writes a table's bytes to a file: to another beside it first, which is flushed to the disk and then renamed over it,
  /// so that whoever opens the file finds the old table or the new one, whole.
  package static func write(_ memory: TableMemory, to path: String) throws(TableError) {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("create", temporary) }
    do throws(TableError) {
      defer { close(descriptor) }
      try writeAll(memory, to: descriptor, temporary)
      guard fsync(descriptor) == 0 else { throw failure("flush", temporary) }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    guard unsafe rename(temporary, path) == 0 else {
      let error = failure("write", path)
      _ = unsafe unlink(temporary)
      throw error
    }
    // The name is on the disk once its folder is. A file system that cannot do that has done what it can.
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    _ = fsync(opened)
    close(opened)
  }

  private static func writeAll(
    _ memory: TableMemory, to descriptor: CInt, _ path: String
  ) throws(TableError) {
    let result = unsafe memory.withBytes { bytes -> TableError? in
      var offset = 0
      while offset < bytes.count {
        // In bounds: what is left from `offset` on.
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
        // More than this at once is cut by the system anyway.
        let written = unsafe Glibc.write(descriptor, rest.baseAddress, min(rest.count, 1 << 30))
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return failure("write", path) }
        offset += written
      }
      return nil
    }
    if let result { throw result }
  }

  private static func failure(_ what: String, _ path: String) -> TableError {
    TableError(.unwritable, "cannot \(what) `\(path)`: \(SystemReason.last)")
  }
}
