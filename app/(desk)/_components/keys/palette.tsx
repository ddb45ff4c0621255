'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { SearchIcon } from '@/app/_components/icons'
import { useDeferredPause } from '@/app/_components/time/use-deferred-pause'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import { stateWord } from '@/lib/orders/state-words'
import type { QueuePage, QueueRow } from '@/lib/orders/screens/screen-types'
import { PAGES } from '../pages'
import { KeyCaps } from './key-caps'
import { SHORTCUTS, type ShortcutId } from './shortcuts'
import { handlerOf, useAvailable } from './use-shortcuts'

const TYPING_PAUSE_MS = 200
const MOST_ORDERS = 8

interface Item {
  value: string
  label: string
  aside: string
  shortcut: ShortcutId | null
  run: () => void
}
interface Group {
  value: string
  items: Item[]
}

const ordersOptions = (search: string) =>
  queryOptions({
    queryKey: ['palette', search],
    queryFn: ({ signal }) => fetchJson<QueuePage>(paths.api.queue({ tab: 'all', search }), { signal }),
    enabled: search.length > 1,
  })

/** One line for everything: an order by whatever it is found by, what the open page can do, and where to go. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const search = useDeferredPause(text.trim(), TYPING_PAUSE_MS)
  const available = useAvailable()
  const { data, isError } = useQuery(ordersOptions(search))
  const go = (to: string) => () => router.push(to)
  const fits = (label: string) => label.toLowerCase().includes(text.trim().toLowerCase())
  // Orders of an earlier text would be opened by whoever presses Enter for this one.
  const known = search === text.trim() ? data : undefined
  const found = known?.rows.slice(0, MOST_ORDERS) ?? []
  const waits = text.trim().length > 1 && !known && !isError
  const groups: Group[] = [
    {
      value: 'On this page',
      items: available
        .filter(isAction)
        .map((id) => ({
          value: id,
          label: SHORTCUTS[id].label,
          aside: '',
          shortcut: id,
          run: () => handlerOf(id)?.(),
        }))
        .filter((item) => fits(item.label)),
    },
    {
      value: 'Go to',
      items: PAGES.filter((page) => fits(page.label)).map((page) => ({
        value: page.href,
        label: page.label,
        aside: '',
        shortcut: null,
        run: go(page.href),
      })),
    },
    { value: 'Orders', items: found.map((row) => orderItem(row, go(paths.order(row.id, { tab: 'all' })))) },
  ].filter((group) => group.items.length > 0)
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          aria-label="Find an order or do something"
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-raised outline-none"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={text}
            onValueChange={setText}
            autoHighlight="always"
            keepHighlight
          >
            <span className="flex items-center gap-2 border-b border-line px-4 text-muted">
              <SearchIcon />
              <Autocomplete.Input
                aria-label="Order, or what to do"
                placeholder="Order, customer, sku, sale number, or what to do"
                className="h-12 w-full bg-transparent text-base text-ink outline-none placeholder:text-muted"
              />
            </span>
            <Autocomplete.Empty className="px-4 text-muted not-empty:py-3">
              {waits
                ? 'Searching…'
                : isError
                  ? 'Orders could not be searched: no connection.'
                  : 'Nothing is called so. An order is found by the beginning of its number, customer, email or sku.'}
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 overflow-auto py-1 empty:hidden">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="px-4 pt-2 pb-1 text-xs font-medium text-muted">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Item) => (
                      <Autocomplete.Item
                        key={item.value}
                        value={item}
                        onClick={() => {
                          onClose()
                          item.run()
                        }}
                        className="flex min-h-9 cursor-pointer items-center gap-3 px-4 outline-none data-highlighted:bg-accent-wash"
                      >
                        <span className="min-w-0 flex-1 truncate">{item.label}</span>
                        {item.aside ? <span className="text-xs text-muted">{item.aside}</span> : null}
                        {item.shortcut ? <KeyCaps id={item.shortcut} /> : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Moving about is done by the keys themselves, and the palette is open already. */
const isAction = (id: ShortcutId): boolean =>
  !['palette', 'next', 'previous', 'open', 'go-queue', 'go-transfers', 'go-integrations'].includes(id)

const orderItem = (row: QueueRow, run: () => void): Item => ({
  value: row.id,
  label: `${row.number} · ${row.customer} · ${row.total}`,
  aside: stateWord(row.state),
  shortcut: null,
  run,
})
