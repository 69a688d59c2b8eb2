import PolicyLanguage

extension PolicyReport {
  /// The document around its sections.
  func page(_ sections: [Section]) -> String {
    HTML.document(
      head: [
        voidTag("meta", ["charset": "utf-8"]),
        voidTag(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": contentPolicy(style: PageStyle.sheet, script: PageScript.script),
          ]),
        voidTag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        voidTag("meta", ["name": "color-scheme", "content": "light dark"]),
        voidTag("meta", ["name": "referrer", "content": "no-referrer"]),
        tag("title", [:], "\(policy.name) · policy report"),
        HTML.style(PageStyle.sheet),
      ],
      body: [
        tag("a", ["class": "skip", "href": "#main"], "Skip to the report"),
        top,
        tag(
          "div", ["class": "frame"],
          tag(
            "nav", ["class": "contents", "aria-label": "Contents"],
            tag("ul", [:], sections.map { tag("li", [:], tag("a", ["href": "#\($0.id)"], HTML($0.title))) })),
          tag("main", ["id": "main", "tabindex": "-1"], sections.map(section))),
        tag("div", ["id": "tip", "role": "tooltip", "hidden": ""], []),
        HTML.script(PageScript.script),
      ])
  }

  private var top: HTML {
    tag(
      "header", ["class": "top"],
      tag(
        "div", ["class": "bar"],
        tag("h1", [:], HTML(policy.name), tag("span", ["class": "kind"], " policy report")),
        tag(
          "div", ["class": "tools", "role": "search"],
          tag(
            "label", ["class": "filter"],
            tag("span", ["class": "sr"], "Filter by permission, role or principal"),
            voidTag(
              "input",
              [
                "id": "filter", "type": "search", "placeholder": "Filter rows",
                "autocomplete": "off", "spellcheck": "false", "aria-describedby": "filter-count filter-keys",
                "aria-keyshortcuts": "/",
              ]),
            tag("kbd", ["aria-hidden": "true"], "/")),
          tag("button", ["id": "theme", "type": "button"], "Theme: system")),
        tag(
          "p", ["class": "hint"],
          tag("output", ["id": "filter-count", "for": "filter", "aria-live": "polite"], []),
          tag(
            "span", ["id": "filter-keys", "class": "keys"], tag("kbd", [:], "/"), " filter, ", tag("kbd", [:], "Esc"),
            " clear, ", tag("kbd", [:], "j"), " ", tag("kbd", [:], "k"), " next and previous row"))),
      tag("p", ["id": "filter-note", "class": "filter-note"], []))
  }

  private func section(_ section: Section) -> HTML {
    tag(
      "section", ["id": section.id, "aria-labelledby": "\(section.id)-title"],
      [tag("h2", ["id": "\(section.id)-title"], HTML(section.title))] + section.body
        + [tag("p", ["class": "none", "hidden": ""], "Nothing here matches the filter.")])
  }
}

/// A table that scrolls by itself where it is wider than the page; a person without a mouse can scroll it too.
func scrolling(_ label: String, _ table: HTML) -> HTML {
  tag("div", ["class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"], table)
}

/// A plain table: a heading for each column, a first cell that names the row.
func listing(_ label: String, columns: [String], rows: [HTML]) -> HTML {
  scrolling(
    label,
    tag(
      "table", ["class": "list"],
      tag("caption", ["class": "sr"], HTML(label)),
      tag("thead", [:], tag("tr", [:], columns.map { tag("th", ["scope": "col"], HTML($0)) })),
      tag("tbody", [:], rows)))
}

/// A row of a listing; `find` is what the filter looks at beside the row's text.
func listingRow(_ name: HTML, _ cells: [HTML], find: [String] = []) -> HTML {
  tag(
    "tr", ["data-row": "", "tabindex": "-1", "data-find": find.joined(separator: " ")],
    [tag("th", ["scope": "row"], name)] + cells.map { tag("td", [:], $0) })
}

/// A condition by name, with its text for whoever points at it or comes to it by keyboard.
extension PolicyReport {
  func conditionLink(_ name: String, _ words: String) -> HTML {
    let text = policy.conditions.first { $0.name == name }?.text.split(separator: "\n").joined(separator: " ") ?? ""
    return tag(
      "a", ["class": "cond", "href": "#condition-\(name)", "data-tip": text],
      HTML(words.isEmpty ? name : "\(words) \(name)"))
  }
}
