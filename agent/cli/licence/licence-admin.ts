import type { AgentConfig } from '../../config/agent-schema.js'
import { PacklineError } from '../../errors.js'
import { forceSeatFree, withPin } from '../../licence/administration.js'
import { knownLicence, termsOf } from '../../licence/terms.js'
import { nearest } from '../../nearest.js'
import { defineCommand } from '../command.js'
import { adminOptions, administer } from './open-licence.js'

const force = { type: 'boolean', describe: 'option.force' } as const

export const release = defineCommand({
  name: 'licence release',
  describe: 'command.licenceRelease',
  positionals: ['SEAT'],
  options: { ...adminOptions, force },
  run: async (context, options, [text = '']) => {
    if (!options.force) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'licence release', argument: '--force' })
    }
    return await administer(context, 'release', options, async ({ store }, licence) => {
      if (!/^\d+$/.test(text)) {
        throw new PacklineError('LICENCE_SEAT_UNKNOWN', {
          licence,
          seat: text,
          last: knownLicence(store.terms, licence).seats - 1
        })
      }
      return await forceSeatFree(store, licence, Number(text), { signal: context.signal })
    })
  }
})

export const pin = defineCommand({
  name: 'licence pin',
  describe: 'command.licencePin',
  positionals: ['DEVICE'],
  options: { ...adminOptions, force },
  run: async (context, options, [device = '']) =>
    await administer(context, 'pin', options, async ({ config, store }, licence) => {
      refuseUnsharedPins(config, licence)
      const known = await store.knownDevices()
      if (!options.force && !known.includes(device)) {
        const suggestion = nearest(device, known)
        throw new PacklineError('LICENCE_DEVICE_UNKNOWN', {
          device,
          known: known.join(', '),
          ...suggestion === undefined ? {} : { suggestion }
        })
      }
      await store.changeAgreement(licence, agreement => withPin(licence, agreement, device, true))
      return { device }
    })
})

export const unpin = defineCommand({
  name: 'licence unpin',
  describe: 'command.licenceUnpin',
  positionals: ['DEVICE'],
  options: adminOptions,
  run: async (context, options, [device = '']) =>
    await administer(context, 'unpin', options, async ({ config, store }, licence) => {
      refuseUnsharedPins(config, licence)
      await store.changeAgreement(licence, agreement => withPin(licence, agreement, device, false))
      return { device }
    })
})

function refuseUnsharedPins ({ farm, zookeeper }: AgentConfig, licence: string): void {
  if (farm.agents.length > 0 && zookeeper === undefined) {
    throw new PacklineError('LICENCE_PINS_NOT_SHARED', { licence })
  }
}

export const adopt = defineCommand({
  name: 'licence adopt',
  describe: 'command.licenceAdopt',
  options: adminOptions,
  run: async (context, options) =>
    await administer(context, 'adopt', options, async ({ config, store }, licence) => {
      const own = termsOf(knownLicence(config.licences, licence))
      let before = own
      await store.changeAgreement(licence, agreement => {
        before = agreement.configured
        return { configured: store.terms[licence] ?? own }
      })
      return { before, after: own }
    })
})
