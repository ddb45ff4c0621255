/** Part of the key by which retries are recognised, which is indexed: Postgres takes no entry above 2.7 kB. */
const LONGEST = 200

/** Whether an id that a header carries can be kept. */
export const isUsableId = (id: string) => id !== '' && id.length <= LONGEST
