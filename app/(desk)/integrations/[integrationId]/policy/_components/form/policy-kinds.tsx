import { CheckField, RadioCard } from '@/app/_components/controls/choice'
import { SelectField, TextField } from '@/app/_components/controls/field'
import { Section } from '@/app/_components/section'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { excludedBecause } from '@/lib/routing/weighing/eligibility'
import { excludedSentence } from '@/lib/routing/explaining/explain'
import type { Policy, PolicyBody } from '@/lib/routing/types'
import type { PolicyDesk } from '../use-policy-editor'

interface Props {
  desk: PolicyDesk
  screen: PolicyScreen
}

const KINDS: { kind: Policy['kind']; title: string; text: string }[] = [
  {
    kind: 'single-store',
    title: 'Single store',
    text: 'The whole order always goes to the one store you name, even if it is short there.',
  },
  {
    kind: 'best-store',
    title: 'Best store',
    text: 'The whole order goes to the store that covers most of it, even if something is short.',
  },
  {
    kind: 'hold-if-short',
    title: 'Hold if short',
    text: 'A store that covers the whole order gets it. If none does, the order waits for you.',
  },
  {
    kind: 'split',
    title: 'Split',
    text: 'One store if one covers it all. Else the fewest stores that fill it together, a sale in each.',
  },
]

/** Which of the four policies, and its own settings. */
export function PolicyKinds({ desk, screen }: Props) {
  const { form, change } = desk
  return (
    <Section title="Where an order goes">
      <fieldset className="px-4 pb-4">
        <legend className="sr-only">Kind of policy</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {KINDS.map(({ kind, title, text }) => (
            <RadioCard
              key={kind}
              name="kind"
              title={title}
              checked={form.kind === kind}
              onChoose={() => change({ kind })}
            >
              {text}
            </RadioCard>
          ))}
        </div>
      </fieldset>
      {form.kind === 'single-store' ? <SingleStore desk={desk} screen={screen} /> : null}
      {form.kind === 'split' ? <SplitSettings desk={desk} screen={screen} /> : null}
    </Section>
  )
}

function SingleStore({ desk, screen }: Props) {
  return (
    <div className="max-w-sm border-t border-line px-4 py-3">
      <SelectField
        label="Store"
        value={desk.form.storeId}
        problem={desk.problems['storeId']}
        options={[
          { value: '', label: 'Choose a store', disabled: true },
          ...screen.stores.map((store) => ({ value: store.id, label: labelOf(store, desk.body) })),
        ]}
        onChoose={(storeId) => desk.change({ storeId })}
      />
    </div>
  )
}

function labelOf(store: PolicyScreen['stores'][number], body: PolicyBody): string {
  const because = excludedBecause(store, { ...body, allowedStores: null })
  return because ? `${store.name}: ${excludedSentence(because)}` : store.name
}

function SplitSettings({ desk, screen }: Props) {
  const { form, change, problems } = desk
  return (
    <div className="grid gap-4 border-t border-line px-4 py-3 sm:grid-cols-2">
      <TextField
        label="Most sales of one order"
        hint="Empty: no limit."
        inputMode="numeric"
        value={form.maxParts}
        problem={problems['maxParts']}
        onChange={(event) => change({ maxParts: event.target.value })}
      />
      <TextField
        label={`Smallest part, in ${screen.currency}`}
        hint="Goods value. An order with a smaller part is held. Left empty, no part is too small."
        inputMode="decimal"
        value={form.smallestPart}
        problem={problems['smallestPart']}
        onChange={(event) => change({ smallestPart: event.target.value })}
      />
      <CheckField
        label="Keep each line whole"
        hint="Units of one line always come from one store."
        checked={form.keepLinesWhole}
        onChange={(keepLinesWhole) => change({ keepLinesWhole })}
      />
      <SelectField
        label="When it cannot be filled like that"
        value={form.whenUncovered}
        options={[
          { value: 'hold', label: 'Hold the whole order' },
          { value: 'push-covered', label: 'Push what is covered, hold the rest' },
        ]}
        onChoose={(value) => change({ whenUncovered: value === 'hold' ? 'hold' : 'push-covered' })}
      />
    </div>
  )
}
