const escape = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.35rem; margin: 0 } p { margin: .3rem 0 1rem; opacity: .8 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); vertical-align: top }
th { font-size: .8rem; opacity: .75; font-weight: 600 } td.n, th.n { text-align: right }
input, button { font: inherit; padding: .4rem .6rem } .wide { overflow-x: auto }
section { margin-top: 2rem } h2 { font-size: 1.05rem }
.state { font-weight: 600 } .zero { opacity: .4 } .minus { font-weight: 700; text-decoration: underline }
`

/** A page to watch what the product does to "Lightspeed": its sales, its stock, its rate bucket. */
export function watchPage(name: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lightspeed simulator</title><style>${STYLE}</style>
<h1>Lightspeed simulator</h1><p>${escape(name)}. Stands in for Lightspeed Retail R-Series. <span id="bucket"></span></p>
<section><h2>Latest sales</h2><div class="wide"><table><thead><tr><th>Sale<th>Reference<th>Shop<th>State<th class="n">Total<th>Lines</tr></thead><tbody id="sales"></tbody></table></div></section>
<section><h2>Stock</h2><p><label>Sku or name <input id="find" placeholder="MUG-BLU"></label></p><div class="wide"><table id="stock"></table></div></section>
<script>
const $ = (id) => document.getElementById(id)
const cell = (text, name) => { const td = document.createElement('td'); td.textContent = text; if (name) td.className = name; return td }
const row = (...cells) => { const tr = document.createElement('tr'); tr.append(...cells); return tr }
const get = async (path) => (await fetch(path)).json()
async function sales() {
  const [list, state] = await Promise.all([get('/_sim/sales?limit=40'), get('/_sim/state')])
  $('sales').replaceChildren(...list.map((s) => row(cell(s.ticketNumber), cell(s.referenceNumber), cell(s.shop),
    cell(s.archived ? 'archived' : s.voided ? 'voided' : s.completed ? 'completed' : 'open', 'state'), cell(s.total, 'n'),
    cell(s.lines.map((l) => l.quantity + ' × ' + (l.sku || l.note)).join(', ')))))
  $('bucket').textContent = state.sales + ' sales. Bucket ' + state.rate.level.toFixed(1) + ' of ' + state.rate.size + '.'
}
async function stock() {
  const wanted = $('find').value.trim().toLowerCase()
  const list = (await get('/_sim/stock')).filter((i) => (i.sku + ' ' + i.title).toLowerCase().includes(wanted)).slice(0, 25)
  const shops = list[0] ? Object.keys(list[0].byShop) : []
  const head = document.createElement('tr')
  for (const name of ['Item', ...shops]) { const th = document.createElement('th'); th.textContent = name; head.append(th) }
  $('stock').replaceChildren(head, ...list.map((i) => row(cell(i.sku + ' · ' + i.title),
    ...shops.map((s) => cell(i.byShop[s], i.byShop[s] < 0 ? 'n minus' : i.byShop[s] ? 'n' : 'n zero')))))
}
const all = () => { sales(); stock() }
$('find').oninput = stock; all(); setInterval(all, 2000)
</script></html>`
}

/** The page on which a merchant allows the app to use their account. */
export function authorizePage(url: URL): string {
  const fields = [...url.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Allow access</title><style>${STYLE}</style>
<h1>Allow Order Queue to use this Lightspeed account?</h1>
<form>${fields.join('')}<input type="hidden" name="allow" value="1"><button>Allow</button></form></html>`
}
