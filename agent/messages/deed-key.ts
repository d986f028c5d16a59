import { messageText, type MessageKey } from './message-texts.js'

/** The sentence for what a revision did; one of another version of packline may be unknown here. */
export function deedKey (action: string): MessageKey {
  const key = `did.${action.replaceAll(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase())}`
  return messageText(key) === undefined ? 'did.other' : key as MessageKey
}
