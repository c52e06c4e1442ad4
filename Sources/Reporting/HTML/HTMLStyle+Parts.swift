extension HTMLStyle {
  /// What ran, what was claimed, and folds.
  static let transcripts = #"""
    pre {
      margin: 1rem 0; padding: 0.75rem 0.9rem; overflow: auto; max-height: 40rem; tab-size: 8;
      background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
      line-height: 1.5;
    }
    .transcript { border-left: 4px solid var(--blue); }
    .transcript.example { border-left: 1px dashed var(--dim); border-style: dashed; }
    .prompt { user-select: none; color: var(--dim); }
    .prompt span { font-weight: 600; }
    kbd { font-weight: 600; }
    samp { color: var(--dim); }
    del, ins { text-decoration: none; }
    del { color: var(--bad); } ins { color: var(--good); }
    .file > p { margin: 1rem 0 -0.75rem; font-size: 0.9375rem; color: var(--dim); }
    ul.claims, ul.problems, .changes ul, .diagnostics { list-style: none; padding: 0; margin: 1rem 0; }
    .claims li, .changes li {
      display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1em 0.6em;
      padding: 0.2rem 0; line-height: 1.45;
    }
    .claims .claim, .changes code { flex: 1; min-width: 14rem; overflow-wrap: anywhere; }
    .claims li.failed, .claims li.error {
      margin: 0.5rem 0; padding: 0.6rem 0.8rem; border-left: 4px solid var(--bad);
      background: var(--bad-soft); border-radius: 0 6px 6px 0;
    }
    .claims li.error { border-color: var(--doubtful); background: var(--doubtful-soft); }
    .claims li:target, .problem:target { outline: 2px solid var(--link); outline-offset: 3px; }
    .message { display: block; margin-top: 0.2rem; white-space: pre-line; font-size: 0.9375rem; }
    .why { flex-basis: 100%; margin: 0.5rem 0 0; font-size: 0.9375rem; }
    .why div { display: flex; gap: 0.75em; padding: 0.1rem 0; }
    .why dt { flex: 0 0 4em; color: var(--dim); } .why dd { margin: 0; min-width: 0; }
    .problems li { margin: 0.3rem 0; }
    .problems a { color: inherit; text-decoration: none; }
    .problems a:hover code { text-decoration: underline; }
    .problem {
      margin: -0.5rem 0 1rem; padding: 0.5rem 0.8rem; border-left: 4px solid var(--bad);
      background: var(--bad-soft); border-radius: 0 6px 6px 0; font-size: 0.9375rem;
    }
    .problem p { margin: 0; white-space: pre-line; }
    .problem.warning, .problem.error {
      border-color: var(--doubtful); background: var(--doubtful-soft);
    }
    .problem.skipped { border-color: var(--line); background: var(--soft); }
    .fold { margin: 1rem 0; padding: 0.3rem 0.9rem; border: 1px solid var(--line); border-radius: 6px; }
    .problem .fold { margin: 0.5rem 0 0.2rem; background: var(--page); }
    .problem pre { margin: 0.25rem 0 0.5rem; }
    .fold .fold { border: 0; padding: 0; }
    summary { cursor: pointer; font-weight: 600; font-size: 0.9375rem; padding: 0.15rem 0; }
    .hint { border-color: var(--doubtful); }
    .question {
      margin: 1.5rem 0; padding: 0.4rem 1.1rem; border-radius: 6px; background: var(--soft);
      border: 1px solid var(--line); border-left: 4px solid var(--magenta);
    }
    .question .fold { background: var(--page); }
    .changes ul { margin: 0.25rem 0 0.4rem; font-size: 0.9375rem; }
    .changes li { padding: 0.05rem 0; }
    .changes .appeared .mark { color: var(--good); }
    .changes .disappeared .mark { color: var(--bad); }
    .changes .changed .mark { color: var(--doubtful); }

    """#

  /// Pictures of the network.
  static let pictures = #"""
    .picture {
      margin: 1.5rem 0; padding: 0.75rem; border: 1px solid var(--line); border-radius: 6px;
    }
    .caption { margin: 0 0 0.5rem; font-size: 0.9375rem; }
    .state + .state { margin-top: 1.5rem; }
    .stepped .states { display: grid; grid-template-columns: minmax(0, 1fr); }
    .stepped .state { grid-area: 1 / 1; margin: 0; } .stepped .caption { display: none; }
    .state.off { visibility: hidden; }
    figcaption { font-size: 0.875rem; margin-top: 0.5rem; }
    .controls { display: inline-flex; flex-wrap: wrap; margin-bottom: 0.75rem; }
    .controls button {
      font: inherit; font-size: 0.875rem; padding: 0.35rem 0.8rem; cursor: pointer;
      color: var(--text); background: var(--page); border: 1px solid var(--line);
    }
    .controls button:first-child { border-radius: 5px 0 0 5px; }
    .controls button:last-child { border-radius: 0 5px 5px 0; border-left: 0; }
    .controls button[aria-pressed="true"] {
      background: var(--text); color: var(--page); border-color: var(--text); font-weight: 600;
    }
    .network { display: block; }
    .network.small { max-width: 100%; height: auto; }
    @media (min-width: 48rem) { .network.medium { max-width: 100%; height: auto; } }
    .network text { font-size: 13px; fill: var(--text); white-space: pre; }
    .network .name { font-weight: 700; paint-order: stroke; stroke: var(--soft); stroke-width: 5px; }
    .network .dim { fill: var(--dim); }
    .network .bad { fill: var(--bad); }
    .network .address { fill: var(--cyan); }
    .place { fill: var(--soft); stroke: var(--line); stroke-width: 1.5; }
    .place.new { stroke: var(--dim); stroke-width: 2.5; }
    .device { fill: var(--page); stroke: var(--dim); }
    .network .device.bad { fill: var(--page); stroke: var(--bad); stroke-dasharray: 4 3; }
    .network .device.new { stroke-width: 2.5; }
    .bridge { stroke: var(--blue); }
    .wire, .gap, .core { fill: none; stroke-width: 2; stroke: var(--text); stroke-linejoin: round; }
    .gap { stroke: var(--page); stroke-width: 7; }
    .wire.off { stroke: var(--bad); stroke-dasharray: 5 4; }
    .wire.stacked { stroke-dasharray: 2 3; }
    .wire.tunnel { stroke-width: 6; } .core { stroke: var(--page); }
    @media (forced-colors: active) {
      .network text { fill: CanvasText; }
      .place, .device { fill: Canvas; stroke: CanvasText; }
      .wire { stroke: CanvasText; }
    }

    """#

  /// Paper: all unfolded, nothing to click, and the last picture of each step.
  static let paper = #"""
    @page { margin: 1.6cm; }
    @media print {
      :root {
        color-scheme: light;
        --page: #fff; --text: #000; --dim: #444; --line: #bbb; --soft: #f6f6f6; --link: #000;
        --good: #17692f; --bad: #b3211a; --doubtful: #7d5200;
        --good-soft: #fff; --bad-soft: #fff; --doubtful-soft: #fff;
        --cyan: #09646f; --magenta: #8e2b8a; --blue: #1d50ad;
      }
      body { font-size: 10.5pt; }
      nav, .skip, .controls, .bar { display: none; }
      .page { display: block; } main { padding: 0; }
      article, .labs { max-width: none; }
      article + article { break-before: page; border: 0; margin: 0; }
      details::details-content { content-visibility: visible; block-size: auto; }
      h1, h2, h3, summary, .meta { break-after: avoid; }
      pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
      .claims li, .picture, svg { break-inside: avoid; }
      .scroll { overflow: visible; }
      .network { max-width: 100%; height: auto; max-height: 20cm; }
      .picture .state[data-state="before"] { display: none; }
      .picture .state[data-state="after"] { display: block; visibility: visible; }
      .caption { display: block; }
      main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; }
    }

    """#
}
