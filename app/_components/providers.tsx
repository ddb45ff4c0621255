'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider, useTheme } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { useState, type ReactNode } from 'react'
import { Toaster } from 'sonner'
import { makeQueryClient } from '@/app/_lib/query-client'

/** What every page stands on: theme, address state, server state and toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      <NuqsAdapter>
        <QueryClientProvider client={queryClient}>
          {children}
          <Toasts />
        </QueryClientProvider>
      </NuqsAdapter>
    </ThemeProvider>
  )
}

function Toasts() {
  const { resolvedTheme } = useTheme()
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      // Above a bar of buttons that sticks to the foot of the page, never over it.
      offset={{ bottom: 'calc(24px + var(--foot-bar))', right: '24px' }}
      mobileOffset={{ bottom: 'calc(16px + var(--foot-bar))', left: '16px', right: '16px' }}
      closeButton
      style={{ fontFamily: 'inherit' }}
      toastOptions={{ duration: 6_000 }}
    />
  )
}
