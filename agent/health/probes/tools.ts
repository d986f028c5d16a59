import { hasCode } from '../../errors.js'
import type { Reading } from '../check.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'

/** A program that jobs run: a row of the tool table. */
export interface Tool {
  name: string
  file: string
  versionArgs: readonly string[]
  version: RegExp
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
      ...state === 'warn' ? { problem: `${tool.file} is not on PATH` } : {}
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
      problem: `it says ${
        JSON.stringify(
          answer
            .output
            .trim()
            .slice(0, 200)
        )
      } (status ${answer.status})`
    }]
  }
  const readings: Reading[] = [{ ...about, value: version }]
  if (tool.licence !== undefined && state === 'warn') {
    const { output } = await machine.run(tool.file, tool.licence.args, signal, environment)
    signal.throwIfAborted()
    const isMissing = tool.licence.missing.test(output)
    readings.push({
      kind: 'licence',
      name: tool.name,
      subject: tool.file,
      value: isMissing ? 'missing' : 'active',
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
      (await read(signal)).map(({ name, isAllowed, seats, held, waiting }) => {
        const isMissing = !isAllowed && labels.includes(name)
        return {
          kind: 'licence',
          name: `${name}-seat`,
          value: isAllowed ? `${held} of ${seats} held, ${waiting} waiting` : 'not allowed here',
          ...isMissing
            ? {
              state: 'warn',
              problem: `the label ${name} promises it, but this device is not among the licence's`
            } as const
            : {}
        }
      })
  }
}
