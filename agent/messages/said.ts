import { message, type Locale, type MessageParameters } from './message.js'
import { isMessageKey } from './message-texts.js'

/** A text by its key, kept with what fills it: each reader gets it in the language asked for. */
export interface Said {
  key: string
  parameters: MessageParameters
}

/** Undefined for the key of another version. What is filled with nothing has no empty parentheses. */
export function sayAs (locale: Locale, { key, parameters }: Said): string | undefined {
  if (!isMessageKey(key)) return undefined
  return message(locale, key, parameters).replaceAll(/ ?[(（][)）]/g, '')
}
