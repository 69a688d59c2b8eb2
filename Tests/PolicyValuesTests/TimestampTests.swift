import PolicyValues
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("1970-01-01t00:00:00z", 0, 0), ("1969-12-31T23:59:59Z", -1, 0),
      ("2027-01-01T09:00:00+09:00", 1_798_761_600, 0), ("2026-12-31T19:30:00-04:30", 1_798_761_600, 0),
      ("2026-11-21T00:00:00-00:00", 1_795_219_200, 0), ("2000-02-29T12:00:00Z", 951_825_600, 0),
      ("2024-02-29T00:00:00Z", 1_709_164_800, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("0001-01-01T23:59:00+23:59", -62_135_596_800, 0), ("9999-12-31T00:00:59-23:59", 253_402_300_799, 0),
      ("2026-01-01T00:00:00.5Z", 1_767_225_600, 500_000_000), ("2026-01-01T00:00:00.000000001Z", 1_767_225_600, 1),
      ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ] as [(String, Int64, UInt32)])
  func reads(text: String, seconds: Int64, nanoseconds: UInt32) {
    #expect(Timestamp(text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    "", "2026", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00Z",
    "2026-01-01T00:00:00ZZ", " 2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z ", "2026-1-01T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
    "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.0000000001Z",
    "2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00+0900", "2026-01-01T00:00:00+09", "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00 Z", "0000-01-01T00:00:00Z", "-001-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "２０２６-01-01T00:00:00Z", "2026-01-01T00:00:00\u{2212}01:00", "2026-01-01T00:00:00Z\u{301}",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func boundsAreTheYears1And9999() {
    #expect(Timestamp("0001-01-01T00:00:00Z") == .minimum)
    #expect(Timestamp("9999-12-31T23:59:59.999999999Z") == .maximum)
    #expect(Timestamp.minimum.description == "0001-01-01T00:00:00Z")
    #expect(Timestamp.maximum.description == "9999-12-31T23:59:59.999999999Z")
  }

  /// A clock may be wrong by any amount, and a log must be able to say so.
  @Test(arguments: [Int64.min, .min + 86_399, .max, Timestamp.minimum.seconds - 1, Timestamp.maximum.seconds + 1])
  func everyMomentCanBePrinted(seconds: Int64) {
    #expect(!Timestamp(seconds: seconds).description.isEmpty)
    #expect(Timestamp(Timestamp(seconds: seconds).description) == nil)
  }

  @Test func printedReadsBack() {
    var random = NumberSequence()
    for _ in 0..<5000 {
      let moment = Timestamp(
        seconds: .random(in: Timestamp.minimum.seconds...Timestamp.maximum.seconds, using: &random),
        nanoseconds: [0, 1, 10, 500_000_000, 999_999_999, .random(in: 0..<1_000_000_000, using: &random)]
          .randomElement(using: &random) ?? 0)
      #expect(Timestamp(moment.description) == moment)
    }
  }

  /// Every day of every kind of year, counted one by one.
  @Test func daysFollowEachOther() {
    var expected: Int64 = -86_400
    for year in 1970...2104 {
      for month in 1...12 {
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        for day in 1...length {
          expected += 86_400
          func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
          let text = "\(year)-\(padded(month))-\(padded(day))T00:00:00Z"
          #expect(Timestamp(text)?.seconds == expected)
          #expect(Timestamp(seconds: expected).description == text)
        }
      }
    }
  }

  @Test func ordersByNanoseconds() {
    let second = Timestamp(seconds: 1)
    #expect(second < Timestamp(seconds: 1, nanoseconds: 1))
    #expect(Timestamp(seconds: 0, nanoseconds: 999_999_999) < second)
    #expect(Timestamp(seconds: -1, nanoseconds: 999_999_999) < Timestamp(seconds: 0))
    #expect(!(second < second))
  }
}
