/**
 * The style of the page: nothing from the network, light or dark as the reader's system is, from 320 pixels of width on. A status is a
 * sign and a word first; its colours differ for those too who see no red or no green.
 */
export const style = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --card: #f6f8fa; --link: #0a5c8a;
  --held: #0a5c8a; --held-back: #e3f1fa;
  --violated: #a8330b; --violated-back: #fdeae3;
  --error: #8a1c64; --error-back: #fbe7f4;
  --inconclusive: #7a5200; --inconclusive-back: #fff3d1;
  --skipped: #57606a; --skipped-back: #eef1f4;
  --waived: #4b4fa8; --waived-back: #ebecfb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0f1419; --text: #e6e9ec; --quiet: #9aa5b1; --line: #2f3841; --card: #171d24; --link: #7cc4f5;
    --held: #7cc4f5; --held-back: #0f2a3d;
    --violated: #ff9e7a; --violated-back: #3d1a0e;
    --error: #f3a0d8; --error-back: #391730;
    --inconclusive: #f2c65c; --inconclusive-back: #332600;
    --skipped: #aab4be; --skipped-back: #20262d;
    --waived: #b7baff; --waived-back: #1f2147;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 0; }
h4 { font-size: 0.9rem; margin: 1rem 0 0.25rem; color: var(--quiet); }
p { margin: 0.5rem 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.875rem; }
pre { margin: 0; padding: 0.75rem; overflow-x: auto; background: var(--back); border: 1px solid var(--line); border-radius: 6px;
  overflow-wrap: normal; }
pre.copy { white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
.message { white-space: pre-wrap; }
.quiet { color: var(--quiet); font-size: 0.875rem; }
.verdict { display: inline-block; padding: 0.25rem 0.9rem; border: 2px solid; border-radius: 6px; font-weight: 700; font-size: 1.25rem; }
.badge { display: inline-block; padding: 0 0.5rem; border: 1px solid; border-radius: 6px; font-size: 0.875rem; white-space: nowrap; }
.held, .pass { color: var(--held); background: var(--held-back); }
.violated, .fail { color: var(--violated); background: var(--violated-back); }
.error { color: var(--error); background: var(--error-back); }
.inconclusive { color: var(--inconclusive); background: var(--inconclusive-back); }
.skipped { color: var(--skipped); background: var(--skipped-back); }
.waived { color: var(--waived); background: var(--waived-back); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 1rem 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.matrix { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1rem; margin: 0; }
.matrix dt { font-weight: 600; padding-top: 0.15rem; }
.matrix dd { margin: 0; display: flex; flex-wrap: wrap; gap: 0.35rem; }
.matrix a { text-decoration: none; white-space: normal; }
.matrix a:hover { text-decoration: underline; }
.matrix .violated, .matrix .error { border-width: 2px; font-weight: 700; }
article { margin: 0 0 1.5rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
article > h3 { display: flex; flex-wrap: wrap; gap: 0.35rem 0.75rem; align-items: baseline; }
.formula { margin: 0 0 0.5rem; }
.formula dd { margin: 0 0 0.4rem; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.875rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.entries { font-size: 0.875rem; }
.entries td { font-family: ui-monospace, "DejaVu Sans Mono", monospace; min-width: 10.5rem; }
.entries td:first-child { font: inherit; min-width: 12rem; }
.entries td:last-child { min-width: 6.5rem; }
.laws td:first-child { width: 7.5rem; }
.laws td:last-child { width: 7rem; }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 1rem; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
@media (max-width: 40rem) {
  body { padding: 0.75rem; }
  article { padding: 0.75rem; }
  .matrix, .facts { grid-template-columns: 1fr; gap: 0.1rem; }
  .matrix dd, .facts dd { margin-bottom: 0.6rem; }
  .entries thead { display: none; }
  .entries tr { display: block; }
  .entries tr { padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
  .entries td { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); border: 0; padding: 0.1rem 0; }
  .entries td::before { content: attr(data-heading); color: var(--quiet); font-family: system-ui, sans-serif; }
  .laws thead { position: absolute; left: -100vw; }
  .laws tr, .laws td, .laws td:first-child, .laws td:last-child { display: block; width: auto; }
  .laws tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .laws td { border: 0; padding: 0.1rem 0; text-align: left; }
  .laws .number::before { content: "cases: "; color: var(--quiet); }
}
@media print { .skip, fieldset { display: none; } article { break-inside: avoid; } }
`;
