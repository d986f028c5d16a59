import { inspect, isDeepStrictEqual } from 'node:util'

/** Says what held and what did not; the process ends with 1 when something did not. */
export function tried (what: string, seen: unknown, expected: unknown): void {
  const holds = isDeepStrictEqual(seen, expected)
  if (!holds) process.exitCode = 1
  process.stdout.write(`${holds ? 'holds' : 'FAILS'}  ${what}\n`)
  if (!holds) process.stdout.write(`       ${inspect(seen, { depth: 5 })}\n`)
}

/** Asks until the answer is one that is waited for; throws after a while. */
export async function eventually<T> (what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`${what}: not within a minute`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
