import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { errorText } from '../error-text.js'
import { hasCode } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { addressParts } from '../release/shared-database.js'
import { hostOf, isTls, portOf } from './service-endpoint.js'
import type { PlannedService } from './site-plan.js'

const deadlineMs = 5000
const mostBytes = 64 * 1024

/** Asks a service as its clients do. Returns why the answer is not the one that is expected. */
export async function smokeProblem (
  { addresses: [address = ''], check }: Pick<PlannedService, 'addresses' | 'check'>,
  signal: AbortSignal
): Promise<Wording | undefined> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  try {
    return check?.path === undefined
      ? await overTcp(address, check ?? {}, within)
      : await overHttp(address, check.path, check, within)
  } catch (error) {
    signal.throwIfAborted()
    return within.aborted ? phrase('late.within', { ms: deadlineMs }) : reasonOf(error)
  }
}

/** Whether something takes connections there. */
export async function connectionProblem (
  address: string,
  signal: AbortSignal
): Promise<Wording | undefined> {
  return await smokeProblem({ addresses: [address] }, signal)
}

async function overHttp (
  address: string,
  path: string,
  { status, contains }: { status: number, contains?: string },
  signal: AbortSignal
): Promise<Wording | undefined> {
  const { host } = addressParts(address)
  const url = new URL(path, `${isTls(address) ? 'https' : 'http'}://${host}:${portOf(address) ?? ''}`)
  const answer = await fetch(url, { redirect: 'manual', signal })
  if (answer.status !== status) {
    await answer.body?.cancel()
    return phrase('site.otherStatus', { status: answer.status, expected: status })
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= mostBytes) break
  }
  return lacking(contains, Buffer.concat(chunks).toString('utf8'))
}

async function overTcp (
  address: string,
  { send, contains }: { send?: string, contains?: string },
  signal: AbortSignal
): Promise<Wording | undefined> {
  const [host, port] = [hostOf(address), portOf(address)]
  if (port === undefined) return phrase('site.noPort', { address })
  const socket = isTls(address) ? connectTls({ host, port, servername: host }) : connect({ host, port })
  const destroy = (): void => {
    socket.destroy()
  }
  signal.addEventListener('abort', destroy)
  try {
    await once(socket, isTls(address) ? 'secureConnect' : 'connect', { signal })
    if (send !== undefined) socket.write(send)
    if (contains === undefined) return undefined
    let answer = ''
    for await (const chunk of socket.setEncoding('utf8')) {
      answer += String(chunk)
      if (answer.includes(contains) || answer.length >= mostBytes) break
    }
    signal.throwIfAborted()
    return lacking(contains, answer)
  } finally {
    signal.removeEventListener('abort', destroy)
    socket.destroy()
  }
}

function lacking (contains: string | undefined, answer: string): Wording | undefined {
  if (contains === undefined || answer.includes(contains)) return undefined
  const [line = ''] = answer.trim().split('\n')
  return phrase('site.otherAnswer', { answer: JSON.stringify(line.slice(0, 80)), expected: contains })
}

/** fetch hides why it failed behind its own words. */
function reasonOf (error: unknown): Wording {
  const cause = error instanceof Error && error.message === 'fetch failed' ? error.cause : error
  if (hasCode(cause, 'ECONNREFUSED')) return phrase('site.refused')
  return errorText(cause)
}
