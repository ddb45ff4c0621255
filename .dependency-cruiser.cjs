/**
 * The arrows of the house as data: which room may import which. The kernel (result, money, env, log, waits, crash)
 * is free for all but routing. Changing an arrow means editing this table, with its reason, in the same commit.
 */
const ARROWS = {
  routing: [],
  db: [],
  lightspeed: [],
  simulator: [],
  'mail-catcher': [],
  access: ['db'],
  // access: who may have work that was given up done again.
  jobs: ['access', 'db'],
  email: ['jobs', 'db'],
  // jobs: a code that came back wakes the worker in its own transaction; it lives for a minute.
  'pos-accounts': ['db', 'access', 'jobs'],
  stores: ['db', 'routing', 'access', 'pos-accounts'],
  // stores: a policy names stores, and one that names another merchant's is refused where it is written.
  // jobs: a policy that goes live has held orders planned again, asked for in its own transaction.
  integrations: ['db', 'routing', 'access', 'pos-accounts', 'stores', 'jobs'],
  orders: ['routing', 'stores', 'integrations', 'pos-accounts', 'email', 'jobs', 'access', 'db'],
  // orders: a transfer puts right what a part oversold, and what becomes of it is history of that order; orders know
  // nothing of transfers. stores: units promised at the sender, units on their way to the receiver.
  transfers: ['orders', 'routing', 'stores', 'pos-accounts', 'jobs', 'access', 'db'],
  // email: an invitation is mailed. stores: a store person is given the stores they see.
  team: ['stores', 'email', 'access', 'db'],
  worker: [
    'transfers',
    'orders',
    'routing',
    'stores',
    'integrations',
    'pos-accounts',
    'email',
    'jobs',
    'access',
    'db',
    'lightspeed',
  ],
  commands: [
    'worker',
    'transfers',
    'orders',
    'routing',
    'stores',
    'integrations',
    'pos-accounts',
    'email',
    'jobs',
    'access',
    'db',
    'lightspeed',
  ],
}
const KERNEL = '^lib/(result|money|env|log|waits|crash)\\.ts$'
const APP_MAY = [
  'orders',
  'team',
  'transfers',
  'stores',
  'integrations',
  'pos-accounts',
  'jobs',
  'access',
  'email',
  'routing',
]
// Tests, and what only tests use: their databases and the small worlds they play in.
const TESTS = '(\\.test\\.tsx?|lib/db/(test-(cluster|database)|quiet-console)\\.ts|/example-[a-z-]+\\.ts)$'

const rooms = (names) => `^lib/(${names.join('|')})/`

const arrowRules = Object.entries(ARROWS).map(([room, targets]) => ({
  name: `arrows-of-${room}`,
  comment: `lib/${room} may import: ${targets.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^lib/${room}/`, pathNot: TESTS },
  to: {
    path: '^(lib|app|e2e|drizzle)/',
    pathNot: [rooms([room, ...targets]), ...(room === 'routing' ? [] : [KERNEL])],
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrowRules,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'routing-is-pure',
      comment: 'A decision is a function: no package, no clock, no database.',
      severity: 'error',
      from: { path: '^lib/routing/', pathNot: TESTS },
      to: { pathNot: '^lib/routing/' },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'Neither tests the mistakes of the other. Tests of the gateway may start the simulator.',
      severity: 'error',
      from: { path: '^(lib/(?!simulator/)|app/)', pathNot: TESTS },
      to: { path: '^lib/simulator/' },
    },
    {
      name: 'the-web-never-calls-the-pos',
      comment: 'A server action makes the call happen; the worker makes it. See lib/README.md.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/', pathNot: [rooms(APP_MAY), KERNEL] },
    },
    {
      name: 'tables-stay-home',
      comment:
        'Each room owns its tables; others ask its door. Foreign keys between tables.ts files are fine.',
      severity: 'error',
      from: { path: '^(app|e2e)/' },
      to: { path: '/tables\\.ts$' },
    },
    ...Object.keys(ARROWS).map((room) => ({
      name: `tables-stay-home-in-${room}`,
      severity: 'error',
      from: { path: '^lib/', pathNot: [`^lib/${room}/`, '/tables\\.ts$', TESTS] },
      to: { path: `^lib/${room}/.*tables\\.ts$`, dependencyTypesNot: ['type-only'] },
    })),
    {
      name: 'no-dead-files',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(lib|app)/',
        pathNot: [
          TESTS,
          '\\.d\\.ts$',
          '^app/.*(page|layout|route|error|not-found|loading|icon)\\.(tsx?|svg)$',
          '^app/globals\\.css$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
