/// Everything there is on the socket, by path.
enum Route: CaseIterable, Sendable {
  case evaluation, evaluations, searchSubject, searchResource, searchAction
  case metadata, healthz, readyz, metrics, status

  var path: String {
    switch self {
    case .evaluation: "/access/v1/evaluation"
    case .evaluations: "/access/v1/evaluations"
    case .searchSubject: "/access/v1/search/subject"
    case .searchResource: "/access/v1/search/resource"
    case .searchAction: "/access/v1/search/action"
    case .metadata: "/.well-known/authzen-configuration"
    case .healthz: "/healthz"
    case .readyz: "/readyz"
    case .metrics: "/metrics"
    case .status: "/v1/status"
    }
  }

  /// Whether it is asked with a JSON body by POST; the others answer GET and HEAD.
  var takesBody: Bool {
    switch self {
    case .evaluation, .evaluations, .searchSubject, .searchResource, .searchAction: true
    case .metadata, .healthz, .readyz, .metrics, .status: false
    }
  }

  /// What a 405's `Allow` header says.
  var allow: String { takesBody ? "POST" : "GET, HEAD" }

  /// Its position among all routes.
  var index: Int {
    switch self {
    case .evaluation: 0
    case .evaluations: 1
    case .searchSubject: 2
    case .searchResource: 3
    case .searchAction: 4
    case .metadata: 5
    case .healthz: 6
    case .readyz: 7
    case .metrics: 8
    case .status: 9
    }
  }

  /// The route at a path, which is compared byte for byte; `nil` if there is none.
  static func at(_ path: Substring) -> Route? {
    allCases.first { $0.path.utf8.elementsEqual(path.utf8) }
  }
}
