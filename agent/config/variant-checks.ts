import type { ProjectFile } from './project-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

const dimensions = { platform: 'platforms', language: 'languages', quality: 'qualities' } as const

/** Placeholders of rules that stand for nothing. */
export function variantMistakes ({ variants, rules }: ProjectFile['assets']): Mistake[] {
  return rules.flatMap(({ include, exclude, output = '', options }, index) => {
    const texts: Array<[string, string]> = [
      ...include.map((text, at): [string, string] => [`include[${at}]`, text]),
      ...exclude.map((text, at): [string, string] => [`exclude[${at}]`, text]),
      ['output', output],
      ['options.texts', 'texts' in options ? options.texts ?? '' : '']
    ]
    return texts.flatMap(([path, text]) =>
      Object.entries(dimensions).flatMap(([placeholder, dimension]) =>
        text.includes(`{${placeholder}}`) && Object.keys(variants?.[dimension] ?? {}).length === 0
          ? [
            mistake(
              `assets.rules[${index}].${path}`,
              text,
              'config.variantValues',
              { placeholder: `{${placeholder}}`, dimension }
            )
          ]
          : []
      )
    )
  })
}
