import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The machine's own files.
package struct LocalFileSystem: FileSystem {
  package init() {}

  package func kind(of path: String) -> FileKind {
    status(path).map { kind(of: $0) } ?? .missing
  }

  func kind(of info: stat) -> FileKind {
    switch info.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  package func identity(ofFolder path: String) -> String {
    status(path).map { "\($0.st_dev):\($0.st_ino)" } ?? path
  }

  func status(_ path: String) -> stat? {
    var info = stat()
    // The path is a C string for the time of the call, and `info` is ours.
    guard unsafe stat(path, &info) == 0 else { return nil }
    return info
  }

  /// Reads one byte past the limit at most, which is enough for the reader to refuse the file: whatever stands at the
  /// path may be of any size, or have no end.
  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, message: Self.reason(errno)) }
    defer { close(descriptor) }
    return try Self.readAll(descriptor, path, limit: limit)
  }

  /// The bytes of standard input, to its end; one past the limit at most.
  package func readStandardInput(limit: Int) throws(FileError) -> [UInt8] {
    try Self.readAll(STDIN_FILENO, "standard input", limit: limit)
  }

  private static func readAll(_ descriptor: CInt, _ path: String, limit: Int) throws(FileError) -> [UInt8] {
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { throw FileError(path: path, message: Self.reason(errno)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(info.st_size) + 1 << 16, limit))
    // Room for the whole file and for the read that finds its end.
    var chunk = min(max(Int(info.st_size) + 1, 1 << 16), 1 << 26)
    while bytes.count <= limit {
      chunk = min(chunk, limit - bytes.count + 1)
      var failure: CInt = 0
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        // In bounds: the buffer was just made `chunk` bytes longer than `start`.
        let count = unsafe readBytes(descriptor, buffer.baseAddress?.advanced(by: start), chunk)
        if count < 0 { failure = errno }
        return count
      }
      bytes.removeLast(chunk - max(count, 0))
      if count == 0 { break }
      if count < 0, failure != EINTR { throw FileError(path: path, message: Self.reason(failure)) }
    }
    return bytes
  }

  private static func reason(_ code: CInt) -> String {
    switch code {
    case ENOENT: return "there is no such file"
    case EACCES, EPERM: return "permission denied"
    case EISDIR: return "it is a folder"
    default:
      // `strerror` gives a static string, or one that stays until this thread's next call.
      guard let text = unsafe strerror(code) else { return "it cannot be read" }
      return unsafe String(cString: text).lowercased()
    }
  }

  package func list(_ path: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  /// Writes a new file, its folders made where they are missing; a file that is there is an error.
  package func create(_ path: String, _ text: String) throws(FileError) {
    guard kind(of: path) == .missing else {
      throw FileError(path: path, message: "there is such a file already, and nothing is overwritten")
    }
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path), options: [.withoutOverwriting])
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  /// Writes a file, its folders made where they are missing; one that is there is replaced whole.
  package func replace(_ path: String, with text: String) throws(FileError) {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path), options: [.atomic])
    } catch {
      throw FileError(path: path, message: Self.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    return switch error.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    default: "it cannot be read or written"
    }
  }
}

/// `read(2)`, which the method of the same name hides inside the type.
private func readBytes(_ descriptor: CInt, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, address, count)
}
