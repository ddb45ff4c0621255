import { answer } from '../resources/answer'
import { isPayload } from '../resources/payload'
import type { Account } from '../resources/resource'
import { asSent } from '../resources/shape'
import { errorBody, Refused } from '../refused'

/**
 * What a person at a till does to sales, in the API's own payloads: `{method, path: "Sale/12", body}`. It asks for no
 * token, costs nothing of the rate and is hit by no fault.
 */
export function atTill(
  account: Account,
  { method, path, body }: Record<string, unknown>,
): { status: number; body: unknown } {
  const wrong = (error: string) => ({ status: 400, body: { error } })
  if (method !== 'POST' && method !== 'PUT' && method !== 'DELETE')
    return wrong('method is POST, PUT or DELETE.')
  if (typeof path !== 'string' || !/^Sale(\/\d+)?$/.test(path)) return wrong('path is Sale or Sale/{id}.')
  const payload = body ?? {}
  if (!isPayload(payload)) return wrong('body is an object, as the API takes it.')
  const self = new URL('http://till.invalid/')
  try {
    return {
      status: 200,
      body: asSent(answer({ method, path: path.split('/'), self, body: payload }, account)),
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { status: error.status, body: errorBody(error.status, error.message) }
  }
}
