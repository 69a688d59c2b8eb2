import Foundation
import Synchronization

/// Clears up after a test run that did not end by itself, because it was interrupted or crashed: a shell whose input
/// is a pipe from this process. The system ends the pipe whatever happens here; then the shell kills the daemons that run
/// in the folders that it was told of, and removes those. After a run that ended well nothing is left for it to do.
final class Reaper: Sendable {
  static let shared = Reaper()

  private static let script = """
    trap '' HUP INT TERM
    left=
    while read -r folder; do folders="$folders $folder"; done
    for folder in $folders; do [ -e "$folder" ] && left="$left $folder"; done
    [ -n "$left" ] || exit 0
    # Twice, since a program may have been about to start when the run ended.
    for pause in 0 1; do
      sleep $pause
      for process in /proc/[0-9]*; do
        case $(readlink "$process/exe") in */policyd*) ;; *) continue ;; esac
        place=$(readlink "$process/cwd")
        for folder in $left; do
          case $place in "$folder"*) kill -9 "${process#/proc/}" ;; esac
        done
      done
    done
    rm -rf $left
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

  /// Has a folder removed, and daemons killed that run in it.
  func watch(folder: String) {
    input.withLock { try? $0?.write(contentsOf: Data("\(folder)\n".utf8)) }
  }
}
