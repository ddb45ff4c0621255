import { useRef, type ReactNode } from 'react'
import { RadioCard } from '@/app/_components/controls/choice'
import { cx } from '@/app/_components/class-names'
import { DownIcon, GripIcon, UpIcon } from '@/app/_components/icons'
import { Section } from '@/app/_components/section'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { excludedBecause } from '@/lib/routing/weighing/eligibility'
import { excludedSentence } from '@/lib/routing/explaining/explain'
import { useDragOrder } from './use-drag-order'
import type { PolicyDesk } from '../use-policy-editor'

interface Props {
  desk: PolicyDesk
  screen: PolicyScreen
}

/** Which stores take part, and in which order they come where all else is equal. */
export function StoreOrder({ desk, screen }: Props) {
  const { form, change } = desk
  return (
    <Section title="Stores">
      <fieldset className="px-4 pb-4">
        <legend className="sr-only">Which stores take part</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          <RadioCard
            name="stores"
            title={`All ${screen.stores.length} stores`}
            checked={form.everyStore}
            onChoose={() => change({ everyStore: true })}
          >
            Also those that open later. Where all else is equal, their own priority decides.
          </RadioCard>
          <RadioCard
            name="stores"
            title="Only these, in this order"
            checked={!form.everyStore}
            onChoose={() => change({ everyStore: false })}
          >
            The order decides where lines, stock and distance are equal.
          </RadioCard>
        </div>
      </fieldset>
      {form.everyStore ? null : <StoreList desk={desk} screen={screen} />}
    </Section>
  )
}

const STEP =
  'inline-flex size-7 shrink-0 items-center justify-center rounded-md hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:opacity-40'

function StoreList({ desk, screen }: Props) {
  const { form, change, body } = desk
  const list = useRef<HTMLOListElement>(null)
  const known = new Map(screen.stores.map((store) => [store.id, store]))
  const entries = form.stores.flatMap(({ id, on }) => {
    const store = known.get(id)
    if (!store) return []
    const because = excludedBecause(store, { ...body, allowedStores: null })
    return [{ id, on, name: store.name, note: because ? excludedSentence(because) : store.city }]
  })
  const on = new Map(form.stores.map((store) => [store.id, store.on]))
  const order = useDragOrder(list, entries, (ids) =>
    change({ stores: ids.map((id) => ({ id, on: on.get(id) ?? false })) }),
  )
  const switchStore = (id: string, to: boolean) =>
    change({ stores: form.stores.map((store) => (store.id === id ? { id, on: to } : store)) })
  return (
    <div className="border-t border-line">
      <p id="order-keys" className="sr-only">
        Space picks the store up, the arrow keys move it, space puts it down, escape puts it back.
      </p>
      <output aria-live="assertive" aria-label="Order of stores" className="sr-only">
        {order.spoken}
      </output>
      {desk.problems['stores'] ? (
        <p role="alert" className="px-4 py-2 text-bad">
          {desk.problems['stores']}
        </p>
      ) : null}
      <ol ref={list} aria-label="Stores in order" className="divide-y divide-line">
        {entries.map((entry, at) => (
          <StoreRow
            key={entry.id}
            entry={entry}
            place={entry.on ? entries.slice(0, at + 1).filter((each) => each.on).length : null}
            held={order.isHeld(entry.id)}
            grip={order.grip(entry.id)}
            onSwitch={(to) => switchStore(entry.id, to)}
            onUp={at > 0 ? () => order.move(entry.id, at - 1) : null}
            onDown={at < entries.length - 1 ? () => order.move(entry.id, at + 1) : null}
          />
        ))}
      </ol>
    </div>
  )
}

function StoreRow(props: {
  entry: { id: string; name: string; note: string; on: boolean }
  /** Counted over the stores that take part; null: it does not. */
  place: number | null
  held: boolean
  grip: ReturnType<ReturnType<typeof useDragOrder>['grip']>
  onSwitch: (to: boolean) => void
  onUp: (() => void) | null
  onDown: (() => void) | null
}) {
  const { entry, held } = props
  return (
    <li
      className={cx(
        'flex items-center gap-2 bg-surface py-1.5 pr-3 pl-2 select-none last:rounded-b-[10px]',
        held && 'relative z-10 bg-accent-wash shadow-raised outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <button
        type="button"
        aria-label={`Move ${entry.name}`}
        aria-describedby="order-keys"
        title="Drag, or press space and use the arrow keys"
        {...props.grip}
        className={cx(STEP, 'touch-none', held ? 'cursor-grabbing!' : 'cursor-grab!')}
      >
        <GripIcon />
      </button>
      <span className="w-5 text-right text-muted">{props.place}</span>
      <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          checked={entry.on}
          onChange={(event) => props.onSwitch(event.target.checked)}
          className="size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0 sm:flex sm:items-baseline sm:gap-2">
          <span className={cx('block font-medium', !entry.on && 'text-muted')}>{entry.name}</span>
          {entry.note && entry.note !== entry.name ? (
            <span className="block text-xs text-muted">{entry.note}</span>
          ) : null}
        </span>
      </label>
      <StepButton label={`${entry.name} up`} onStep={props.onUp}>
        <UpIcon />
      </StepButton>
      <StepButton label={`${entry.name} down`} onStep={props.onDown}>
        <DownIcon />
      </StepButton>
    </li>
  )
}

/** Stays focusable at an end of the list, so that focus is not lost on the way. */
function StepButton(props: { label: string; onStep: (() => void) | null; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.onStep === null || undefined}
      onClick={() => props.onStep?.()}
      className={STEP}
    >
      {props.children}
    </button>
  )
}
