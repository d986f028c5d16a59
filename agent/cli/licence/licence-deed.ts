import { wordedLater, type MessageParameters, type Worded } from '../../messages/message.js'

const deeds = {
  release: 'licence.did.release',
  pin: 'licence.did.pin',
  unpin: 'licence.did.unpin',
  adopt: 'licence.did.adopt'
} as const

function isDeed (action: string): action is keyof typeof deeds {
  return Object.hasOwn(deeds, action)
}

/** What an administrator did to a licence; what another version of packline recorded, by its name. */
export function doneLicence (action: string, details: MessageParameters): Worded | string {
  return isDeed(action) ? wordedLater(deeds[action], details) : action
}
