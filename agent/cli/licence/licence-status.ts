import { inOrder, seatState } from '../../licence/licence-state.js'
import type { LicenceState } from '../../licence/licence-state.js'
import type { AuditEntry } from '../../licence/seat-store.js'
import { storePlace } from '../../licence/store-place.js'
import { message } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { chosenLicence, openLicence } from './open-licence.js'

interface Status {
  licence: string
  mode: string
  devices: readonly string[]
  jobsPerDevice: number
  seats: Array<
    { seat: number, state: string, device: string | null, epoch: number, since: string | null, jobs: number }
  >
  queue: Array<{ position: number, device: string, priority: number }>
  audit: AuditEntry[]
}

export const status = defineCommand({
  name: 'licence status',
  describe: 'command.licenceStatus',
  positionals: ['[NAME]'],
  options: { ...configOption, ...jsonOption },
  run: async (context, options, [name]) => {
    const { config, store, home } = await openLicence(context, options.config)
    try {
      const place = storePlace(config, home)
      const names = name === undefined ? Object.keys(config.licences) : [chosenLicence(config, name)]
      const licences = await Promise.all(
        names.map(async licence =>
          statusOf(licence, await store.read(licence), await store.readAudit(licence))
        )
      )
      if (options.json) {
        context.stdout.write(`${JSON.stringify({ device: store.device, store: place, licences }, null, 2)}\n`)
      } else {
        const where = message(context.locale, `licence.store.${place.kind}`, { at: place.at })
        context.stdout.write(`${licences.map(each => text(context.locale, each)).join('\n')}\n${where}\n`)
      }
      return 0
    } finally {
      await store.close()
    }
  }
})

function statusOf (licence: string, state: LicenceState, audit: AuditEntry[]): Status {
  const { mode, devices, jobsPerDevice } = state.terms
  const seats = state.seats.map((seat, index) => {
    const current = seatState(state, index)
    const isFree = current === 'free'
    return {
      seat: index,
      state: current,
      device: isFree ? null : seat.device,
      epoch: seat.epoch,
      since: isFree ? null : new Date(seat.since).toISOString(),
      jobs: Object.keys(seat.slots).length
    }
  })
  const queue = inOrder(state.queue).map(({ device, priority }, index) => ({
    position: index + 1,
    device,
    priority
  }))
  return { licence, mode, devices, jobsPerDevice, seats, queue, audit: audit.slice(-20) }
}

function text (locale: Locale, status: Status): string {
  const { licence, mode, devices, jobsPerDevice } = status
  const lines = [
    message(locale, 'licence.heading', {
      licence,
      mode: devices.length === 0
        ? mode
        : `${mode}: ${devices.join(', ')}`,
      jobsPerDevice
    })
  ]
  for (const { seat, state, device, since, jobs } of status.seats) {
    lines.push(
      device === null
        ? message(locale, 'licence.freeSeat', { seat })
        : message(locale, 'licence.seat', { seat, state, device, since: since ?? '', jobs, jobsPerDevice })
    )
  }
  for (const { position, device, priority } of status.queue) {
    lines.push(message(locale, 'licence.waiter', { position, device, priority }))
  }
  for (const { at, action, by, device, why, details } of status.audit.slice(-5)) {
    lines.push(message(locale, 'licence.audit', { at, action, by, device, why, details }))
  }
  return `${lines.join('\n')}\n`
}
