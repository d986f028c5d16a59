import { ReasonError, causeText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { fieldsIn, orderIn, recordIn, reportIn } from './parse-machine.js'
import type { DrainOrder, Machine, MachineRecord, MachineReport } from './farm-machine.js'
import { phrase } from '../messages/phrase.js'

/** What `GET /v1/farm/self` of an agent answers. */
export interface Self {
  record: MachineRecord
  report: MachineReport | null
  order: DrainOrder | null
}

export interface AskOptions {
  /** For agents that do not let everybody read. */
  token?: string
  /** Aborted when nobody waits any more. */
  signal: AbortSignal
}

const answerMs = 5000
const maxBytes = 1_000_000

/** What the agent at `address` tells of itself; undefined when it cannot be reached, or is none. */
export async function askSelf (
  address: string,
  options: AskOptions
): Promise<Pick<Machine, 'record' | 'report' | 'order'> | undefined> {
  const answer = fieldsIn(await askAgent(address, '/v1/farm/self', {}, options).catch(() => ''))
  const record = recordIn(answer.record)
  const report = reportIn(answer.report)
  const order = orderIn(answer.order)
  return record && { record: { ...record, address }, ...report && { report }, ...order && { order } }
}

/** Throws AGENT_UNREACHABLE and FARM_AGENT_REFUSED. */
export async function askAgent (
  address: string,
  path: string,
  init: RequestInit,
  { token, signal }: AskOptions
): Promise<string> {
  const { response, text } = await answerOf(`${address}${path}`, {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    headers: { ...init.headers, ...token === undefined ? {} : { authorization: `Bearer ${token}` } }
  })
    .catch((error: unknown) => {
      throw new PacklineError('AGENT_UNREACHABLE', { address, reason: causeText(error) }, { cause: error })
    })
  if (response.ok) return text
  throw new PacklineError('FARM_AGENT_REFUSED', {
    address,
    status: response.status,
    reason: text.slice(0, 200)
  })
}

/** What an agent tells of itself is small; whatever else answers there may be endless. */
async function answerOf (url: string, init: RequestInit): Promise<{ response: Response, text: string }> {
  const response = await fetch(url, init)
  const decoder = new TextDecoder()
  const body: AsyncIterable<Uint8Array> | null = response.body
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxBytes) throw new ReasonError(phrase('agent.tooMuch', { count: maxBytes }))
  }
  return { response, text }
}
