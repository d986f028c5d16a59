// Writes the texts of messages and errors as files that a bundled packline reads when it says something.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What is read in place of the module of the same exports, in the folder of a compiled packline. */
export const builtModules = {
  'messages/message-texts.js': 'messages/built-texts.js',
  'messages/phrase-texts.js': 'messages/built-phrases.js',
  'error-catalogue.js': 'built-errors.js'
}
export const builtTables = [
  'texts.en.json',
  'texts.zh.json',
  'phrases.en.json',
  'phrases.zh.json',
  'errors.json'
]

export async function writeBuiltTables (folder) {
  const load = async module => await import(pathToFileURL(join(folder, module)).href)
  const [{ messageTexts }, { phraseTexts }, { errorTables }] = await Promise.all(
    Object.keys(builtModules).map(load)
  )
  const inLanguage = (texts, language) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text[language]]))
  const errors = Object.assign({}, ...Object.values(errorTables))
  const contents = [
    ...[messageTexts, phraseTexts].flatMap(texts => [inLanguage(texts, 'en'), inLanguage(texts, 'zh')]),
    errors
  ]
  for (const [index, name] of builtTables.entries()) {
    // An entry each line: who says a few texts looks for theirs.
    const lines = Object.entries(contents[index]).map(entry =>
      entry.map(part => JSON.stringify(part)).join(':')
    )
    writeFileSync(join(folder, name), `{\n${lines.join(',\n')}\n}`)
  }
}
