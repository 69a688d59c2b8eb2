/// The bytes of a table, held for as long as anyone reads them.
///
/// Aligned to 8 bytes and never written to after `init`, so it may be shared between threads.
@safe final class TableMemory: @unchecked Sendable {
  /// The first byte.
  let base: UnsafeRawPointer
  /// How many bytes there are.
  let count: Int

  /// Copies the bytes.
  init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 8), alignment: 8)
    // In bounds: the destination was allocated with at least the source's length.
    unsafe bytes.withUnsafeBytes { source in
      if let address = source.baseAddress { unsafe copy.copyMemory(from: address, byteCount: source.count) }
    }
    unsafe base = UnsafeRawPointer(copy)
    count = bytes.count
  }

  deinit { unsafe base.deallocate() }
}
