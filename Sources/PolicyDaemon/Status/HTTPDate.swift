import PolicyValues

/// The `Date` header's format (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The moment in that format; empty if it lies outside the years that can be written.
  static func text(_ now: Timestamp) -> String {
    guard now >= .minimum, now <= .maximum else { return "" }
    // RFC 3339 as `Timestamp` writes it: `1994-11-06T08:49:37Z`, always with four digits of the year.
    let parts = Timestamp(seconds: now.seconds).description.split { "-T:Z".contains($0) }
    guard parts.count == 6, let month = Int(parts[1]), (1...12).contains(month) else { return "" }
    let day = (now.seconds - (now.seconds < 0 ? 86_399 : 0)) / 86_400
    let weekday = weekdays[Int((day % 7 + 7) % 7)]
    return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
  }
}
