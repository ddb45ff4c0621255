import type { AccountChecks, ChecksScreen } from './checks-screen'

/** The whole comparison in one sentence. */
export function checksSentence({ accounts, attention }: ChecksScreen): string {
  const sum = (pick: (one: AccountChecks) => number) => accounts.reduce((all, one) => all + pick(one), 0)
  const sales = sum((one) => one.sales)
  const compared = `${sales} ${sales === 1 ? 'sale' : 'sales'} compared`
  return `${compared}, ${sum((one) => one.lost)} lost, ${sum((one) => one.doubled)} doubled, ${attention} in attention.`
}

/** What is to be done about an account's checks, one sentence each; none: all agrees. */
export function adviceOf(account: AccountChecks): string[] {
  const { lost, doubled, altered, unknown, open, failed } = account
  const one = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  return [
    ...(failed === null ? [] : [`The last reading came to nothing and is made again: ${failed}`]),
    ...(lost + doubled + altered > 0
      ? [
          `${one(lost + doubled + altered, 'difference')} to settle: open the orders under Attention, each says what differs.`,
        ]
      : []),
    ...(unknown > 0
      ? [
          `${one(unknown, 'sale')} of orders that this database does not know, because it was restored: when the channel delivers those orders again, their sales are taken over.`,
        ]
      : []),
    ...(open > 0
      ? [
          `${one(open, 'open sale')} that no part wants: without effect on stock, archived by itself in a while.`,
        ]
      : []),
  ]
}
