import type { AppStoreSettings } from '../../config/app-store-schema.js'
import { PacklineError } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'

export interface LanguageNotes {
  language: string
  text: string
}

/** As in the Play Console: each language in tags of its name. */
const tagged = /<([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)>([^]*?)<\/\1>/g
/** https://support.google.com/googleplay/android-developer/answer/9859348: 500 characters for each language. */
const playLimit = 500
const shownLength = 40

/**
 * Notes in the languages that they are written in; all of them are of `language` where there are no tags.
 * Throws APP_STORE_NOTES.
 */
export function notesByLanguage (store: string, notes: string, language: string): LanguageNotes[] {
  const refuse = (reason: Wording): never => {
    throw new PacklineError('APP_STORE_NOTES', { store, reason })
  }
  const found = [...notes.matchAll(tagged)].map(([, language = '', text = '']) => ({
    language,
    text: text.trim()
  }))
  if (found.length === 0) return notes.trim() === '' ? [] : [{ language, text: notes.trim() }]
  const outside = notes.replaceAll(tagged, '').trim()
  if (outside !== '') refuse(phrase('appStore.notesOutside', { text: outside.slice(0, shownLength) }))
  const twice = found.find(({ language }, index) =>
    found.findIndex(each => each.language === language) < index
  )
  if (twice !== undefined) refuse(phrase('appStore.notesTwice', { language: twice.language }))
  return found.filter(({ text }) => text !== '')
}

/** What a store is sent: Google Play all languages, every other one the text of its language. */
export function notesFor (
  { service, language }: Pick<AppStoreSettings, 'service' | 'language'>,
  store: string,
  notes: string
): string {
  const own = language ?? (service === 'google-play' ? 'en-US' : 'zh-CN')
  const all = notesByLanguage(store, notes, own)
  if (service !== 'google-play') {
    const [primary = ''] = own.split('-')
    const near = all.find(each => each.language === own) ??
      all.find(each => each.language.split('-')[0] === primary) ?? all[0]
    return near?.text ?? ''
  }
  const long = all.find(({ text }) => [...text].length > playLimit)
  if (long === undefined) return notes
  const words = { language: long.language, length: [...long.text].length, limit: playLimit }
  throw new PacklineError('APP_STORE_NOTES', { store, reason: phrase('appStore.notesLong', words) })
}
