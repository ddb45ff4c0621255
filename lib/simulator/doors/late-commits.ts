/** Requests that a fault has put off: each is done when its time has come, or when somebody asks for it before. */
export class LateCommits {
  private readonly waiting = new Set<{ text: string; timer: NodeJS.Timeout; commit: () => void }>()

  /** Does `work` after `ms`; `text` is the request's own, by which it is found before. */
  put(text: string, ms: number, work: () => unknown): void {
    const commit = () => {
      this.waiting.delete(one)
      work()
    }
    const one = { text, timer: setTimeout(commit, ms), commit }
    this.waiting.add(one)
  }

  /** Does those with this text in them now; answers how many there were. */
  commitNow(includes: string): number {
    const due = [...this.waiting].filter(({ text }) => text.includes(includes))
    for (const { timer, commit } of due) {
      clearTimeout(timer)
      commit()
    }
    return due.length
  }

  /** Nothing more is done. */
  forget(): void {
    for (const { timer } of this.waiting) clearTimeout(timer)
    this.waiting.clear()
  }
}
