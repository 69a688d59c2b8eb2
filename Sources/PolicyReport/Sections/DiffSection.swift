extension PolicyReport {
  /// What has changed since an older state.
  var diffSection: Section? {
    diffs.isEmpty ? nil : Section(id: "diff", title: "Changes", body: diffs.map { HTML.diff($0, heading: 3) })
  }
}
