/// How the page looks: on a screen light and dark, on a phone, and on paper.
enum PageStyle {
  /// The whole style sheet. Holds no `<`.
  static let sheet = colours + layout + tables + parts + paper

  private static let light = """
    --page: #fafaf8; --surface: #ffffff; --raised: #f3f3f0; --ink: #1b1c1e; --muted: #5c6068; --line: #e2e2dd;
    --accent: #2456c4; --focus: #2456c4; --yes: #136b43; --yes-wash: #eaf5ee; --some: #7d5200; --some-wash: #fcf3df;
    --no: #7b7f86; --bad: #b0261c; --bad-wash: #fcecea;
    """

  private static let dark = """
    --page: #131416; --surface: #1a1b1e; --raised: #222327; --ink: #e8e8e5; --muted: #a2a6ae; --line: #303237;
    --accent: #93b4ff; --focus: #93b4ff; --yes: #75d3a2; --yes-wash: #17281f; --some: #e6ba6e; --some-wash: #2b2415;
    --no: #858a92; --bad: #ff958b; --bad-wash: #321b19;
    """

  private static let colours = """
    :root { color-scheme: light; \(light) }
    @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; \(dark) } }
    :root[data-theme=dark] { color-scheme: dark; \(dark) }

    """

  private static let layout = """
    *, *::before, *::after { box-sizing: border-box; }
    html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
      -webkit-text-size-adjust: 100%; scroll-padding-top: 6.5rem; }
    body { margin: 0; background: var(--page); color: var(--ink); font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere; }
    h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; }
    h1 { font-size: 1.125rem; font-weight: 650; letter-spacing: -0.01em; }
    h2 { font-size: 1.375rem; font-weight: 650; letter-spacing: -0.015em; margin-bottom: 1rem; }
    h3 { font-size: 1rem; font-weight: 650; margin-bottom: .5rem; }
    h4 { font-size: .9375rem; font-weight: 650; }
    code, pre, .digest { font: .8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    pre { white-space: pre-wrap; }
    a { color: var(--accent); text-underline-offset: .15em; }
    kbd { font: .75rem/1 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; padding: .15rem .35rem;
      border: 1px solid var(--line); border-radius: .25rem; background: var(--surface); color: var(--muted); }
    [hidden] { display: none !important; }
    .sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    .skip { position: absolute; left: .5rem; top: -4rem; z-index: 3; padding: .5rem .75rem; background: var(--surface);
      border-radius: .25rem; }
    .skip:focus { top: .5rem; }
    :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: .2rem; }
    main:focus { outline: none; }
    .top { position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line); }
    .bar { max-width: 80rem; margin: 0 auto; padding: .75rem 1.5rem .5rem; display: grid; gap: .25rem 1.5rem;
      grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
    .kind { color: var(--muted); font-weight: 400; }
    .tools { display: flex; gap: .5rem; align-items: center; }
    .filter { position: relative; display: block; }
    .filter input { width: 20rem; max-width: 100%; padding: .4rem 2rem .4rem .6rem; font: inherit; font-size: .875rem;
      color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: .375rem; }
    .filter input::-webkit-search-cancel-button { display: none; }
    .filter input::placeholder { color: var(--muted); opacity: 1; }
    .filter kbd { position: absolute; right: .5rem; top: 50%; transform: translateY(-50%); pointer-events: none; }
    button, select { font: inherit; font-size: .875rem; color: inherit; background: var(--surface);
      border: 1px solid var(--line); border-radius: .375rem; padding: .4rem .7rem; cursor: pointer; }
    button:hover, select:hover { border-color: var(--muted); }
    .hint { grid-column: 1 / -1; display: flex; justify-content: flex-end; gap: .75rem; font-size: .75rem;
      color: var(--muted); min-height: 1.5em; }
    .filter-note { display: none; }
    .frame { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem 6rem; display: grid; gap: 2.5rem;
      grid-template-columns: 10.5rem minmax(0, 1fr); }
    .contents { font-size: .875rem; padding-top: 2rem; }
    .contents ul { position: sticky; top: 7.5rem; list-style: none; padding: 0; display: grid; gap: .125rem; }
    .contents a { display: block; padding: .2rem 0; color: var(--muted); text-decoration: none; }
    .contents a:hover, .contents a[aria-current] { color: var(--ink); }
    .contents a[aria-current] { font-weight: 600; }
    section { padding: 2rem 0 1rem; }
    section + section { border-top: 1px solid var(--line); }
    .lead { max-width: 44rem; color: var(--muted); margin-bottom: 1.25rem; }
    .note, .help { font-size: .8125rem; color: var(--muted); }
    section.empty > :not(h2):not(.none) { display: none; }
    .none { color: var(--muted); font-style: italic; }
    html:not(.js) .tools, html:not(.js) .hint, html:not(.js) .buttons { display: none; }
    @media (max-width: 56rem) {
      .bar, .frame { padding-left: 1rem; padding-right: 1rem; }
      .frame { display: block; }
      .contents { padding-top: .75rem; }
      .contents ul { position: static; display: flex; gap: 1rem; overflow-x: auto; padding-bottom: .5rem; }
      .contents a { white-space: nowrap; }
    }
    @media (max-width: 40rem) {
      html { scroll-padding-top: 7rem; }
      .bar { grid-template-columns: minmax(0, 1fr); padding-bottom: .75rem; }
      .tools { min-width: 0; }
      .filter { flex: 1; min-width: 0; }
      .filter input { width: 100%; font-size: 1rem; }
      .filter kbd, .keys { display: none; }
      .hint { justify-content: flex-start; min-height: 0; }
      h2 { font-size: 1.25rem; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }

    """

