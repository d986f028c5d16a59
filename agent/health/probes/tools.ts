import { hasCode } from '../../errors.js'
import type { Reading } from '../check.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'
import { phrase } from '../../messages/phrase.js'
import { isOlder } from '../../older-version.js'

/** A program that jobs run: a row of the tool table. */
export interface Tool {
  name: string
  file: string
  versionArgs: readonly string[]
  version: RegExp
  /** The oldest that does. */
  oldest?: string
  /** Machines with one of these labels need it; on all others it may be missing. `*`: every machine. */
  neededBy: readonly string[]
  platforms?: readonly NodeJS.Platform[]
  /** Asks for its licence: what it says when there is none. */
  licence?: { args: readonly string[], missing: RegExp }
  /** What installs it, by platform. */
  install: Partial<Record<NodeJS.Platform, string>>
}

export const toolTable: readonly Tool[] = [
  {
    name: 'git',
    file: 'git',
    versionArgs: ['--version'],
    version: /git version (\S+)/,
    oldest: '2.31',
    neededBy: ['*'],
    install: { linux: 'sudo apt install git', darwin: 'xcode-select --install' }
  },
  {
    name: 'java',
    file: 'java',
    versionArgs: ['-version'],
    version: /version "([^"]+)"/,
    neededBy: ['android', 'jenkins'],
    install: { linux: 'sudo apt install openjdk-17-jre-headless', darwin: 'brew install openjdk@17' }
  },
  {
    name: 'apksigner',
    file: 'apksigner',
    versionArgs: ['--version'],
    version: /^(\d[\w.]*)/m,
    neededBy: ['android'],
    install: { linux: 'sudo apt install apksigner', darwin: 'sdkmanager "build-tools;34.0.0"' }
  },
  {
    name: 'xcode',
    file: 'xcodebuild',
    versionArgs: ['-version'],
    version: /^Xcode (\S+)/m,
    neededBy: ['ios', 'xcode'],
    platforms: ['darwin'],
    install: { darwin: 'xcodes install --latest' }
  },
  {
    name: 'texturepacker',
    file: 'TexturePacker',
    versionArgs: ['--version'],
    version: /TexturePacker\s+v?(\d+(?:\.\d+)+\S*)/,
    neededBy: ['texturepacker'],
    licence: {
      args: ['--license-info'],
      missing:
        /\bno (valid )?licen[cs]e|not (activated|licensed)|unlicensed|expired|\btrial\b|\bdemo\b|\bessential\b/i
    },
    install: { linux: 'sudo apt install ./TexturePacker.deb', darwin: 'brew install --cask texturepacker' }
  },
  {
    name: 'ccsuiexporter',
    file: 'CCSUIExporter',
    versionArgs: ['--version'],
    version: /(\d+(?:\.\d+)+)/,
    neededBy: ['ccsuiexporter'],
    install: {}
  }
]

const answerMs = 15_000

interface ToolsOptions {
  machine: Machine
  labels: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  answerMs?: number
}

/** One row a tool, so that one that hangs is named and holds up no other. */
export function toolProbe (tool: Tool, options: ToolsOptions): Probe {
  return {
    id: `tool.${tool.name}`,
    everyMs: 10 * 60_000,
    deadlineMs: options.answerMs ?? answerMs,
    whenBroken: 'warn',
    measure: async signal => await toolReadings(tool, options, signal)
  }
}

function isNeeded (tool: Tool, labels: readonly string[]): boolean {
  return tool.neededBy.includes('*') || tool.neededBy.some(label => labels.includes(label))
}

async function toolReadings (
  tool: Tool,
  { machine, labels, environment }: ToolsOptions,
  signal: AbortSignal
): Promise<Reading[]> {
  const state = isNeeded(tool, labels) ? 'warn' : 'ok'
  const about = { kind: 'tool', name: tool.name, subject: tool.file } as const
  let answer: { status: number | null, output: string }
  try {
    answer = await machine.run(tool.file, tool.versionArgs, signal, environment)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return [{
      ...about,
      value: null,
      state,
      ...state === 'warn' ? { problem: phrase('tool.notOnPath', { file: tool.file }) } : {}
    }]
  }
  signal.throwIfAborted()
  const version = tool.version.exec(answer.output)?.[1]
  // macOS has placeholders for java and xcodebuild that only say what to install.
  if (version === undefined) {
    return [{
      ...about,
      value: null,
      state,
      problem: phrase('tool.says', {
        words: JSON.stringify(answer.output.trim().slice(0, 200)),
        status: String(answer.status)
      })
    }]
  }
  const isOld = tool.oldest !== undefined && isOlder(version, tool.oldest)
  const readings: Reading[] = [{
    ...about,
    value: version,
    ...isOld && { state, problem: phrase('tool.old', { version, oldest: tool.oldest ?? '' }) }
  }]
  if (tool.licence !== undefined && state === 'warn') {
    const { output } = await machine.run(tool.file, tool.licence.args, signal, environment)
    signal.throwIfAborted()
    const isMissing = tool.licence.missing.test(output)
    readings.push({
      kind: 'licence',
      name: tool.name,
      subject: tool.file,
      value: phrase(isMissing ? 'licence.missing' : 'licence.active'),
      ...isMissing ? { state: 'warn', problem: output.trim().slice(0, 200) } : {}
    })
  }
  return readings
}

/** How this machine stands with the licences of the configuration. */
export interface LicenceStanding {
  name: string
  isAllowed: boolean
  seats: number
  held: number
  /** Seats of which some job uses one now; what lingers or waits for its grace is held all the same. */
  inUse: number
  waiting: number
}

/** A machine whose label promises a licensed tool must be allowed to use it. */
export function licenceProbe (
  read: (signal: AbortSignal) => Promise<LicenceStanding[]>,
  labels: readonly string[]
): Probe {
  return {
    id: 'licences',
    everyMs: 60_000,
    deadlineMs: 10_000,
    whenBroken: 'warn',
    measure: async signal =>
      (await read(signal)).flatMap(({ name, isAllowed, seats, held, inUse, waiting }): Reading[] => {
        const isMissing = !isAllowed && labels.includes(name)
        return [{ kind: 'seats', name, value: seats === 0 ? 0 : inUse / seats }, {
          kind: 'licence',
          name: `${name}-seat`,
          value: isAllowed
            ? phrase('licence.standing', { held, seats, waiting })
            : phrase('licence.notHere'),
          ...isMissing && {
            state: 'warn',
            problem: phrase('licence.notAmong', { label: name })
          }
        }]
      })
  }
}
