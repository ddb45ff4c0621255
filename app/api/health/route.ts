import { answer } from '@/app/_lib/endpoint'
import { neutralLine } from '@/app/_lib/faults'
import { readHealth } from '@/lib/jobs/health'

export const dynamic = 'force-dynamic'

/** For load balancers and people: 200 when everything the product needs answers, else 503 and what does not. */
export async function GET(): Promise<Response> {
  try {
    const health = await readHealth(new Date())
    return answer(health.ready ? 200 : 503, health)
  } catch (fault) {
    return answer(503, { ready: false, checks: { database: neutralLine(fault, '/api/health') } })
  }
}
