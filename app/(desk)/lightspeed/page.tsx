import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { requireViewer, type Viewer } from '@/lib/access/sessions'
import { cameBackWords, type CameBackWord } from '@/lib/pos-accounts/words'
import { readAccounts } from '@/lib/stores/accounts-screen'
import { AccountsDesk } from './_components/accounts-desk'

export const metadata: Metadata = { title: 'Lightspeed accounts' }

export default async function LightspeedPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const { came } = await props.searchParams
  const word = isWord(came) ? came : undefined
  const viewer = await requireViewer('see-queue', paths.lightspeed(word))
  const screen = await readNow(viewer)
  return (
    <main className="mx-auto max-w-[80rem] px-3 py-4 sm:px-5">
      <h1 className="text-2xl font-semibold tracking-tight">Lightspeed accounts</h1>
      <p className="mt-1 mb-4 text-muted">
        Where your stores, their stock and their sales live. An account is connected at Lightspeed itself: no
        password is typed here.
      </p>
      <AccountsDesk initial={screen} came={word ? cameBackWords[word] : null} />
    </main>
  )
}

const readNow = (viewer: Viewer) => readAccounts(viewer, new Date())

const isWord = (came: unknown): came is CameBackWord => typeof came === 'string' && came in cameBackWords
