'use client'

import { Menu } from '@base-ui/react/menu'
import { useQueryClient } from '@tanstack/react-query'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { CheckIcon, DownIcon } from '@/app/_components/icons'
import type { SavedView } from '@/lib/orders/queue/saved-views'
import type { QueueView } from '@/lib/orders/queue/view'
import { deleteViewAction } from '../../actions'

const same = (a: QueueView, b: QueueView): boolean =>
  (Object.keys(b) as (keyof QueueView)[]).every((name) => a[name] === b[name])

interface Props {
  views: SavedView[]
  view: QueueView
  onOpen: (view: QueueView) => void
}

/** The views somebody kept; the one that is open can be deleted by whoever kept it. */
export function ViewsMenu({ views, view, onOpen }: Props) {
  const client = useQueryClient()
  const current = views.find((each) => same(each.view, view))
  const remove = async (viewId: string) => {
    const answer = await deleteViewAction({ viewId })
    announce(answer.message, answer.ok ? 'good' : 'bad')
    await client.invalidateQueries({ queryKey: ['queue'] })
  }
  return (
    <>
      {current?.own ? (
        <Button small tone="quiet" onClick={() => void remove(current.id)}>
          Delete view
        </Button>
      ) : null}
      <Menu.Root>
        <Menu.Trigger className="inline-flex min-h-7 max-w-48 items-center gap-1 rounded-md border border-line-strong bg-surface px-2 text-[0.8125rem] font-medium hover:bg-sunken">
          <span className="truncate">{current?.name ?? 'Views'}</span>
          <DownIcon />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4} className="z-30">
            <Menu.Popup className="max-h-80 max-w-72 min-w-48 overflow-auto rounded-lg border border-line bg-surface py-1 text-ink shadow-raised outline-none">
              {views.length === 0 ? (
                <p className="max-w-60 px-3 py-2 text-muted">
                  None yet. Narrow the list by a filter, then save the view.
                </p>
              ) : null}
              {views.map((each) => (
                <Menu.Item
                  key={each.id}
                  onClick={() => onOpen(each.view)}
                  className="flex min-h-8 cursor-pointer items-center gap-2 px-3 py-1 outline-none data-highlighted:bg-sunken"
                >
                  <span className="w-4">{each === current ? <CheckIcon /> : null}</span>
                  <span className="min-w-0 flex-1 truncate">{each.name}</span>
                  {each.shared ? <span className="text-xs text-muted">shared</span> : null}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}
