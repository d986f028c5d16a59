import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runPackline } from './command-line.js'
import type { CommandResult } from './command-line.js'

export interface ProjectHere {
  folder: string
  home: string
  /** Runs a command line of packline in this process, as ann. */
  packline: (...argv: string[]) => Promise<CommandResult & { json: () => any }>
  write: (files: Record<string, string | Uint8Array>) => void
}

/**
 * A project in `folder` with a packline home of its own, or another project's, as on one machine or one farm.
 */
export function projectHere (
  folder: string,
  document: object,
  { home = join(folder, '.home'), language = 'en', path = process.env.PATH ?? '' } = {}
): ProjectHere {
  const environment = {
    PATH: path,
    PACKLINE_HOME: home,
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: language,
    BUILD_USER_ID: 'ann'
  }
  const write = (files: Record<string, string | Uint8Array>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
  }
  write({ 'agent.json': '{}', 'packline.json': JSON.stringify(document) })
  return {
    folder,
    home,
    write,
    packline: async (...argv) => {
      const result = await runPackline({ cwd: folder, environment }, argv)
      return { ...result, json: () => JSON.parse(result.stdout) as unknown }
    }
  }
}
