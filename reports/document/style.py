"""How a report as a page looks, on screen and on paper."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 24px; color: #1F2933; background: #fff; line-height: 1.5;
  font-family: system-ui, "Segoe UI", Arial, "PingFang SC", "Microsoft YaHei", "PingFang TC",
  "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; font-size: 15px; overflow-wrap: anywhere; }
:lang(zh-Hant) body, body:lang(zh-Hant) { font-family: system-ui, Arial, "PingFang TC", "Microsoft JhengHei",
  "Noto Sans CJK TC", sans-serif; }
header { border-bottom: 4px solid #16324F; margin-bottom: 20px; }
h1 { font-size: 30px; margin: 0; color: #16324F; } h2 { font-size: 22px; color: #B45309; margin: 36px 0 8px; }
h3 { font-size: 17px; color: #1F4E79; margin: 22px 0 8px; }
nav ol { columns: 2; padding-left: 1.4em; } a { color: #1F4E79; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin: 8px 0 12px; }
th, td { text-align: left; vertical-align: top; padding: 3px 8px; border-bottom: 1px solid #DDE2E7; }
th { background: #E9EEF3; } .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
p { margin: 4px 0; } .label { font-weight: 650; color: #1F4E79; margin-right: .5em; } .leading { font-size: 16px; }
.better { color: #1B6E3C; } .worse { color: #A61B1B; } .quiet { color: #5F6B76; }
.beside { display: grid; grid-template-columns: minmax(0, 54fr) minmax(0, 46fr); gap: 16px; align-items: start; }
.halves { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; }
figure { margin: 4px 0; } svg { width: 100%; height: auto; display: block; }
dl { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 10px; margin: 8px 0; }
dl div { background: #E9EEF3; padding: 6px 10px; } dt { font-size: 13px; color: #5F6B76; } dd { margin: 0;
  font-size: 22px; font-weight: 650; color: #1F4E79; }
@media (max-width: 720px) { .beside, .halves { grid-template-columns: minmax(0, 1fr); } dl {
  grid-template-columns: repeat(2, minmax(0, 1fr)); } nav ol { columns: 1; } .wide, figure { overflow-x: auto; }
  svg { min-width: 640px; } }
@page { size: A4 landscape; margin: 11mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; } table { font-size: 8.5pt; }
  h2 { margin-top: 18pt; } h2, h3 { break-after: avoid; } nav { display: none; }
  h2, h3, figure, .beside, tr, dl, p { break-inside: avoid; } thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  .one header { margin-bottom: 4pt; border-width: 2pt; } .one h1 { font-size: 15pt; }
  .brief { font-size: 9pt; } .brief h2 { display: none; } .brief table { font-size: 8pt; margin: 2pt 0; }
  .brief th, .brief td { padding: 1pt 4pt; } .brief h3 { font-size: 10.5pt; margin: 3pt 0; line-height: 1.3; }
  .brief p { margin: 1pt 0; line-height: 1.3; } .brief svg { max-height: 46mm; }
  .brief dl { margin: 3pt 0; } .brief dl div { padding: 2pt 6pt; } .brief dt { font-size: 7.5pt; }
  .brief dd { font-size: 12pt; line-height: 1.2; } .brief .halves { gap: 14pt; }
}
"""
