import CPlatform
import Glibc

// The few calls to the system that neither the standard library nor NIO offers. Each takes and gives plain values, so
// that what is unsafe about them stays in this file.

/// A call that failed.
struct SystemError: Error, Hashable {
  var call: String
  var code: CInt

  /// What the system says of it.
  var reason: String {
    // `strerror` gives a static string, or one that stays until this thread's next call.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

/// A descriptor that is closed when nobody holds it any more, unless it was handed on.
struct OwnedDescriptor: ~Copyable {
  private(set) var number: CInt

  init(_ number: CInt) { self.number = number }

  deinit { _ = close(number) }

  /// Hands the descriptor on to somebody else who will close it.
  consuming func release() -> CInt {
    let number = number
    discard self
    return number
  }
}

enum SystemMemory {
  /// Gives memory that is free back to the system, as far as the C library can.
  static func giveBack() {
    policyd_give_back_memory()
  }
}

enum SystemFiles {
  /// What a path's last part is, without following links.
  struct Status: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case socket, file, folder, link, other
    }
    var kind: Kind
    var device: UInt64
    var inode: UInt64
  }

  /// Looks at a path; `nil` if nothing is there.
  static func status(_ path: String) throws(SystemError) -> Status? {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemError(call: "lstat", code: errno)
    }
    let kind: Status.Kind =
      switch info.st_mode & S_IFMT {
      case S_IFSOCK: .socket
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    return Status(kind: kind, device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
  }

  static func remove(_ path: String) throws(SystemError) {
    guard unsafe unlink(path) == 0 else { throw SystemError(call: "unlink", code: errno) }
  }

  static func openFolder(_ path: String) throws(SystemError) -> OwnedDescriptor {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    return OwnedDescriptor(descriptor)
  }

  /// Takes the lock of an open file for this process; `false` if another has it.
  static func tryLock(_ descriptor: borrowing OwnedDescriptor) throws(SystemError) -> Bool {
    while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw SystemError(call: "flock", code: errno) }
    }
    return true
  }
}

enum UnixSocket {
  /// Makes a stream socket that listens at a path where nothing is. Its permissions are set before anybody can
  /// connect: a bound socket refuses until it listens.
  static func listen(
    at path: String, mode: UInt32, backlog: CInt
  ) throws(SystemError) -> OwnedDescriptor {
    let socket = try make()
    try unsafe call("bind", socket, path) { unsafe Glibc.bind($0, $1, $2) }
    guard unsafe chmod(path, mode_t(mode)) == 0 else {
      throw removing(path, SystemError(call: "chmod", code: errno))
    }
    guard Glibc.listen(socket.number, backlog) == 0 else {
      throw removing(path, SystemError(call: "listen", code: errno))
    }
    return socket
  }

  /// Connects to a path and hangs up again.
  static func tryConnecting(to path: String) throws(SystemError) {
    let socket = try make()
    try unsafe call("connect", socket, path) { unsafe connect($0, $1, $2) }
  }

  private static func make() throws(SystemError) -> OwnedDescriptor {
    let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw SystemError(call: "socket", code: errno) }
    return OwnedDescriptor(descriptor)
  }

  private static func call(
    _ name: String, _ socket: borrowing OwnedDescriptor, _ path: String,
    _ body: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(SystemError) {
    // NIO's own address takes four bytes less than Linux does.
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SystemError(call: name, code: ENAMETOOLONG)
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let number = socket.number
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe body(number, pointer, size) == 0 ? 0 : errno
      }
    }
    guard code == 0 else { throw SystemError(call: name, code: code) }
  }

  /// Takes away again the name of a socket that was bound and then failed.
  private static func removing(_ path: String, _ error: SystemError) -> SystemError {
    _ = unsafe unlink(path)
    return error
  }
}
