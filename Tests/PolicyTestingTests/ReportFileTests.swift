import FoundationEssentials
import PolicyLanguage
import PolicyTesting
import Testing

@Suite struct ReportFileTests {
  private let files = MemoryFileSystem(["out/old.xml": "", "here": ""])

  /// The files, `@` for the one folder that there is.
  private func parsed(_ texts: [String]) throws -> [ReportFile] {
    try ReportFile.all(texts.map { $0.replacing("=@", with: "=out/") }, fileSystem: files)
  }

  @Test func formatsAndFiles() throws {
    #expect(
      try parsed(["junit=@report.xml", "tap=@old.xml", "markdown=@a=b.md"]) == [
        ReportFile(format: .junit, path: "out/report.xml"), ReportFile(format: .tap, path: "out/old.xml"),
        ReportFile(format: .markdown, path: "out/a=b.md"),
      ])
  }

  @Test(arguments: [
    (["junit"], "`junit` is not written FORMAT=FILE, such as junit=report.xml"),
    (["junti=@x"], "there is no report format `junti`; did you mean `junit`?"),
    (
      ["=@x"],
      "there is no report format ``; there are `terminal`, `tap`, `junit`, `json`, `github` and `markdown`"
    ),
    (["tap="], "`tap=` names no file; write tap=FILE"),
    (["tap=-"], "`-` is no file; `--format tap` prints to standard output"),
    (["tap=no/x"], "there is no folder `no` for `no/x`; make it first"),
    (["tap=here/x"], "`here` is no folder, so `here/x` cannot be in it"),
    (["tap=out/../out"], "there is no folder `out/..` for `out/../out`; make it first"),
    (
      ["tap=@x", "json=out/./x"],
      "`out/./x` is given to two reports, tap and json; give each a file of its own"
    ),
  ]) func whatIsRefused(texts: [String], message: String) {
    let error = #expect(throws: ReportFileError.self) { try parsed(texts) }
    #expect(error?.message == message)
  }

  @Test func aFolderIsNoReport() throws {
    try TestFolder.with { folder in
      let error = #expect(throws: ReportFileError.self) { try ReportFile.all(["tap=\(folder)/."]) }
      #expect(error?.message == "`\(folder)/.` is a folder; name a file for the tap report")
    }
  }

  @Test func filesAreReplacedWhole() throws {
    try TestFolder.with { folder in
      try Data("old and much longer than nothing".utf8).write(to: URL(filePath: folder + "/a"))
      let outcome = TestOutcome.ran(ReportFixture.empty)
      let files = [ReportFile(format: .tap, path: folder + "/a"), ReportFile(format: .markdown, path: folder + "/b")]
      #expect(outcome.write(to: files).isEmpty)
      #expect(try TestFolder.text(folder + "/a") == ReportFixture.empty.tap())
      #expect(try TestFolder.text(folder + "/b") == ReportFixture.empty.markdown())
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }
  }

  /// One that cannot be written does not keep the others from being so.
  @Test func eachFailureIsTold() throws {
    try TestFolder.with { folder in
      let files = [
        ReportFile(format: .tap, path: folder + "/no/a"), ReportFile(format: .json, path: folder + "/b"),
        ReportFile(format: .junit, path: "/dev/null"),
      ]
      let errors = TestOutcome.ran(ReportFixture.failing).write(to: files)
      #expect(errors == [FileError(path: folder + "/no/a", message: "there is no such folder")])
      let json = try TestFolder.text(folder + "/b")
      #expect(json == ReportFixture.failing.json())
    }
  }
}

/// A folder of one test's own.
enum TestFolder {
  static func with(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "policyd-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
