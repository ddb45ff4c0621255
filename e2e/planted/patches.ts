/** A bug as a change of text: `search` stands exactly once in the file and is replaced, in a copy of the sources only. */
export interface Patch {
  name: string
  edits: { file: string; search: string; replace: string }[]
  /** The test that fails with it; the model's are named by their seed. */
  caughtBy: { project: 'unit' | 'chaos' | 'simulator' | 'database'; file: string; test: string }
  /** Caught within seconds, so that it is planted with every run of all tests. */
  quick: boolean
}

type Catcher = Patch['caughtBy']
const unit = (file: string, test: string): Catcher => ({ project: 'unit', file, test })
const gateway = (test: string): Catcher => ({
  project: 'simulator',
  file: 'lib/lightspeed/r-series/gateway.test.ts',
  test,
})
const database = (file: string, test: string): Catcher => ({ project: 'database', file, test })
const MODEL: Catcher = { project: 'chaos', file: 'e2e/model/model.test.ts', test: 'seed 7' }
const STEPS = unit('lib/orders/push/push-steps.test.ts', 'look-ups')
const COMMANDS = 'lib/orders/commands/commands.db.test.ts'
const INTAKE = 'lib/orders/intake/intake.db.test.ts'
const TROUBLE = 'lib/worker/push/push-trouble.db.test.ts'

const edit = (file: string, search: string, replace: string) => ({ file, search, replace })
const patch = (name: string, caughtBy: Catcher, ...edits: Patch['edits']): Patch => ({
  name,
  caughtBy,
  edits,
  quick: false,
})
const quick = (name: string, caughtBy: Catcher, ...edits: Patch['edits']): Patch => ({
  name,
  caughtBy,
  edits,
  quick: true,
})

const CALLS = 'lib/worker/push/push-calls.ts'

