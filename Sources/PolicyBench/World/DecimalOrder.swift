/// Numbers in the order of their decimal digits as text, which is the order that a table keeps ids in. Made without
/// sorting, since there may be millions.
struct DecimalOrder: Sendable {
  /// The numbers in that order: 0, 1, 10, 11, 2, ….
  let numbers: [UInt32]
  /// Where each number stands in it.
  let places: [UInt32]

  /// The numbers below `count`.
  init(count: Int) {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(count)
    if count > 0 { numbers.append(0) }
    let last = count - 1
    var current = 1
    while numbers.count < count {
      numbers.append(UInt32(current))
      if current * 10 <= last {
        current *= 10
      } else {
        if current >= last { current /= 10 }
        current += 1
        while current % 10 == 0 { current /= 10 }
      }
    }
    var places = [UInt32](repeating: 0, count: count)
    for (place, number) in numbers.enumerated() { places[Int(number)] = UInt32(place) }
    self.numbers = numbers
    self.places = places
  }
}
