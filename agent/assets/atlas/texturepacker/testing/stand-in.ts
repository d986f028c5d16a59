import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How the stand-in for TexturePacker misbehaves; see texturepacker-stand-in.mjs. */
export interface StandInControl {
  version?: string
  asksForTerms?: boolean
  hang?: boolean
  ignoresTermination?: boolean
  /** A file that it writes its process id to once it hangs. */
  started?: string
  says?: string
  demo?: boolean
  error?: string
  status?: number
  errorStatus?: number
  multipack?: boolean
  leavesOut?: string
  renames?: Record<string, string>
  /** Sprites that it paints red, or leaves a pixel of out, without a word. */
  reddens?: string
  loses?: string
  trims?: string
  turns?: string
  writesNoSheet?: boolean
  damagedData?: boolean
  namesTexture?: string
  /** A description that it writes besides those that were asked for. */
  writesBesides?: string
  /** A sprite whose pivot it does not write. */
  losesPivot?: string
  /** A file whose bytes its sheets are. */
  sheet?: string
}

export interface StandInRun {
  args: string[]
  environment: Record<string, string>
  cwd: string
}

export interface StandIn {
  environment: Record<string, string>
  file: string
  control: (control: StandInControl) => void
  /** Its runs so far, without those that only asked for the version. */
  runs: () => StandInRun[]
  versionRuns: () => number
}

/** Puts a stand-in for TexturePacker on a PATH of its own below `folder`. */
export function installStandIn (folder: string): StandIn {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const [file, controlFile, log, answer] = [
    join(bin, 'TexturePacker'),
    join(folder, 'control.json'),
    join(folder, 'log'),
    join(folder, 'answer')
  ]
  // The shell answers --version: starting node for it would take longer than many a test.
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$*" = --version ] && . '${answer}'\nexec '${process.execPath}' '${
      join(import.meta.dirname, 'texturepacker-stand-in.mjs')
    }' '${controlFile}' "$@"\n`
  )
  chmodSync(file, 0o755)
  writeFileSync(log, '')
  const control = (wanted: StandInControl): void => {
    const [text, status] = wanted.asksForTerms === true
      ? ['You must agree to the End User License Agreement. Type agree to accept:', 1]
      : [`TexturePacker ${wanted.version ?? '7.4.0'} (64 bit)`, 0]
    writeFileSync(answer, `echo '{"args":["--version"]}' >> '${log}'\necho '${text}'\nexit ${status}\n`)
    writeFileSync(controlFile, JSON.stringify({ log, ...wanted }))
  }
  control({})
  const all = (): StandInRun[] =>
    readFileSync(log, 'utf8').split('\n').filter(line => line !== '').map(line =>
      JSON.parse(line) as StandInRun
    )
  return {
    file,
    environment: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder, TMPDIR: folder },
    control,
    runs: () => all().filter(run => !run.args.includes('--version')),
    versionRuns: () => all().filter(run => run.args.includes('--version')).length
  }
}
