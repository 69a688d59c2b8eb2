#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a table, held for as long as anyone reads them: a file's, mapped, or the program's own.
///
/// Aligned to 64 bytes and not written to once a table has been opened on it, so it may be shared between threads.
@safe package final class TableMemory: @unchecked Sendable {
  /// The first byte.
  let base: UnsafeRawPointer
  /// How many bytes there are.
  package let count: Int
  private let isMapped: Bool
  private static let largePage = 2 << 20

  /// Bytes for a writer to fill, zeros until then.
  init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    // Large tables lie in large pages where the system has them: looking up an address is then most of what a check
    // waits for.
    let isLarge = count >= Self.largePage
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 64), alignment: isLarge ? Self.largePage : 64)
    if isLarge { _ = unsafe madvise(bytes, count, CInt(MADV_HUGEPAGE)) }
    // In bounds: at least `count` bytes were allocated, and at least one cache line.
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 64))
    unsafe fill(UnsafeMutableRawBufferPointer(start: bytes, count: count))
    unsafe base = UnsafeRawPointer(bytes)
    self.count = count
    isMapped = false
  }

  /// Copies the bytes.
  convenience init(_ bytes: [UInt8]) {
    unsafe self.init(count: bytes.count) { copy in unsafe copy.copyBytes(from: bytes) }
  }

  /// Maps a file, read-only. The file must not be changed in place as long as the table is in use: replace it by
  /// renaming another over it, as ``TableFile/write(_:to:)`` does.
  package init(mapping path: String) throws(TableError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw TableError(.unreadable, "cannot open `\(path)`: \(SystemReason.last)") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw TableError(.unreadable, "cannot read `\(path)`: \(SystemReason.last)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TableError(.notATable, "`\(path)` is no table file: it is no regular file")
    }
    guard status.st_size > 0 else { throw TableError(.notATable, "this is no table file: it is empty") }
    let length = Int(status.st_size)
    // Every byte is looked at before the first answer, so the pages are asked for at once.
    let mapped = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw TableError(.unreadable, "cannot map `\(path)`: \(SystemReason.last)")
    }
    // Helps where the system keeps large pages of files too; elsewhere it is refused, which is as good.
    _ = unsafe madvise(mapped, length, CInt(MADV_HUGEPAGE))
    unsafe base = UnsafeRawPointer(mapped)
    count = length
    isMapped = true
  }

  deinit {
    if isMapped {
      _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      unsafe base.deallocate()
    }
  }

  /// All the bytes, for as long as the closure runs.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // In bounds: the memory is `count` bytes long and outlives the call.
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }
}

/// What the system says of the call that failed last.
enum SystemReason {
  static var last: String {
    // `strerror` gives a static string, or one that stays until this thread's next call.
    guard let text = unsafe strerror(errno) else { return "error \(errno)" }
    return unsafe String(cString: text)
  }
}
