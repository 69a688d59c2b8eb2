import PolicyValues

/// Names of Kubernetes as names of the language. No two become the same.
///
/// Letters, digits and `-` stay. `:` becomes `__`, any other byte `_x` and its two digits, so `system:node` is
/// `system__node` and `admin.example` is `admin_x2eexample`; what would not begin with a letter gets `r_-` before it. A
/// Role is called after its namespace too, `reader_in_web`: `_i` begins nothing else. Resource types are named as kubectl
/// names them: `pods`, `pods/log`, `deployments.apps`, `deployments.apps/scale`.
enum KubernetesNames {
  /// The type of paths that are no resources.
  static let url = "nonresource_url"

  static func escaped(_ text: String, keeping kept: String = "") -> String {
    var result = ""
    for byte in text.utf8 {
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      let isPlain = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
      if isLetter || isPlain || kept.utf8.contains(byte) {
        if result.isEmpty, !isLetter { result = "r_-" }
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        if result.isEmpty { result = "r_-" }
        result += byte == UInt8(ascii: ":") ? "__" : "_x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result.isEmpty ? "r_-" : result
  }

  /// The role that a ClusterRole becomes, in each of the two scope types.
  static func clusterRole(_ name: String) -> String {
    let name = escaped(name)
    // The language keeps this one word for itself.
    return name == "anyone" ? "r_-anyone" : name
  }

  /// The role that a Role becomes.
  static func role(_ name: String, in namespace: String) -> String { "\(escaped(name))_in_\(escaped(namespace))" }

  static func resource(_ resource: KubernetesResource) -> String {
    let group = resource.group.isEmpty ? "" : ".\(escapedInner(resource.group))"
    let part = resource.subresource.isEmpty ? "" : "/\(escapedInner(resource.subresource))"
    return escaped(resource.name) + group + part
  }

  private static func escapedInner(_ text: String) -> String { String(escaped("a" + text, keeping: ".").dropFirst()) }

  /// An id, written as it is but for white space, control characters and `%`, which become `%` and two digits a byte;
  /// `nil` if it is too long.
  static func id(_ text: String) -> String? {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar != "%", !NameGrammar.isSpaceOrControl(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 { result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
      }
    }
    return NameGrammar.isID(result) ? result : nil
  }

  /// A principal; `nil` if the name is too long or empty.
  static func principal(_ subject: KubernetesObjects.Subject) -> String? {
    switch subject.kind {
    case .user: id(subject.name).map { "user:\($0)" }
    case .group: id(subject.name).map { "group:\($0)" }
    case .serviceAccount: id("\(subject.namespace ?? "")/\(subject.name)").map { "service_account:\($0)" }
    }
  }
}

/// A resource as rules name it.
struct KubernetesResource: Hashable, Sendable {
  /// Empty for the core group.
  var group: String
  var name: String
  /// Empty if none is meant.
  var subresource = ""

  /// `pods/log` of the core group is two words of one.
  init(group: String, combined: String) {
    self.group = group
    let parts = combined.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    subresource = parts.count == 2 ? String(parts[1]) : ""
  }

  var combined: String { subresource.isEmpty ? name : "\(name)/\(subresource)" }
}
