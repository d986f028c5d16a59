import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Probe } from '../probe.js'
import { ReasonError, errorText } from '../../error-text.js'
import { phrase, type Wording, about } from '../../messages/phrase.js'

/** Something that this machine's jobs need: Jenkins, ZooKeeper, the shared cache. */
export interface Service {
  name: string
  addresses: ReadonlyArray<{ host: string, port: number }>
}

const attempts = 4
const pauseMs = 50
const connectMs = 2000

/**
 * The share of connections that come about, to each address in turn: several tries, so that a network that
 * flaps is seen in one round.
 */
export function serviceProbe (
  { name, addresses }: Service,
  open: typeof openConnection = openConnection
): Probe {
  return {
    id: `service.${name}`,
    everyMs: 0,
    deadlineMs: 15_000,
    whenBroken: 'warn',
    measure: async signal => {
      let made = 0
      let problem: Wording | undefined
      for (let attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0) await delay(pauseMs, undefined, { signal })
        const address = addresses[attempt % addresses.length]
        if (address === undefined) break
        const { host, port } = address
        try {
          await open(host, port, AbortSignal.any([signal, AbortSignal.timeout(connectMs)]))
          made++
        } catch (error) {
          signal.throwIfAborted()
          problem = about(`${host}:${port}`, errorText(error))
        }
      }
      return [{
        kind: 'service',
        name,
        value: made / attempts,
        subject: addresses.map(({ host, port }) => `${host}:${port}`).join(', '),
        ...problem === undefined ? {} : { problem }
      }]
    }
  }
}

export async function openConnection (host: string, port: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, signal })
    socket.once('connect', () => {
      resolve()
      socket.destroy()
    })
    socket.once('error', error => {
      reject(signal.aborted ? new ReasonError(phrase('late.connection', { ms: connectMs })) : error)
    })
  })
}

/** Where a service of the configuration listens: `host:port,host:port` or an address with its protocol. */
export function serviceAt (name: string, address: string): Service {
  if (!/^(https?|grpcs?):/.test(address)) {
    return {
      name,
      addresses: address.split(',').map(each => {
        const [host = '', port = 2181] = each.split(':')
        return { host, port: Number(port) }
      })
    }
  }
  const url = new URL(address)
  return {
    name,
    addresses: [{
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (/^(https|grpcs):/.test(url.protocol) ? 443 : 80))
    }]
  }
}
