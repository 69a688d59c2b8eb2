/// Lets a few daemons run at a time: a machine with few cores gains nothing by more, and tests would only wait for each
/// other. Whoever has a turn must not wait for another, so no test runs one daemon inside the other's turn.
actor Turns {
  static let daemons = Turns(8)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(_ count: Int) { free = count }

  func take() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func giveBack() {
    guard !waiting.isEmpty else {
      free += 1
      return
    }
    waiting.removeFirst().resume()
  }
}
