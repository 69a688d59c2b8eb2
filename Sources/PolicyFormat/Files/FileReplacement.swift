package import PolicyLanguage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes a file over another that has been read.
package enum FileReplacement {
  /// Replaces what stands in a file: another is written beside it, flushed, given the same mode and renamed over it, so that
  /// whoever opens it finds the old text or the new one, whole. A link stays one; what it leads to is replaced.
  ///
  /// Throws if the file no longer holds `before`, for somebody has changed it meanwhile; nothing is written then.
  package static func replace(_ path: String, holding before: [UInt8], with after: [UInt8]) throws(FileError) {
    // A C string of the system's own, or null; copied and given back.
    guard let resolved = unsafe realpath(path, nil) else { throw failure(path) }
    let target = unsafe String(cString: resolved)
    unsafe free(resolved)
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    // Hidden, so that nobody takes it for a file of the set.
    let temporary = "\(folder).policy-fmt-\(getpid())-\(target.dropFirst(folder.count)).tmp"
    var info = stat()
    guard unsafe stat(target, &info) == 0 else { throw failure(path) }
    guard try LocalFileSystem().read(target, limit: before.count) == before else {
      throw FileError(
        path: path, message: "it has been changed meanwhile, and was left as it is; run the command again")
    }
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    do throws(FileError) {
      defer { close(descriptor) }
      try write(after, to: descriptor, path)
      guard fchmod(descriptor, info.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else { throw failure(path) }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    guard unsafe rename(temporary, target) == 0 else {
      let error = failure(path)
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(FileError) {
    var offset = 0
    while offset < bytes.count {
      // In bounds: what is left from `offset` on.
      let written = unsafe bytes[offset...].withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path) }
      offset += written
    }
  }

  /// What the system says of the call that failed.
  private static func failure(_ path: String) -> FileError {
    let code = errno
    // `strerror` gives a static string, or one that stays until this thread's next call.
    let reason = unsafe strerror(code).map { unsafe String(cString: $0).lowercased() }
    return FileError(path: path, message: "it cannot be written: \(reason ?? "error \(code)")")
  }
}
