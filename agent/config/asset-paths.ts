import { plainPath, plainPattern } from './plain-path.js'
import type { ProjectFile } from './project-schema.js'
import type { Rule } from './rule-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

type Assets = ProjectFile['assets']

/** Gives every path of the asset rules its one spelling, and says which of them name no place for outputs. */
export function normaliseAssetPaths (assets: Assets): Mistake[] {
  const mistakes = [
    ...mistakesOf('assets.output', assets.output),
    ...assets.rules.flatMap(({ output = '' }, index) => mistakesOf(`assets.rules[${index}].output`, output))
  ]
  const output = plainPath(assets.output)
  if (output === '') {
    mistakes.push(
      mistake('assets.output', assets.output, 'config.ownFolder')
    )
  }
  assets.output = output
  assets.exclude = assets.exclude.map(plainPattern)
  for (const rule of assets.rules) normaliseRule(rule)
  return mistakes
}

function normaliseRule (rule: Rule): void {
  rule.include = rule.include.map(plainPattern)
  rule.exclude = rule.exclude.map(plainPattern)
  if (rule.output !== undefined) rule.output = outputOf(rule.processor, rule.output)
  if ('layoutFile' in rule.options && rule.options.layoutFile !== undefined) {
    rule.options.layoutFile = plainPath(rule.options.layoutFile)
  }
}

/** An atlas set has a name: in an output that ends in a slash it is that of its folder. */
function outputOf (processor: Rule['processor'], text: string): string {
  const plain = plainPath(text)
  const namesFolder = plain === '' || /\/\.?$/.test(text)
  if (processor !== 'atlas' || !namesFolder) return plain
  return plain === '' ? '{dir}' : `${plain}/{dir}`
}

function mistakesOf (path: string, text: string): Mistake[] {
  return text.includes('\\')
    ? [mistake(path, text, 'config.forwardSlashes')]
    : []
}
