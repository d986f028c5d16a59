import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import type { RunReport } from '../../agent/assets/run/run-report.js'
import { testProject } from '../../agent/assets/testing/project.js'
import type { TestProject } from '../../agent/assets/testing/project.js'
import { PacklineError, toPacklineError } from '../../agent/errors.js'
import { hostileProject, outputPaths } from './hostile-project.js'
import type { HostileProject, HostileSettings } from './hostile-project.js'
import { makeOutputPlace, unmountBelow } from './output-place.js'
import { provePublished } from './prove-published.js'
import { tamper } from './tamper.js'
import type { Tampering } from './tamper.js'

export interface ProjectProof {
  seed: number
  faults: string[]
  frames: number
  builds: number
  /** What was planted, and refused. */
  refused?: string
  /** What the proof found where what was published was damaged, by the damage. */
  damage: Map<Tampering, string[]>
}

export interface ProofSettings extends HostileSettings {
  /** Damages copies of what was published, in which the proof has to find something. */
  tamperings?: readonly Tampering[]
}

/** Builds a hostile project as it grows and changes, and proves what is published after each build. */
export async function proveProject (seed: number, settings: ProofSettings): Promise<ProjectProof> {
  const project = hostileProject(seed, settings)
  const game = testProject({ ...project.assets, output: outputPaths[project.output] })
  const proof: ProjectProof = { seed, faults: [], frames: 0, builds: 0, damage: new Map() }
  try {
    await proveGrowing(project, game, proof, settings.tamperings ?? [])
  } catch (error) {
    proof.faults.push(`${codesOf(error).join(', ')}: ${error instanceof Error ? error.stack : String(error)}`)
  } finally {
    unmountBelow(game.folder, project.output)
    game.remove()
  }
  return proof
}

async function proveGrowing (
  project: HostileProject,
  game: TestProject,
  proof: ProjectProof,
  tamperings: readonly Tampering[]
): Promise<void> {
  game.rules(...project.rules)
  const output = makeOutputPlace(game.folder, project.output)
  for (const [path, bytes] of project.foreign) writeBelow(output, path, bytes)
  for (const isChanged of [false, true]) {
    if (isChanged) project.change()
    writeArt(game.folder, project)
    const report = await game.build()
    proof.builds++
    const { faults, frames } = await provePublished(project, output)
    proof.frames += frames
    proof.faults.push(...faults, ...treeFaults(project, output, report))
    if (proof.faults.length > 0) return
    if (isChanged) continue
    for (const tampering of tamperings) {
      proof.damage.set(tampering, await damageFaults(tampering, project, output, report))
    }
  }
  const before = digestsBelow(output)
  const idle = await game.build()
  if (idle.actions.executed > 0 || idle.written.length > 0) {
    proof.faults.push('a build with nothing to do did something')
  }
  if (project.plant !== undefined) await proveRefusal(project.plant(), game, output, proof)
  else await proveAnew(game, proof)
  const after = digestsBelow(output)
  if (before !== after) proof.faults.push(`the output changed from ${before} to ${after}`)
}

/** What the proof finds in a copy of the output that was damaged. */
async function damageFaults (
  tampering: Tampering,
  project: HostileProject,
  output: string,
  report: RunReport
): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'packline-damaged-'))
  try {
    cpSync(realpathSync(output), copy, { recursive: true })
    // Links into the cache are read-only.
    for (const path of filesBelow(copy)) chmodSync(join(copy, path), 0o644)
    await tamper(tampering, project, copy)
    const { faults } = await provePublished(project, copy)
    return [...faults, ...treeFaults(project, copy, report)]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What no build may take is told as what it is, and what was published stays. */
async function proveRefusal (
  { kind, path, content, codes }: ReturnType<NonNullable<HostileProject['plant']>>,
  game: TestProject,
  output: string,
  proof: ProjectProof
): Promise<void> {
  const place = Buffer.concat([Buffer.from(`${game.folder}/`), Buffer.from(path)])
  if ('link' in content) symlinkSync(content.link, place)
  else writeFileSync(place, content)
  try {
    await game.build()
    proof.faults.push(`${kind}: ${output} was built all the same`)
  } catch (error) {
    const told = codesOf(error)
    if (!told.every(code => codes.includes(code))) {
      proof.faults.push(`${kind} was told as ${told.join(', ')}: ${String(error)}`)
    }
    proof.refused = kind
  }
}

/** A machine that knows nothing publishes the same bytes over what is there. */
async function proveAnew (game: TestProject, proof: ProjectProof): Promise<void> {
  rmSync(game.home, { recursive: true, force: true })
  const report = await game.build()
  proof.builds++
  if (report.written.length > 0) {
    proof.faults.push(`built anew, ${report.written.join(', ')} came out differently`)
  }
}

/** The first is the code of what was thrown; of many errors in one, theirs. */
function codesOf (error: unknown): string[] {
  const { code, details } = toPacklineError(error)
  const errors: unknown[] = Array.isArray(details.errors) ? details.errors : []
  const codes = errors.flatMap(each => each instanceof PacklineError ? each.code : [])
  return codes.length > 0 ? codes : [code]
}

function writeArt (folder: string, { sets, images, copies }: HostileProject): void {
  for (const old of ['art', 'pictures']) rmSync(join(folder, old), { recursive: true, force: true })
  for (const { folder: own, pictures } of [...sets, ...images]) {
    for (const [name, { bytes }] of pictures) writeBelow(join(folder, own), name, bytes)
  }
  for (const [path, { bytes }] of copies) writeBelow(folder, path, bytes)
}

function writeBelow (folder: string, path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}

/** Every file of the output is told as it is, belongs to the user, and none is there that nobody knows. */
function treeFaults (project: HostileProject, output: string, report: RunReport): string[] {
  const prefix = posix.normalize(`${outputPaths[project.output]}/`)
  const told = new Map(report.outputs.map(({ path, sha256 }) => [path.slice(prefix.length), sha256]))
  const faults: string[] = []
  for (const path of filesBelow(output)) {
    const bytes = readFileSync(join(output, path))
    const foreign = project.foreign.get(path)
    if (foreign !== undefined) {
      if (!foreign.equals(bytes)) faults.push(`${path} was somebody's, and is changed`)
      continue
    }
    if (told.get(path) !== digest(bytes)) faults.push(`${path} is not what the report says`)
    told.delete(path)
    const { nlink, mode } = lstatSync(join(output, path))
    if (project.assets.hardLinks !== true && (nlink > 1 || (mode & 0o200) === 0)) {
      faults.push(`${path} is not the user's`)
    }
  }
  for (const { output: path, bytes } of project.copies.values()) {
    if (!readFileSync(join(output, path)).equals(bytes)) faults.push(`${path} is not its source`)
  }
  return [...faults, ...[...told.keys()].map(path => `${path} is in the report and not there`)]
}

function filesBelow (folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter(path => !path.startsWith('.packline/'))
    .sort()
}

function digestsBelow (folder: string): string {
  return filesBelow(folder)
    .map(path => `${path} ${digest(readFileSync(join(folder, path))).slice(0, 12)}`)
    .join('\n')
}

function digest (bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
