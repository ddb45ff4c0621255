import { QueryClient } from '@tanstack/react-query'
import { RequestError } from './fetch-json'

/** One client per browser tab. A refusal is final; only a lost connection or a 5xx is worth a second try. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < 2 && !(error instanceof RequestError && error.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  })
}
