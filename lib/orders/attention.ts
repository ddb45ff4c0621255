/** Why a person must settle something, in words; the code is kept with the order. */
export function attentionSentence(code: string): string {
  switch (code) {
    case 'several-sales':
      return 'Lightspeed holds several completed sales with the reference of one part. Check them there.'
    case 'sale-altered':
      return 'The sale in Lightspeed does not come to what we asked for. Check it there.'
    case 'sale-voided':
      return 'Somebody voided or archived a sale of this order in Lightspeed.'
    case 'sale-refunded':
      return 'Somebody refunded a sale of this order in Lightspeed.'
    case 'sale-missing':
      return 'A completed sale of this order does not stand in Lightspeed any more. Look for it there.'
    case 'sale-unexplained':
      return 'Lightspeed has a sale of this order that cannot be matched with its lines. Check it there.'
    case 'refused-after-sale':
      return 'One part was refused after another was already sold. The rest is back in the queue.'
    case 'cancelled-after-sale':
      return 'It was cancelled in the channel after a sale was completed. Refund the sale in Lightspeed.'
    case 'edited-after-sale':
      return 'It was edited in the channel after a sale was completed. Compare the sale with the order.'
    default:
      return 'Something needs a look.'
  }
}
