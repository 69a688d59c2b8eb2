import FoundationEssentials
import PolicyLanguage
import SystemPackage

/// Puts a text in the place of a file: whoever opens the file finds the old text or the new one, whole. Into what holds
/// no text, such as a pipe, it is just written.
func replaceFile(_ path: String, with text: String) throws(FileError) {
  let isPlain = LocalFileSystem().kind(of: path) != .other
  do {
    try Data(text.utf8).write(to: URL(filePath: path), options: isPlain ? [.atomic] : [])
  } catch {
    throw FileError(path: path, message: reason(error))
  }
}

/// Adds a text to the end of a file, which is made if it is not there; what others add meanwhile stays.
func appendToFile(_ path: String, _ text: String) throws(FileError) {
  do {
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
  } catch {
    throw FileError(path: path, message: reason(error))
  }
}

private func reason(_ error: any Error) -> String {
  if let error = error as? Errno {
    return error == .noSuchFileOrDirectory ? "there is no such folder" : "\(error)".lowercased()
  }
  guard let error = error as? CocoaError else { return "\(error)" }
  return switch error.code {
  case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such folder"
  case .fileWriteNoPermission: "permission denied"
  case .fileWriteOutOfSpace: "there is no space left"
  case .fileWriteVolumeReadOnly: "the file system is read-only"
  default: "it cannot be written"
  }
}
