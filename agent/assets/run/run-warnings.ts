import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import { message } from '../../messages/message.js'
import type { Warn } from '../actions/run-events.js'
import type { BuildSettings } from './run-settings.js'

/** Warnings of a run, told at once and gathered for its report. */
export function warnInto (warnings: string[], { emit }: Pick<BuildSettings, 'emit'>): Warn {
  return (key, parameters = {}) => {
    const text = message('en', key, parameters)
    warnings.push(text)
    emit({ type: 'warning', message: text, key, parameters })
  }
}

/**
 * Leaves to the next run what only saves it time. What is published is: a home that takes no more fails no
 * run any more.
 */
export function remember (write: () => void, { home }: Pick<BuildSettings, 'home'>, warn: Warn): void {
  try {
    write()
  } catch (error) {
    if (!(fromFileSystem(error, home) instanceof PacklineError)) throw error
    warn('run.notRemembered', { home, reason: errorText(error) })
  }
}
