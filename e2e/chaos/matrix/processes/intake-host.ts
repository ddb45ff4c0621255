import { readFileSync } from 'node:fs'
import { deliver, type Delivery } from '../orders'

/** A process of its own that takes in one delivery, as the web app does, so that it can die in the middle of it. */
await deliver(JSON.parse(readFileSync(0, 'utf8')) as Delivery)
process.exit(0)
