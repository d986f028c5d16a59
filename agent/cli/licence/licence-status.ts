import { doneLicence } from './licence-deed.js'
import { inOrder, seatState } from '../../licence/licence-state.js'
import type { LicenceState, SeatState } from '../../licence/licence-state.js'
import type { AuditEntry } from '../../licence/seat-store.js'
import { storePlace } from '../../licence/store-place.js'
import { ageText, agoText } from '../../messages/durations.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { chosenLicence, openLicence } from './open-licence.js'
import { printJson, printLines } from '../terminal.js'

interface Status {
  licence: string
  mode: 'pinned' | 'floating'
  devices: readonly string[]
  jobsPerDevice: number
  seats: Array<
    {
      seat: number
      state: SeatState
      device: string | null
      epoch: number
      since: string | null
      jobs: number
    }
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
        printJson(context, { device: store.device, store: place, licences })
      } else {
        const where = message(context.locale, `licence.store.${place.kind}`, { at: place.at })
        printLines(context, [...licences.flatMap(each => [...lines(context, each), '']), where])
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

function lines (context: CommandContext, status: Status): string[] {
  const { locale } = context
  const nowMs = Date.now()
  const { licence, mode, devices, jobsPerDevice } = status
  const modeText = message(locale, `licence.mode.${mode}`)
  const text = [
    message(locale, 'licence.heading', {
      licence,
      mode: devices.length === 0
        ? modeText
        : message(locale, 'list.pair', {
          name: modeText,
          value: devices.join(message(locale, 'list.comma'))
        }),
      jobsPerDevice
    })
  ]
  for (const { seat, state, device, since, jobs } of status.seats) {
    text.push(
      device === null
        ? message(locale, 'licence.freeSeat', { seat })
        : message(locale, 'licence.seat', {
          seat,
          state: message(locale, `seat.${state}`),
          device,
          age: since === null ? '–' : ageText(locale, Date.parse(since), nowMs),
          jobs,
          jobsPerDevice
        })
    )
  }
  for (const { position, device, priority } of status.queue) {
    text.push(message(locale, 'licence.waiter', { position, device, priority }))
  }
  for (const { at, action, by, device, why, details } of status.audit.slice(-5)) {
    text.push(
      message(locale, 'licence.audit', {
        at: agoText(locale, at, nowMs),
        done: doneLicence(action, details),
        by,
        device,
        why
      })
    )
  }
  return text
}
