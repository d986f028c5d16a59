import { PacklineError } from '../../errors.js'

/** The value of an option that the command cannot do without. Throws USAGE_MISSING_ARGUMENT. */
export function required<T extends string> (command: string, name: string, value: T | undefined): T {
  if (value === undefined) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: `--${name}` })
  }
  return value
}
