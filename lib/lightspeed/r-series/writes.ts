import { decimalText } from '@/lib/money'
import { GatewayError, type PosSale, type SaleDraft, type SaleGateway } from '../types'
import { call, pathUrl, type Line } from './call'
import * as shapes from './shapes'
import { toSale } from './translate'

/** The writing half of the gateway: each method is one request, sent once. */
export function writes(
  line: Line,
  currency: string,
): Pick<SaleGateway, 'createCustomer' | 'createTaxCategory' | 'createSale' | 'completeSale' | 'archiveSale'> {
  const sale = shapes.single('Sale', shapes.sale)
  return {
    createCustomer: async ({ firstName, lastName, email, phone }) => {
      const made = await call(
        line,
        'POST',
        pathUrl(line, 'Customer'),
        shapes.single('Customer', shapes.customer),
        {
          firstName,
          lastName,
          Contact: {
            ...(email === ''
              ? {}
              : { Emails: { ContactEmail: [{ address: email.toLowerCase(), useType: 'Primary' }] } }),
            ...(phone === '' ? {} : { Phones: { ContactPhone: [{ number: phone, useType: 'Mobile' }] } }),
          },
        },
      )
      return made.customerID
    },
    createTaxCategory: async ({ name, rate }) => {
      const made = await call(
        line,
        'POST',
        pathUrl(line, 'TaxCategory'),
        shapes.single('TaxCategory', shapes.taxCategory),
        { tax1Name: name, tax1Rate: rate, isTaxInclusive: false },
      )
      return made.taxCategoryID
    },
    createSale: async (draft, sendBefore) => {
      const made = toSale(
        await call(line, 'POST', pathUrl(line, 'Sale'), sale, saleBody(draft), sendBefore),
        currency,
      )
      const { referenceNumber, referenceSource } = draft
      if (made.referenceNumber === referenceNumber && made.referenceSource === referenceSource) return made
      throw notOurs(made)
    },
    completeSale: async (saleId, payment, sendBefore) => {
      const request = {
        completed: true,
        // Never lines: a PUT with lines appends them.
        ...(payment === null
          ? {}
          : {
              SalePayments: {
                SalePayment: [
                  {
                    amount: decimalText(payment.amountMinor, currency),
                    paymentTypeID: payment.paymentTypeId,
                  },
                ],
              },
            }),
      }
      const url = pathUrl(line, `Sale/${encodeURIComponent(saleId)}`)
      const done = toSale(await call(line, 'PUT', url, sale, request, sendBefore), currency)
      if (done.id === saleId) return done
      throw notOurs(done)
    },
    archiveSale: async (saleId) => {
      await call(line, 'DELETE', pathUrl(line, `Sale/${encodeURIComponent(saleId)}`), sale)
    },
  }
}

/** An answer about another sale says nothing of ours: it was mixed up on the way. */
const notOurs = ({ id }: PosSale) =>
  new GatewayError('unknown-outcome', `Lightspeed answered with sale ${id}, which is not ours.`)

function saleBody(draft: SaleDraft) {
  return {
    completed: false,
    referenceNumber: draft.referenceNumber,
    referenceNumberSource: draft.referenceSource,
    shopID: draft.shopId,
    registerID: draft.registerId,
    employeeID: draft.employeeId,
    customerID: draft.customerId,
    taxCategoryID: draft.taxCategoryId,
    SaleLines: {
      SaleLine: draft.lines.map((line) => ({
        itemID: line.itemId,
        unitQuantity: line.quantity,
        unitPrice: decimalText(line.unitPriceMinor, draft.currency),
        tax: line.taxed,
        ...(line.taxClassId === undefined ? {} : { taxClassID: line.taxClassId }),
        ...(line.note === '' ? {} : { Note: { note: line.note, isPublic: true } }),
      })),
    },
    ...(draft.internalNote ? { SaleNotes: { InternalNote: { note: draft.internalNote } } } : {}),
    // A ship-to needs a customer.
    ...(draft.shipTo && draft.customerId !== '0' ? { ShipTo: shipToBody(draft.shipTo) } : {}),
  }
}

function shipToBody(shipTo: NonNullable<SaleDraft['shipTo']>) {
  return {
    firstName: shipTo.firstName,
    lastName: shipTo.lastName,
    company: shipTo.company,
    shipNote: shipTo.note,
    Contact: {
      Addresses: {
        ContactAddress: {
          address1: shipTo.address1,
          address2: shipTo.address2,
          city: shipTo.city,
          state: shipTo.region,
          zip: shipTo.postalCode,
          countryCode: shipTo.country,
        },
      },
    },
  }
}
