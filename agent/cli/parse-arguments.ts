import { parseArgs } from 'node:util'
import { PacklineError } from '../errors.js'
import { nearest } from '../nearest.js'
import type { Command, OptionDefinition } from './command.js'

interface ParsedArguments {
  options: Record<string, unknown>
  positionals: string[]
}

/** Checks `argv` against the command's own table. Throws the first USAGE_ error. */
export function parseArguments (command: Command, argv: readonly string[]): ParsedArguments {
  const definitions = Object.entries(command.options)
  const names = Object.keys(command.options)
  const parsed = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      definitions.map(([name, { type }]) => [name, { type: type === 'boolean' ? 'boolean' : 'string' }])
    )
  })
  const given = new Map<string, string[]>()
  const positionals: string[] = []
  let terminated = false
  for (const token of parsed.tokens) {
    if (token.kind === 'option-terminator') {
      // What follows belongs to another command: what comes before has to be complete.
      if (command.passThrough === true) checkPositionals(command, positionals)
      terminated = true
    } else if (token.kind === 'positional') {
      if (
        !terminated && command.passThrough === true &&
        positionals.length >= (command.positionals?.length ?? 0)
      ) {
        throw new PacklineError('USAGE_SEPARATOR_MISSING', {
          command: command.name,
          argument: token.value,
          usage: [command.name, ...positionals, '--', token.value, '…'].join(' ')
        })
      }
      positionals.push(token.value)
    } else {
      const definition = command.options[token.name]
      if (definition === undefined) throw unknownOption(command, token.rawName, names)
      if (definition.type === 'boolean' && token.value !== undefined) {
        throw badValue(
          token.rawName,
          token.value,
          'no value'
        )
      }
      if (definition.type !== 'boolean' && token.value === undefined) {
        throw new PacklineError('USAGE_MISSING_ARGUMENT', {
          command: command.name,
          argument: `${token.rawName} ${definition.value ?? 'VALUE'}`
        })
      }
      given.set(token.name, [...given.get(token.name) ?? [], token.value ?? 'true'])
    }
  }
  checkPositionals(command, positionals)
  const options: Record<string, unknown> = {}
  for (const [name, definition] of definitions) {
    const values = given.get(name) ?? (definition.default === undefined ? [] : [definition.default])
    const converted = values.map(value => convert(`--${name}`, definition, value))
    if (definition.multiple === true) options[name] = converted
    else options[name] = converted.at(-1) ?? (definition.type === 'boolean' ? false : undefined)
  }
  return { options, positionals }
}

function convert (option: string, definition: OptionDefinition, value: string): unknown {
  if (definition.choices !== undefined && !definition.choices.includes(value)) {
    throw badValue(option, value, definition.choices.join(', '), nearest(value, definition.choices))
  }
  if (definition.type === 'boolean') return true
  if (definition.type === 'string') return value
  const number = definition.type === 'duration'
    ? parseDuration(value)
    : /^-?\d+$/.test(value)
    ? Number(value)
    : NaN
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = definition
  if (!(number >= minimum && number <= maximum)) {
    const what = definition.type === 'duration' ? 'a duration such as 90s, 10m or 2h' : 'a whole number'
    const bounds = definition.maximum === undefined
      ? `of at least ${minimum}`
      : `from ${minimum} to ${maximum}`
    throw badValue(option, value, definition.type === 'duration' ? what : `${what} ${bounds}`)
  }
  return number
}

const unitMs = new Map([['ms', 1], ['s', 1000], ['m', 60_000], ['h', 3_600_000]])

/** `90s`, `10m`, `2h`, `250ms` or a bare number of seconds, in milliseconds; NaN for anything else. */
function parseDuration (text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  return Number(amount) * (unitMs.get(unit) ?? NaN)
}

function checkPositionals (command: Command, positionals: string[]): void {
  const expected = command.positionals ?? []
  const required = expected.filter(name => !name.startsWith('['))
  const missing = required[positionals.length]
  if (missing !== undefined) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: command.name, argument: missing })
  }
  const several = expected.at(-1)?.includes('…') === true
  const surplus = positionals[expected.length]
  if (!several && command.passThrough !== true && surplus !== undefined) {
    throw unexpected(command, [], surplus)
  }
}

function unexpected (command: Command, before: string[], argument: string): PacklineError {
  return new PacklineError('USAGE_UNEXPECTED_ARGUMENT', {
    command: command.name,
    argument,
    position: before.length
  })
}

function unknownOption (command: Command, option: string, names: string[]): PacklineError {
  const suggestion = nearest(option.replace(/^-+/, ''), [...names, 'help'])
  const details = { command: command.name, option }
  return new PacklineError(
    'USAGE_UNKNOWN_OPTION',
    suggestion === undefined ? details : { ...details, suggestion: `--${suggestion}` }
  )
}

function badValue (option: string, value: string, expected: string, suggestion?: string): PacklineError {
  const details = { option, value: JSON.stringify(value), expected }
  return new PacklineError('USAGE_BAD_VALUE', suggestion === undefined ? details : { ...details, suggestion })
}
