export const escapeHtml = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.35rem; margin: 0 } p { margin: .3rem 0 1rem }
.quiet { color: color-mix(in srgb, currentColor 72%, transparent) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); vertical-align: top }
th { font-size: .8rem; font-weight: 600; white-space: nowrap } td.n, th.n { text-align: right }
input, button { font: inherit; padding: .4rem .6rem } .wide { overflow-x: auto }
section { margin-top: 2rem } h2 { font-size: 1.05rem } meter { width: 10rem; vertical-align: middle }
.state { font-weight: 600 } .zero { color: color-mix(in srgb, currentColor 45%, transparent) }
.minus { font-weight: 700; text-decoration: underline }
`

/** Cells are made by textContent only: references and notes come from outside. */
const SCRIPT = `
const $ = (id) => document.getElementById(id)
const cell = (text, name) => { const td = document.createElement('td'); td.textContent = text; if (name) td.className = name; return td }
const row = (...cells) => { const tr = document.createElement('tr'); tr.append(...cells); return tr }
const message = (text, columns) => { const td = cell(text, 'quiet'); td.colSpan = columns; return row(td) }
const get = async (path) => (await fetch(path)).json()
const stateOf = (s) => s.archived ? 'archived' : s.voided ? 'voided' : s.completed ? 'completed' : 'open'
async function sales() {
  const list = await get('/_sim/sales?limit=40')
  $('sales').replaceChildren(...(list.length ? list.map((s) => row(cell(s.ticketNumber), cell(s.referenceNumber || '–'), cell(s.shop),
    cell(stateOf(s), 'state'), cell(Number(s.total).toFixed(2), 'n'), cell(s.lines.map((l) => l.quantity + ' × ' + (l.sku || l.note || 'misc')).join(', ')))) : [message('No sale yet.', 6)]))
}
async function bucket() {
  const s = await get('/_sim/state')
  $('level').max = s.rate.size; $('level').value = Math.min(s.rate.size, s.rate.level)
  $('bucket').textContent = s.rate.enabled ? s.rate.level.toFixed(1) + ' of ' + s.rate.size + ', drains ' + s.rate.drip + ' a second' : 'switched off'
  $('counts').textContent = s.sales + ' sales: ' + s.completed + ' completed, ' + s.open + ' open, ' + s.archived + ' archived, ' + s.voided + ' voided.'
}
async function stock() {
  const wanted = $('find').value.trim().toLowerCase()
  const list = (await get('/_sim/stock')).filter((i) => (i.sku + ' ' + i.title).toLowerCase().includes(wanted)).slice(0, 25)
  const shops = list[0] ? Object.keys(list[0].byShop) : []
  const head = document.createElement('tr')
  for (const name of ['Item', ...shops]) { const th = document.createElement('th'); th.scope = 'col'; th.textContent = name; if (name !== 'Item') th.className = 'n'; head.append(th) }
  $('stock').replaceChildren(head, ...(list.length ? list.map((i) => row(cell(i.sku + ' · ' + i.title),
    ...shops.map((s) => cell(i.byShop[s], i.byShop[s] < 0 ? 'n minus' : i.byShop[s] ? 'n' : 'n zero')))) : [message('No such item.', 1)]))
}
async function all() {
  try { await Promise.all([sales(), bucket(), stock()]); $('link').textContent = '' }
  catch { $('link').textContent = 'The simulator does not answer; what you see is old.' }
}
$('find').oninput = all; all(); setInterval(all, 2000)
`

/** A page to watch what the product does to "Lightspeed": its sales, its stock, its rate bucket. */
export function watchPage(name: string): string {
  const columns = ['Ticket', 'Reference', 'Shop', 'State', 'Total', 'Lines']
  const head = columns
    .map((one) => `<th scope="col"${one === 'Total' ? ' class="n"' : ''}>${one}</th>`)
    .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>Lightspeed simulator</title><style>${STYLE}</style></head><body><main>
<h1>Lightspeed simulator</h1><p class="quiet">${escapeHtml(name)}. Stands in for Lightspeed Retail R-Series.</p>
<p><label for="level">Rate bucket</label> <meter id="level" min="0"></meter> <span id="bucket"></span></p>
<p id="link" role="status"></p>
<section><h2>Latest sales</h2><p class="quiet" id="counts"></p><div class="wide"><table><thead><tr>${head}</tr></thead><tbody id="sales"></tbody></table></div></section>
<section><h2>Stock</h2><p><label>Sku or name <input id="find" type="search" autocomplete="off"></label></p><div class="wide"><table><tbody id="stock"></tbody></table></div></section>
</main><script>${SCRIPT}</script></body></html>`
}