  private static let tables = """
    .scroll { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem;
      background: var(--surface); }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .875rem; }
    th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid var(--line); }
    tbody:last-child > tr:last-child > * { border-bottom: 0; }
    thead th { font-size: .8125rem; font-weight: 600; color: var(--muted); background: var(--raised);
      white-space: nowrap; }
    tbody th { font-weight: 500; }
    th[scope=row], th.name { position: sticky; left: 0; background: var(--surface); z-index: 1; }
    thead th.name, thead th:first-child { position: sticky; left: 0; z-index: 1; background: var(--raised); }
    .panel { margin-bottom: 2.25rem; }
    .grid th + th, .grid td { text-align: center; }
    .grid td { min-width: 4.5rem; }
    .grid td.some { min-width: 8.5rem; }
    .grid tr.group th { background: var(--surface); padding-top: .9rem; font-weight: 650; color: var(--ink);
      text-align: left; }
    .grid tbody:first-of-type tr.group th { padding-top: .5rem; }
    .group-name { position: sticky; left: .75rem; }
    .grid th.name { padding-left: 1.5rem; white-space: nowrap; }
    .grid thead th.name { padding-left: .75rem; }
    .list th[scope=row] { white-space: nowrap; }
    .list td > code { white-space: pre-line; }
    .list td:last-child code { white-space: nowrap; color: var(--muted); }
    .mark { font-weight: 600; }
    td.yes .mark, td.some .mark { color: var(--yes); }
    td.yes { background: var(--yes-wash); }
    td.some { background: var(--some-wash); }
    td.no .mark { color: var(--no); font-weight: 400; font-size: .75rem; }
    .cond { font-size: .8125rem; color: var(--some); text-decoration: underline dotted;
      text-decoration-thickness: 1px; }
    tr[data-row]:hover > *, tr[data-row]:focus > * {
      box-shadow: inset 0 0 0 100vmax color-mix(in srgb, var(--accent) 6%, transparent); }
    tr[data-row]:focus { outline-offset: -2px; }
    .legend { display: none; }
    @media (max-width: 40rem) {
      th, td { padding: .4rem .5rem; }
      .grid th.name { padding-left: .75rem; white-space: normal; min-width: 9.75rem; max-width: 11rem; }
      .grid { font-size: .8125rem; }
      .list th[scope=row] { white-space: normal; min-width: 6rem; max-width: 9rem; }
      .list td { min-width: 8rem; }
    }

    """

