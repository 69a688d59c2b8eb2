import Testing

@testable import PolicyBench

@Suite struct HistogramTests {
  @Test func smallValuesAreExact() {
    var histogram = Histogram()
    for value in 1...60 { histogram.add(UInt64(value)) }
    #expect(histogram.quantile(0) == 1)
    #expect(histogram.quantile(0.5) == 30)
    #expect(histogram.quantile(1) == 60)
    #expect(histogram.count == 60)
  }

  @Test func nothingHasNoQuantile() {
    #expect(Histogram().quantile(0.5) == nil)
  }

  @Test func largeValuesAreWithinASixtyFourth() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let value = random.next() >> UInt64(random.below(58))
      var histogram = Histogram()
      histogram.add(value)
      // A larger one beside it, or the quantile would be cut to the largest value.
      histogram.add(.max)
      let found = try #require(histogram.quantile(0.5))
      #expect(found >= value)
      #expect(found - value <= value / 64)
    }
  }

  @Test func quantilesOfARow() throws {
    var histogram = Histogram()
    for value in 1...100_000 { histogram.add(UInt64(value)) }
    for share in [0.5, 0.9, 0.99, 0.999] {
      let found = Double(try #require(histogram.quantile(share)))
      #expect(abs(found - share * 100_000) <= share * 100_000 / 64 + 1)
    }
    #expect(histogram.quantile(1) == 100_000)
    #expect(histogram.largest == 100_000)
  }

  @Test func addedHistogramsCountBoth() {
    var both = Histogram()
    var other = Histogram()
    for value in 0..<500 {
      both.add(UInt64(value * 7))
      other.add(UInt64(value * 13))
    }
    var together = Histogram()
    for value in 0..<500 {
      together.add(UInt64(value * 7))
      together.add(UInt64(value * 13))
    }
    both.add(other)
    #expect(both == together)
  }

  @Test func samplesHaveAMiddle() {
    #expect(Samples([3, 1, 2]).median == 2)
    #expect(Samples([4, 1, 2, 3]).median == 2.5)
    #expect(Samples([]).median == 0)
    #expect(Samples([3, 1, 2]).least == 1)
    #expect(Samples([3, 1, 2]).most == 3)
  }
}
