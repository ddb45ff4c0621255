'use client'

import { Button } from '@/app/_components/controls/button'
import { CheckField } from '@/app/_components/controls/choice'
import { Dialog } from '@/app/_components/controls/dialog'
import { KeyCaps } from './key-caps'
import { SHORTCUT_IDS, SHORTCUTS } from './shortcuts'
import { useKeysOn } from './use-shortcuts'

const PLACES = [
  { where: 'everywhere', title: 'Everywhere' },
  { where: 'queue', title: 'In the queue' },
  { where: 'order', title: 'On an order' },
] as const

/** All keys by the place they work in, and the switch that turns the letters off. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useKeysOn()
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keys"
      answers={
        <Button tone="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="gap-x-8 sm:columns-2">
        {PLACES.map(({ where, title }) => (
          <section key={where} aria-label={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-semibold">{title}</h3>
            <dl className="divide-y divide-line">
              {SHORTCUT_IDS.filter((id) => (SHORTCUTS[id].where as readonly string[]).includes(where)).map(
                (id) => (
                  <div key={id} className="flex items-center justify-between gap-3 py-1">
                    <dt>{SHORTCUTS[id].label}</dt>
                    <dd>
                      <KeyCaps id={id} />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-1">
        <CheckField
          label="Single letters do something"
          hint="They never do while you type. Turned off, Ctrl K still opens the palette. This browser remembers it."
          checked={on}
          onChange={setOn}
        />
      </div>
    </Dialog>
  )
}
