/**
 * The whole style of a bundle's index.html, which has nothing beside it to load. It goes
 * through the renderer as text, so it holds none of the characters that HTML escapes.
 */
export const INDEX_STYLE = `
:root { --ink: #1a1a1a; --soft: #55585d; --line: #d9dce0; --red: #b01e17; --red-dark: #8e1610; --blue: #0b5394 }
* { box-sizing: border-box }
html { font-size: 16px; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; color: var(--ink); background: #fff; overflow-wrap: anywhere;
  font: 1rem/1.6 system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif }
header { border-top: 4px solid var(--red); border-bottom: 1px solid var(--line) }
header p, main { max-width: 1120px; margin: 0 auto; padding: 0 20px }
header p { padding-top: 12px; padding-bottom: 12px }
.mark { margin-right: 12px; color: var(--red); font-weight: 700 }
main { padding-bottom: 48px }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0 }
h1 { margin-top: 24px; font-size: 1.6rem; line-height: 1.3 }
h2 { margin: 32px 0 8px; font-size: 1.2rem; line-height: 1.4 }
h3 { display: inline; margin-right: 8px; font-size: 1rem }
ul { list-style: none }
a { color: var(--blue); text-underline-offset: .15em }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; border-radius: 3px }
.soft { color: var(--soft) }
.small, caption { font-size: .875rem }
.answer { margin-top: 16px; padding: 10px 16px; border-left: 4px solid var(--soft); background: #f5f6f7 }
.answer.green { border-color: #14673a; background: #e4f2ea }
.answer.amber { border-color: #8a5300; background: #fdf0da }
.links { margin-top: 8px }
.links li { padding: 6px 0 }
.badge { display: inline-block; padding: 1px 10px; border-radius: 99px; background: #eceef0; color: #44474c;
  font-size: .85rem; font-weight: 700; white-space: nowrap }
.badge.green { background: #e4f2ea; color: #14673a }
.badge.amber { background: #fdf0da; color: #8a5300 }
.badge.red { background: #fbeae9; color: var(--red-dark) }
.badge.blue { background: #e7eff9; color: var(--blue) }
table { width: 100%; border-collapse: collapse }
caption { padding-bottom: 8px; color: var(--soft); text-align: left }
th, td { padding: 8px 16px 8px 0; text-align: left; vertical-align: top; font-weight: 400 }
td:last-child, th:last-child { padding-right: 0 }
thead th { border-bottom: 2px solid var(--ink); font-size: .875rem; font-weight: 700; white-space: nowrap }
tbody tr { border-bottom: 1px solid var(--line) }
.group th { padding-top: 18px }
.figure { font-size: .9rem; white-space: nowrap }
code { font-family: ui-monospace, Consolas, 'DejaVu Sans Mono', monospace }
.hash { display: block; width: 35ch; max-width: 100%; font-size: .78rem; line-height: 1.5 }
.hash, .command, .code { -webkit-user-select: all; user-select: all }
.command { display: block; margin: 6px 0 10px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px;
  background: #f5f6f7; font-size: .875rem; white-space: pre-wrap }
.code { display: inline-block; margin: 4px 0 8px; padding: 8px 18px; border: 2px solid var(--ink); border-radius: 8px;
  font-size: 1.5rem; font-weight: 700; letter-spacing: .06em; white-space: nowrap }
.steps li { margin-top: 10px }
.from { margin-top: 14px }
.many { columns: 16em; column-gap: 24px }
.many li { padding: 3px 0; break-inside: avoid }
@media (max-width: 760px) {
  h1 { font-size: 1.4rem }
  table, caption, tbody, tr, th, td { display: block }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  tbody tr { padding: 8px 0 }
  tbody th, td, .group th { padding: 2px 0 }
  .group { padding-top: 18px }
  .figure { display: inline-block; margin-right: 14px; color: var(--soft) }
  .absent { display: none }
  th[scope='row'] { display: inline }
  th[scope='row']::after { content: ''; display: block }
  td a { display: inline-block; padding: 4px 0 }
  .code { padding: 8px 12px; font-size: 1.3rem }
}
@page { size: A4; margin: 20mm 16mm }
@media print {
  html { font-size: 9.5pt }
  header { border-top: 0 }
  header p, main { max-width: none; padding-left: 0; padding-right: 0 }
  a { color: inherit; text-decoration: none }
  h2, .group { break-after: avoid }
  tr, section.whole { break-inside: avoid }
  th, td { padding: 4px 10px 4px 0 }
  .group th { padding-top: 10px }
  .hash { font-size: 7.5pt }
  .badge { padding: 0 6px; border: 1px solid currentcolor }
}
`;
