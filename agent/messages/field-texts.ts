import { readFileSync } from 'node:fs'

let chinese: ReadonlyMap<string, string> | undefined

/**
 * What a field of a schema is for, in Chinese: by its English description, which stands in the schema. Read
 * when the first one is wanted.
 */
export function chineseFieldText (english: string): string | undefined {
  if (chinese === undefined) {
    const file = new URL('../../resources/schema/fields.zh-CN.json', import.meta.url)
    chinese = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>))
  }
  return chinese.get(english)
}
