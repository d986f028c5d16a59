import { holds } from './licence-state.js'
import type { HeldSlot, LicenceState } from './licence-state.js'
import type { LicenceEvent } from './model.js'
import type { StoreSession } from './seat-store.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface GrantedSlot extends HeldSlot {
  readonly lost: AbortController
}

/** A seat that this process has slots of, and which of them its jobs use. */
export class HeldSeat {
  readonly index: number
  readonly epoch: number
  readonly session: StoreSession
  readonly #slots = new Map<string, GrantedSlot | undefined>()

  constructor (index: number, epoch: number, session: StoreSession) {
    this.index = index
    this.epoch = epoch
    this.session = session
  }

  get names (): string[] {
    return [...this.#slots.keys()]
  }
  get idle (): string[] {
    return this.names.filter(name => this.#slots.get(name) === undefined)
  }

  is (index: number, epoch: number, session: StoreSession): boolean {
    return this.index === index && this.epoch === epoch && this.session === session
  }

  keepIdle (name: string): void {
    this.#slots.set(name, undefined)
  }

  use (name: string): GrantedSlot {
    const { session: { owner }, index: seat, epoch } = this
    const slot = { owner, seat, epoch, slot: name, lost: new AbortController() }
    this.#slots.set(name, slot)
    return slot
  }

  isUsedFor (slot: GrantedSlot): boolean {
    return this.#slots.get(slot.slot) === slot
  }

  /** Gives slots up, and returns what the store is to be told. */
  drop (names: string[]): LicenceEvent {
    for (const name of names) this.#slots.delete(name)
    return { type: 'drop', owner: this.session.owner, seat: this.index, slots: names }
  }

  /** Loses each slot that is not ours any more; an idle one too, since whoever uses it next does not ask. */
  loseWhatIsNotIn (state: LicenceState): void {
    const { session: { owner }, index: seat, epoch } = this
    for (const [name, slot] of [...this.#slots]) {
      if (holds(state, { owner, seat, epoch, slot: name })) continue
      this.#slots.delete(name)
      slot?.lost.abort(phrase('lease.released'))
    }
  }

  /** Tells the jobs that what they use is lost. */
  tell (reason: Wording): void {
    for (const slot of [...this.#slots.values()]) slot?.lost.abort(reason)
  }
}
