import { z } from 'zod'
import type { PolicyBody } from '@/lib/routing/types'

/** Far above any real merchant; they only bound what a request can make us store. */
const MOST_STORES = 500
const MOST_RULES = 50
const minor = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const word = z.string().trim().min(1).max(100)

const policy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single-store'), storeId: z.uuid() }),
  z.strictObject({ kind: z.literal('best-store') }),
  z.strictObject({ kind: z.literal('hold-if-short') }),
  z.strictObject({
    kind: z.literal('split'),
    maxParts: z.int().min(1).max(MOST_STORES).nullable(),
    keepLinesWhole: z.boolean(),
    smallestPartMinor: minor.nullable(),
    whenUncovered: z.enum(['hold', 'push-covered']),
  }),
])

const reviewRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('total-above'), minor }),
  z.strictObject({ kind: z.literal('tag'), value: word }),
  z.strictObject({ kind: z.literal('payment-method'), value: word }),
  /** ISO 3166-1 alpha-2, as orders have it. */
  z.strictObject({ kind: z.literal('country'), value: z.string().regex(/^[A-Z]{2}$/) }),
  z.strictObject({ kind: z.literal('risk') }),
])

/** A policy as a browser sends it. Whether its stores are the merchant's own is for the command to see. */
export const policyBodyShape = z.strictObject({
  policy,
  allowedStores: z
    .array(z.uuid())
    .min(1)
    .max(MOST_STORES)
    .refine((ids) => new Set(ids).size === ids.length)
    .nullable(),
  reviewRules: z.array(reviewRule).max(MOST_RULES),
  paused: z.boolean(),
  promiseToHeldOrders: z.boolean(),
  closedRegister: z.enum(['send', 'open', 'wait']),
  pushReady: z.boolean().optional(),
}) satisfies z.ZodType<PolicyBody>
