import { parseArgs } from 'node:util'
import { PacklineError } from '../errors.js'
import { nearest } from '../nearest.js'
import { wordedLater, type Worded } from '../messages/message.js'
import type { Command, OptionDefinition } from './command.js'
import { globalOptions, type GlobalValues } from './global-options.js'
import { usageOf } from './help.js'

interface ParsedArguments {
  options: Record<string, unknown>
  positionals: string[]
  /** The options that every command takes. */
  globals: GlobalValues
}

/** Checks `argv` against the command's own table. Throws the first USAGE_ error. */
export function parseArguments (command: Command, argv: readonly string[]): ParsedArguments {
  const known: Record<string, OptionDefinition> = { ...globalOptions, ...command.options }
  const parsed = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(known).map(([name, { type, short }]) => [name, {
        type: type === 'boolean' ? 'boolean' : 'string',
        ...short !== undefined && { short }
      }])
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
      const definition = Object.hasOwn(known, token.name) ? known[token.name] : undefined
      if (definition === undefined) throw unknownOption(command, token.rawName)
      if (definition.type === 'boolean' && token.value !== undefined) {
        throw badValue(
          token.rawName,
          token.value,
          wordedLater('expected.noValue')
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
  return {
    options: valuesOf(command.options, given),
    positionals,
    globals: valuesOf(globalOptions, given) as unknown as GlobalValues
  }
}

function valuesOf (
  definitions: Readonly<Record<string, OptionDefinition>>,
  given: ReadonlyMap<string, string[]>
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const values = given.get(name) ?? (definition.default === undefined ? [] : [definition.default])
      const converted = values.map(value => convert(`--${name}`, definition, value))
      if (definition.multiple === true) return [name, converted]
      return [name, converted.at(-1) ?? (definition.type === 'boolean' ? false : undefined)]
    })
  )
}

function convert (option: string, definition: OptionDefinition, value: string): unknown {
  if (definition.choices !== undefined && !definition.choices.includes(value)) {
    throw badValue(
      option,
      value,
      wordedLater('expected.oneOf', { choices: definition.choices }),
      nearest(value, definition.choices)
    )
  }
  if (definition.type === 'boolean') return true
  if (value === '' && namesPath(definition.value)) throw badValue(option, value, wordedLater('expected.path'))
  if (definition.type === 'string') return value
  const number = definition.type === 'duration'
    ? parseDuration(value)
    : /^-?\d+$/.test(value)
    ? Number(value)
    : NaN
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = definition
  if (!(number >= minimum && number <= maximum)) {
    const key = definition.type === 'duration'
      ? 'expected.duration'
      : definition.maximum === undefined
      ? 'expected.wholeNumberFrom'
      : 'expected.wholeNumberBetween'
    throw badValue(option, value, wordedLater(key, { minimum, maximum }))
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
  const empty = expected.find((name, index) => positionals[index] === '' && namesPath(name))
  const lacking = missing ?? empty
  if (lacking !== undefined) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: command.name, argument: lacking })
  }
  const several = expected.at(-1)?.includes('…') === true
  const surplus = positionals[expected.length]
  if (!several && command.passThrough !== true && surplus !== undefined) {
    throw new PacklineError('USAGE_UNEXPECTED_ARGUMENT', {
      command: command.name,
      argument: surplus,
      usage: usageOf(command)
    })
  }
}

/** An empty path would be the folder that the command is called in: most come of a variable not set. */
function namesPath (name = ''): boolean {
  return /\b(?:DIR|FILE|SHEET)\b/.test(name)
}

export function unknownOption (
  { name, options }: Pick<Command, 'name' | 'options'>,
  option: string
): PacklineError {
  const own = Object.keys(options)
  const suggestion = nearest(option.replace(/^-+/, ''), [...own, ...Object.keys(globalOptions)])
  return new PacklineError('USAGE_UNKNOWN_OPTION', {
    command: name,
    option,
    options: (own.length > 0 ? own : Object.keys(globalOptions)).map(each => `--${each}`),
    ...suggestion !== undefined && { suggestion: `--${suggestion}` }
  })
}

function badValue (
  option: string,
  value: string,
  expected: Worded,
  suggestion?: string
): PacklineError {
  const details = { option, value: JSON.stringify(value), expected }
  return new PacklineError('USAGE_BAD_VALUE', suggestion === undefined ? details : { ...details, suggestion })
}
