// What the help and the pages of the steps have in common, in both languages.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../agent/messages/message.js'
import type { StepParameter } from './step-schema.js'

const chineseTexts = JSON.parse(
  readFileSync(join(import.meta.dirname, '../resources/schema/steps.zh-CN.json'), 'utf8')
) as Record<string, string>

/** A description as the schemas have it, in English or Chinese; throws where nobody has written that. */
export function stepText (locale: Locale, english: string): string {
  const text = locale === 'en' ? english : chineseTexts[english]
  if (text === undefined) throw new Error(`resources/schema/steps.zh-CN.json lacks: ${english}`)
  return text
}

export function kindOf (parameter: StepParameter, locale: Locale): string {
  const words = kindWords[locale]
  if (parameter.type === 'choice') return words.choice(parameter.choices)
  if (parameter.type !== 'number') return words[parameter.type]
  return words.number(parameter.minimum, parameter.maximum, parameter.words ?? [])
}

const kindWords = {
  en: {
    choice: (choices: string[]) => `One of ${choices.join(', ')}`,
    number: (minimum: number, maximum: number, words: string[]) =>
      [`Number from ${minimum} to ${maximum}`, ...words].join(', or '),
    boolean: 'True or false',
    list: 'List of texts',
    text: 'Text',
    axes: 'Map of lists',
    body: 'Body'
  },
  'zh-CN': {
    choice: (choices: string[]) => `${choices.join('、')} 之一`,
    number: (minimum: number, maximum: number, words: string[]) =>
      [`${minimum} 到 ${maximum} 的数字`, ...words].join('，或 '),
    boolean: 'true 或 false',
    list: '文字列表',
    text: '文字',
    axes: '列表的映射',
    body: '主体'
  }
}

export function groovy (value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
