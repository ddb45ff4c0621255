import { decimalText, parseMinor } from '@/lib/money'
import type { Policy, PolicyBody, ReviewRule } from '@/lib/routing/types'

export interface RuleForm {
  /** Its own for as long as the page is open. */
  key: number
  kind: ReviewRule['kind']
  text: string
}

/** A policy as it is being typed: numbers are text, and what another kind of policy had set is kept. */
export interface PolicyForm {
  kind: Policy['kind']
  storeId: string
  maxParts: string
  keepLinesWhole: boolean
  smallestPart: string
  whenUncovered: 'hold' | 'push-covered'
  /** All stores by their own priority; else those that are on, in this order. */
  everyStore: boolean
  stores: { id: string; on: boolean }[]
  rules: RuleForm[]
  paused: boolean
  promiseToHeldOrders: boolean
  pushReady: boolean
  closedRegister: PolicyBody['closedRegister']
}

export function formOf(body: PolicyBody, storeIds: readonly string[], currency: string): PolicyForm {
  const { policy, allowedStores } = body
  const split = policy.kind === 'split' ? policy : null
  const chosen = allowedStores ?? storeIds
  return {
    kind: policy.kind,
    storeId: policy.kind === 'single-store' ? policy.storeId : '',
    maxParts: split?.maxParts ? String(split.maxParts) : '',
    keepLinesWhole: split?.keepLinesWhole ?? false,
    smallestPart: split?.smallestPartMinor ? decimalText(split.smallestPartMinor, currency) : '',
    whenUncovered: split?.whenUncovered ?? 'hold',
    everyStore: allowedStores === null,
    stores: [
      ...chosen.map((id) => ({ id, on: true })),
      ...storeIds.filter((id) => !chosen.includes(id)).map((id) => ({ id, on: false })),
    ],
    rules: body.reviewRules.map((rule, key) => ({ key, kind: rule.kind, text: ruleText(rule, currency) })),
    paused: body.paused,
    promiseToHeldOrders: body.promiseToHeldOrders,
    pushReady: body.pushReady ?? false,
    closedRegister: body.closedRegister,
  }
}

function ruleText(rule: ReviewRule, currency: string): string {
  if (rule.kind === 'risk') return ''
  return rule.kind === 'total-above' ? decimalText(rule.minor, currency) : rule.value
}

/** What is not filled in as it should be, by field; a rule's field is `rule-` and its key. */
export type Problems = Record<string, string>

/**
 * The policy as typed so far, good enough for its sentence even while something is missing, and what is still
 * wrong with it: it can only be saved when nothing is.
 */
export function readForm(form: PolicyForm, currency: string): { body: PolicyBody; problems: Problems } {
  const problems: Problems = {}
  const policy = readPolicyKind(form, currency, problems)
  const on = form.stores.filter((store) => store.on).map((store) => store.id)
  if (!form.everyStore && on.length === 0) problems['stores'] = 'Choose at least one store.'
  return {
    body: {
      policy,
      allowedStores: form.everyStore ? null : on,
      reviewRules: form.rules.flatMap((rule) => readRule(rule, currency, problems) ?? []),
      paused: form.paused,
      promiseToHeldOrders: form.promiseToHeldOrders,
      // Left out rather than false: older policies say nothing of it, and they are not to look changed.
      ...(form.pushReady ? { pushReady: true } : {}),
      closedRegister: form.closedRegister,
    },
    problems,
  }
}

function readPolicyKind(form: PolicyForm, currency: string, problems: Problems): Policy {
  switch (form.kind) {
    case 'best-store':
    case 'hold-if-short':
      return { kind: form.kind }
    case 'single-store':
      if (form.storeId === '') problems['storeId'] = 'Choose the store.'
      return { kind: 'single-store', storeId: form.storeId }
    case 'split': {
      const maxParts = form.maxParts.trim() === '' ? null : Number(form.maxParts)
      if (maxParts !== null && !(Number.isInteger(maxParts) && maxParts >= 1 && maxParts <= 500))
        problems['maxParts'] = 'A whole number from 1, or nothing for no limit.'
      return {
        kind: 'split',
        maxParts: problems['maxParts'] ? null : maxParts,
        keepLinesWhole: form.keepLinesWhole,
        smallestPartMinor:
          form.smallestPart.trim() === ''
            ? null
            : amount(form.smallestPart, currency, 'smallestPart', problems),
        whenUncovered: form.whenUncovered,
      }
    }
  }
}

function amount(text: string, currency: string, field: string, problems: Problems): number | null {
  const minor = parseMinor(text, currency)
  if (minor !== null && minor >= 0) return minor
  problems[field] = `An amount in ${currency}, such as ${decimalText(2000, currency)}.`
  return null
}

function readRule(rule: RuleForm, currency: string, problems: Problems): ReviewRule | null {
  const field = `rule-${rule.key}`
  const text = rule.text.trim()
  switch (rule.kind) {
    case 'risk':
      return { kind: 'risk' }
    case 'total-above': {
      const minor = amount(text, currency, field, problems)
      return minor === null ? null : { kind: 'total-above', minor }
    }
    case 'country':
      if (/^[a-z]{2}$/i.test(text)) return { kind: 'country', value: text.toUpperCase() }
      problems[field] = 'Two letters, such as CA.'
      return null
    case 'tag':
    case 'payment-method':
      if (text.length > 0 && text.length <= 100) return { kind: rule.kind, value: text }
      problems[field] = text === '' ? 'Say which.' : 'At most 100 letters.'
      return null
  }
}

/** Whether two policies do the same, whatever order their settings were stored in. */
export function samePolicy(a: PolicyBody, b: PolicyBody, currency: string): boolean {
  const plain = (body: PolicyBody) => JSON.stringify(readForm(formOf(body, [], currency), currency).body)
  return plain(a) === plain(b)
}
