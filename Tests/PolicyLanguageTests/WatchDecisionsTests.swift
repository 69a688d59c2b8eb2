import PolicyLanguage
import PolicyValues
import Testing

/// The decisions of a watch, driven with looks as an editor's ways of saving would give them.
@Suite struct WatchDecisionsTests {
  /// Looks and waits as a watch does, over a script of what is there from which millisecond on; tells when it worked, and
  /// on what.
  private func works(
    from start: WatchedFiles.Look, _ script: [(Int, WatchedFiles.Look)], until end: Int = 3000, each work: Int = 0
  ) -> [Work] {
    var decisions = WatchDecisions(start)
    var time = Duration.zero
    var works: [Work] = []
    while time < .milliseconds(end) {
      let look = script.last { Duration.milliseconds($0.0) <= time }?.1 ?? start
      switch decisions.saw(look, at: time) {
      case .look(let after):
        #expect(after > .zero && after <= WatchDecisions.idle)
        time += after
      case .work(let changes):
        works.append(Work(at: Int(time / .milliseconds(1)), changes: changes))
        time += .milliseconds(work) + WatchDecisions.idle
      }
    }
    return works
  }

  private struct Work {
    /// In milliseconds.
    var at: Int
    var changes: [FileChange]
  }

  private func stamp(_ size: Int, _ modified: Int = 0, identity: UInt64 = 0) -> FileStamp {
    FileStamp(kind: .file, identity: identity, size: size, modified: modified)
  }

  @Test func nothingHappens() {
    #expect(works(from: ["a": stamp(1)], []).isEmpty)
  }

  /// Whenever the save comes, it is worked on within 40 ms.
  @Test(arguments: Array(stride(from: 100, to: 130, by: 3))) func aSave(at time: Int) {
    let works = works(from: ["a": stamp(1), "b": stamp(1)], [(time, ["a": stamp(1, 1), "b": stamp(1)])])
    #expect(works.map(\.changes) == [[FileChange("a", .changed)]])
    #expect(works.allSatisfy { $0.at >= time && $0.at <= time + 40 })
  }

  /// Another file in its place, of the same size and time.
  @Test func aSaveByRenaming() {
    let works = works(from: ["a": stamp(1, identity: 1)], [(100, ["a": stamp(1, identity: 2)])])
    #expect(works.map(\.changes) == [[FileChange("a", .changed)]])
  }

  /// The old file is moved away, and the new one written 30 ms later.
  @Test func aFileThatIsAwayForAMoment() {
    let works = works(
      from: ["a": stamp(5), "b": stamp(1)], [(100, ["b": stamp(1)]), (130, ["a": stamp(6), "b": stamp(1)])])
    #expect(works.map(\.changes) == [[FileChange("a", .changed)]])
    #expect(works.allSatisfy { $0.at <= 170 })
  }

  @Test func aFileThatIsEmptyForAMoment() {
    let works = works(from: ["a": stamp(5)], [(100, ["a": stamp(0, 1)]), (140, ["a": stamp(6, 2)])])
    #expect(works.map(\.changes) == [[FileChange("a", .changed)]])
    #expect(works.allSatisfy { $0.at >= 140 && $0.at <= 180 })
  }

  @Test func aNewFileThatIsEmptyForAMoment() {
    let works = works(
      from: ["a": stamp(1)], [(100, ["a": stamp(1), "b": stamp(0)]), (140, ["a": stamp(1), "b": stamp(9, 1)])])
    #expect(works.map(\.changes) == [[FileChange("b", .new)]])
    #expect(works.allSatisfy { $0.at >= 140 && $0.at <= 180 })
  }

  @Test func aFileThatIsRemovedForGood() {
    let works = works(from: ["a": stamp(5), "b": stamp(1)], [(100, ["b": stamp(1)])])
    #expect(works.map(\.changes) == [[FileChange("a", .removed)]])
    #expect(works.allSatisfy { $0.at <= 190 })
  }

  @Test func manyFilesAtOnceAreOneChange() {
    let script = (1...10).map { step in
      let files = (0..<10).map { ("f\($0)", stamp(1, $0 < step ? 1 : 0)) }
      return (100 + step * 8, Dictionary(uniqueKeysWithValues: files))
    }
    let start = Dictionary(uniqueKeysWithValues: (0..<10).map { ("f\($0)", stamp(1)) })
    let works = works(from: start, script)
    #expect(works.map(\.changes) == [(0..<10).map { FileChange("f\($0)", .changed) }])
  }

  @Test func aSaveDuringTheWorkIsAChangeOfItsOwn() {
    let works = works(
      from: ["a": stamp(1)], [(100, ["a": stamp(1, 1)]), (200, ["a": stamp(1, 2)])], each: 300)
    #expect(works.map(\.changes) == [[FileChange("a", .changed)], [FileChange("a", .changed)]])
  }

  @Test func whatIsTakenBackAtOnceIsNoChange() {
    #expect(works(from: ["a": stamp(1)], [(100, ["a": stamp(1), "a~": stamp(1)]), (105, ["a": stamp(1)])]).isEmpty)
  }

  /// A file that something writes to without end must not keep the others from being looked at.
  @Test func whatNeverRestsIsWorkedOnEachSecond() {
    let script = (0..<500).map { (100 + $0 * 5, ["a": stamp($0 + 2)]) }
    let works = works(from: ["a": stamp(1)], script, until: 2500)
    #expect(works.count == 2)
    #expect(works.first.map { $0.at >= 1000 && $0.at <= 1200 } == true)
  }

  @Test func changesAreInOrder() {
    let changes = FileChange.between(
      ["b": stamp(1), "z": stamp(1), "é": stamp(1)], ["a": stamp(1), "b": stamp(2), "é": stamp(1)])
    #expect(changes == [FileChange("a", .new), FileChange("b", .changed), FileChange("z", .removed)])
  }

  @Test func text() {
    let now = Timestamp("2026-06-01T21:03:12.5Z") ?? Timestamp(seconds: 0)
    func heading(_ changes: [FileChange]) -> String { WatchText.heading(changes, at: now, style: .plain) }
    #expect(heading([]) == "── 21:03:12Z watching")
    #expect(
      heading([FileChange("p/a.yaml", .changed), FileChange("p/\u{1B}b", .removed)])
        == "── 21:03:12Z p/a.yaml changed, p/␛b removed")
    let four = (1...4).map { FileChange("\($0)", .new) }
    #expect(heading(Array(four.prefix(3))) == "── 21:03:12Z 1 new, 2 new, 3 new")
    #expect(heading(four) == "── 21:03:12Z 1 new, 2 new, 2 more files")
    #expect(
      WatchText.footing(["a": stamp(1)], took: .milliseconds(1234), style: .plain)
        == "── in 1234 ms; watching 1 file, Ctrl-C ends")
  }
}
