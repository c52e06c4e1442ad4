/// The page's own style: for screens of any width, light and dark, and for paper.
enum HTMLStyle {
  /// The SHA-256 digest of the text in base64, by which the page's policy knows it.
  static let digest = "30V3a/H+3i1sC8lS15Q/IfK5SzKAFI6aBZCyoHY6v+Q="

  static let text = colours + layout + transcripts + pictures + paper

  private static let colours = #"""
    :root {
      color-scheme: light dark;
      --page: #fdfdfc; --text: #1b1f24; --dim: #58616c; --line: #d3d9df; --soft: #f2f4f6;
      --link: #0a58a8; --good: #17692f; --bad: #b3211a; --doubtful: #7d5200;
      --good-soft: #e6f4ea; --bad-soft: #fdebe9; --doubtful-soft: #fdf3dc;
      --cyan: #09646f; --magenta: #8e2b8a; --blue: #1d50ad;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14171a; --text: #e2e6ea; --dim: #9ba5b0; --line: #363d45; --soft: #1d2227;
        --link: #84bbff; --good: #73d08d; --bad: #ff8f86; --doubtful: #e6b866;
        --good-soft: #16301f; --bad-soft: #3a1a18; --doubtful-soft: #33290f;
        --cyan: #63c9d6; --magenta: #dd97da; --blue: #93b4ff;
      }
    }
    .c-green, .c-brightGreen { color: var(--good); }
    .c-cyan, .c-brightCyan { color: var(--cyan); }
    .c-magenta, .c-brightMagenta { color: var(--magenta); }
    .c-yellow, .c-brightYellow { color: var(--doubtful); }
    .c-blue, .c-brightBlue { color: var(--blue); }
    .dim, .untold, .meta, .caption, figcaption { color: var(--dim); }

    """#

  private static let layout = #"""
    * { box-sizing: border-box; }
    html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--page); color: var(--text); overflow-wrap: break-word;
      font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    code, pre, kbd, samp, svg text {
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    code, pre { font-size: 0.875em; }
    pre code, kbd, samp { font-size: inherit; }
    a { color: var(--link); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 0.5rem; top: 0.5rem; z-index: 3; background: var(--page); padding: 0.5rem; }
    .spoken {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; margin: 0;
    }
    .bar {
      position: sticky; top: 0; z-index: 2; display: flex; gap: 1rem; align-items: baseline;
      padding: 0.45rem 1.25rem; background: var(--page); border-bottom: 1px solid var(--line);
      font-size: 0.9375rem;
    }
    .bar p {
      margin: 0; flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap;
    }
    .bar a { white-space: nowrap; }
    .page { display: grid; grid-template-columns: minmax(0, 1fr); }
    main { padding: 0 1.25rem 4rem; min-width: 0; }
    article, .labs { max-width: 46rem; margin: 0 auto; }
    article + article { margin-top: 4rem; border-top: 3px double var(--line); }
    nav { padding: 0.5rem 1.25rem; font-size: 0.9375rem; border-bottom: 1px solid var(--line); }
    nav summary { font-weight: 600; }
    nav ol { margin: 0.25rem 0 0.75rem; padding: 0; list-style: none; }
    nav p { margin: 0.75rem 0 0; font-weight: 600; }
    nav a {
      display: flex; gap: 0.5em; padding: 0.25rem 0.4rem; border-radius: 4px;
      color: inherit; text-decoration: none; line-height: 1.4;
    }
    nav a:hover { background: var(--soft); text-decoration: underline; }
    @media (min-width: 62.01rem) {
      .page { grid-template-columns: 17rem minmax(0, 1fr); }
      nav {
        position: sticky; top: 2.6rem; align-self: start; max-height: calc(100vh - 2.6rem);
        overflow-y: auto; border: 0; padding: 1.5rem 0.5rem 1.5rem 1.25rem;
      }
      main { padding: 0 2.5rem 6rem; }
    }
    h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
    h1 { font-size: 2rem; margin: 1.75rem 0 0.75rem; }
    h2 { font-size: 1.45rem; margin: 3rem 0 0.25rem; }
    h3 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
    .lead { font-size: 1.15rem; color: var(--dim); margin: 0 0 0.75rem; }
    .meta { margin: 0.4rem 0 1rem; font-size: 0.9375rem; }
    .result { font-size: 0.9375rem; }
    .result code { color: var(--dim); margin-left: 0.5em; }
    .badge {
      display: inline-block; padding: 0 0.5em; border-radius: 4px; font-weight: 600;
      white-space: nowrap; border: 1px solid; font-size: 0.875rem; line-height: 1.5;
    }
    .badge.passed { color: var(--good); background: var(--good-soft); }
    .badge.failed { color: var(--bad); background: var(--bad-soft); }
    .badge.error, .badge.warning { color: var(--doubtful); background: var(--doubtful-soft); }
    .badge.skipped { color: var(--dim); background: var(--soft); }
    .mark { font-weight: 700; min-width: 1em; text-align: center; flex: none; }
    .mark.passed { color: var(--good); } .mark.failed { color: var(--bad); }
    .mark.error { color: var(--doubtful); } .mark.skipped { color: var(--dim); }
    blockquote {
      margin: 1rem 0; padding: 0.1rem 1rem; border-left: 4px solid var(--line); color: var(--dim);
    }
    hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: 0.9375rem; }
    th, td {
      padding: 0.35rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; overflow-wrap: normal;
    }
    th { white-space: nowrap; }
    .right { text-align: right; } .centre { text-align: center; }
    p code, li code, td code { overflow-wrap: anywhere; }
    td code { overflow-wrap: normal; }

    """#
}
