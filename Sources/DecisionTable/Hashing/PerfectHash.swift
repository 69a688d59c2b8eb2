/// A hash without collisions over a fixed set of keys, after the idea of hash-and-displace: keys fall into buckets of a
/// few, and each bucket has a pilot, a byte found by trial, that sends its keys to slots of their own.
///
/// A lookup reads one pilot, from an array small enough to stay near, and one slot; an unknown key too is known after
/// one comparison.
enum PerfectHash {
  /// From here on pilots for each two keys would not stay in a core's own cache, and each lookup would wait for memory
  /// twice; so buckets are fuller, at the price of more empty slots, without which their pilots would not fit a byte.
  private static let manyKeys = 1 << 20

  /// How many buckets there are for so many keys: one for each two, or four if there are many.
  static func bucketCount(_ keys: Int) -> Int { keys / (keys > manyKeys ? 4 : 2) + 1 }
  /// How many slots there are for so many keys: a seventh stay empty, or a third if there are many.
  static func slotCount(_ keys: Int) -> Int { keys + keys / (keys > manyKeys ? 2 : 6) + 1 }

  /// The bucket of a hash.
  @inline(__always)
  static func bucket(_ hash: UInt64, of buckets: UInt64) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* buckets) >> 32)
  }

  /// The slot of a hash under its bucket's pilot.
  @inline(__always)
  static func slot(_ hash: UInt64, pilot: UInt8, of slots: UInt64) -> Int {
    let mixed = SeededHash.fold(hash ^ (UInt64(pilot) &* 0x9E37_79B9_7F4A_7C15), 0xD6E8_FEB8_6659_FD93)
    return Int(truncatingIfNeeded: ((mixed & 0xFFFF_FFFF) &* slots) >> 32)
  }

  /// Pilots for keys of these hashes, and each key's slot; `nil` if a byte does not do for some bucket, which another
  /// seed will mend unless two hashes are the same.
  static func build(_ hashes: [UInt64]) -> (pilots: [UInt8], slots: [UInt32])? {
    let bucketCount = bucketCount(hashes.count)
    let slotCount = UInt64(slotCount(hashes.count))
    let order = buckets(hashes, count: bucketCount)
    var pilots = [UInt8](repeating: 0, count: bucketCount)
    var slots = [UInt32](repeating: 0, count: hashes.count)
    var taken = [UInt64](repeating: 0, count: Int(slotCount) / 64 + 1)
    // The fullest buckets first, while most slots are free.
    for bucket in order.byFullness {
      let keys = order.keys[Int(order.starts[bucket])..<Int(order.starts[bucket + 1])]
      if keys.isEmpty { continue }
      var pilot: UInt8 = 0
      while true {
        var placed = 0
        for key in keys {
          let slot = slot(hashes[Int(key)], pilot: pilot, of: slotCount)
          guard taken[slot / 64] >> UInt64(slot % 64) & 1 == 0 else { break }
          taken[slot / 64] |= 1 << UInt64(slot % 64)
          slots[Int(key)] = UInt32(slot)
          placed += 1
        }
        if placed == keys.count { break }
        for key in keys.prefix(placed) {
          let slot = Int(slots[Int(key)])
          taken[slot / 64] &= ~(1 << UInt64(slot % 64))
        }
        guard pilot < .max else { return nil }
        pilot += 1
      }
      pilots[bucket] = pilot
    }
    return (pilots, slots)
  }

  private struct Buckets {
    /// Keys, bucket by bucket.
    var keys: [UInt32]
    var starts: [UInt32]
    var byFullness: [Int]
  }

  private static func buckets(_ hashes: [UInt64], count: Int) -> Buckets {
    var starts = [UInt32](repeating: 0, count: count + 1)
    for hash in hashes { starts[bucket(hash, of: UInt64(count)) + 1] += 1 }
    var fullest = 0
    for bucket in 0..<count {
      fullest = max(fullest, Int(starts[bucket + 1]))
      starts[bucket + 1] += starts[bucket]
    }
    var next = starts
    var keys = [UInt32](repeating: 0, count: hashes.count)
    for (key, hash) in hashes.enumerated() {
      let bucket = bucket(hash, of: UInt64(count))
      keys[Int(next[bucket])] = UInt32(key)
      next[bucket] += 1
    }
    var bySize = [[Int]](repeating: [], count: fullest + 1)
    for bucket in 0..<count { bySize[Int(starts[bucket + 1] - starts[bucket])].append(bucket) }
    return Buckets(keys: keys, starts: starts, byFullness: Array(bySize.reversed().joined()))
  }
}
