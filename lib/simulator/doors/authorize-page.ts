import { escapeHtml, STYLE } from './page'

/** The page on which a merchant allows the app to use their account. */
export function authorizePage(url: URL): string {
  const fields = [...url.searchParams]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const scopes = (url.searchParams.get('scope') ?? '').split(/[ +]/).filter(Boolean)
  const list = scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Allow access</title><style>${STYLE} body { max-width: 32rem }</style></head><body><main>
<h1>Allow Order Queue to use this Lightspeed account?</h1>${list === '' ? '' : `<p>It asks for:</p><ul>${list}</ul>`}
<form>${fields}<button name="allow" value="1">Allow</button> <button name="allow" value="0">Deny</button></form>
</main></body></html>`
}
