import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hasCode, PacklineError } from '../../errors.js'
import type { Publisher } from './publisher.js'

export interface CommandPublisherOptions {
  command: readonly string[]
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
}

/** What a command gets of the environment: nothing that a secret of somebody else could be in. */
const passed = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'SystemRoot', 'ANDROID_HOME']
const shownBytes = 4000

/**
 * A studio's own publishing system: a command that gets the delivery as JSON on its standard input, and
 * succeeds or not.
 */
export function commandPublisher ({ command, cwd, environment }: CommandPublisherOptions): Publisher {
  const [file = '', ...args] = command
  const place = command.join(' ')
  return {
    place,
    publish: async (delivery, signal) => {
      const env = Object.fromEntries(
        passed.flatMap(name => environment[name] === undefined ? [] : [[name, environment[name]]])
      )
      const child = spawn(file, args, {
        cwd,
        env: { ...env, PACKLINE_RELEASE: delivery.release, PACKLINE_TARGET: delivery.target },
        stdio: ['pipe', 'ignore', 'pipe'],
        signal
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-shownBytes)
      })
      // A command need not read what it gets.
      child.stdin.on('error', () => {})
      child.stdin.end(JSON.stringify(delivery))
      const [code, killed] = await once(child, 'close').catch((error: unknown) => {
        signal.throwIfAborted()
        throw new PacklineError(hasCode(error, 'ENOENT') ? 'TOOL_NOT_FOUND' : 'RELEASE_PUBLISHER_FAILED', {
          tool: file,
          place,
          reason: (error as Error).message
        }, { cause: error })
      }) as [number | null, string | null]
      if (code !== 0) {
        throw new PacklineError('RELEASE_PUBLISHER_FAILED', {
          place,
          reason: `it ended with ${killed ?? code}: ${said.trim()}`
        })
      }
      const files = [...delivery.files, ...delivery.hotUpdate]
      return {
        written: files.length,
        kept: 0,
        bytes: files.reduce((sum, each) => sum + each.sizeBytes, 0),
        place
      }
    }
  }
}
