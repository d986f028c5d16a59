import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportCsd } from '../export/export-csd.js'
import { csdWith } from '../fixtures/csd-text.js'

export type StandInMode = 'good' | 'warn' | 'fail' | 'crash' | 'hang' | 'nothing' | 'damaged'

export interface ExporterStandIn {
  file: string
  environment: Record<string, string | undefined>
  /** What it writes for every csd. */
  csb: Buffer
  set: (mode: StandInMode, version?: string) => void
  /** The arguments of its last export. */
  called: () => string[]
  /** The folders that it exported in, a line each. */
  folders: () => string[]
  versionCalls: () => number
}

/**
 * A program that stands for CCSUIExporter and for Cocos.Tool (fixtures/exporter-stand-in.mjs), in a folder of
 * its own.
 */
export function installExporterStandIn (
  folder: string,
  name = 'CCSUIExporter',
  written = csdWith('')
): ExporterStandIn {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.mjs`)
  const csb = Buffer.from(exportCsd(Buffer.from(written), 'a').csb)
  copyFileSync(new URL('../fixtures/exporter-stand-in.mjs', import.meta.url), file)
  chmodSync(file, 0o755)
  writeFileSync(join(folder, 'result.csb'), csb)
  const text = (path: string): string =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : ''
  const set: ExporterStandIn['set'] = (mode, version) => {
    writeFileSync(join(folder, 'mode'), mode)
    if (version !== undefined) writeFileSync(join(folder, 'version'), version)
  }
  set('good')
  return {
    file,
    environment: {
      PATH: process.env.PATH,
      TMPDIR: join(folder),
      PACKLINE_CCSUIEXPORTER: file,
      PACKLINE_COCOS_TOOL: file
    },
    csb,
    set,
    called: () => JSON.parse(text('called.json')) as string[],
    folders: () => text('calls').split('\n').filter(line => line !== ''),
    versionCalls: () => text('version-calls').length
  }
}