  private static let parts = """
    .states { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1.5rem; }
    .state, .badge { display: inline-block; font-size: .8125rem; padding: .15rem .6rem; border-radius: 1rem; }
    .badge { white-space: nowrap; padding: 0 .5rem; font-size: .75rem; }
    .good { color: var(--yes); background: var(--yes-wash); }
    .fair, .severity.warning { color: var(--some); background: var(--some-wash); }
    .bad, .severity.error { color: var(--bad); background: var(--bad-wash); }
    .sign { font-weight: 700; }
    .severity { font-size: .75rem; padding: .1rem .5rem; border-radius: 1rem; }
    .numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: 1rem;
      margin-bottom: 1.5rem; }
    .numbers div { display: flex; flex-direction: column-reverse; }
    .numbers dt { font-size: .8125rem; color: var(--muted); }
    .numbers dd { font-size: 1.5rem; font-weight: 600; line-height: 1.25; letter-spacing: -0.02em; }
    .facts { font-size: .875rem; display: grid; gap: .25rem; margin-bottom: 1.5rem; }
    .facts div { display: flex; flex-wrap: wrap; gap: 0 .75rem; }
    .facts dt { color: var(--muted); }
    .item { padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--surface);
      margin-bottom: .75rem; }
    .item h3, .item h4 { margin-bottom: .25rem; }
    .item .note { margin-top: .25rem; }
    .buttons { display: flex; gap: .5rem; margin-bottom: 1rem; }
    .tree, .tree ul { list-style: none; padding: 0; }
    .tree ul { padding-left: 1.1rem; margin-left: .45rem; border-left: 1px solid var(--line); }
    .tree summary { padding: .25rem .4rem; border-radius: .25rem; cursor: pointer; }
    .tree summary:hover { background: var(--raised); }
    .scope { font-weight: 600; }
    .holders { padding: .1rem 0 .5rem 1.6rem; font-size: .875rem; display: grid; gap: .1rem; }
    .tree details > .note { padding: .1rem 0 .5rem 1.6rem; }
    .held { display: grid; grid-template-columns: minmax(5rem, 8rem) minmax(0, 1fr); gap: 0 .75rem; }
    .held dt { color: var(--muted); }
    .attribute { font-style: italic; }
    .policy-diff { margin-bottom: 1.5rem; }
    .policy-diff h4 { margin: .75rem 0 .35rem; }
    .policy-diff table { margin: 0 0 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
    .policy-diff ul { list-style: none; padding: 0; display: grid; gap: .25rem; margin-bottom: 1.25rem; }
    .policy-diff li { padding: .15rem .5rem; border-radius: .25rem; }
    .policy-diff .gain { background: var(--yes-wash); color: var(--yes); }
    .policy-diff .loss { background: var(--bad-wash); color: var(--bad); }
    .policy-diff .mixed { background: var(--some-wash); color: var(--some); }
    .policy-diff del { opacity: .75; }
    .policy-diff ins { text-decoration: none; font-weight: 600; }
    .ask { display: flex; flex-wrap: wrap; gap: .75rem; margin-bottom: 1.25rem; }
    .ask label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--muted); min-width: 0; }
    .ask select { max-width: 100%; color: var(--ink); }
    .answer h3 { margin-top: .75rem; }
    .answer ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; }
    .answer li { font-size: .875rem; padding: .1rem .55rem; border: 1px solid var(--line); border-radius: .3rem;
      background: var(--surface); }
    #tip { position: fixed; z-index: 4; max-width: min(28rem, calc(100vw - 1rem)); padding: .4rem .6rem;
      background: var(--ink); color: var(--page); border-radius: .3rem; pointer-events: none;
      font: .8125rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }

    """

  private static let paper = """
    @media print {
      :root, :root[data-theme], :root:not([data-theme=light]) {
        color-scheme: light; \(light) --page: #ffffff; --raised: #ffffff; }
      @page { margin: 16mm 14mm; }
      html { font-size: 10pt; scroll-behavior: auto; }
      .top { position: static; border: 0; }
      .bar { display: block; padding: 0; max-width: none; }
      .tools, .hint, .contents, .skip, .buttons, .ask, #tip { display: none !important; }
      .filter-note:not(:empty) { display: block; color: #5c6068; }
      .frame { display: block; max-width: none; padding: 0; }
      .scroll { overflow: visible; border: 0; border-radius: 0; }
      section { padding: 1rem 0; }
      h2, h3, h4, tr.group { break-after: avoid; }
      tr, .item, .held, .state { break-inside: avoid; }
      thead { display: table-header-group; }
      table { font-size: 8.5pt; }
      th, td { padding: .2rem .4rem; }
      .grid th.name { min-width: 8.5rem; }
      .grid td.some { min-width: 0; }
      .list th[scope=row], .list td:last-child code { white-space: normal; }
      th[scope=row], th.name, thead th.name, thead th:first-child, .group-name { position: static; }
      td, th, .badge, .state { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      a { color: inherit; text-decoration: none; }
      :focus-visible { outline: none; }
      details::details-content { display: block; content-visibility: visible; height: auto; }
      .legend { display: block; margin-top: .5rem; font-size: 8pt; }
      .legend div { display: flex; gap: .75rem; }
      .legend dt { min-width: 9rem; font-weight: 600; }
    }
    """
}
