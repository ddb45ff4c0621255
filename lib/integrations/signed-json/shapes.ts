import { z } from 'zod'

/** The document people write who send their own orders. Amounts are decimal text, rates decimal fractions as text. */
const amount = z.string().regex(/^-?\d+(\.\d+)?$/, 'an amount is decimal text such as "12.50"')
const rate = z.string().regex(/^\d+(\.\d+)?$/, 'a rate is decimal text such as "0.0825"')
const instant = z.iso.datetime({ offset: true })

const line = z.object({
  id: z.string().min(1),
  sku: z.string(),
  title: z.string(),
  quantity: z.number().positive(),
  to_ship: z.number().nonnegative().optional(),
  unit_price: amount,
  discount: amount.default('0'),
  tax: amount.default('0'),
  tax_rate: rate.default('0'),
  needs_shipping: z.boolean().default(true),
})

const charge = z.object({
  kind: z.enum(['shipping', 'fee', 'tip']),
  title: z.string(),
  net: amount,
  tax: amount.default('0'),
  tax_rate: rate.default('0'),
})

const address = z.object({
  name: z.string().default(''),
  company: z.string().default(''),
  address1: z.string().default(''),
  address2: z.string().default(''),
  city: z.string().default(''),
  region: z.string().default(''),
  postal_code: z.string().default(''),
  country: z.string().default(''),
  phone: z.string().default(''),
  latitude: z.number().nullable().default(null),
  longitude: z.number().nullable().default(null),
})

export const signedJsonOrder = z.object({
  type: z.enum(['order.created', 'order.updated', 'order.cancelled']),
  timestamp: instant,
  data: z.object({
    id: z.string().min(1),
    number: z.string().min(1),
    /** Shown as a link, so nothing but a web address. */
    url: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    placed_at: instant,
    updated_at: instant,
    cancelled_at: instant.nullable().default(null),
    currency: z.string().regex(/^[A-Za-z]{3}$/, 'a currency is a code such as "USD"'),
    prices_include_tax: z.boolean().default(false),
    test: z.boolean().default(false),
    payment: z.object({
      status: z.enum([
        'pending',
        'authorized',
        'partly-paid',
        'paid',
        'partly-refunded',
        'refunded',
        'voided',
      ]),
      method: z.string().default(''),
    }),
    customer: z
      .object({
        name: z.string().default(''),
        email: z.string().default(''),
        phone: z.string().default(''),
      })
      .default({ name: '', email: '', phone: '' }),
    ship_to: address.nullable().default(null),
    lines: z.array(line).min(1).max(500),
    charges: z.array(charge).max(50).default([]),
    total: amount,
    tags: z.array(z.string()).default([]),
    note: z.string().default(''),
    risky: z.boolean().default(false),
  }),
})

export type SignedJsonOrder = z.input<typeof signedJsonOrder>

/** The same shape as JSON Schema (2020-12), for those who send us orders. */
export function signedJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(signedJsonOrder, { io: 'input' }) }
}
