/** The pages' style: no font, picture or script from anywhere else. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1c2128; --dim: #59636e; --back: #ffffff; --panel: #f6f8fa; --line: #d1d9e0; --accent: #0969da;
  --good: #1a7f37; --degraded: #9a6700; --poor: #cf222e;
  --good-back: #dafbe1; --degraded-back: #fff8c5; --poor-back: #ffebe9
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --dim: #9198a1; --back: #0d1117; --panel: #151b23; --line: #3d444d; --accent: #58a6ff;
    --good: #3fb950; --degraded: #d29922; --poor: #f85149;
    --good-back: #12261e; --degraded-back: #272115; --poor-back: #301b1f
  }
}
* { box-sizing: border-box }
body {
  margin: 0;
  color: var(--text); background: var(--back);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", sans-serif
}
header, main, footer { max-width: 84rem; margin: 0 auto; padding: 0 1rem }
header {
  display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline;
  padding-top: .9rem; padding-bottom: .7rem;
  border-bottom: 1px solid var(--line)
}
header a { color: var(--text); font-weight: 650; text-decoration: none }
nav { margin-left: auto }
header > span { overflow-wrap: anywhere }
header > span form { display: inline-block }
nav a, nav span { margin-left: .8rem; font-weight: 400 }
h1 { font-size: 1.35rem; margin: 1.1rem 0 .6rem }
h2 { font-size: 1.08rem; margin: 1.6rem 0 .5rem }
a { color: var(--accent) }
a:focus-visible, button:focus-visible, summary:focus-visible,
input:focus-visible, select:focus-visible, textarea:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px
}
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; background: var(--back) }
.cards { display: flex; flex-wrap: wrap; gap: .7rem; margin: 0; padding: 0; list-style: none }
.cards li {
  flex: 1 1 7rem;
  padding: .55rem .8rem;
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px
}
.cards a {
  display: block;
  margin: -.55rem -.8rem; padding: .55rem .8rem;
  color: var(--text); text-decoration: none
}
.cards a:hover { text-decoration: underline }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem }
.pair > section { min-width: 0; max-height: 21rem; overflow: auto }
.pair th, .pair td { padding: .4rem .35rem }
form.filter { display: flex; flex-wrap: wrap; gap: .3rem .4rem; align-items: end; margin: 1.4rem 0 -.6rem }
form.filter label { font-size: .87rem; color: var(--dim) }
form.filter input, form.filter select { display: block; max-width: 12rem }
form.filter button { margin-bottom: .4rem }
.cards b { display: block; font-size: 1.45rem; font-variant-numeric: tabular-nums }
.dim { color: var(--dim); font-weight: 400 }
.blind { filter: grayscale(1); opacity: .7 }
.small { font-size: .87rem }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td {
  padding: .45rem .6rem;
  text-align: left;
  vertical-align: top;
  border-bottom: 1px solid var(--line)
}
th { font-weight: 600; color: var(--dim); font-size: .87rem; white-space: nowrap }
td.number, th.number { text-align: right }
.figure { white-space: nowrap }
.digest { overflow-wrap: anywhere }
.notes { white-space: pre-wrap; overflow-wrap: anywhere }
ul.plain { margin: 0; padding: 0; list-style: none }
.grade {
  display: inline-block;
  padding: .05rem .55rem;
  border-radius: 99px; border: 1px solid currentColor;
  font-weight: 600; white-space: nowrap
}
.good, .ok { color: var(--good) }
.degraded, .warn { color: var(--degraded) }
.poor, .fail { color: var(--poor) }
.grade.good { background: var(--good-back) }
.grade.degraded { background: var(--degraded-back) }
.grade.poor { background: var(--poor-back) }
.label {
  display: inline-block;
  margin: 0 .25rem .15rem 0; padding: 0 .45rem;
  border-radius: 4px; background: var(--panel); border: 1px solid var(--line);
  font-size: .84rem
}
svg.spark {
  display: block;
  width: 144px; height: 24px;
  background: var(--panel); border-radius: 3px
}
ol.timeline { margin: 0; padding: 0; list-style: none; font-size: .87rem }
.timeline li {
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 0 .8rem; align-items: center;
  padding: .1rem 0
}
.timeline li > span { overflow-wrap: anywhere }
.timeline svg { display: block; width: 100%; height: 12px; background: var(--panel) }
svg .wait { fill: none; stroke: var(--dim); stroke-dasharray: 2 2; vector-effect: non-scaling-stroke }
svg.chart { display: block; width: 100%; height: 36px; background: var(--panel) }
svg .capacity { fill: var(--good); opacity: .4 }
svg .queued { fill: none; stroke: var(--poor); stroke-width: 1.5; vector-effect: non-scaling-stroke }
svg .line {
  fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke
}
svg .bar-good { fill: var(--good); opacity: .55 }
svg .bar-degraded { fill: var(--degraded) }
svg .bar-poor { fill: var(--poor) }
svg .bar-executed { fill: var(--accent) }
svg .bar-cached { fill: var(--good) }
svg .bar-failed { fill: var(--poor) }
svg text { fill: var(--text); font-size: 11px }
button {
  font: inherit;
  padding: .25rem .8rem;
  border-radius: 6px; border: 1px solid var(--line); color: var(--text);
  background: var(--panel); cursor: pointer
}
svg.qr { display: block; width: 14rem; max-width: 100%; background: #fff; border-radius: 6px }
svg.qr path { fill: #000 }
a.button {
  display: inline-block;
  padding: .3rem .9rem;
  border-radius: 6px; border: 1px solid var(--accent); text-decoration: none
}
a.install { padding: .7rem 1.6rem; font-size: 1.1rem; font-weight: 600 }
button.danger { color: var(--poor) }
input, select, textarea {
  font: inherit;
  padding: .25rem .5rem;
  border: 1px solid var(--line); border-radius: 6px; color: var(--text); background: var(--back);
  max-width: 100%
}
textarea {
  font: inherit;
  width: 100%;
  padding: .25rem .5rem;
  border: 1px solid var(--line); border-radius: 6px; color: var(--text); background: var(--back)
}
td.time, .scroll td { white-space: nowrap }
#versions td { min-width: 7rem }
#versions .small { display: block; white-space: normal }
table.wide td, #versions td { word-break: keep-all }
#versions th:first-child { position: sticky; left: 0; background: var(--back) }
form { margin: .5rem 0 }
form.inline { margin: 0 }
form.inline button { padding: 0 .6rem; font-size: .87rem }
progress { width: 9rem; height: .7rem; vertical-align: middle; accent-color: var(--accent) }
.unseen { position: absolute; left: -99rem }
form.stack label { display: block; margin-right: 0 }
form.stack input:not([type=checkbox], [type=radio]), form.stack select, form.stack textarea {
  display: block; width: 30rem; max-width: 100%
}
fieldset { min-width: 0; margin: .6rem 0; border: 1px solid var(--line); border-radius: 6px }
form label { display: inline-block; margin: 0 .8rem .4rem 0 }
fieldset { margin: .5rem 0; border: 1px solid var(--line); border-radius: 6px }
fieldset p { margin: .3rem 0 }
.note {
  padding: .5rem .8rem;
  border-left: 4px solid var(--degraded); background: var(--degraded-back)
}
.sheets { display: flex; flex-wrap: wrap; align-items: end; gap: 1.2rem }
.sheet { width: min-content; min-width: 11rem; max-width: 100%; margin: 0 }
.sheet svg {
  max-width: 100%; height: auto;
  border: 1px solid var(--line);
  background: repeating-conic-gradient(#8883 0 25%, transparent 0 50%) 0 0/16px 16px
}
.sheet rect { fill: none; stroke: var(--accent); vector-effect: non-scaling-stroke }
footer {
  margin-top: 2rem; padding-top: .7rem; padding-bottom: 1.5rem;
  color: var(--dim); border-top: 1px solid var(--line)
}
@media (max-width: 66rem) {
  table.wide th, table.wide td { padding: .45rem .3rem }
  table.wide svg.spark { width: 4rem }
}
@media (max-width: 56rem) {
  .timeline li { display: block; padding: .3rem 0 }
  table.wide thead { position: absolute; left: -99rem }
  table.wide, table.wide tbody { display: block }
  table.wide tr { display: block; padding: .6rem 0; border-bottom: 2px solid var(--line) }
  table.wide td, table.wide th[scope=row] {
    display: flex; gap: .8rem; justify-content: space-between;
    padding: .2rem 0;
    border: 0;
    text-align: right; white-space: normal;
    color: var(--text)
  }
  table.wide td > span { min-width: 0; overflow-wrap: anywhere }
  table.wide svg.spark { width: 9rem }
  table.wide td:empty { display: none }
  table.wide [data-label]::before {
    content: attr(data-label);
    color: var(--dim);
    font-size: .87rem; text-align: left;
    flex: none;
    font-weight: 400
  }
}
@media (prefers-reduced-motion: no-preference) {
  .changed { animation: changed 1.2s }
  @keyframes changed { from { background: var(--degraded-back) } }
}
`