export const PATCHES: Patch[] = [
  patch(
    'sent before the intent is committed',
    database(TROUBLE, 'stood still between its intent and its call'),
    edit(
      CALLS,
      "  const intent = await intend(tools, taken, 'create', draft)\n",
      "  await gateway.createSale(draft)\n  const intent = await intend(tools, taken, 'create', draft)\n",
    ),
  ),
  patch(
    'a 500 taken as refused',
    MODEL,
    edit('lib/lightspeed/r-series/call.ts', '[400, 403, 404, 405, 422]', '[400, 403, 404, 405, 422, 500]'),
  ),
  quick(
    'made again after one look-up',
    STEPS,
    edit('lib/orders/push/push-steps.ts', 'lookUpsBefore >= 1', 'lookUpsBefore >= 0'),
  ),
  patch(
    'the index of open attempts is not unique',
    database(COMMANDS, 'refuses a second open attempt'),
    edit(
      'drizzle/0000_first.sql',
      'CREATE UNIQUE INDEX "attempts_one_open"',
      'CREATE INDEX "attempts_one_open"',
    ),
  ),
  patch(
    'no fence check',
    database(COMMANDS, 'refuses a second open attempt'),
    edit(
      'lib/orders/push/pushing.ts',
      'eq(parts.merchantId, merchantId), eq(parts.id, claim.partId), eq(parts.fence, claim.fence)',
      'eq(parts.merchantId, merchantId), eq(parts.id, claim.partId)',
    ),
  ),
  patch(
    'a delivery parsed before its signature is checked',
    database(INTAKE, 'cannot be understood'),
    edit(
      'lib/orders/intake/intake.ts',
      '  const verified = verifyDelivery(\n',
      '  JSON.parse(Buffer.from(delivery.rawBody).toString())\n  const verified = verifyDelivery(\n',
    ),
  ),
  patch(
    'the merchant of a transaction is not set',
    database('lib/db/merchants-apart.db.test.ts', 'one merchant sees and writes only its own'),
    edit('lib/db/with-merchant.ts', '{ [SEES]: merchantId }', "{ [SEES]: '*' }"),
  ),
  quick(
    'of two open sales the newest is taken',
    STEPS,
    edit('lib/orders/push/push-steps.ts', 'completed[0] ?? byId[0]', 'completed[0] ?? byId.at(-1)'),
  ),
  quick(
    'a request tried again by the HTTP layer',
    gateway('a write hit by answer-lost-after'),
    edit(
      'lib/lightspeed/http.ts',
      '    const response = await fetch(url, {',
      '    const twice: typeof fetch = (...request) => fetch(...request).catch(() => fetch(...request))\n    const response = await twice(url, {',
    ),
  ),
  patch(
    'lines sent again with the completion',
    gateway('completed it moves it once'),
    edit(
      'lib/lightspeed/r-series/writes.ts',
      '        // Never lines: a PUT with lines appends them.\n',
      "        SaleLines: { SaleLine: [{ itemID: '1', unitQuantity: 1, unitPrice: '14.50', tax: true }] },\n",
    ),
  ),
  patch(
    'a refreshed token used before it is stored',
    database('lib/pos-accounts/account.db.test.ts', 'of many whose token was turned away'),
    edit(
      'lib/pos-accounts/fresh-token.ts',
      '    await storeTokens(scope, accountId, pair, options.now())\n',
      '    void withMerchant(merchantId, (later) => storeTokens(later, accountId, pair, options.now()))\n',
    ),
  ),
  patch(
    'an answer that never came taken as refused',
    MODEL,
    edit(CALLS, "      case 'malformed':\n      case 'unknown-outcome':\n", "      case 'malformed':\n"),
    edit(CALLS, "      case 'refused':\n", "      case 'unknown-outcome':\n      case 'refused':\n"),
  ),
  patch(
    'open sales left behind',
    database(TROUBLE, 'the second store ran short: the sale made open'),
    edit(
      'lib/worker/push/push-look-up.ts',
      'await lightspeed.gateway.archiveSale(saleId)',
      'await Promise.resolve(saleId)',
    ),
  ),
  patch(
    'a change without its history',
    database(COMMANDS, 'every change has its history row'),
    edit('lib/orders/history.ts', 'if (entries.length > 0)', 'if (entries.length > 1)'),
  ),
  patch(
    'a delivery that comes twice stored twice',
    database(INTAKE, 'the same one again is stored once'),
    edit(
      'lib/orders/intake/intake.ts',
      'dedupeKey: verified.dedupeKey,',
      'dedupeKey: `${Math.random()}${verified.dedupeKey}`,',
    ),
  ),
  patch(
    'no check of the version a person saw',
    database('e2e/rivals/rivals.db.test.ts', 'every pair of commands'),
    edit(
      'lib/orders/commands/command.ts',
      'if (row.version !== input.version)',
      'if (row.version < input.version)',
    ),
  ),
  patch(
    'undone although the first part is claimed',
    database(COMMANDS, 'until the first part is claimed'),
    edit('lib/orders/commands/commands.ts', '    if (claimed)\n', '    if (claimed === null)\n'),
  ),
  quick(
    'the rate budget is not waited for',
    unit('lib/lightspeed/budget.test.ts', 'never refuses us'),
    edit('lib/lightspeed/budget.ts', 'over > 1e-9 ? Math.ceil', 'over > 1e9 ? Math.ceil'),
  ),
  quick(
    'a cent is dropped when money is shared',
    unit('lib/routing/apportion.test.ts', 'always sums'),
    edit('lib/routing/apportion.ts', '.slice(0, missing)', '.slice(1, missing)'),
  ),
  patch(
    'the stock is not read again before the push',
    database('lib/worker/push/push.db.test.ts', 'ran short since the decision'),
    edit('lib/worker/push/push-ready.ts', 'if (view.attempts === 0)', 'if (view.attempts < 0)'),
  ),
  patch(
    'an answer about another sale believed',
    gateway('an answer about another sale'),
    edit(
      'lib/lightspeed/r-series/writes.ts',
      'if (done.id === saleId) return done',
      'if (done.id !== "") return done',
    ),
  ),
  patch(
    'sent again without a look at what is there',
    database('lib/worker/push/push-adopt.db.test.ts', 'no second one is made'),
    edit(
      'lib/worker/push/push-ready.ts',
      'if (found.length > 0) return adopt',
      'if (found.length > 99) return adopt',
    ),
  ),
  patch(
    'a sale that no list shows yet is not read before its part is given up',
    database(TROUBLE, 'the second store ran short before any list'),
    edit(
      'lib/worker/push/push-look-up.ts',
      'saleId !== null && !seen.has(saleId)',
      'saleId !== null && seen.has(saleId)',
    ),
  ),
]
