import { z } from 'zod'

/** Tolerant on purpose: API versions fall forward, keys come and go, unknown ones are ignored. */
const id = z.union([z.string(), z.number()]).transform(String)
const amount = z.union([z.string(), z.number()]).transform(String)
/** Other apps write some texts (a sku, a zip) as numbers. */
const word = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? ''))
const list = <T extends z.ZodType>(row: T) =>
  z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? [])

/** An amount in the shop's currency; the customer's own currency stands beside it and is not read. */
const shopMoney = z.object({ shop_money: z.object({ amount }) })

const taxLine = z.object({ price: amount, rate: z.union([z.number(), z.string()]).nullish() })
const allocation = z.object({ amount })

const line = z.object({
  id,
  sku: word,
  title: word,
  name: word,
  variant_title: word,
  quantity: z.number(),
  fulfillable_quantity: z.number().nullish(),
  current_quantity: z.number().nullish(),
  price: amount,
  total_discount: amount.nullish(),
  discount_allocations: list(allocation),
  tax_lines: list(taxLine),
  requires_shipping: z.boolean().nullish(),
  gift_card: z.boolean().nullish(),
  /** Present on tips only. */
  tip_payment_gateway: z.string().nullish(),
  duties: list(z.object({ tax_lines: list(taxLine) })),
})

const shippingLine = z.object({
  title: word,
  price: amount,
  discounted_price: amount.nullish(),
  discount_allocations: list(allocation),
  tax_lines: list(taxLine),
  is_removed: z.boolean().nullish(),
})

const coordinate = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : Number(value)))

const address = z.object({
  name: word,
  first_name: word,
  last_name: word,
  company: word,
  address1: word,
  address2: word,
  city: word,
  province: word,
  province_code: word,
  zip: word,
  country: word,
  country_code: word,
  phone: word,
  latitude: coordinate,
  longitude: coordinate,
})

const person = z.object({ first_name: word, last_name: word, email: word, phone: word })

const fulfillment = z.object({
  status: word,
  line_items: list(z.object({ id, quantity: z.number() })),
})

/** Units taken off a line, by a refund or by an edit of the order. Plain amounts are JSON numbers here, `_set` is text. */
const refund = z.object({
  refund_line_items: list(
    z.object({
      line_item_id: id.nullish(),
      quantity: z.number(),
      subtotal: amount.nullish(),
      subtotal_set: shopMoney.nullish(),
      total_tax: amount.nullish(),
      total_tax_set: shopMoney.nullish(),
    }),
  ),
})

export const shopifyOrder = z.object({
  id,
  name: word,
  order_number: id.nullish(),
  created_at: z.string(),
  processed_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  cancelled_at: z.string().nullish(),
  test: z.boolean().nullish(),
  source_name: word,
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  taxes_included: z.boolean().nullish(),
  financial_status: word,
  gateway: word,
  payment_gateway_names: list(z.string()),
  total_price: amount,
  current_total_price: amount.nullish(),
  total_tip_received: amount.nullish(),
  current_total_duties_set: shopMoney.nullish(),
  original_total_duties_set: shopMoney.nullish(),
  current_total_additional_fees_set: shopMoney.nullish(),
  original_total_additional_fees_set: shopMoney.nullish(),
  tags: word,
  note: word,
  email: word,
  phone: word,
  customer: person.nullish(),
  shipping_address: address.nullish(),
  billing_address: address.nullish(),
  line_items: z.array(line),
  shipping_lines: list(shippingLine),
  fulfillments: list(fulfillment),
  refunds: list(refund),
})

export type ShopifyOrder = z.output<typeof shopifyOrder>
export type ShopifyLine = ShopifyOrder['line_items'][number]
