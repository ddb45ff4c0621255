'use client'

import { Button } from '@/app/_components/controls/button'

export function PrintButton() {
  return (
    <span className="print:hidden">
      <Button tone="primary" onClick={() => window.print()}>
        Print
      </Button>
    </span>
  )
}
