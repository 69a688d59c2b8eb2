import ArgumentParser
import PolicyLanguage
import PolicyValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work that is done again whenever a file is saved.
enum Watch {
  /// Does the work, and again after each change of the files at and below `roots`, until a signal ends the program. What
  /// the work returns is printed: on a terminal in place of what was there, else below it.
  static func repeating(_ roots: [String], _ work: () -> String) throws -> Never {
    let fileSystem = LocalFileSystem()
    for root in roots where fileSystem.kind(of: root) == .missing {
      throw ValidationError("there is no file or folder `\(root)` to watch")
    }
    let clock = ContinuousClock()
    let start = clock.now
    var files = WatchedFiles(roots: roots)
    var look = files.look(in: fileSystem)
    var decisions = WatchDecisions(look)
    show([], look, work)
    var pause = WatchDecisions.idle
    while true {
      usleep(UInt32(pause.components.attoseconds / 1_000_000_000_000))
      look = files.look(in: fileSystem)
      switch decisions.saw(look, at: clock.now - start) {
      case .look(let after): pause = after
      case .work(let changes):
        show(changes, look, work)
        pause = WatchDecisions.idle
      }
    }
  }

  private static func show(_ changes: [FileChange], _ look: WatchedFiles.Look, _ work: () -> String) {
    let now = SystemClock.now()
    let clock = ContinuousClock()
    let start = clock.now
    let text = work()
    let style = Terminal.style
    let heading = WatchText.heading(changes, at: now, style: style)
    let footing = WatchText.footing(look, took: clock.now - start, style: style)
    // In one piece, so that nobody sees half of it.
    Terminal.print((Terminal.isDrawable ? WatchText.clear : "") + "\(heading)\n\n\(text)\n\(footing)\n")
  }
}
