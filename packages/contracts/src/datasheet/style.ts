/** The style of a datasheet: light or dark as the reader's system is, and plain on paper. */
export const style: string = `:root {
  color-scheme: light dark;
  --text: #1c1d21;
  --quiet: #55575f;
  --page: #ffffff;
  --panel: #f3f4f7;
  --line: #c9ccd4;
  --link: #0b4fb3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e8e9ed;
    --quiet: #b0b3bd;
    --page: #16171b;
    --panel: #22242a;
    --line: #4a4d57;
    --link: #8ab8ff;
  }
}
body {
  margin: 0 auto;
  max-width: 72rem;
  padding: 2rem 1.25rem 4rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.6 system-ui, sans-serif;
}
h1 { line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
a { color: var(--link); }
code { background: var(--panel); padding: 0.1em 0.3em; border-radius: 3px; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--link); background: var(--panel); padding: 0.75rem 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: 0.5rem; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
thead th { background: var(--panel); }
tbody th { font-weight: normal; }
@media print {
  :root { --text: #000000; --quiet: #333333; --page: #ffffff; --panel: #ffffff; --link: #000000; }
  body { max-width: none; padding: 0; font-size: 0.8rem; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, li, .notice { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
