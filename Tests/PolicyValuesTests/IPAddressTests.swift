import PolicyValues
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("10.0.0.1", "10.0.0.1"),
    ("::ffff:10.0.0.1", "10.0.0.1"), ("::FFFF:0a00:0001", "10.0.0.1"), ("0:0:0:0:0:ffff:10.0.0.1", "10.0.0.1"),
    ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
    ("2001:db8::1", "2001:db8:0:0:0:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::10.0.0.1", "0:0:0:0:0:0:a00:1"),
    ("64:ff9b::10.0.0.1", "64:ff9b:0:0:0:0:a00:1"),
  ])
  func reads(text: String, printed: String) {
    #expect(IPAddress(text)?.description == printed)
    #expect(IPAddress(printed) == IPAddress(text))
  }

  @Test(arguments: [
    "", ".", ":", ":::", "1", "10.0.0", "10.0.0.1.2", "10.0.0.256", "010.0.0.1", "10.0.0.01", "10.0.0.1 ", " 10.0.0.1",
    "10..0.1", "10.0.0.", "+1.0.0.0", "0x0a.0.0.1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "12345::", "g::", "::1%eth0",
    "::10.0.0", "::10.0.0.256", "10.0.0.1::", "::ffff:10.0.0.1:0", "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "::1/128",
    "١٠.0.0.1", "10.0.0.1\u{0}",
  ])
  func refuses(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
    ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false),
    ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false), ("::/0", "::ffff:10.0.0.1", false),
    ("10.0.0.1/32", "10.0.0.1", true), ("10.0.0.1/32", "10.0.0.2", false), ("::1/128", "::1", true),
    ("2001:db8::/32", "2001:db8:ffff::", true), ("2001:db8::/32", "2001:db9::", false),
    ("2001:db8::/64", "2001:db8::ffff:0:0:1", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
    ("::10.0.0.0/104", "10.0.0.1", false),
  ])
  func holds(block: String, address: String, isInside: Bool) throws {
    let network = try #require(IPNetwork(block))
    #expect(network.contains(try #require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [
    "", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/8/8",
    "10.0.0.1/8", "::1/64", "::/129", "::/256", "10.0.0.0/ 8", "10.0/16", "2001:db8::1/127", "10.0.0.0/255.0.0.0",
  ])
  func refusesBlocks(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  /// An address is in exactly the blocks that share its leading bits.
  @Test func everyPrefixLength() throws {
    let address = IPAddress(high: 0xFFFF_FFFF_FFFF_FFFF, low: 0xFFFF_FFFF_FFFF_FFFF)
    for length in 1...128 {
      let high = length >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(length))
      let low = length <= 64 ? 0 : length == 128 ? UInt64.max : ~(UInt64.max >> UInt64(length - 64))
      let block = IPNetwork(address: IPAddress(high: high, low: low), prefixLength: UInt8(length))
      #expect(block.contains(address))
      var outside = address
      // The last bit of the prefix.
      if length <= 64 { outside.high ^= 1 << UInt64(64 - length) } else { outside.low ^= 1 << UInt64(128 - length) }
      #expect(!block.contains(outside))
    }
  }
}
