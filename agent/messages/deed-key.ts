import { message, wordedLater, type Locale, type Worded } from './message.js'
import { isMessageKey, type MessageKey } from './message-texts.js'

/** The sentence for what a revision did; one of another version of packline may be unknown here. */
export function deedKey (action: string): MessageKey {
  const key = `did.${action.replaceAll(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase())}`
  return isMessageKey(key) ? key : 'did.other'
}

interface Deed {
  by: string
  action: string
  subject: string
}

/** What a revision did, as a sentence for its reader. */
export function deedText (locale: Locale, { by, action, subject }: Deed): string {
  return message(locale, deedKey(action), { by, action, subject })
}

/** The same within an error, which is worded where it is read. */
export function deedLater ({ by, action, subject }: Deed): Worded {
  return wordedLater(deedKey(action), { by, action, subject })
}
