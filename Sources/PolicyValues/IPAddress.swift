/// An IPv4 or IPv6 address as 128 bits.
///
/// An IPv4 address is kept in its IPv4-mapped form `::ffff:a.b.c.d`, so `10.0.0.1` and `::ffff:10.0.0.1` are one
/// address (RFC 4291, section 2.5.5.2).
package struct IPAddress: Hashable, Sendable {
  /// The high 64 bits in host byte order.
  package var high: UInt64
  /// The low 64 bits in host byte order.
  package var low: UInt64

  /// Takes both halves as they are.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Whether this is an IPv4 address.
  package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Reads dotted IPv4 (four decimal parts without leading zeros) or IPv6 (RFC 4291 text, no zone).
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      self.init(ipv6: bytes[...])
    } else {
      guard let address = Self.ipv4(bytes[...]) else { return nil }
      self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(address))
    }
  }

  private static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        part.count == 1 || part.first != 0x30
      else { return nil }
      let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
      guard value <= 255 else { return nil }
      address = address << 8 | value
    }
    return address
  }

  private init?(ipv6 bytes: ArraySlice<UInt8>) {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = bytes
    if rest.starts(with: [0x3A, 0x3A]) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x3A) ?? rest.endIndex
      let part = rest[rest.startIndex..<end]
      if end == rest.endIndex, part.contains(UInt8(ascii: ".")) {
        guard let v4 = Self.ipv4(part) else { return nil }
        groups.append(UInt16(v4 >> 16))
        groups.append(UInt16(v4 & 0xFFFF))
        rest = []
        break
      }
      guard (1...4).contains(part.count) else { return nil }
      var value: UInt16 = 0
      for byte in part {
        guard let digit = Self.hexDigit(byte) else { return nil }
        value = value << 4 | digit
      }
      groups.append(value)
      rest = rest[end...]
      if rest.isEmpty { break }
      rest = rest.dropFirst()
      if rest.isEmpty { return nil }
      if rest.first == 0x3A {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst()
      }
    }
    if let gap {
      guard groups.count <= 7 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    self.init(
      high: groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
      low: groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
  }

  private static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x41 + 10)
    case 0x61...0x66: UInt16(byte - 0x61 + 10)
    default: nil
    }
  }
}

/// A block of addresses in CIDR notation, such as `10.0.0.0/8`.
package struct IPNetwork: Hashable, Sendable {
  /// The block's first address: every bit past the prefix is zero.
  package var address: IPAddress
  /// How many leading bits of the 128 must agree; an IPv4 prefix has 96 added.
  package var prefixLength: UInt8

  /// Takes both parts as they are.
  package init(address: IPAddress, prefixLength: UInt8) {
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Reads `address/prefix`. A block whose address has bits past its prefix is refused: it is more often a slip
  /// than meant.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]),
      (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      parts[1].utf8.count == 1 || parts[1].utf8.first != 0x30, let written = UInt8(parts[1])
    else { return nil }
    let isDotted = !parts[0].utf8.contains(UInt8(ascii: ":"))
    guard written <= (isDotted ? 32 : 128) else { return nil }
    self.init(address: address, prefixLength: isDotted ? written + 96 : written)
    let (high, low) = mask
    guard address.high & ~high == 0, address.low & ~low == 0 else { return nil }
  }

  private var mask: (high: UInt64, low: UInt64) {
    let bits = Int(prefixLength)
    return (
      bits == 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits)),
      bits <= 64 ? 0 : bits >= 128 ? .max : ~(UInt64.max >> UInt64(bits - 64))
    )
  }

  /// Whether the block holds the address. An IPv6 block of fewer than 96 bits, `::/0` for one, does not hold IPv4
  /// addresses: those are a family of their own, whatever form carries them.
  package func contains(_ other: IPAddress) -> Bool {
    if other.isIPv4 != (address.isIPv4 && prefixLength >= 96) { return false }
    let (high, low) = mask
    return other.high & high == address.high && other.low & low == address.low
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted for IPv4; else eight groups, without the `::` short form.
  package var description: String {
    var parts: [String] = []
    if isIPv4 {
      for shift: UInt64 in [24, 16, 8, 0] { parts.append(String((low >> shift) & 0xFF)) }
      return parts.joined(separator: ".")
    }
    for half in [high, low] {
      for shift: UInt64 in [48, 32, 16, 0] { parts.append(String((half >> shift) & 0xFFFF, radix: 16)) }
    }
    return parts.joined(separator: ":")
  }
}

extension IPNetwork: CustomStringConvertible {
  /// CIDR notation.
  package var description: String {
    "\(address)/\(address.isIPv4 && prefixLength >= 96 ? prefixLength - 96 : prefixLength)"
  }
}
