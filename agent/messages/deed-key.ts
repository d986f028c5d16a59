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
export function deedText (locale: Locale, deed: Deed): string {
  return message(locale, deedKey(deed.action), deedParameters(deed))
}

/** The same within an error, which is worded where it is read. */
export function deedLater (deed: Deed): Worded {
  return wordedLater(deedKey(deed.action), deedParameters(deed))
}

/** A subject such as `1.0.0-1 formal` is a release and its target; each has its place in the sentence. */
function deedParameters ({ by, action, subject }: Deed): Record<string, string> {
  const [first = '', second = '', third = ''] = subject.split(' ')
  return { by, action, subject, first, second, third }
}
