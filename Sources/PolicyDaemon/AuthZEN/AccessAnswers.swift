import DecisionTable
import NIOCore
import PolicyAnalysis
import PolicyValues

/// Answers AuthZEN requests: a body in, a body out, from one table at one moment. Nothing here waits or keeps
/// anything, so every path is testable without a socket.
struct AccessAnswers {
  var policy: ServingPolicy
  /// The moment that counts for the whole request; `nil` if the clock cannot be believed, which denies everything.
  var now: Timestamp?
  var metrics: Metrics

  init(policy: ServingPolicy, now: Timestamp, metrics: Metrics) {
    self.policy = policy
    self.now = now >= .minimum && now <= .maximum && now.nanoseconds < 1_000_000_000 ? now : nil
    self.metrics = metrics
  }

  /// `/access/v1/evaluation`
  func evaluation(_ body: JSONObject, to json: inout JSONWriter) throws(RequestError) {
    _ = answer(try EvaluationRequest(body), to: &json)
  }

  /// `/access/v1/evaluations`
  func evaluations(_ body: JSONObject, to json: inout JSONWriter) throws(RequestError) {
    switch try EvaluationsRequest(body).shape {
    case .single(let request):
      _ = answer(request, to: &json)
    case .batch(let items, let defaults, let semantic):
      json.object { json in
        json.array("evaluations") { json in
          for (index, item) in items.enumerated() {
            let isAllowed: Bool
            do throws(RequestError) {
              isAllowed = answer(try defaults.request(for: item, at: index), to: &json)
            } catch {
              isAllowed = false
              metrics.count(.malformedItem)
              refuse(error, to: &json)
            }
            if semantic.stops(after: isAllowed) { break }
          }
        }
      }
    }
  }

  /// `/access/v1/search/…`
  func search(_ body: JSONObject, _ kind: SearchKind, to json: inout JSONWriter) throws(RequestError) {
    let request = try SearchRequest(body, kind)
    let query = QueryDigest(body, kind: kind, policyDigest: policy.table.digest)
    var limit = request.page.limit ?? PageRequest.maximumLimit
    var last: String?
    if let text = request.page.token {
      guard let token = PageToken(text, query: query) else {
        throw RequestError(
          "`page.token` does not belong to this query on the policy loaded now; start again without a token",
          field: "page.token")
      }
      guard request.page.limit == nil || request.page.limit == token.limit else {
        throw RequestError(
          "`page.limit` may not change between pages; leave it out or send \(token.limit)",
          field: "page.limit")
      }
      limit = token.limit
      last = token.last
    }
    let found = page(request, after: last, limit: limit, query: query)
    // With a limit of 0 the next page begins where this one does.
    let nextToken =
      found.isLast ? "" : PageToken(limit: limit, last: found.names.last ?? last ?? "").text(query: query)
    json.object { json in
      json.object("page") { json in
        json.member("next_token", nextToken)
        json.member("count", found.names.count)
        json.member("total", found.total)
      }
      json.array("results") { json in
        for name in found.names {
          json.object { json in
            switch kind {
            case .subject: json.member("type", request.evaluation.subject.type)
            case .resource: json.member("type", request.evaluation.resource.type)
            case .action: break
            }
            json.member(kind == .action ? "name" : "id", name)
          }
        }
      }
    }
  }

  /// The ids or action names that a search finds, ordered by their bytes, from behind one of them on; at most so many,
  /// and how many there are in all.
  private func page(
    _ request: SearchRequest, after last: String?, limit: Int, query: QueryDigest
  ) -> (names: [String], isLast: Bool, total: Int) {
    guard let now else { return ([], true, 0) }
    let search = TableSearch(policy.table)
    let question = request.evaluation.question
    let page: TableSearch.Page
    switch request.kind {
    case .subject: page = search.page(ofPrincipals: question, after: last, limit: limit, at: now)
    case .resource: page = search.page(ofResources: question, after: last, limit: limit, at: now)
    case .action:
      let all = search.actions(question, at: now)
      let rest = last.map { last in all.drop { !last.utf8.lexicographicallyPrecedes($0.utf8) } } ?? all[...]
      return (Array(rest.prefix(limit)), rest.count <= limit, all.count)
    }
    if last == nil, page.isLast { return (page.names, true, page.names.count) }
    return (page.names, page.isLast, total(request.kind, question, search, query, at: now))
  }

  /// How many results a search has, counted once for all its pages as long as that cannot change.
  private func total(
    _ kind: SearchKind, _ question: Question, _ search: TableSearch, _ query: QueryDigest, at now: Timestamp
  ) -> Int {
    let key = query.value
    if let known = policy.searchTotals.total(of: key, at: now) { return known }
    let total =
      kind == .subject
      ? search.count(ofPrincipals: question, at: now) : search.count(ofResources: question, at: now)
    if let end = policy.table.nextChange(after: now) {
      policy.searchTotals.keep(total, of: key, from: now, until: end)
    }
    return total
  }

  /// Decides one question and writes its answer; says whether it is an allow.
  private func answer(_ request: EvaluationRequest, to json: inout JSONWriter) -> Bool {
    guard let now else {
      metrics.count(.badClock)
      json.object { json in
        json.member("decision", false)
        guard request.context.explain else { return }
        json.object("context") { json in
          RequestError("the clock is outside the years 1 to 9999, so everything is denied", status: 500)
            .write(to: &json)
        }
      }
      return false
    }
    let question = request.question
    let decision = policy.table.decide(question, at: now)
    metrics.count(.reason(decision.reason))
    json.object { json in
      json.member("decision", decision.isAllowed)
      guard request.context.explain else { return }
      json.object("context") { json in
        json.member("reason", decision.reason.rawValue)
        if let cell = decision.cell {
          let rule = policy.table.rule(cell)
          json.object("rule") { json in
            json.member("text", rule.text)
            if !rule.file.isEmpty {
              json.member("file", rule.file)
              json.member("line", rule.line)
            }
          }
        }
        json.array("explanation") { json in
          for line in explain(question, in: policy.table, at: now).lines { json.string(line) }
        }
      }
    }
    return decision.isAllowed
  }

  private func refuse(_ error: RequestError, to json: inout JSONWriter) {
    json.object { json in
      json.member("decision", false)
      json.object("context") { json in error.write(to: &json) }
    }
  }
}
