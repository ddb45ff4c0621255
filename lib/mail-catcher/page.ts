import type { CaughtMail } from './server'

const escape = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.3rem; margin: 0 } p { opacity: .8; margin: .3rem 0 1rem }
a { color: inherit } ul { list-style: none; padding: 0; margin: 0 }
li a { display: grid; grid-template-columns: 1fr auto; gap: .2rem 1rem; padding: .6rem .4rem; text-decoration: none; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent) }
li a:hover, li a:focus { background: color-mix(in srgb, currentColor 7%, transparent) }
small { opacity: .7 } b { font-weight: 600 }
iframe { width: 100%; height: 70vh; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 8px }
`

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escape(title)}</title><style>${STYLE}</style>${body}</html>`

const time = (mail: CaughtMail) => mail.at.replace('T', ' ').slice(0, 19)

export function listPage(mails: CaughtMail[]): string {
  const rows = mails.map(
    (mail) =>
      `<li><a href="/mail/${mail.id}"><b>${escape(mail.subject)}</b><small>${time(mail)} UTC</small><small>to ${escape(mail.to.join(', '))}</small></a></li>`,
  )
  return page(
    'Mail',
    `<h1>Mail</h1><p>Stands in for a mail server: everything sent ends here, nothing leaves this machine.</p>
<ul>${rows.join('') || '<li><p>No mail yet.</p></li>'}</ul>
<script>setInterval(async () => { const html = await (await fetch(location.href)).text(); const list = new DOMParser().parseFromString(html, 'text/html').querySelector('ul'); if (list && list.innerHTML !== document.querySelector('ul').innerHTML) document.querySelector('ul').replaceWith(list) }, 2000)</script>`,
  )
}

/** The HTML runs nothing: it is shut into a sandbox; its links open in a new tab. */
export function messagePage(mail: CaughtMail): string {
  const html = `<base target="_blank">${mail.html}`
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject)}</h1><p>to ${escape(mail.to.join(', '))} · ${time(mail)} UTC</p>
${mail.html ? `<iframe title="Message" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escape(html)}"></iframe>` : ''}
<h2>As text</h2><pre>${escape(mail.text)}</pre>`,
  )
}
