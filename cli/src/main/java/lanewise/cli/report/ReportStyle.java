package lanewise.cli.report;

/** The style sheet of the page: light and dark, for wide and narrow screens, and for paper. */
final class ReportStyle {
  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --bg: #ffffff; --panel: #f6f7f9; --ink: #1a1d21; --muted: #59616b; --rule: #d8dce1;
        --grid: #e4e7eb; --link: #0a5fb4; --warn: #8a4b00; --warn-bg: #fff4e0;
        --s1: #0a5fb4; --s2: #c4500a; --s3: #16794a; --s4: #8b3fb5; --s5: #a8324a; --s6: #5b6470;
        --right: #2f7fd0; --wrong: #e0752d;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --bg: #14171b; --panel: #1d2126; --ink: #e6e9ed; --muted: #a3acb7; --rule: #363d45;
          --grid: #2a3037; --link: #7cb8f5; --warn: #f5c27a; --warn-bg: #33270f;
          --s1: #6fb1f5; --s2: #f59b57; --s3: #62c794; --s4: #cf97ee; --s5: #f08a9d; --s6: #aeb7c2;
          --right: #3f8fe0; --wrong: #d9732f;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0 auto; max-width: 1200px; padding: 1.5rem 1.25rem 4rem; background: var(--bg);
        color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
        font-variant-numeric: tabular-nums; overflow-wrap: break-word;
      }
      h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
      h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
      h3 { font-size: 1rem; margin: 0; }
      p { margin: .25rem 0; }
      .note { color: var(--muted); font-size: .875rem; }
      .verdict { font-size: 1.0625rem; color: var(--muted); }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: .75rem; margin: 1rem 0; }
      .tiles div { display: flex; flex-direction: column; justify-content: space-between; background: var(--panel); border-radius: 8px; padding: .625rem .75rem; }
      .tiles dt { color: var(--muted); font-size: .8125rem; }
      .tiles dd { margin: 0; font-size: 1.375rem; font-weight: 600; }
      .tiles.small dd { font-size: 1.125rem; }
      .findings { list-style: none; margin: .5rem 0; padding: 0; }
      .findings li { background: var(--warn-bg); border-left: 4px solid var(--warn); border-radius: 4px; padding: .5rem .75rem; margin: .5rem 0; }
      .findings strong { color: var(--warn); }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 1.25rem; align-items: start; margin: 1rem 0; }
      figure { margin: 0; min-width: 0; }
      .chart, .wide { background: var(--panel); border-radius: 8px; padding: .875rem 1rem; }
      .wide { margin: 1.25rem 0; }
      .chart svg[role] { display: block; width: 100%; height: auto; margin-top: .5rem; overflow: visible; }
      .chart svg[viewBox="0 0 320 320"] { max-width: 400px; margin-inline: auto; }
      svg text { fill: var(--muted); font-size: 12.5px; font-family: inherit; }
      svg .middle { text-anchor: middle; }
      svg .end { text-anchor: end; }
      .grid { stroke: var(--grid); stroke-width: 1; }
      .axis { stroke: var(--muted); stroke-width: 1; }
      .best { stroke: var(--muted); stroke-width: 1.25; stroke-dasharray: 2 4; }
      .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
      .dashes1 { stroke-dasharray: 7 5; } .dashes2 { stroke-dasharray: 1.5 5; } .dashes3 { stroke-dasharray: 10 4 1.5 4; }
      .line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); } .line.s3 { stroke: var(--s3); }
      .line.s4 { stroke: var(--s4); } .line.s5 { stroke: var(--s5); } .line.s6 { stroke: var(--s6); }
      .point.s1, .dot.s1 { fill: var(--s1); } .point.s2 { fill: var(--s2); } .point.s3 { fill: var(--s3); }
      .point.s4 { fill: var(--s4); } .point.s5 { fill: var(--s5); } .point.s6 { fill: var(--s6); }
      .dot { opacity: .55; }
      .legend { display: flex; flex-wrap: wrap; gap: .125rem 1rem; list-style: none; margin: .375rem 0 0; padding: 0; font-size: .875rem; }
      .legend li { display: inline-flex; align-items: center; gap: .375rem; }
      .legend svg { flex: none; }
      table { border-collapse: collapse; font-size: .875rem; }
      th, td { padding: .25rem .625rem; text-align: right; border-bottom: 1px solid var(--rule); }
      thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
      tbody th { font-weight: 400; text-align: left; }
      thead th:first-child { text-align: left; }
      .facts { width: 100%; table-layout: fixed; overflow-wrap: anywhere; }
      .facts td { text-align: left; width: 48%; }
      .facts th { color: var(--muted); }
      .twin { display: grid; grid-template: repeat(3, auto) 1fr / repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 1.25rem 2rem; }
      .twin > div:first-child { grid-row: span 4; }
      .scroll th, .scroll td { white-space: nowrap; }
      .scroll { overflow-x: auto; max-height: 30rem; overflow-y: auto; }
      .wide .scroll { max-height: none; }
      details { margin-top: .5rem; font-size: .875rem; }
      summary { cursor: pointer; color: var(--link); }
      .confusion td { text-align: center; min-width: 2.75rem; border: 1px solid var(--bg); }
      .confusion thead th { text-align: center; overflow-wrap: normal; }
      .confusion thead th:first-child { text-align: left; }
      .confusion tbody th { position: sticky; left: 0; background: var(--panel); }
      .confusion .none { color: var(--muted); }
      .confusion .right { background: color-mix(in srgb, var(--right) var(--v), var(--panel)); font-weight: 600; }
      .confusion .wrong { background: color-mix(in srgb, var(--wrong) var(--v), var(--panel)); }
      .bars { width: 100%; margin-top: .5rem; overflow-wrap: anywhere; }
      .bars thead th, .bars td { overflow-wrap: normal; }
      .bars .bar { width: 45%; text-align: left; background: linear-gradient(var(--s1), var(--s1)) no-repeat left bottom 4px / calc(var(--w) * 100%) 5px; padding-bottom: .75rem; }
      .bars th:nth-child(2) { text-align: left; }
      .bars .bar, .bars th:nth-child(2) { padding-left: 0; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: .75rem; list-style: none; margin: .75rem 0 0; padding: 0; }
      .pictures li { display: flex; flex-direction: column; align-items: center; text-align: center; font-size: .875rem; line-height: 1.3; }
      .pictures img { image-rendering: pixelated; border-radius: 4px; background: #000; margin-bottom: .25rem; }
      footer { margin-top: 3rem; color: var(--muted); font-size: .8125rem; }
      :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
      @media (min-width: 720px) and (max-width: 960px) {
        .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        .chart svg text { font-size: 19px; }
        .chart svg[viewBox="0 0 320 320"] text { font-size: 13px; }
      }
      @media (max-width: 600px) {
        body { padding: 1rem .75rem 3rem; }
        svg text { font-size: 19px; }
        .chart svg[viewBox="0 0 320 320"] text { font-size: 13px; }
        .chart, .wide { padding: .75rem .625rem; }
        .tiles { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
        .tiles dd { font-size: 1.125rem; }
      }
      @media print {
        details { display: none; }
        .chart, .wide { break-inside: avoid; }
      }
      """;

  private ReportStyle() {}
}
