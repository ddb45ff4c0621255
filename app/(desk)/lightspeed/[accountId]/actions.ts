'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { changeSaleSettings, saleSettingsRefusalSentence } from '@/lib/orders/sale-settings/change'
import { readChoicesAgain } from '@/lib/orders/sale-settings/read-again'

const ID = z.string().min(1).max(40)

export const changeSaleSettingsAction = action(
  'edit-sale-settings',
  z.object({
    posAccountId: z.uuid(),
    version: z.int().min(0),
    settings: z.object({
      employeeId: ID,
      paymentTypes: z
        .record(z.string().min(1).max(100), ID)
        .refine((methods) => Object.keys(methods).length <= 100),
      makeTaxCategories: z.boolean(),
      useInclusiveCategories: z.boolean(),
      roundingPerLineMinor: z.int().min(0).max(5),
    }),
    registers: z.record(z.uuid(), ID),
  }),
  async ({ viewer, input, now }) => {
    const result = await changeSaleSettings(viewer, input, now)
    return result.ok
      ? { ok: true, message: result.value.message }
      : { ok: false, message: saleSettingsRefusalSentence(result.refusal) }
  },
)

export const readChoicesAgainAction = action(
  'edit-sale-settings',
  z.object({ posAccountId: z.uuid() }),
  async ({ viewer, input }) => {
    const result = await readChoicesAgain(viewer, input.posAccountId)
    return result.ok ? { ok: true, message: result.value.message } : { ok: false, message: result.refusal }
  },
)
