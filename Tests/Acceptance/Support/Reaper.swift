import Foundation
import Synchronization

/// Clears up after a test run that did not end by itself, because it was interrupted or crashed: a shell whose input
/// is a pipe from this process. The system ends the pipe whatever happens here; then the shell kills the daemons and
/// removes the folders that it was told of. After a run that ended well nothing is left for it to do.
final class Reaper: Sendable {
  static let shared = Reaper()

  private static let script = """
    trap '' HUP INT TERM
    while read -r kind what; do
      case $kind in
        folder) folders="$folders $what" ;;
        daemon) daemons="$daemons $what" ;;
      esac
    done
    for daemon in $daemons; do
      # The number may be another program's by now.
      case $(readlink "/proc/$daemon/exe") in
        */policyd) kill -9 "$daemon" ;;
      esac
    done
    for folder in $folders; do rm -rf "$folder"; done
    """

  private let input: Mutex<FileHandle?>

  private init() {
    let pipe = Pipe()
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", Self.script]
    shell.standardInput = pipe
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    let isRunning = (try? shell.run()) != nil
    input = Mutex(isRunning ? pipe.fileHandleForWriting : nil)
  }

  func remove(folder: String) { tell("folder \(folder)\n") }

  func kill(daemon: Int32) { tell("daemon \(daemon)\n") }

  private func tell(_ line: String) {
    input.withLock { try? $0?.write(contentsOf: Data(line.utf8)) }
  }
}
