import { planSplit } from '@/lib/routing/splitting/plan-split'
import {
  planRefusalSentence,
  type SplitOptions,
  type SplitRequest,
} from '@/lib/routing/splitting/split-request'

/** One line in, one line out: the format of `npm run plan`, documented in the README of this room. */
export function planLine(text: string): string {
  const began = performance.now()
  let id: string | number | null = null
  try {
    const parsed: unknown = JSON.parse(text)
    id = idOf(parsed)
    const { request, options } = readRequest(parsed)
    const result = planSplit(request, options)
    if (!result.ok) return JSON.stringify({ id, error: planRefusalSentence(result.refusal) })
    const { allocations, leftOver, objective, proof } = result.answer
    const { fulfilled, stores, divided, cost } = objective
    const plan = {
      id,
      assignments: allocations.map(({ lineId, storeId, quantity }) => ({
        line: Number(lineId),
        store: storeId,
        quantity,
      })),
      leftOver: leftOver.map(({ lineId, quantity, reason }) => ({ line: Number(lineId), quantity, reason })),
      objective: { fulfilled, stores, divided, cost },
      proof,
    }
    return JSON.stringify({ ...plan, ms: Math.round((performance.now() - began) * 1000) / 1000 })
  } catch (error) {
    if (error instanceof SyntaxError)
      return JSON.stringify({ id, error: `This is no JSON: ${error.message}` })
    if (error instanceof Malformed) return JSON.stringify({ id, error: error.message })
    throw error
  }
}

/** What is wrong with the shape of a request, in a sentence. */
class Malformed extends Error {
  override name = 'Malformed'
}

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function idOf(value: unknown): string | number | null {
  if (!isFields(value)) return null
  const { id } = value
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

/** By hand and not by a schema: a request has thousands of stock figures, and reading them is most of the time. */
function readRequest(value: unknown): { request: SplitRequest; options: SplitOptions } {
  if (!isFields(value)) throw new Malformed('A request is a JSON object with lines and stores.')
  const { lines, stores, allowDivide = true } = value
  if (idOf(value) === null) throw new Malformed('id must be text or a number.')
  if (!Array.isArray(lines)) throw new Malformed('lines must be a list.')
  if (!Array.isArray(stores)) throw new Malformed('stores must be a list.')
  if (typeof allowDivide !== 'boolean') throw new Malformed('allowDivide must be true or false.')
  return {
    // Ids of equal length, so that they sort as the lines stand.
    request: { lines: lines.map(readLine), stores: stores.map(readStore) },
    options: {
      allowDivide,
      ...option(value, 'maxStores'),
      ...option(value, 'maxWork'),
      ...option(value, 'cap'),
    },
  }
}

function readLine(value: unknown, index: number): SplitRequest['lines'][number] {
  if (!isFields(value)) throw new Malformed(`lines[${index}] must be an object.`)
  const { item, quantity, keepWhole = false } = value
  if (typeof item !== 'string') throw new Malformed(`lines[${index}].item must be text.`)
  if (typeof quantity !== 'number' || !Number.isSafeInteger(quantity) || quantity < 1)
    throw new Malformed(`lines[${index}].quantity must be a whole number, 1 or more.`)
  if (typeof keepWhole !== 'boolean') throw new Malformed(`lines[${index}].keepWhole must be true or false.`)
  return { id: String(index).padStart(6, '0'), item, quantity, keepWhole }
}

function readStore(value: unknown, index: number): SplitRequest['stores'][number] {
  if (!isFields(value)) throw new Malformed(`stores[${index}] must be an object.`)
  const { id, cost, stock, excluded = false } = value
  if (typeof id !== 'string') throw new Malformed(`stores[${index}].id must be text.`)
  if (typeof cost !== 'number') throw new Malformed(`stores[${index}].cost must be a number.`)
  if (typeof excluded !== 'boolean') throw new Malformed(`stores[${index}].excluded must be true or false.`)
  if (!isFields(stock)) throw new Malformed(`stores[${index}].stock must be an object of numbers by item.`)
  // The planner itself refuses a figure that is no whole number.
  return { id, cost, excluded, stock: stock as Record<string, number> }
}

function option(value: Fields, name: 'maxStores' | 'maxWork' | 'cap'): Partial<SplitOptions> {
  const given = value[name]
  if (given === undefined || given === null) return {}
  if (typeof given !== 'number') throw new Malformed(`${name} must be a number.`)
  return { [name]: given }
}
