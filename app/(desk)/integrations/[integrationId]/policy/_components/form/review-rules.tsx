import { Button } from '@/app/_components/controls/button'
import { SelectField, TextField } from '@/app/_components/controls/field'
import { CrossIcon } from '@/app/_components/icons'
import { Section } from '@/app/_components/section'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import type { ReviewRule } from '@/lib/routing/types'
import type { RuleForm } from './policy-form'
import type { PolicyDesk } from '../use-policy-editor'

const KINDS: { value: ReviewRule['kind']; label: string; what: string }[] = [
  { value: 'total-above', label: 'Total is above', what: 'Amount' },
  { value: 'tag', label: 'Is tagged', what: 'Tag' },
  { value: 'payment-method', label: 'Is paid by', what: 'Payment method' },
  { value: 'country', label: 'Goes to country', what: 'Country, two letters' },
  { value: 'risk', label: 'Is flagged as risky', what: '' },
]

/** Far more than anybody needs; the server takes no more either. */
const MOST_RULES = 50

/** Orders that wait for a person whatever the stock says. */
export function ReviewRules({ desk, screen }: { desk: PolicyDesk; screen: PolicyScreen }) {
  const { rules } = desk.form
  const set = (next: RuleForm[]) => desk.change({ rules: next })
  const add = () =>
    set([...rules, { key: Math.max(0, ...rules.map((rule) => rule.key + 1)), kind: 'total-above', text: '' }])
  return (
    <Section
      title="Hold for a look when an order…"
      aside={
        <Button
          small
          because={rules.length >= MOST_RULES ? `At most ${MOST_RULES} rules.` : null}
          onClick={add}
        >
          Add a rule
        </Button>
      }
    >
      {rules.length === 0 ? (
        <p className="px-4 pb-4 text-muted">No rule: no order is held but for its stock.</p>
      ) : (
        <ol className="grid gap-2 px-4 pb-4" aria-label="Review rules">
          {rules.map((rule, at) => (
            <RuleRow
              key={rule.key}
              rule={rule}
              n={at + 1}
              currency={screen.currency}
              problem={desk.problems[`rule-${rule.key}`]}
              onChange={(part) =>
                set(rules.map((each) => (each.key === rule.key ? { ...each, ...part } : each)))
              }
              onRemove={() => set(rules.filter((each) => each.key !== rule.key))}
            />
          ))}
        </ol>
      )}
    </Section>
  )
}

function RuleRow(props: {
  rule: RuleForm
  n: number
  currency: string
  problem: string | undefined
  onChange: (part: Partial<RuleForm>) => void
  onRemove: () => void
}) {
  const { rule, n } = props
  const kind = KINDS.find((each) => each.value === rule.kind)
  const unit = rule.kind === 'total-above' ? ` in ${props.currency}` : ''
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[13rem_1fr_auto]">
      <SelectField
        label={`Rule ${n}`}
        hideLabel
        value={rule.kind}
        options={KINDS}
        onChoose={(value) => {
          const chosen = KINDS.find((each) => each.value === value)
          if (chosen) props.onChange({ kind: chosen.value, text: '' })
        }}
      />
      {kind && kind.what !== '' ? (
        <div className="col-span-2 row-start-2 sm:col-span-1 sm:row-start-1 sm:col-start-2">
          <TextField
            label={`Rule ${n}: ${kind.what}${unit}`}
            hideLabel
            placeholder={`${kind.what}${unit}`}
            inputMode={rule.kind === 'total-above' ? 'decimal' : 'text'}
            value={rule.text}
            problem={props.problem}
            onChange={(event) => props.onChange({ text: event.target.value })}
          />
        </div>
      ) : null}
      <span className="col-start-2 row-start-1 sm:col-start-3">
        <Button
          tone="quiet"
          aria-label={`Remove rule ${n}`}
          title={`Remove rule ${n}`}
          onClick={props.onRemove}
        >
          <CrossIcon />
        </Button>
      </span>
    </li>
  )
}
