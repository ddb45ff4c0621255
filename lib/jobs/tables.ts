import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '@/lib/db/columns'

/** One row per running worker: its last sign of life and what it could reach. */
export const workerBeats = pgTable('worker_beats', {
  workerId: text('worker_id').primaryKey(),
  at: instant('at').notNull(),
  reach: jsonb('reach').$type<Record<string, string>>().notNull(),
})
