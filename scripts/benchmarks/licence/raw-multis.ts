import zookeeper from 'node-zookeeper-client'
import type { Client } from 'node-zookeeper-client'
import { freeSeat } from '../../../agent/licence/licence-state.js'

/**
 * The bare client: the two transactions that take a seat and give it back, without anything that makes them
 * safe.
 */
export class RawMultis {
  readonly #client: Client
  readonly #root: string

  constructor (server: string, root: string) {
    this.#client = zookeeper.createClient(server, { sessionTimeout: 15_000 })
    this.#root = root
  }

  async start (): Promise<void> {
    await new Promise<void>(resolve => {
      this.#client.once('connected', resolve)
      this.#client.connect()
    })
    for (
      const path of [
        this.#root,
        `${this.#root}/queue`,
        `${this.#root}/seats`,
        `${this.#root}/seats/0`,
        `${this.#root}/seats/1`
      ]
    ) {
      await new Promise<void>((resolve, reject) => {
        this.#client.create(
          path,
          Buffer.from(JSON.stringify(freeSeat)),
          zookeeper.ACL.OPEN_ACL_UNSAFE,
          zookeeper.CreateMode.PERSISTENT,
          error => {
            error ? reject(error) : resolve()
          }
        )
      })
    }
  }

  async pairsPerSecond (forMs: number): Promise<number> {
    const [seat, other, queue] = [`${this.#root}/seats/0`, `${this.#root}/seats/1`, `${this.#root}/queue`]
    const held = Buffer.from(
      JSON.stringify({
        ...freeSeat,
        device: 'here',
        since: Date.now(),
        slots: { 0: { owner: '0123456789abcdef', since: Date.now() } }
      })
    )
    const free = Buffer.from(JSON.stringify({ ...freeSeat, device: 'here', since: Date.now() }))
    const started = performance.now()
    let pairs = 0
    for (; performance.now() - started < forMs; pairs++) {
      await this.#commit(
        this
          .#client
          .transaction()
          .setData(seat, held, -1)
          .check(other, -1)
          .create(
            `${seat}/0123456789abcdef`,
            Buffer.alloc(0),
            zookeeper.ACL.OPEN_ACL_UNSAFE,
            zookeeper
              .CreateMode
              .EPHEMERAL
          )
          .check(queue, -1)
      )
      await this.#commit(
        this.#client.transaction().setData(seat, free, -1).remove(`${seat}/0123456789abcdef`, -1)
      )
    }
    return pairs / (performance.now() - started) * 1000
  }

  close (): void {
    this.#client.close()
  }

  async #commit (transaction: ReturnType<Client['transaction']>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      transaction.commit(error => {
        error ? reject(error) : resolve()
      })
    })
  }
}
