import NIOCore

/// The metadata document, `/.well-known/authzen-configuration`.
///
/// Its URLs begin with ``DaemonConfiguration/baseURL``. A Unix socket has no URL of its own, so that is
/// `http://localhost` (what `curl --unix-socket` needs before the path anyway) unless the operator gives the one that
/// a proxy in front publishes. It is never taken from the `Host` header: a document that repeats whatever its reader
/// sent would defeat what `policy_decision_point` is for, which is to notice a mix-up.
enum Metadata {
  static func write(to json: inout JSONWriter, baseURL: String) {
    json.object { json in
      json.member("policy_decision_point", baseURL)
      json.member("access_evaluation_endpoint", baseURL + Route.evaluation.path)
      json.member("access_evaluations_endpoint", baseURL + Route.evaluations.path)
      json.member("search_subject_endpoint", baseURL + Route.searchSubject.path)
      json.member("search_resource_endpoint", baseURL + Route.searchResource.path)
      json.member("search_action_endpoint", baseURL + Route.searchAction.path)
    }
  }
}
