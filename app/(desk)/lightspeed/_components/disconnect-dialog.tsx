'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { Dialog } from '@/app/_components/controls/dialog'
import type { AccountCard } from '@/lib/stores/accounts-screen'
import { disconnectAccountAction } from '../actions'
import { accountsOptions } from '../query-options'

/** Says what stops before anything does. */
export function DisconnectDialog(props: { account: AccountCard; open: boolean; onClose: () => void }) {
  const { account } = props
  const queryClient = useQueryClient()
  const [busy, setBusy] = useState(false)
  const disconnect = async () => {
    setBusy(true)
    try {
      const answer = await disconnectAccountAction({ posAccountId: account.id })
      announce(answer.message, answer.ok ? 'good' : 'bad')
      await queryClient.invalidateQueries({ queryKey: accountsOptions().queryKey })
      props.onClose()
    } catch {
      announce('No connection. Reload this page to see whether it is disconnected.', 'bad')
    }
    setBusy(false)
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={`Disconnect ${account.name}?`}
      answers={
        <>
          <Button onClick={props.onClose}>Go back</Button>
          <Button tone="danger" busy={busy} onClick={() => void disconnect()}>
            {busy ? 'Disconnecting…' : 'Disconnect'}
          </Button>
        </>
      }
    >
      <p>
        From now on nothing is read or sold there, and {stores(account.stores.length)} no orders. A push that
        is under way waits. Sales that were made stay. Connecting the account again brings everything back.
      </p>
    </Dialog>
  )
}

const stores = (n: number): string => (n === 1 ? 'its store takes' : `its ${n} stores take`)
